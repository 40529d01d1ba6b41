import dagre from '@dagrejs/dagre';
import { callOrder } from '../../shared/kinds/index.ts';
import type { Point, PolicyDocument } from '../../shared/model/index.ts';
import { CARD_HEIGHT, CARD_WIDTH, type Card, COLUMN_GAP, cardOf, ROW_PITCH } from './geometry.ts';

/** Between the blocks of one column; leaves room for a tier's heading. */
const BLOCK_GAP = 44;

/**
 * Places for all nodes: chains run down, choices run right. A chain is what every request passes one after the other; it is
 * laid out as one block. dagre finds the columns of the blocks; within a column they stand in call order, which dagre does
 * not know and which is what a person reads: tier 1 above tier 2.
 */
export function tidyLayout(document: PolicyDocument): Record<string, Point> {
  const { nodes, edges } = document.policy;
  const cards = new Map(nodes.map((node) => [node.id, cardOf(node, { x: 0, y: 0 })]));
  const callers = new Map<string, number>();
  for (const edge of edges) callers.set(edge.to, (callers.get(edge.to) ?? 0) + 1);
  const next = new Map<string, string>();
  for (const [id, card] of cards) {
    const [first] = card.ports;
    if (first === undefined || card.hasRows) continue;
    const target = edges.find((edge) => edge.from === id && edge.port === first.port.id)?.to;
    if (target !== undefined && callers.get(target) === 1 && cards.has(target)) next.set(id, target);
  }
  const continued = new Set(next.values());
  const chains = nodes.filter(({ id }) => !continued.has(id)).map(({ id }) => chainFrom(id, next));
  // A cycle has no first node: its members stand alone until a person opens it.
  const inChain = new Set(chains.flat());
  for (const { id } of nodes) if (!inChain.has(id)) chains.push([id]);
  // What a chain ends in opens the next column: a fallback or router with its choices is a block of its own.
  const blocks = chains.flatMap((chain) => {
    const last = chain.at(-1)!;
    return chain.length > 1 && cards.get(last)!.silhouette === 'fallback' ? [chain.slice(0, -1), [last]] : [chain];
  });
  const blockOf = new Map(blocks.flatMap((block, i) => block.map((id) => [id, i] as const)));

  const graph = new dagre.graphlib.Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'LR', nodesep: 48, ranksep: COLUMN_GAP, align: 'UL' });
  graph.setDefaultEdgeLabel(() => ({}));
  blocks.forEach((block, i) => {
    graph.setNode(String(i), { width: CARD_WIDTH, height: heightOf(block, cards) });
  });
  const order = new Map(nodes.flatMap(({ id }) => cards.get(id)!.ports.map(({ port }, i) => [`${id}:${port.id}`, i] as const)));
  for (const edge of [...edges].sort((a, b) => (order.get(`${a.from}:${a.port}`) ?? 0) - (order.get(`${b.from}:${b.port}`) ?? 0))) {
    const [from, to] = [blockOf.get(edge.from), blockOf.get(edge.to)];
    if (from !== undefined && to !== undefined && from !== to) graph.setEdge(String(from), String(to));
  }
  dagre.layout(graph);

  const rank = new Map(callOrder(document.policy).map(({ id }, i) => [id, i]));
  const columns = new Map<number, number[]>();
  blocks.forEach((_, i) => {
    const left = Math.round((graph.node(String(i)) as unknown as { x: number }).x - CARD_WIDTH / 2);
    columns.set(left, [...(columns.get(left) ?? []), i]);
  });
  const places: Record<string, Point> = {};
  const lefts = [...columns.keys()].sort((a, b) => a - b);
  for (const left of lefts) {
    const members = columns
      .get(left)!
      .sort((a, b) => (rank.get(blocks[a]![0]!) ?? nodes.length) - (rank.get(blocks[b]![0]!) ?? nodes.length));
    // A column starts no higher than what calls it, unless it would then end below everything else.
    const callersTop = Math.min(
      ...members.flatMap((i) =>
        edges.filter((edge) => blockOf.get(edge.to) === i && blockOf.get(edge.from) !== i).map((edge) => places[edge.from]?.y ?? 0),
      ),
    );
    const total = members.reduce((sum, i) => sum + heightOf(blocks[i]!, cards) + BLOCK_GAP, -BLOCK_GAP);
    const tallest = Math.max(...blocks.map((block) => heightOf(block, cards)));
    let top = Number.isFinite(callersTop) ? Math.max(0, Math.min(callersTop, tallest - total)) : 0;
    for (const i of members) {
      for (const id of blocks[i]!) {
        places[id] = { x: left, y: Math.round(top) };
        top += cards.get(id)!.height + ROW_PITCH - CARD_HEIGHT;
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

const heightOf = (block: readonly string[], cards: ReadonlyMap<string, Card>): number =>
  block.reduce((sum, id) => sum + cards.get(id)!.height, 0) + (block.length - 1) * (ROW_PITCH - CARD_HEIGHT);
