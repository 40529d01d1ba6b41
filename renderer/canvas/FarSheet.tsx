import { memo, useMemo } from 'react';
import { createPortal } from 'react-dom';
import type { Point } from '../../shared/model/index.ts';
import { useView } from '../state/index.ts';
import type { Drawn } from './drawn.ts';
import type { Bounds } from './geometry.ts';
import { type Area, areaOf, meet } from './obstacles.ts';
import { useEdgesLayer } from './Wires.tsx';

/** Thousands of cards, so far out that none can be read: two shapes, one of all cards and one of all wires. The card under the pointer is in the page besides. */
export const FarSheet = memo(function FarSheet({ drawn, part }: { readonly drawn: Drawn; readonly part: Area }) {
  const layer = useEdgesLayer();
  const selection = useView((state) => state.selection);
  const cards = useMemo(() => rects(drawn.cards.filter((card) => meet(areaOf(card), part))), [drawn, part]);
  // From end to end by one bend: nobody sees from here what they lead around, and finding it out would take seconds.
  const wires = useMemo(
    () =>
      drawn.laid.drafts
        .filter(({ start, end }) => isNear(start, end, part))
        .map(({ start, end, way }) => {
          const bend =
            way === 'across' ? `H${Math.round((start.x + end.x) / 2)}V${Math.round(end.y)}H` : `V${Math.round((start.y + end.y) / 2)}H`;
          return `M${Math.round(start.x)} ${Math.round(start.y)}${bend}${Math.round(end.x)}V${Math.round(end.y)}`;
        })
        .join(''),
    [drawn, part],
  );
  const chosen = useMemo(
    () => rects([...new Set(selection.nodes.map(drawn.cardIdOf))].flatMap((id) => drawn.cardsById.get(id) ?? [])),
    [drawn, selection],
  );
  if (layer === null) return null;
  return createPortal(
    <svg className="far-sheet" aria-hidden="true">
      <path d={wires} className="far-wires" />
      <path d={cards} className="far-cards" />
      <path d={chosen} className="far-chosen" />
    </svg>,
    layer,
  );
});

const isNear = (a: Point, b: Point, part: Area): boolean =>
  Math.min(a.x, b.x) < part.right && Math.max(a.x, b.x) > part.left && Math.min(a.y, b.y) < part.bottom && Math.max(a.y, b.y) > part.top;

export const rects = (boxes: readonly Bounds[]): string =>
  boxes.map(({ x, y, width, height }) => `M${Math.round(x)} ${Math.round(y)}h${width}v${height}h${-width}z`).join('');
