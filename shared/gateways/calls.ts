import { edgeId, type Policy, type PolicyNode } from '../model/index.ts';
import type { DeploymentGroup, Rewritten } from './dialect.ts';
import { configOf } from './rewrite.ts';

/** A rewritten policy, read by whoever writes it down for the target. */
export interface Calls {
  /** Where the application calls the gateway: the first node of each call that is the gateway's alone, in the order in which a request comes to them. */
  readonly roots: readonly PolicyNode[];
  node(id: string): PolicyNode;
  /** What the port calls; throws when nothing is connected, which lint refuses. */
  at(node: PolicyNode, port: string): PolicyNode;
  /** Id of the node as it is drawn, of one that was placed more than once. */
  drawnId(node: PolicyNode): string;
  /** Kind as it is drawn: a deadline is rewritten as the time limit that the application keeps. */
  drawnKind(node: PolicyNode): string;
  /** The group of deployments that the node stands for, of a gateway that has such groups. */
  group(node: PolicyNode): DeploymentGroup | undefined;
  /** Config with its defaults. */
  config(node: PolicyNode): Record<string, any>;
}

export function callsOf(drawn: Policy, { policy, copies, applications, groups }: Rewritten): Calls {
  const drawnKinds = new Map(drawn.nodes.map(({ id, kind }) => [id, kind]));
  const nodes = new Map(policy.nodes.map((node) => [node.id, node]));
  const targets = new Map(policy.edges.map((edge) => [edgeId(edge), edge.to]));
  const below = new Map<string, string[]>();
  for (const { from, to } of policy.edges) below.set(from, [...(below.get(from) ?? []), to]);
  const node = (id: string): PolicyNode => {
    const there = nodes.get(id);
    if (there === undefined) throw new Error(`no node ${JSON.stringify(id)} in the rewritten policy`);
    return there;
  };

  const roots = new Map<string, PolicyNode>();
  const seen = new Set<string>();
  const visit = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    if (node(id).kind !== 'entry' && !applications.has(id)) {
      roots.set(id, node(id));
      return;
    }
    for (const to of below.get(id) ?? []) visit(to);
  };
  for (const { id, kind } of policy.nodes) if (kind === 'entry') visit(id);

  return {
    roots: [...roots.values()],
    node,
    drawnId: ({ id }) => copies.get(id) ?? id,
    drawnKind: ({ id, kind }) => drawnKinds.get(copies.get(id) ?? id) ?? kind,
    group: ({ id }) => groups?.get(id),
    config: configOf,
    at(from, port) {
      const to = targets.get(edgeId({ from: from.id, port }));
      if (to === undefined) throw new Error(`"${port}" of ${from.id} calls nothing`);
      return node(to);
    },
  };
}
