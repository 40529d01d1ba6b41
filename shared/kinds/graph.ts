import type { Policy, PolicyEdge, PolicyNode, Provider } from '../model/index.ts';
import type { GraphView } from './kind.ts';

/** Questions about the drawn graph that need no knowledge of any kind. Iterative throughout: a document may hold 20 000 nodes in one chain. */

/** Indexed once, asked often. Of two edges at one port (a lint error) the first counts. */
export function graphView(policy: Policy): GraphView {
  const nodes = new Map(policy.nodes.map((node) => [node.id, node]));
  const providers = new Map<string, Provider>(policy.providers.map((provider) => [provider.id, provider]));
  const targets = new Map<string, Map<string, PolicyNode>>();
  const callers = new Map<string, Set<PolicyNode>>();
  for (const edge of policy.edges) {
    const from = nodes.get(edge.from);
    const to = nodes.get(edge.to);
    if (from === undefined || to === undefined) continue;
    const ports = targets.get(from.id) ?? new Map<string, PolicyNode>();
    targets.set(from.id, ports);
    if (!ports.has(edge.port)) ports.set(edge.port, to);
    const above = callers.get(to.id) ?? new Set<PolicyNode>();
    callers.set(to.id, above);
    above.add(from);
  }
  return {
    policy,
    node: (id) => nodes.get(id),
    target: (nodeId, port) => targets.get(nodeId)?.get(port),
    callers: (nodeId) => [...(callers.get(nodeId) ?? [])],
    provider: (id) => providers.get(id),
  };
}

/** Ids of the nodes of one cycle in call order, or undefined for a graph that ends; the smallest id of the cycle comes first. */
export function findCycle(policy: Pick<Policy, 'edges'>): readonly string[] | undefined {
  const below = calledBy(policy.edges);
  const finished = new Set<string>();
  for (const start of below.keys()) {
    if (finished.has(start)) continue;
    const path: string[] = [start];
    const onPath = new Set(path);
    const nextChild = [0];
    while (path.length > 0) {
      const node = path[path.length - 1] as string;
      const children = below.get(node) ?? [];
      const child = children[nextChild[nextChild.length - 1]!++];
      if (child === undefined) {
        finished.add(node);
        onPath.delete(node);
        path.pop();
        nextChild.pop();
      } else if (onPath.has(child)) {
        return smallestFirst(path.slice(path.indexOf(child)));
      } else if (!finished.has(child)) {
        path.push(child);
        onPath.add(child);
        nextChild.push(0);
      }
    }
  }
  return undefined;
}

/** Every node that a call can reach from these, themselves included; `ends` names nodes that are reached but not gone below. */
export function reachable(policy: Pick<Policy, 'edges'>, fromIds: Iterable<string>, ends?: ReadonlySet<string>): ReadonlySet<string> {
  const below = calledBy(policy.edges);
  const seen = new Set(fromIds);
  const open = [...seen];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (ends?.has(id) === true) continue;
    for (const child of below.get(id) ?? []) {
      if (seen.has(child)) continue;
      seen.add(child);
      open.push(child);
    }
  }
  return seen;
}

/** Every node that can, through any number of calls, call this one; itself not included (cycles apart). */
export function ancestors(graph: GraphView, nodeId: string): readonly PolicyNode[] {
  const seen = new Set<PolicyNode>();
  const open = [...graph.callers(nodeId)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    open.push(...graph.callers(node.id));
  }
  return [...seen];
}

/** By code unit, never by locale: the order of ids decides bytes of results. */
export const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const called = new WeakMap<readonly PolicyEdge[], ReadonlyMap<string, readonly string[]>>();

/** Found once for each list of edges: what is below a node is asked for many nodes of one policy. */
function calledBy(edges: readonly PolicyEdge[]): ReadonlyMap<string, readonly string[]> {
  const known = called.get(edges);
  if (known !== undefined) return known;
  const below = new Map<string, string[]>();
  called.set(edges, below);
  for (const { from, to } of edges) {
    const list = below.get(from);
    if (list === undefined) below.set(from, [to]);
    else list.push(to);
  }
  return below;
}

function smallestFirst(cycle: readonly string[]): readonly string[] {
  const smallest = cycle.reduce((best, id, index) => (id < (cycle[best] as string) ? index : best), 0);
  return [...cycle.slice(smallest), ...cycle.slice(0, smallest)];
}
