import dagre from '@dagrejs/dagre';
import { callOrder } from '../../shared/kinds/index.ts';
import { edgeId, type Point, type PolicyDocument } from '../../shared/model/index.ts';
import { FRAME_BOTTOM, FRAME_PAD, FRAME_TOP } from './drawn.ts';
import { boundsOf, CARD_HEIGHT, CARD_WIDTH, type Card, COLUMN_GAP, cardOf, cardsOf, ROW_PITCH } from './geometry.ts';

/** Between the blocks of one column; leaves room for a tier's heading. */
const BLOCK_GAP = 44;

/** What is laid out: a card, or a group as one block. Only its size and its ways out count. */
type Item = Pick<Card, 'width' | 'height' | 'hasRows' | 'silhouette'> & {
  readonly id: string;
  /** In call order. */
  readonly portIds: readonly string[];
};
interface Call {
  readonly from: string;
  readonly port: string;
  readonly to: string;
}

/**
 * Places for all nodes, or for those given: chains run down, choices run right. An open group is laid out by itself and stands as one block among the
 * others, a folded one as its card; nodes that are given keep the corner that they had.
 */
export function tidyLayout(document: PolicyDocument, nodeIds?: readonly string[]): Record<string, Point> {
  const wanted = nodeIds === undefined ? null : new Set(nodeIds);
  const nodes = document.policy.nodes.filter(({ id }) => wanted === null || wanted.has(id));
  const cards = new Map(nodes.map((node) => [node.id, cardOf(node, { x: 0, y: 0 })]));
  const rank = new Map(callOrder(document.policy).map(({ id }, i) => [id, i]));
  const rankOf = (id: string): number => rank.get(id) ?? nodes.length;
  const calls = document.policy.edges.filter(({ from, to }) => cards.has(from) && cards.has(to));

  const inner = new Map<string, Record<string, Point>>();
  const blockOf = new Map<string, string>();
  const blocks: Item[] = [];
  for (const group of document.layout.groups) {
    const members = group.nodeIds.filter((id) => cards.has(id));
    if (members.length === 0) continue;
    const id = `group:${group.id}`;
    const inGroup = new Set(members);
    const places = layOut(
      members.map((member) => itemOf(cards.get(member)!)),
      calls.filter(({ from, to }) => inGroup.has(from) && inGroup.has(to)),
      rankOf,
    );
    inner.set(id, places);
    for (const member of members) blockOf.set(member, id);
    const bounds = boundsOf(members.map((member) => ({ ...cards.get(member)!, ...places[member]! })));
    const portIds = calls.filter(({ from, to }) => inGroup.has(from) && !inGroup.has(to)).map(edgeId);
    const size = group.isFolded
      ? { width: CARD_WIDTH, height: CARD_HEIGHT, hasRows: portIds.length > 1 }
      : { width: bounds.width + 2 * FRAME_PAD, height: bounds.height + FRAME_TOP + FRAME_BOTTOM, hasRows: true };
    blocks.push({ id, ...size, silhouette: 'plain', portIds });
  }
  const items = [...nodes.filter(({ id }) => !blockOf.has(id)).map(({ id }) => itemOf(cards.get(id)!)), ...blocks];
  const outer = calls.flatMap((call): Call[] => {
    const [from, to] = [blockOf.get(call.from) ?? call.from, blockOf.get(call.to) ?? call.to];
    return from === to ? [] : [{ from, to, port: from === call.from ? call.port : edgeId(call) }];
  });
  const rankOfItem = (id: string): number => Math.min(...Object.keys(inner.get(id) ?? { [id]: 0 }).map(rankOf));
  const placed = layOut(items, outer, rankOfItem);

  const folded = new Set(document.layout.groups.filter(({ isFolded }) => isFolded).map(({ id }) => `group:${id}`));
  const places: Record<string, Point> = {};
  for (const [id, at] of Object.entries(placed)) {
    const members = inner.get(id);
    if (members === undefined) places[id] = at;
    const corner = folded.has(id) ? at : { x: at.x + FRAME_PAD, y: at.y + FRAME_TOP };
    for (const [member, offset] of Object.entries(members ?? {})) places[member] = { x: corner.x + offset.x, y: corner.y + offset.y };
  }
  return wanted === null ? places : movedTo(places, boundsOf(cardsOf(document).filter(({ node }) => wanted.has(node.id))));
}

const itemOf = (card: Card): Item => ({
  id: card.node.id,
  width: card.width,
  height: card.height,
  hasRows: card.hasRows,
  silhouette: card.silhouette,
  portIds: card.ports.map(({ port }) => port.id),
});

function movedTo(places: Readonly<Record<string, Point>>, corner: Point): Record<string, Point> {
  const all = Object.values(places);
  const left = Math.min(...all.map(({ x }) => x));
  const top = Math.min(...all.map(({ y }) => y));
  return Object.fromEntries(Object.entries(places).map(([id, at]) => [id, { x: at.x - left + corner.x, y: at.y - top + corner.y }]));
}

/**
 * A chain is what every request passes one after the other; it is laid out as one block. dagre finds the columns of the blocks; within a column they
 * stand in call order, which dagre does not know and which is what a person reads: tier 1 above tier 2.
 */
function layOut(items: readonly Item[], edges: readonly Call[], rankOf: (id: string) => number): Record<string, Point> {
  const byId = new Map(items.map((item) => [item.id, item]));
  const callers = new Map<string, number>();
  const targets = new Map<string, string>();
  for (const edge of edges) {
    callers.set(edge.to, (callers.get(edge.to) ?? 0) + 1);
    targets.set(edgeId(edge), edge.to);
  }
  const next = new Map<string, string>();
  for (const item of items) {
    const [first] = item.portIds;
    if (first === undefined || item.hasRows) continue;
    const target = targets.get(edgeId({ from: item.id, port: first }));
    if (target !== undefined && callers.get(target) === 1 && byId.has(target)) next.set(item.id, target);
  }
  const continued = new Set(next.values());
  const chains = items.filter(({ id }) => !continued.has(id)).map(({ id }) => chainFrom(id, next));
  // A cycle has no first node: its members stand alone until a person opens it.
  const inChain = new Set(chains.flat());
  for (const { id } of items) if (!inChain.has(id)) chains.push([id]);
  // What a chain ends in opens the next column: a fallback or router with its choices is a block of its own.
  const blocks = chains.flatMap((chain) => {
    const last = chain.at(-1)!;
    return chain.length > 1 && byId.get(last)!.silhouette === 'fallback' ? [chain.slice(0, -1), [last]] : [chain];
  });
  const blockOf = new Map(blocks.flatMap((block, i) => block.map((id) => [id, i] as const)));

  const graph = new dagre.graphlib.Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'LR', nodesep: 48, ranksep: COLUMN_GAP, align: 'UL' });
  graph.setDefaultEdgeLabel(() => ({}));
  blocks.forEach((block, i) => {
    graph.setNode(String(i), { width: widthOf(block, byId), height: heightOf(block, byId) });
  });
  const order = new Map(items.flatMap(({ id, portIds }) => portIds.map((port, i) => [edgeId({ from: id, port }), i] as const)));
  for (const edge of [...edges].sort((a, b) => (order.get(edgeId(a)) ?? 0) - (order.get(edgeId(b)) ?? 0))) {
    const [from, to] = [blockOf.get(edge.from), blockOf.get(edge.to)];
    if (from !== undefined && to !== undefined && from !== to) graph.setEdge(String(from), String(to));
  }
  dagre.layout(graph);

  // Blocks of one rank share its middle; their left edges are put into line.
  const columns = new Map<number, number[]>();
  blocks.forEach((_, i) => {
    const middle = Math.round((graph.node(String(i)) as unknown as { x: number }).x);
    columns.set(middle, [...(columns.get(middle) ?? []), i]);
  });
  const places: Record<string, Point> = {};
  const heights = blocks.map((block) => heightOf(block, byId));
  const tallest = Math.max(...heights);
  const callersOf = new Map<number, string[]>();
  for (const edge of edges) {
    const i = blockOf.get(edge.to);
    if (i !== undefined && blockOf.get(edge.from) !== i) callersOf.set(i, [...(callersOf.get(i) ?? []), edge.from]);
  }
  for (const middle of [...columns.keys()].sort((a, b) => a - b)) {
    const members = columns.get(middle)!.sort((a, b) => rankOf(blocks[a]![0]!) - rankOf(blocks[b]![0]!));
    const left = Math.round(middle - Math.max(...members.map((i) => widthOf(blocks[i]!, byId))) / 2);
    // A column starts no higher than what calls it, unless it would then end below everything else.
    const callersTop = Math.min(...members.flatMap((i) => (callersOf.get(i) ?? []).map((id) => places[id]?.y ?? 0)));
    const total = members.reduce((sum, i) => sum + heights[i]! + BLOCK_GAP, -BLOCK_GAP);
    let top = Number.isFinite(callersTop) ? Math.max(0, Math.min(callersTop, tallest - total)) : 0;
    for (const i of members) {
      for (const id of blocks[i]!) {
        places[id] = { x: left, y: Math.round(top) };
        top += byId.get(id)!.height + ROW_PITCH - CARD_HEIGHT;
      }
      top += BLOCK_GAP - (ROW_PITCH - CARD_HEIGHT);
    }
  }
  return places;
}

function chainFrom(id: string, next: ReadonlyMap<string, string>): string[] {
  const chain = [id];
  const seen = new Set(chain);
  for (let at = next.get(id); at !== undefined && !seen.has(at); at = next.get(at)) {
    chain.push(at);
    seen.add(at);
  }
  return chain;
}

const heightOf = (block: readonly string[], items: ReadonlyMap<string, Item>): number =>
  block.reduce((sum, id) => sum + items.get(id)!.height, 0) + (block.length - 1) * (ROW_PITCH - CARD_HEIGHT);
const widthOf = (block: readonly string[], items: ReadonlyMap<string, Item>): number =>
  Math.max(CARD_WIDTH, ...block.map((id) => items.get(id)!.width));
