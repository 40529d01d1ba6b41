import type { Point } from '../../shared/model/index.ts';
import { type Bounds, boundsOf, type Card } from './geometry.ts';

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';
export type Distribution = 'across' | 'down';

/** Places that put these cards in line, within the bounds that they have now. */
export function aligned(cards: readonly Card[], alignment: Alignment): Record<string, Point> {
  const { x, y, width, height } = boundsOf(cards);
  const place = (card: Card): Point => {
    switch (alignment) {
      case 'left':
        return { x, y: card.y };
      case 'centre':
        return { x: x + (width - card.width) / 2, y: card.y };
      case 'right':
        return { x: x + width - card.width, y: card.y };
      case 'top':
        return { x: card.x, y };
      case 'middle':
        return { x: card.x, y: y + (height - card.height) / 2 };
      case 'bottom':
        return { x: card.x, y: y + height - card.height };
    }
  };
  return Object.fromEntries(cards.map((card) => [card.node.id, place(card)]));
}

/** Places that leave the same air between neighbours; the outermost two stay. Air is never less than none: cards that overlapped touch. */
export function distributed(cards: readonly Card[], distribution: Distribution): Record<string, Point> {
  const [at, size] = distribution === 'across' ? (['x', 'width'] as const) : (['y', 'height'] as const);
  const sorted = [...cards].sort((a, b) => a[at] - b[at]);
  const bounds = boundsOf(cards);
  const air = Math.max(0, (bounds[size] - cards.reduce((sum, card) => sum + card[size], 0)) / Math.max(1, cards.length - 1));
  let next = bounds[at];
  return Object.fromEntries(
    sorted.map((card) => {
      const place = { x: card.x, y: card.y, [at]: next };
      next += card[size] + air;
      return [card.node.id, place];
    }),
  );
}

/** A line that shows what a dragged card stands in line with, in canvas pixels. */
export interface Guide {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** Nearer than this, in canvas pixels, a card is put into line. */
const REACH = 7;
const GRID = 10;

/**
 * A card that is dragged almost into line with another one is put into line, by its left or right edge and by its top, middle or bottom, so that
 * wires run straight; `guides` show with what. Where nothing is near, the grid counts when it is wanted.
 */
export function snapped(
  card: Bounds,
  others: readonly Bounds[],
  isGridSnapped: boolean,
): { readonly at: Point; readonly guides: readonly Guide[] } {
  const x = nearest([card.x, card.x + card.width], others, (other) => [other.x, other.x + other.width]);
  const y = nearest([card.y, card.y + card.height / 2, card.y + card.height], others, (other) => [
    other.y,
    other.y + other.height / 2,
    other.y + other.height,
  ]);
  const onGrid = (value: number): number => (isGridSnapped ? Math.round(value / GRID) * GRID : value);
  const at = { x: x === null ? onGrid(card.x) : card.x + x.shift, y: y === null ? onGrid(card.y) : card.y + y.shift };
  const guides: Guide[] = [];
  if (x !== null) {
    guides.push({
      axis: 'x',
      at: x.line,
      from: Math.min(at.y, x.other.y) - 8,
      to: Math.max(at.y + card.height, x.other.y + x.other.height) + 8,
    });
  }
  if (y !== null) {
    guides.push({
      axis: 'y',
      at: y.line,
      from: Math.min(at.x, y.other.x) - 8,
      to: Math.max(at.x + card.width, y.other.x + y.other.width) + 8,
    });
  }
  return { at, guides };
}

/** Edges are compared with the same edges of others only: a left edge beside a right one is no alignment that anybody sees. */
function nearest(
  own: readonly number[],
  others: readonly Bounds[],
  edgesOf: (other: Bounds) => readonly number[],
): { readonly shift: number; readonly line: number; readonly other: Bounds } | null {
  let best: { shift: number; line: number; other: Bounds } | null = null;
  for (const other of others) {
    edgesOf(other).forEach((line, i) => {
      const shift = line - own[i]!;
      if (Math.abs(shift) < (best === null ? REACH : Math.abs(best.shift))) best = { shift, line, other };
    });
  }
  return best;
}
