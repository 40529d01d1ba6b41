import { configOf, durationText, numberText, percentText } from '../../kinds/index.ts';
import { ordinaryFlow } from '../ordinary-flow.ts';
import { poissonTail, poissonThreshold } from '../poisson.ts';
import type { Report, Rule } from '../rule.ts';

/** Of one window: at windows of a minute, less than one false alarm in half a day. */
const HIGHEST_FALSE_ALARM = 0.001;

/** A count is blind to traffic: P(Poisson(λ p w) ≥ k), with λ calls a second of which p fail on a quiet day. */
export const breakerTripsOnOrdinaryErrors: Rule = {
  id: 'traffic/breaker-trips-on-ordinary-errors',
  severity: 'warning',
  dependsOnTraffic: true,
  run(context) {
    const breakers = context.policy.nodes.filter((node) => node.kind === 'breaker');
    const flow = breakers.length === 0 ? undefined : ordinaryFlow(context);
    if (flow === undefined) return [];
    return breakers.flatMap((node): Report[] => {
      const config = configOf(node, 'breaker');
      if (config?.tripRule !== 'count' || config.mode !== 'active' || config.windowKind === 'none') return [];
      const share = flow.failureShare(node.id, 'next', config.countsAs);
      const callsPerS = context.traffic.requestsPerS * flow.callsPerRequest(node.id);
      const calls = config.windowKind === 'calls' ? config.windowCalls : (callsPerS * config.windowMs) / 1000;
      const needed = config.failureCount + (config.threshold === 'exceeded' ? 1 : 0);
      if (poissonTail(calls * share, needed) <= HIGHEST_FALSE_ALARM) return [];
      const enough = poissonThreshold(calls * share, HIGHEST_FALSE_ALARM) - (needed - config.failureCount);
      const window = config.windowKind === 'calls' ? `${numberText(config.windowCalls)} calls` : durationText(config.windowMs);
      return [
        {
          nodeId: node.id,
          path: ['failureCount'],
          message:
            `${node.name} opens after ${numberText(needed)} failures in ${window}, but ordinary errors alone bring ${meanText(calls * share)} in that time ` +
            `(${percentText(share)} of its calls, at ${context.traffic.rateText}), so it opens without any outage. ` +
            `Raise the count to ${numberText(enough)}, or open at a share of failures.`,
          fix: {
            label: `Raise the count to ${numberText(enough)}`,
            change: { kind: 'set-field', nodeId: node.id, path: ['failureCount'], value: enough },
          },
        },
      ];
    });
  },
};

const meanText = (mean: number): string => `${numberText(Number(mean.toPrecision(2)))} on average`;
