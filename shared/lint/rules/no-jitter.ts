import { configOf, durationText, retriesOf } from '../../kinds/index.ts';
import type { Rule } from '../rule.ts';

export const noJitter: Rule = {
  id: 'traffic/no-jitter',
  severity: 'warning',
  dependsOnTraffic: true,
  run: ({ policy, traffic }) =>
    policy.nodes.flatMap((node) => {
      const config = configOf(node, 'retry');
      if (config === undefined || config.jitter !== 'none' || retriesOf(config) === 0) return [];
      const waitMs = Math.min(config.baseMs, config.capMs);
      // Below one request a wait there is nobody to come back together with.
      if ((traffic.requestsPerS * waitMs) / 1000 < 1) return [];
      return [
        {
          nodeId: node.id,
          path: ['jitter'],
          message: `${node.name} waits exactly ${durationText(waitMs)} without jitter, so all the calls that one incident fails come back together and hit the provider as one wave, at ${traffic.rateText}. Use full jitter.`,
          fix: { label: 'Use full jitter', change: { kind: 'set-field', nodeId: node.id, path: ['jitter'], value: 'full' } },
        },
      ];
    }),
};
