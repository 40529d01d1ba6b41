import { configOf, usdText } from '../../kinds/index.ts';
import type { Report, Rule } from '../rule.ts';

export const reserveBelowWorstCase: Rule = {
  id: 'money/reserve-below-worst-case',
  severity: 'info',
  dependsOnTraffic: true,
  run: ({ policy, worstCases, traffic }) =>
    policy.nodes.flatMap((node): Report[] => {
      const config = configOf(node, 'budget');
      // Nothing held back is a choice that the kind itself speaks of.
      if (config === undefined || config.reserveUsd === 0) return [];
      const { usd } = worstCases.below(node.id, 'next');
      if (usd <= config.reserveUsd || usd === Number.POSITIVE_INFINITY) return [];
      return [
        {
          nodeId: node.id,
          path: ['reserveUsd'],
          message: `${node.name} holds back ${usdText(config.reserveUsd)} for a request, but one can cost ${usdText(usd)} with every attempt that is allowed below it, at ${traffic.tokensText}, so its limit can be passed by the difference. Hold back more, or retry less.`,
        },
      ];
    }),
};
