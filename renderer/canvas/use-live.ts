import { useStore } from '@xyflow/react';
import { useMemo, useRef } from 'react';
import type { Drawn, DrawnWire } from './drawn.ts';
import { type Area, areaOf, meet } from './obstacles.ts';
import type { Draft } from './wires.ts';

/** Of a larger drawing only what is in sight, and some way around it, is in the page; the outline has all of it. */
export const MOST_DRAWN_CARDS = 200;
/** Cards that are no longer read but seen as a pattern are drawn as one picture: so far out (a card is 46 px wide, its name 5 px high), or so many in sight. */
const PICTURE_ZOOM = 0.2;
const MOST_LIVE_CARDS = 700;
/** How far around what is in sight cards are kept, in shares of it: so far one pans before any come or go. */
const MARGIN = 0.25;

export interface Live {
  /** Ids of the cards that are in the page. */
  readonly cards: ReadonlySet<string>;
  readonly wires: readonly DrawnWire[];
  /** What of the sheet is drawn as one picture; null = cards and wires are drawn one by one. */
  readonly picture: Area | null;
}

/**
 * Null: the drawing is so small that all of it is in the page. `isFitted`: what is in sight is known. `tabStop` and `pointed`: ids of cards that are
 * kept wherever they are.
 */
export function useLive(
  drawn: Drawn,
  isLarge: boolean,
  isCompact: boolean,
  isFitted: boolean,
  tabStop: string | null,
  pointed: string | null,
): Live | null {
  const isPicture = useStore(({ transform }) => isLarge && !isCompact && transform[2] < PICTURE_ZOOM);
  const cover = useCover(isLarge && isFitted);
  const connectingFrom = useStore(({ connection }) => (connection.inProgress ? connection.fromNode.id : null));
  return useMemo(() => {
    if (!isLarge) return null;
    const kept = new Set<string>();
    for (const id of [tabStop, pointed, connectingFrom]) if (id !== null && drawn.cardsById.has(id)) kept.add(id);
    if (cover === null) return { cards: kept, wires: [], picture: null };
    const seen = isPicture ? [] : drawn.cards.filter((card) => meet(areaOf(card), cover));
    if (isPicture || seen.length > MOST_LIVE_CARDS) {
      return { cards: kept, wires: drawn.wires.filter(({ from, to }) => kept.has(from) || kept.has(to)), picture: cover };
    }
    for (const { node } of seen) kept.add(node.id);
    return { cards: kept, wires: wiresWithin(drawn, cover), picture: null };
  }, [drawn, isLarge, isPicture, tabStop, pointed, connectingFrom, cover]);
}

/** Sheet coordinates; the same object until the view leaves it or it has become much larger than the view. */
function useCover(isWanted: boolean): Area | null {
  const last = useRef<Area | null>(null);
  return useStore(({ transform: [x, y, zoom], width, height }) => {
    if (!isWanted || width === 0) return null;
    const view: Area = { left: -x / zoom, right: (width - x) / zoom, top: -y / zoom, bottom: (height - y) / zoom };
    const before = last.current;
    const isInside =
      before !== null && view.left >= before.left && view.right <= before.right && view.top >= before.top && view.bottom <= before.bottom;
    if (isInside && before.right - before.left < 2 * (1 + 2 * MARGIN) * (view.right - view.left)) return before;
    const [dx, dy] = [(view.right - view.left) * MARGIN, (view.bottom - view.top) * MARGIN];
    last.current = { left: view.left - dx, right: view.right + dx, top: view.top - dy, bottom: view.bottom + dy };
    return last.current;
  });
}

/** Farther from its ends than this a wire seldom runs. */
const DETOUR = 400;

const between = ({ start, end }: Draft, around: number): Area => ({
  left: Math.min(start.x, end.x) - around,
  right: Math.max(start.x, end.x) + around,
  top: Math.min(start.y, end.y) - around,
  bottom: Math.max(start.y, end.y) + around,
});

/** Ways are found for those wires alone that may come into this part of the sheet. */
function wiresWithin({ wires, laid }: Drawn, area: Area): readonly DrawnWire[] {
  return wires.filter((wire, at) => {
    const draft = laid.drafts[at]!;
    if (!meet(between(draft, DETOUR), area)) return false;
    return meet(between(draft, 1), area) || isWithin(wire, area);
  });
}

function isWithin({ points }: DrawnWire, area: Area): boolean {
  return points.some((b, at) => {
    const a = points[at - 1] ?? b;
    const stretch = {
      left: Math.min(a.x, b.x) - 1,
      right: Math.max(a.x, b.x) + 1,
      top: Math.min(a.y, b.y) - 1,
      bottom: Math.max(a.y, b.y) + 1,
    };
    return meet(stretch, area);
  });
}
