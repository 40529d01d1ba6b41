import { kinds } from '../../shared/kinds/index.ts';
import type { Policy, PolicyEdge, PolicyNode } from '../../shared/model/index.ts';

export interface Step {
  readonly node: PolicyNode;
  /** By which it calls the next step; undefined for the last. */
  readonly port: string | undefined;
}

/** How requests come to a node: the shortest way from an entry, and how many other callers lie beside it. O(nodes + edges). */
export function waysTo(policy: Policy, nodeId: string): { readonly shortest: readonly Step[] | undefined; readonly more: number } {
  const byId = new Map(policy.nodes.map((node) => [node.id, node]));
  const entries = policy.nodes.filter((node) => kinds.get(node.kind)?.face.isCallable === false);
  const cameBy = new Map<string, { readonly from: string; readonly port: string } | null>(entries.map(({ id }) => [id, null]));
  const queue = entries.map(({ id }) => id);
  const leaving = new Map<string, PolicyEdge[]>();
  for (const edge of policy.edges) {
    const list = leaving.get(edge.from);
    if (list === undefined) leaving.set(edge.from, [edge]);
    else list.push(edge);
  }
  for (const id of queue) {
    for (const edge of leaving.get(id) ?? []) {
      if (cameBy.has(edge.to)) continue;
      cameBy.set(edge.to, { from: id, port: edge.port });
      queue.push(edge.to);
    }
  }
  if (!cameBy.has(nodeId)) return { shortest: undefined, more: 0 };
  const shortest: Step[] = [];
  let port: string | undefined;
  for (let id: string | undefined = nodeId; id !== undefined; ) {
    shortest.unshift({ node: byId.get(id) as PolicyNode, port });
    const step = cameBy.get(id);
    port = step?.port;
    id = step?.from;
  }
  const callers = policy.edges.filter((edge) => edge.to === nodeId && cameBy.has(edge.from)).length;
  return { shortest, more: Math.max(0, callers - 1) };
}
