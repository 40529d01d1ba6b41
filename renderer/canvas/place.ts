import { addNode, canConnect, connect, freePortOf, newNodeId, together } from '../../shared/edit/index.ts';
import { kinds } from '../../shared/kinds/index.ts';
import type { Point, PolicyDocument } from '../../shared/model/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { activeCanvas } from './active.ts';
import type { QuickAdd } from './canvas-store.ts';
import { CARD_HEIGHT, CARD_WIDTH, type Card, COLUMN_GAP, cardsOf, ROW_PITCH } from './geometry.ts';
import { insertionOf, onlyWire } from './insert.ts';
import { joining } from './wrap.ts';

/** A card to be placed, by its offset; without a size it is a plain card. */
type Placed = Point & { readonly width?: number; readonly height?: number };

/**
 * Where cards at these offsets from a corner cover no other card: at the corner itself, else as few rows further down as needed.
 * A paste in place of what was cut stays in place.
 */
export function freePlace(document: PolicyDocument, corner: Point, offsets: readonly Placed[]): Point {
  const cards = cardsOf(document);
  let { y } = corner;
  while (covers(cards, { x: corner.x, y }, offsets, 0)) y += ROW_PITCH;
  return { x: corner.x, y };
}

/** True when cards at these offsets from the corner would keep `gapPx` from all that stands there. */
export const isFreePlace = (document: PolicyDocument, corner: Point, offsets: readonly Placed[], gapPx: number): boolean =>
  !covers(cardsOf(document), corner, offsets, gapPx);

const covers = (cards: readonly Card[], corner: Point, offsets: readonly Placed[], gapPx: number): boolean =>
  offsets.some((offset) =>
    cards.some(
      (card) =>
        corner.x + offset.x < card.x + card.width + gapPx &&
        corner.x + offset.x + (offset.width ?? CARD_WIDTH) + gapPx > card.x &&
        corner.y + offset.y < card.y + card.height + gapPx &&
        corner.y + offset.y + (offset.height ?? CARD_HEIGHT) + gapPx > card.y,
    ),
  );

let additions = 0;

/**
 * Adds a node of this kind and selects it. Without a place it goes below the selected node and is called by its first free
 * port, else to the middle of what is seen. On a wire, selected or dropped on, it stands between the two nodes. Node and wires are one step of
 * the history.
 */
export function addKind(kind: string, at: Point | null, wireId = at === null ? onlyWire(viewStore.getState().selection) : null): void {
  const { history, run } = documentStore.getState();
  if (history === null || !kinds.has(kind)) return;
  const { document } = history;
  const { policy } = document;
  const insertion = wireId === null ? null : insertionOf(document, wireId, kind);
  if (insertion !== null) {
    run(joining(together(insertion.commands, words.canvas.add(kinds.get(kind)!.face.title))));
    viewStore.getState().select({ nodes: [insertion.id] });
    return;
  }
  const [selectedId, ...others] = viewStore.getState().selection.nodes;
  const caller = at === null && others.length === 0 ? policy.nodes.find((node) => node.id === selectedId) : undefined;
  const freePort = caller === undefined ? undefined : freePortOf(policy, caller);
  const cards = cardsOf(document);
  const callerCard = caller === undefined ? undefined : cards.find((card) => card.node.id === caller.id);
  let place = at;
  if (place === null && callerCard !== undefined) {
    place = callerCard.hasRows
      ? { x: callerCard.x + callerCard.width + COLUMN_GAP, y: callerCard.y }
      : { x: callerCard.x, y: callerCard.y + callerCard.height + ROW_PITCH - CARD_HEIGHT };
  }
  if (place === null) {
    const centre = activeCanvas()?.centre() ?? { x: 0, y: 0 };
    place = { x: centre.x - CARD_WIDTH / 2, y: centre.y - CARD_HEIGHT / 2 };
  }
  let { x, y } = place;
  // Never on top of another card: step down until there is air.
  for (let hit = true; hit && at === null; ) {
    hit = cards.some((card) => x < card.x + card.width && x + CARD_WIDTH > card.x && y < card.y + card.height && y + CARD_HEIGHT > card.y);
    if (hit) y += ROW_PITCH;
  }
  const id = newNodeId(policy, kind);
  const gesture = `add ${++additions}`;
  run(addNode({ kind, id, at: { x, y } }), gesture);
  if (caller !== undefined && freePort !== undefined) {
    const after = documentStore.getState().history?.document.policy ?? policy;
    const edge = { from: caller.id, port: freePort.id, to: id };
    if (canConnect(after, edge).ok) run(connect(edge), gesture);
  }
  viewStore.getState().select({ nodes: [id] });
}

/** Adds what was chosen after a port, or between two nodes, as one step, and selects it. */
export function addAfter(kind: string, { nodeId, portId, wireId, place }: Pick<QuickAdd, 'nodeId' | 'portId' | 'wireId' | 'place'>): void {
  const { history, run } = documentStore.getState();
  const described = kinds.get(kind);
  if (history === null || described === undefined) return;
  if (wireId !== null) {
    addKind(kind, null, wireId);
    return;
  }
  const { document } = history;
  const id = newNodeId(document.policy, kind);
  const at = place ?? placeAfter(document, nodeId, portId);
  run(together([addNode({ kind, id, at }), connect({ from: nodeId, port: portId, to: id })], words.canvas.add(described.face.title)));
  viewStore.getState().select({ nodes: [id] });
  // Once it is drawn: by keys it may have been put outside of what is seen.
  if (place === null) setTimeout(() => activeCanvas()?.reveal(id), 50);
}

/** Chains run down, choices run right: the first place without a card there. */
function placeAfter(document: PolicyDocument, nodeId: string, portId: string): Point {
  const caller = cardsOf(document).find((card) => card.node.id === nodeId);
  if (caller === undefined) return { x: 0, y: 0 };
  const isDown = !caller.hasRows && caller.ports[0]?.port.id === portId;
  const corner = isDown
    ? { x: caller.x, y: caller.y + caller.height + ROW_PITCH - CARD_HEIGHT }
    : { x: caller.x + caller.width + COLUMN_GAP, y: caller.y };
  return freePlace(document, corner, [{ x: 0, y: 0 }]);
}
