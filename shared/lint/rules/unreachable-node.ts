import { reachable } from '../../kinds/index.ts';
import type { Rule } from '../rule.ts';

export const unreachableNode: Rule = {
  id: 'graph/unreachable-node',
  severity: 'warning',
  isAboutAll: true,
  run({ policy, entries }) {
    // Without an entry nothing is reachable; that is said once, by the rule on entries.
    if (entries.length === 0) return [];
    const reached = reachable(
      policy,
      entries.map((entry) => entry.id),
    );
    return policy.nodes
      .filter((node) => !reached.has(node.id))
      .map((node) => ({
        message: `No request reaches ${node.name}, so it changes nothing. Connect it or remove it.`,
        nodeId: node.id,
        fix: { label: `Remove ${node.name}`, change: { kind: 'remove-node', nodeId: node.id } },
      }));
  },
};
