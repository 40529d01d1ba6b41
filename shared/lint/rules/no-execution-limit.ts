import { ancestors, configOf, reachable } from '../../kinds/index.ts';
import type { Report, Rule } from '../rule.ts';

export const noExecutionLimit: Rule = {
  id: 'money/no-execution-limit',
  severity: 'warning',
  run: ({ policy, graph }) =>
    policy.nodes.flatMap((node): Report[] => {
      const config = configOf(node, 'agent-loop');
      if (config === undefined || config.maxIterations !== null || config.spendingLimitUsd !== null) return [];
      // An agent that is known to run on is reported by the kind itself.
      if (config.endlessShare > 0) return [];
      const near = [...reachable(policy, [node.id])].map((id) => graph.node(id)).concat(ancestors(graph, node.id));
      const isLimited = near.some((other) => {
        const guard = configOf(other, 'execution-guard');
        return guard !== undefined && (guard.maxCallsPerRequest !== null || guard.spendingLimitUsd !== null);
      });
      if (isLimited) return [];
      return [
        {
          nodeId: node.id,
          path: ['maxIterations'],
          message: `${node.name} has no limit of steps or of spending and no execution guard, so one task that goes round in circles costs as much as it can until the window of its model is full. Set a limit.`,
          fix: { label: 'Stop after 12 steps', change: { kind: 'set-field', nodeId: node.id, path: ['maxIterations'], value: 12 } },
        },
      ];
    }),
};
