import type { BreakerState } from '../../shared/model/index.ts';
import { type Card, stepOf } from './geometry.ts';

/** SVG paths of a card's silhouette, in the card's own coordinates. Kinds differ by form, never by fill. */
export interface Outline {
  /** Closed; carries the fill. */
  readonly body: string;
  /** What is stroked as the border; the body itself unless the border is interrupted. */
  readonly border: string;
  /** Further lines of the card: a second outline, a fold. */
  readonly lines: readonly string[];
  /** A heavy bar at the left. */
  readonly bar: string | null;
  /** Ends of the gap in a breaker's border. */
  readonly contacts: { readonly x: number; readonly y1: number; readonly y2: number } | null;
}

const R = 10;

export function outlineOf(card: Pick<Card, 'silhouette' | 'width' | 'height' | 'ports' | 'hasRows'>): Outline {
  const { silhouette, width: w, height: h } = card;
  const isCompact = h < 60 && !card.hasRows;
  const r = Math.min(R, h / 3);
  const plain = { lines: [], bar: null, contacts: null };
  const closed = (body: string): Outline => ({ ...plain, body, border: body });
  const rect = `M${r} 0H${w - r}Q${w} 0 ${w} ${r}V${h - r}Q${w} ${h} ${w - r} ${h}H${r}Q0 ${h} 0 ${h - r}V${r}Q0 0 ${r} 0Z`;
  switch (silhouette) {
    case 'entry':
      return { ...closed(rect), bar: `M1.5 ${r}V${h - r}` };
    case 'guard': {
      const d = isCompact ? 4 : 6;
      const n = isCompact ? 6 : 9;
      const m = h / 2;
      return closed(
        `M${r} 0H${w - r}Q${w} 0 ${w} ${r}V${m - n}L${w - d} ${m}L${w} ${m + n}V${h - r}Q${w} ${h} ${w - r} ${h}H${r}Q0 ${h} 0 ${h - r}V${m + n}L${d} ${m}L0 ${m - n}V${r}Q0 0 ${r} 0Z`,
      );
    }
    case 'router': {
      const d = isCompact ? 7 : 12;
      const left = `H${r}Q0 ${h} 0 ${h - r}V${r}Q0 0 ${r} 0Z`;
      if (!card.hasRows) return closed(`M${r} 0H${w - d}L${w} ${h / 2}L${w - d} ${h}${left}`);
      const edge = w - d;
      const half = Math.min(9, (card.ports[1]!.at.y - card.ports[0]!.at.y) / 2 - 2);
      const points = card.ports.map(({ at }) => `V${at.y - half}L${w} ${at.y}L${edge} ${at.y + half}`).join('');
      // The lower corner is tighter than the others: the last point comes close to it.
      return closed(`M${r} 0H${edge - r}Q${edge} 0 ${edge} ${r}${points}V${h - 6}Q${edge} ${h} ${edge - 6} ${h}${left}`);
    }
    case 'fallback': {
      if (!card.hasRows) return closed(rect);
      const step = stepOf(h < 120 && card.ports.length > 2 ? true : w < 200);
      let path = `M${r} 0H${w - r}Q${w} 0 ${w} ${r}`;
      card.ports.slice(1).forEach(({ at }, i) => {
        const before = w - step * i;
        const after = w - step * (i + 1);
        const y = (card.ports[i]!.at.y + at.y) / 2;
        path += `V${y - 3}Q${before} ${y} ${before - 3} ${y}H${after + 3}Q${after} ${y} ${after} ${y + 3}`;
      });
      const end = w - step * (card.ports.length - 1);
      return closed(`${path}V${h - r}Q${end} ${h} ${end - r} ${h}H${r}Q0 ${h} 0 ${h - r}V${r}Q0 0 ${r} 0Z`);
    }
    case 'retry':
      return { ...closed(rect), lines: [`M${r} ${h + 3}H${w - r + 3}Q${w + 3} ${h + 3} ${w + 3} ${h - r + 3}V${r}`] };
    case 'breaker': {
      const gap = isCompact ? 8 : 13;
      const [y1, y2] = [h / 2 - gap, h / 2 + gap];
      return {
        ...plain,
        body: rect,
        border: `M${w} ${y2}V${h - r}Q${w} ${h} ${w - r} ${h}H${r}Q0 ${h} 0 ${h - r}V${r}Q0 0 ${r} 0H${w - r}Q${w} 0 ${w} ${r}V${y1}`,
        contacts: { x: w, y1, y2 },
      };
    }
    case 'model': {
      const e = h / 2;
      return closed(`M${e} 0H${w - e}A${e} ${e} 0 0 1 ${w - e} ${h}H${e}A${e} ${e} 0 0 1 ${e} 0Z`);
    }
    case 'template': {
      const f = isCompact ? 9 : 14;
      return {
        ...closed(`M${r} 0H${w - r}Q${w} 0 ${w} ${r}V${h - f}L${w - f} ${h}H${r}Q0 ${h} 0 ${h - r}V${r}Q0 0 ${r} 0Z`),
        lines: [`M${w} ${h - f}H${w - f}V${h}`],
      };
    }
    case 'plain':
      return closed(rect);
  }
}

/** The arm between a breaker's contacts: flush and whole when closed, dashed when half-open, lifted when open. */
export function armOf(
  contacts: NonNullable<Outline['contacts']>,
  state: BreakerState,
): { readonly path: string; readonly isDashed: boolean } {
  const { x, y1, y2 } = contacts;
  if (state === 'open') return { path: `M${x} ${y2}L${x + 9} ${y1 + 3}`, isDashed: false };
  return { path: `M${x} ${y2}V${y1}`, isDashed: state === 'half-open' };
}
