import { portsOf } from '../../shared/edit/index.ts';
import { kinds, type Port, type Silhouette } from '../../shared/kinds/index.ts';
import type { Point, PolicyDocument, PolicyNode } from '../../shared/model/index.ts';

/**
 * Where cards and their ports stand. Everything that draws a policy (the canvas, the miniature pictures, wires, tidy layout)
 * asks here, so that they agree. All lengths in canvas pixels; a node's place in the layout is its upper left corner.
 */
export const CARD_WIDTH = 232;
export const CARD_HEIGHT = 68;
/** From the top of one card of a chain to the next. */
export const ROW_PITCH = 90;
/** Between the right edge of a column and the left edge of the next. */
export const COLUMN_GAP = 52;
const ROW_HEIGHT = 28;
const ROWS_TOP = 72;

/** Chips: the same places on a smaller grid, for a drawing that is watched and not edited. */
export const CHIP_WIDTH = 198;
export const CHIP_HEIGHT = 32;
const CHIP_ROW_HEIGHT = 17;
const CHIP_SCALE = { x: 0.835, y: 0.5 };

export interface PortPlace {
  readonly port: Port;
  /** Where a wire leaves, from the card's corner. */
  readonly at: Point;
  /** `free`: downwards, or to the right when that is where the called node stands. */
  readonly side: 'right' | 'free';
}

export interface Card {
  readonly node: PolicyNode;
  readonly silhouette: Silhouette;
  readonly isCallable: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly ports: readonly PortPlace[];
  /** The ports stand in labelled rows under the head. */
  readonly hasRows: boolean;
}

/** Choices are listed on the card; what only sometimes goes elsewhere keeps a plain card with a second way out. */
const listsPorts = (silhouette: Silhouette, ports: readonly Port[]): boolean =>
  ports.length > 1 && (silhouette === 'fallback' || silhouette === 'router' || ports.length > 3);

const lastCards = new WeakMap<PolicyNode, { readonly place: Point; readonly isCompact: boolean; readonly card: Card }>();

/** The same object as long as node and place are the same: what stands still is not drawn again. */
export function cardOf(node: PolicyNode, place: Point, isCompact = false): Card {
  const last = lastCards.get(node);
  if (last !== undefined && last.isCompact === isCompact && last.place.x === place.x && last.place.y === place.y) return last.card;
  const card = newCard(node, place, isCompact);
  lastCards.set(node, { place, isCompact, card });
  return card;
}

function newCard(node: PolicyNode, place: Point, isCompact: boolean): Card {
  const face = kinds.get(node.kind)?.face;
  const silhouette = face?.silhouette ?? 'plain';
  const ports = portsOf(node);
  const hasRows = listsPorts(silhouette, ports);
  const width = isCompact ? CHIP_WIDTH : CARD_WIDTH;
  const head = isCompact ? CHIP_HEIGHT : CARD_HEIGHT;
  const rows = isCompact ? 4 + CHIP_ROW_HEIGHT * ports.length : 6 + ROW_HEIGHT * ports.length;
  const height = hasRows ? head + rows : head;
  const portAt = (port: Port, i: number): PortPlace => {
    if (hasRows) {
      const y = isCompact ? CHIP_HEIGHT + CHIP_ROW_HEIGHT * (i + 0.5) : ROWS_TOP + ROW_HEIGHT * (i + 0.5);
      return { port, at: { x: silhouette === 'fallback' ? width - stepOf(isCompact) * i : width, y }, side: 'right' };
    }
    if (i === 0) return { port, at: { x: width / 2, y: height }, side: 'free' };
    return { port, at: { x: width, y: (height * i) / ports.length }, side: 'right' };
  };
  return {
    node,
    silhouette,
    isCallable: face?.isCallable ?? true,
    x: isCompact ? place.x * CHIP_SCALE.x : place.x,
    y: isCompact ? place.y * CHIP_SCALE.y : place.y,
    width,
    height,
    ports: ports.map(portAt),
    hasRows,
  };
}

/** How far a fallback's right edge steps back at each tier. */
export const stepOf = (isCompact: boolean): number => (isCompact ? 7 : 10);

/** All cards of a document. Nodes without a place in the layout stand in a column at the left, below everything. */
export function cardsOf(document: PolicyDocument, isCompact = false, moved: Readonly<Record<string, Point>> = {}): readonly Card[] {
  const { layout, policy } = document;
  const placed = Object.values(layout.nodes);
  const left = placed.length === 0 ? 0 : Math.min(...placed.map(({ x }) => x));
  let below = placed.length === 0 ? 0 : Math.max(...placed.map(({ y }) => y)) + ROW_PITCH * 2;
  return policy.nodes.map((node) => {
    let place = moved[node.id] ?? layout.nodes[node.id];
    if (place === undefined) {
      place = { x: left, y: below };
      below += ROW_PITCH * 2;
    }
    return cardOf(node, place, isCompact);
  });
}

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function boundsOf(cards: readonly Bounds[]): Bounds {
  if (cards.length === 0) return { x: 0, y: 0, width: CARD_WIDTH, height: CARD_HEIGHT };
  const x = Math.min(...cards.map((card) => card.x));
  const y = Math.min(...cards.map((card) => card.y));
  return {
    x,
    y,
    width: Math.max(...cards.map((card) => card.x + card.width)) - x,
    height: Math.max(...cards.map((card) => card.y + card.height)) - y,
  };
}
