import { edgeId, type LayoutGroup, type Point, type PolicyDocument, type PolicyEdge } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';
import { type Bounds, boundsOf, CARD_HEIGHT, CARD_WIDTH, type Card, CHIP_HEIGHT, CHIP_WIDTH, cardOf, cardsOf } from './geometry.ts';
import type { WireMemory } from './wire-memory.ts';
import { type Laid, layWires, type Wire, wiresInHand } from './wires.ts';

/** What is on the sheet: a folded group stands as one card, and its wires to the outside as wires of that card. */
export interface Drawn {
  /** Nodes in sight, then folded groups. */
  readonly cards: readonly Card[];
  readonly cardsById: ReadonlyMap<string, Card>;
  readonly wires: readonly DrawnWire[];
  /** Of the drawing at rest. */
  readonly laid: Laid;
  /** Open groups, outermost edge of their frame. */
  readonly frames: readonly Frame[];
  /** By the id of the card that stands for them. */
  readonly folded: ReadonlyMap<string, LayoutGroup>;
  /** Card in sight that a node is part of: its own, or its folded group's. */
  readonly cardIdOf: (nodeId: string) => string;
  /** Only while cards are in hand: what differs from the drawing at rest. */
  readonly inHand?: InHand;
}
export interface InHand {
  /** By the card's id. */
  readonly cards: ReadonlyMap<string, Card>;
  /** By the wire's id. */
  readonly wires: ReadonlyMap<string, DrawnWire>;
}
export interface DrawnWire extends Wire {
  readonly from: string;
  readonly port: string;
  readonly to: string;
  /** Connections of the policy that it stands for: one, unless it leaves a folded group. */
  readonly edges: readonly PolicyEdge[];
}
export interface Frame extends Bounds {
  readonly group: LayoutGroup;
}

/** Air between a frame and its cards; at the top there is room for the group's name and a tier's heading. */
export const FRAME_PAD = 16;
/** Less below than at the sides: a tier's heading may stand there. */
export const FRAME_BOTTOM = 12;
export const FRAME_TOP = 54;

export const groupCardId = (groupId: string): string => `group:${groupId}`;
/** Id of the group that a card or frame on the sheet stands for; null for anything else. */
export const groupIdOf = (cardId: string): string | null => (cardId.startsWith('group:') ? cardId.slice(6) : null);

/** One function for all drawings: what listens to it is not woken by each of them. */
const itself = (id: string): string => id;

const atRest = new WeakMap<PolicyDocument, Drawn>();

/** A document at rest is worked out once, whoever asks. `memory` of the drawing before makes one in which little has moved cheap. */
export function drawnOf(
  document: PolicyDocument,
  isCompact = false,
  moved: Readonly<Record<string, Point>> = {},
  memory?: WireMemory,
): Drawn {
  const isAtRest = !isCompact && Object.keys(moved).length === 0;
  const known = isAtRest ? atRest.get(document) : undefined;
  if (known !== undefined) return known;
  const drawn = newDrawn(document, isCompact, moved, memory);
  if (isAtRest) atRest.set(document, drawn);
  return drawn;
}

function newDrawn(
  document: PolicyDocument,
  isCompact: boolean,
  moved: Readonly<Record<string, Point>>,
  memory: WireMemory | undefined,
): Drawn {
  const all = cardsOf(document, isCompact, moved);
  const { groups } = document.layout;
  if (groups.length === 0) {
    const edges = document.policy.edges.map((edge) => ({ ...edge, edges: [edge] }));
    return withWires({ cards: all, frames: [], folded: new Map(), cardIdOf: itself }, edges, memory);
  }
  const byId = new Map(all.map((card) => [card.node.id, card]));
  const folded = new Map<string, LayoutGroup>();
  const hiddenIn = new Map<string, string>();
  const frames: Frame[] = [];
  for (const group of groups) {
    const members = group.nodeIds.flatMap((id) => byId.get(id) ?? []);
    if (members.length === 0) continue;
    if (group.isFolded) {
      folded.set(groupCardId(group.id), group);
      for (const { node } of members) hiddenIn.set(node.id, groupCardId(group.id));
    } else frames.push({ group, ...frameAround(boundsOf(members), isCompact) });
  }
  const cardIdOf = (nodeId: string): string => hiddenIn.get(nodeId) ?? nodeId;
  const edges = new Map<string, { from: string; port: string; to: string; edges: PolicyEdge[] }>();
  for (const edge of document.policy.edges) {
    const [from, to] = [cardIdOf(edge.from), cardIdOf(edge.to)];
    if (from === to) continue;
    const port = from === edge.from ? edge.port : `to:${to}`;
    const key = edgeId({ from, port });
    const there = edges.get(key);
    if (there === undefined) edges.set(key, { from, port, to, edges: [edge] });
    else there.edges.push(edge);
  }
  const outs = new Map<string, string[]>();
  for (const { from, port } of edges.values()) if (folded.has(from)) outs.set(from, [...(outs.get(from) ?? []), port]);
  const cards = [
    ...all.filter(({ node }) => !hiddenIn.has(node.id)),
    ...[...folded].map(([id, group]) => foldedCard(id, group, cornerOf(group, byId), outs.get(id) ?? [], isCompact)),
  ];
  return withWires({ cards, frames, folded, cardIdOf }, [...edges.values()], memory);
}

/** Who asks for cards alone shall not wait for wires, and who asks for wires not for their ways. */
function withWires(
  sheet: Omit<Drawn, 'cardsById' | 'wires' | 'laid'>,
  edges: readonly (PolicyEdge & { readonly edges: readonly PolicyEdge[] })[],
  memory: WireMemory | undefined,
): Drawn {
  let laid: Laid | undefined;
  let wires: readonly DrawnWire[] | undefined;
  return {
    ...sheet,
    cardsById: new Map(sheet.cards.map((card) => [card.node.id, card])),
    get laid() {
      laid ??= layWires(edges, sheet.cards, memory);
      return laid;
    },
    get wires() {
      if (wires === undefined) {
        const byId = new Map(edges.map((edge) => [edgeId(edge), edge]));
        wires = this.laid.wires.map((wire) => {
          const { from, port, to, edges: all } = byId.get(wire.id)!;
          return {
            id: wire.id,
            from,
            port,
            to,
            edges: all,
            get points() {
              return wire.points;
            },
          };
        });
      }
      return wires;
    },
  };
}

/**
 * The drawing while a few cards are in hand: what is not in hand, and no wire of it, stays the very object of the drawing at rest. `moved`: places by
 * node id; what is no node is passed over. The same drawing when nothing of it moved.
 */
export function drawnInHand(rest: Drawn, document: PolicyDocument, moved: Readonly<Record<string, Point>>): Drawn {
  const cards = new Map<string, Card>();
  const members = new Map<string, Card>();
  for (const [id, at] of Object.entries(moved)) {
    const cardId = rest.cardIdOf(id);
    const card = rest.cardsById.get(cardId);
    if (card === undefined) continue;
    if (cardId === id) {
      const inHand = cardOf(card.node, at);
      cards.set(id, inHand);
      members.set(id, inHand);
      continue;
    }
    // All nodes of a folded group are moved alike.
    const from = document.layout.nodes[id];
    const atRest = rest.cardsById.get(cardId)!;
    if (from !== undefined && !cards.has(cardId))
      cards.set(cardId, { ...atRest, x: atRest.x + at.x - from.x, y: atRest.y + at.y - from.y });
  }
  if (cards.size === 0) return rest;
  const frames = rest.frames.map((frame) => {
    if (!frame.group.nodeIds.some((id) => members.has(id))) return frame;
    const inside = frame.group.nodeIds.flatMap((id) => members.get(id) ?? rest.cardsById.get(id) ?? []);
    return { group: frame.group, ...frameAround(boundsOf(inside), false) };
  });
  const followed = wiresInHand(rest.laid, cards);
  const wires = new Map<string, DrawnWire>();
  const all = rest.wires.map((wire) => {
    const points = followed.get(wire.id)?.points;
    if (points === undefined) return wire;
    const { id, from, port, to, edges } = wire;
    const follows: DrawnWire = { id, from, port, to, edges, points };
    wires.set(wire.id, follows);
    return follows;
  });
  return {
    cards: rest.cards.map((card) => cards.get(card.node.id) ?? card),
    get cardsById() {
      return new Map(this.cards.map((card) => [card.node.id, card]));
    },
    wires: all,
    laid: rest.laid,
    frames,
    folded: rest.folded,
    cardIdOf: rest.cardIdOf,
    inHand: { cards, wires },
  };
}

const cornerOf = (group: LayoutGroup, cards: ReadonlyMap<string, Card>): Point =>
  boundsOf(group.nodeIds.flatMap((id) => cards.get(id) ?? []));

function frameAround(bounds: Bounds, isCompact: boolean): Bounds {
  const [pad, top, bottom] = isCompact ? [8, 36, 6] : [FRAME_PAD, FRAME_TOP, FRAME_BOTTOM];
  return { x: bounds.x - pad, y: bounds.y - top, width: bounds.width + 2 * pad, height: bounds.height + top + bottom };
}

/** Wires of a folded group leave where those of a plain card would: the first below, further ones at the right. */
function foldedCard(id: string, group: LayoutGroup, corner: Point, ports: readonly string[], isCompact: boolean): Card {
  const [width, height] = isCompact ? [CHIP_WIDTH, CHIP_HEIGHT] : [CARD_WIDTH, CARD_HEIGHT];
  return {
    node: { id, kind: 'group', name: group.name, config: {} },
    silhouette: 'plain',
    isCallable: true,
    x: corner.x,
    y: corner.y,
    width,
    height,
    ports: ports.map((port, i) => ({
      port: { id: port, label: words.canvas.callsOutOfGroup, required: false },
      at: i === 0 ? { x: width / 2, y: height } : { x: width, y: (height * i) / ports.length },
      side: i === 0 ? 'free' : 'right',
    })),
    hasRows: false,
  };
}
