import { kinds } from '../../shared/kinds/index.ts';
import type { PolicyDocument } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';
import { drawnOf, type Frame } from './drawn.ts';
import {
  type CardFlowNode,
  type CommentFlowNode,
  type FoldedFlowNode,
  flowNodes,
  type HeadingFlowNode,
  type NoteFlowNode,
} from './flow.ts';
import { boundsOf } from './geometry.ts';
import { armOf, outlineOf } from './outline.ts';
import { wireMarks } from './wire-marks.ts';
import { labelPlace, wirePath } from './wires.ts';

/** Width in canvas pixels of a text in this font. */
export type Measure = (text: string, font: string) => number;
/** Value of a colour token such as `--ink`. */
export type Tokens = (name: string) => string;

const FAMILY = "'Inter Variable', Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
const MARGIN = 32;
const NOTE_WIDTH = 258;
const COMMENT_WIDTH = 240;

/**
 * The drawing as one SVG document: the same cards, wires, frames and notes from the same geometry, words as words, colours as they are on the screen.
 * Findings and figures are left out: they are of the moment, and a picture is kept.
 */
export function drawingSvg(document: PolicyDocument, token: Tokens, measure: Measure): string {
  const drawn = drawnOf(document);
  const shared = { document, drawn, overlay: undefined, isReadOnly: true, selection: { nodes: [], edges: [], notes: [] } };
  const nodes = flowNodes({ ...shared, moved: {}, findings: [], figures: null });
  const pen = penOf(token, measure);
  const parts: string[] = [];
  const extents = [
    ...drawn.cards.map((card) => ({ x: card.x, y: card.y - 24, width: card.width + 8, height: card.height + 32 })),
    ...drawn.frames,
  ];
  for (const frame of drawn.frames) parts.push(pen.frame(frame));
  const ways = new Map(drawn.wires.map(({ id, points }) => [id, points]));
  for (const wire of wireMarks(shared)) {
    const points = ways.get(wire.id)!;
    parts.push(`<path d="${wirePath(points)}" fill="none" stroke="${token('--wire')}" stroke-width="1.5"/>`);
    extents.push(...points.map(({ x, y }) => ({ x: x - 4, y: y - 4, width: 8, height: 8 })));
    const { label } = wire;
    if (label !== '') parts.push(pen.wireLabel(label, labelPlace(points)));
  }
  for (const node of nodes) {
    const { x, y } = node.position;
    if (node.type === 'card') parts.push(moved(x, y, pen.card((node as CardFlowNode).data)));
    else if (node.type === 'folded') parts.push(moved(x, y, pen.folded((node as FoldedFlowNode).data)));
    else if (node.type === 'heading') parts.push(moved(x, y, pen.heading((node as HeadingFlowNode).data)));
    else if (node.type === 'note' || node.type === 'comment') {
      const isComment = node.type === 'comment';
      const { text } = (node as NoteFlowNode | CommentFlowNode).data;
      const lines = pen.paragraph(text, isComment ? COMMENT_WIDTH : NOTE_WIDTH);
      // A comment stands under the card's corner on the screen; in a picture nothing may cover the card, so it goes to its right.
      const at = isComment ? { x: x + 30, y } : { x, y };
      parts.push(moved(at.x, at.y, pen.note(lines, isComment)));
      extents.push({ ...at, width: isComment ? COMMENT_WIDTH + 24 : NOTE_WIDTH + 14, height: lines.length * 16 + 12 });
    }
  }
  const bounds = boundsOf(extents);
  const [left, top] = [Math.floor(bounds.x - MARGIN), Math.floor(bounds.y - MARGIN)];
  const [width, height] = [Math.ceil(bounds.width + 2 * MARGIN), Math.ceil(bounds.height + 2 * MARGIN)];
  const title = escaped(words.canvas.pictureOf(document.policy.name));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" font-family="${escaped(FAMILY)}" role="img" aria-label="${title}"><title>${title}</title><rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${token('--canvas')}"/>${parts.join('')}</svg>\n`;
}

const moved = (x: number, y: number, content: string): string => `<g transform="translate(${round(x)} ${round(y)})">${content}</g>`;
const round = (value: number): number => Math.round(value * 10) / 10;
export const escaped = (text: string): string =>
  // Beyond what XML escapes, it has no place for most control characters at all.
  [...text]
    .filter((character) => character >= ' ' || character === '\t' || character === '\n')
    .join('')
    .replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);

function penOf(token: Tokens, measure: Measure) {
  const font = (size: number, weight: number): string => `${weight} ${size}px ${FAMILY}`;
  const write = (text: string, x: number, y: number, size: number, weight: number, ink: string, anchor = 'start'): string =>
    `<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-weight="${weight}" fill="${token(ink)}"${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}>${escaped(text)}</text>`;
  const cut = (text: string, room: number, size: number, weight: number): string => {
    if (measure(text, font(size, weight)) <= room) return text;
    const characters = [...text];
    while (characters.length > 1 && measure(`${characters.join('').trimEnd()}…`, font(size, weight)) > room) characters.pop();
    return `${characters.join('').trimEnd()}…`;
  };
  /** Lines of at most this width; what is left over of the last one that may stand ends in an ellipsis. */
  const wrap = (text: string, room: number, size: number, most = Number.POSITIVE_INFINITY): string[] => {
    const lines: string[] = [];
    for (const paragraph of text.split('\n')) {
      let line = '';
      for (const word of paragraph.split(' ')) {
        const longer = line === '' ? word : `${line} ${word}`;
        if (line !== '' && measure(longer, font(size, 400)) > room) {
          lines.push(line);
          line = word;
        } else line = longer;
      }
      lines.push(line);
    }
    const kept = lines.slice(0, most);
    if (lines.length > most) kept.push(`${kept.pop() ?? ''} ${lines[most] ?? ''}`);
    return kept.map((line) => cut(line, room, size, 400));
  };
  const outline = (d: string, ink: string, width: number, extra = ''): string =>
    `<path d="${d}" fill="none" stroke="${token(ink)}" stroke-width="${width}"${extra}/>`;
  const glyph = (kind: string, x: number, y: number): string =>
    `<g transform="translate(${x} ${y})" fill="none" stroke="${token('--ink-2')}" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round">${(kinds.get(kind)?.face.glyph.paths ?? ['M3 3h10v10H3zM8 6v3M8 11v.1']).map((d) => `<path d="${d}"/>`).join('')}</g>`;

  return {
    frame: ({ group, x, y, width, height }: Frame): string =>
      `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="14" fill="${token('--ink')}" fill-opacity=".03" stroke="${token('--line-strong')}" stroke-dasharray="4 3"/>${write(cut(group.name, width - 28, 12, 600), x + 14, y + 20, 12, 600, '--ink-2')}`,

    wireLabel: (label: string, place: ReturnType<typeof labelPlace>): string => {
      const width = measure(label, font(12, 400)) + 8;
      const turn = place.isVertical ? ` rotate(-90)` : '';
      return `<g transform="translate(${round(place.x)} ${round(place.y)})${turn}"><rect x="${round(-width / 2)}" y="-8" width="${round(width)}" height="16" fill="${token('--canvas')}"/>${write(label, 0, 4, 12, 400, '--ink-2', 'middle')}</g>`;
    },

    card: ({ card, summary, rows, portPlaces }: CardFlowNode['data']): string => {
      const shape = outlineOf(card);
      const left = card.silhouette === 'model' ? 24 : 12;
      const room = card.width - left - 28 - (card.silhouette === 'model' ? 24 : 20);
      const parts = [
        ...shape.lines.map((line) => outline(line, '--line-strong', 1)),
        `<path d="${shape.body}" fill="${token('--panel')}"/>`,
        outline(shape.border, '--line-strong', 1),
        shape.bar === null ? '' : outline(shape.bar, '--ink-2', 3),
        glyph(card.node.kind, left + 2, 10),
        write(cut(card.node.name, room, 13, 600), left + 28, 22, 13, 600, '--ink'),
        ...wrap(summary, room, 12, 2).map((line, i) => write(line, left + 28, 41 + 16 * i, 12, 400, '--ink-2')),
      ];
      if (shape.contacts !== null) {
        const { x, y1, y2 } = shape.contacts;
        parts.push(outline(armOf(shape.contacts, 'closed').path, '--ink-2', 2));
        for (const y of [y1, y2]) parts.push(`<circle cx="${x}" cy="${y}" r="2.6" fill="${token('--ink-2')}"/>`);
      }
      if (card.hasRows) {
        parts.push(outline(`M12 70H${card.width - 14}`, '--line', 1));
        rows.forEach((row, i) => {
          const place = card.ports[i]!;
          parts.push(write(cut(row.text, place.at.x - 44, 12, 400), 12, place.at.y + 4, 12, 400, '--ink-2'));
          if (card.silhouette === 'fallback') parts.push(write(String(i + 1), place.at.x - 14, place.at.y + 4, 12, 600, '--ink', 'middle'));
        });
      }
      for (const { x, y } of Object.values(portPlaces)) {
        parts.push(
          `<circle cx="${round(x)}" cy="${round(y)}" r="4" fill="${token('--panel')}" stroke="${token('--wire')}" stroke-width="1.5"/>`,
        );
      }
      return parts.join('');
    },

    folded: ({ card, summary }: FoldedFlowNode['data']): string => {
      const { width, height } = card;
      const sheet = (by: number): string =>
        `<rect x="${by}" y="${by}" width="${width}" height="${height}" rx="10" fill="${token('--panel')}" stroke="${token('--line-strong')}"/>`;
      return `${sheet(6)}${sheet(3)}${sheet(0)}${write(cut(card.node.name, width - 32, 13, 600), 16, 22, 13, 600, '--ink')}${write(summary, 16, 41, 12, 400, '--ink-2')}`;
    },

    heading: ({ tier, text }: HeadingFlowNode['data']): string => {
      const tone = `--t${Math.min(3, tier)}`;
      return `<rect y="1" width="14" height="14" rx="4" fill="${token(tone)}"/>${write(String(tier), 7, 12, 10, 700, tier === 1 ? '--on-dark-fill' : '--on-light-fill', 'middle')}${write(text, 20, 12, 12, 600, `${tone}-ink`)}`;
    },

    paragraph: (text: string, room: number): readonly string[] => wrap(text, room, 12),

    note: (lines: readonly string[], isComment: boolean): string => {
      const height = lines.length * 16;
      const said = lines.map((line, i) =>
        write(line, isComment ? 10 : 14, 12 + 16 * i + (isComment ? 6 : 0), 12, 400, isComment ? '--ink' : '--ink-2'),
      );
      const ground = isComment
        ? `<rect width="${COMMENT_WIDTH + 20}" height="${height + 12}" rx="8" fill="${token('--raise')}" stroke="${token('--line')}"/>`
        : outline(`M1 0V${height}`, '--line-strong', 2);
      return ground + said.join('');
    },
  };
}
