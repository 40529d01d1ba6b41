import { edgeId, type Policy, type PolicyNode } from '../model/index.ts';
import { kinds } from './all.ts';
import { entriesOf } from './call-order.ts';

/** One line of the policy written as an outline, in the order in which a request that fails everywhere would come to it. */
export interface CallRow {
  /** Unlike all others; the same as long as the node is called by the same way. */
  readonly key: string;
  readonly node: PolicyNode;
  /** From 1. What is called by the only way out of a node stands under it on its own level; a choice opens a new level. */
  readonly level: number;
  /** Key of the row that opened this level; null on the first. */
  readonly parentKey: string | null;
  /** How it is called; null for an entry and for what no request reaches. */
  readonly call: { readonly callerId: string; readonly portId: string; readonly label: string; readonly isChoice: boolean } | null;
  /** Stands elsewhere with all it calls, and is only named here: a node may be called by several. */
  readonly isReference: boolean;
  /** Rows under it are on a level of their own, and can be folded. */
  readonly opensLevel: boolean;
  readonly isReached: boolean;
  /** From 1, among the rows of the same parent. */
  readonly position: number;
  readonly setSize: number;
}

/**
 * The whole policy as rows: from each entry what it calls, then what no request reaches. Every node stands in full exactly once. A drawing that goes
 * round ends at the reference. O(nodes + edges).
 */
export function callTree(policy: Policy): readonly CallRow[] {
  const nodes = new Map(policy.nodes.map((node) => [node.id, node]));
  const targets = new Map<string, string>();
  const loose = new Map<string, string[]>();
  const called = new Set<string>();
  for (const edge of policy.edges) {
    targets.set(edgeId(edge), edge.to);
    called.add(edge.to);
    loose.set(edge.from, [...(loose.get(edge.from) ?? []), edge.port]);
  }
  const seen = new Set<string>();
  const rows: (Omit<CallRow, 'setSize' | 'position'> & { position: number })[] = [];
  const counts = new Map<string | null, number>();

  const walk = (rootId: string, isReached: boolean): void => {
    const open: Pick<CallRow, 'call' | 'level' | 'parentKey' | 'key'>[] = [{ call: null, level: 1, parentKey: null, key: rootId }];
    const ids = [rootId];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const id = ids.pop() as string;
      const node = nodes.get(id);
      if (node === undefined) continue;
      const isReference = seen.has(id);
      seen.add(id);
      const ports = kinds.get(node.kind)?.face.ports(node.config) ?? [];
      const known = new Set(ports.map((port) => port.id));
      // Ports that this version does not know still lead somewhere.
      const unknown = (loose.get(id) ?? []).filter((port) => !known.has(port)).map((port) => ({ id: port, label: port }));
      const calls = [...ports, ...unknown].flatMap((port) => {
        const to = targets.get(edgeId({ from: id, port: port.id }));
        return to === undefined || !nodes.has(to) ? [] : [{ port, to }];
      });
      const opensLevel = !isReference && calls.length > 1;
      const position = (counts.get(at.parentKey) ?? 0) + 1;
      counts.set(at.parentKey, position);
      rows.push({ ...at, node, isReference, opensLevel, isReached, position });
      if (isReference) continue;
      for (const { port, to } of calls.toReversed()) {
        open.push({
          key: `${id}:${port.id}>${to}`,
          level: opensLevel ? at.level + 1 : at.level,
          parentKey: opensLevel ? at.key : at.parentKey,
          call: { callerId: id, portId: port.id, label: port.label, isChoice: ports.length > 1 },
        });
        ids.push(to);
      }
    }
  };
  for (const entry of entriesOf(policy)) walk(entry.id, true);
  // Chains that are not joined yet begin at what nobody calls; what is left goes round.
  for (const node of policy.nodes) if (!seen.has(node.id) && !called.has(node.id)) walk(node.id, false);
  for (const node of policy.nodes) if (!seen.has(node.id)) walk(node.id, false);
  return rows.map((row) => ({ ...row, setSize: counts.get(row.parentKey) ?? 1 }));
}
