import { configOf, durationText } from '../../kinds/index.ts';
import { attemptLimitsBelow } from '../models-below.ts';
import type { Report, Rule } from '../rule.ts';

export const timeoutLongerThanRecovery: Rule = {
  id: 'time/timeout-longer-than-recovery',
  severity: 'info',
  run: ({ policy, graph }) =>
    policy.nodes.flatMap((node): Report[] => {
      const config = configOf(node, 'breaker');
      if (config === undefined || config.mode !== 'active') return [];
      const [longest] = attemptLimitsBelow(graph, node.id).sort((a, b) => b.limitMs - a.limitMs);
      if (longest === undefined || longest.limitMs <= config.openForMs) return [];
      return [
        {
          nodeId: node.id,
          path: ['openForMs'],
          message: `${node.name} tries again after ${durationText(config.openForMs)}, while calls of ${longest.node.name} may hang for ${durationText(longest.limitMs)}: it lets trials in before it knows how the last calls ended, and an outage of hanging calls is seen late. Shorten the time limit below, or recover later.`,
        },
      ];
    }),
};
