import { callOrder, entriesOf, reachable } from '../kinds/index.ts';
import type { Finding, Policy, PolicyNode } from '../model/index.ts';
import type { Dialect, Difference } from './dialect.ts';

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
  const byNode = new Map<string, Difference[]>();
  for (const difference of differences) byNode.set(difference.nodeId, [...(byNode.get(difference.nodeId) ?? []), difference]);
  return inCallOrder(policy).map(({ id }) => {
    const told = byNode.get(id) ?? [];
    const fidelity = WORST.find((one) => one === 'exact' || told.some(({ effect }) => FIDELITY_OF[effect] === one)) ?? 'exact';
    return { nodeId: id, fidelity, sentences: told.map(({ sentence }) => sentence) };
  });
}

/** How much of each node a gateway does; without a dialect, all of it. For a policy on which lint reports no error. */
export const fidelityAt = (dialect: Dialect | null, policy: Policy): NodeFidelity[] =>
  fidelityOf(policy, dialect === null ? [] : [...dialect.rewrite(policy).differences, ...unreached(policy)]);

/** Nodes that no request reaches are in no export of a gateway's own format. */
export function unreached(policy: Policy): Difference[] {
  const reached = reachable(
    policy,
    entriesOf(policy).map(({ id }) => id),
  );
  return policy.nodes
    .filter(({ id }) => !reached.has(id))
    .map(({ id, name }) => ({ nodeId: id, effect: 'left-out', sentence: `${name} is left out: no request reaches it.` }));
}

/** Kinds that protect: without them a policy promises what the gateway does not keep. */
const PROTECTIVE: ReadonlySet<string> = new Set(['input-guard', 'output-guard', 'execution-guard', 'budget']);

/** One error for each protection that the target cannot express, with the first that is told of it. */
export function missingProtections(policy: Policy, differences: readonly Difference[]): Finding[] {
  const protective = new Set(policy.nodes.filter(({ kind }) => PROTECTIVE.has(kind)).map(({ id }) => id));
  return differences.flatMap(({ nodeId, effect, sentence }) => {
    if (effect !== 'left-out' || !protective.delete(nodeId)) return [];
    return [
      {
        rule: 'export/protection-not-expressible',
        severity: 'error' as const,
        nodeId,
        message: `${sentence} Let the application do it, or choose to leave it out of the export.`,
      },
    ];
  });
}

function inCallOrder(policy: Policy): readonly PolicyNode[] {
  const reached = callOrder(policy);
  const there = new Set(reached);
  return [...reached, ...policy.nodes.filter((node) => !there.has(node))];
}
