import { entriesOf, kinds, parsedConfig } from '../shared/kinds/index.ts';
import { edgeId, type Layout, type Policy, type PolicyNode } from '../shared/model/index.ts';

/** Distances of the app's own tidying: chains run down, choices run right. */
const COLUMN = 284;
const ROW = 90;
/** One way out of a card that lists its ways. */
const WAY = 26;

/** Places for a policy that nobody has drawn. Tidy in the app makes a finer one. */
export function plainLayout(policy: Policy): Layout {
  const nodes = new Map(policy.nodes.map((node) => [node.id, node]));
  const targets = new Map(policy.edges.map((edge) => [edgeId(edge), edge.to]));
  const places: Record<string, { x: number; y: number }> = {};

  /** Puts what is called and is not there yet; the first free row below it. */
  function put(node: PolicyNode, x: number, y: number): number {
    places[node.id] = { x, y };
    const called = portsOf(node).flatMap((port) => nodes.get(targets.get(edgeId({ from: node.id, port })) ?? '') ?? []);
    const [only] = called;
    if (called.length === 1 && only !== undefined) return places[only.id] === undefined ? put(only, x, y + ROW) : y + ROW;
    let below = y;
    for (const one of called) if (places[one.id] === undefined) below = put(one, x + COLUMN, below);
    return Math.max(below, y + ROW + WAY * called.length);
  }

  let below = 0;
  for (const node of [...entriesOf(policy), ...policy.nodes]) if (places[node.id] === undefined) below = put(node, 0, below) + ROW;
  return { nodes: places, notes: [], groups: [] };
}

function portsOf(node: PolicyNode): readonly string[] {
  const kind = kinds.get(node.kind);
  const config = kind === undefined ? undefined : parsedConfig(kind, node);
  return kind === undefined || config?.success !== true ? [] : kind.face.ports(config.data).map(({ id }) => id);
}
