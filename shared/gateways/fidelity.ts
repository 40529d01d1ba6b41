import { callOrder, entriesOf } from '../kinds/index.ts';
import type { Finding, Policy, PolicyNode } from '../model/index.ts';
import type { Difference } from './dialect.ts';

/**
 * How much of a node a target does. `exact`: what is drawn. `approximated`: something else, said how. `not-expressible`: nothing. `application`: it is no
 * gateway's business and stays with the application.
 */
export const FIDELITIES = ['exact', 'approximated', 'not-expressible', 'application'] as const;
export type Fidelity = (typeof FIDELITIES)[number];

export interface NodeFidelity {
  readonly nodeId: string;
  readonly fidelity: Fidelity;
  /** Why, one sentence each; empty when exact. */
  readonly sentences: readonly string[];
}

const FIDELITY_OF: Readonly<Record<Difference['effect'], Fidelity>> = {
  application: 'application',
  changed: 'approximated',
  'left-out': 'not-expressible',
};
const WORST: readonly Fidelity[] = ['not-expressible', 'approximated', 'application', 'exact'];

/** Every drawn node with the worst that is told of it. */
export function fidelityOf(policy: Policy, differences: readonly Difference[]): NodeFidelity[] {
  return inCallOrder(policy).map(({ id }) => {
    const told = differences.filter(({ nodeId }) => nodeId === id);
    const fidelity = WORST.find((one) => one === 'exact' || told.some(({ effect }) => FIDELITY_OF[effect] === one)) ?? 'exact';
    return { nodeId: id, fidelity, sentences: told.map(({ sentence }) => sentence) };
  });
}

/** Nodes that no request reaches are in no export of a gateway's own format. */
export function unreached(policy: Policy): Difference[] {
  const reached = new Set(entriesOf(policy).map(({ id }) => id));
  for (const id of reached) for (const edge of policy.edges) if (edge.from === id) reached.add(edge.to);
  return policy.nodes
    .filter(({ id }) => !reached.has(id))
    .map(({ id, name }) => ({ nodeId: id, effect: 'left-out', sentence: `${name} is left out: no request reaches it.` }));
}

/** Kinds that protect: without them a policy promises what the gateway does not keep. */
const PROTECTIVE: ReadonlySet<string> = new Set(['input-guard', 'output-guard', 'execution-guard', 'budget']);

/** One error for each protection that the target cannot express. */
export function missingProtections(policy: Policy, fidelity: readonly NodeFidelity[], target: string): Finding[] {
  const nodes = new Map(policy.nodes.map((node) => [node.id, node]));
  return fidelity.flatMap((one) => {
    const node = nodes.get(one.nodeId);
    if (node === undefined || one.fidelity !== 'not-expressible' || !PROTECTIVE.has(node.kind)) return [];
    return [
      {
        rule: 'export/protection-not-expressible',
        severity: 'error' as const,
        nodeId: node.id,
        message: `${one.sentences[0] ?? `${target} cannot express it.`} Let the application do it, or choose to leave it out of the export.`,
      },
    ];
  });
}

function inCallOrder(policy: Policy): readonly PolicyNode[] {
  const reached = callOrder(policy);
  const there = new Set(reached);
  return [...reached, ...policy.nodes.filter((node) => !there.has(node))];
}
