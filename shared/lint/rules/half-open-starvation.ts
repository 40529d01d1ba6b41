import { configOf, durationText, numberText, percentText } from '../../kinds/index.ts';
import { modelsBelow } from '../models-below.ts';
import { ordinaryFlow } from '../ordinary-flow.ts';
import type { Rule } from '../rule.ts';

/** Half of all tries to close fail on ordinary errors alone. */
const LOWEST_CLOSING_SHARE = 0.5;
/** A breaker at rest this long for want of trials is a breaker that nobody calls; more is a matter of taste. */
const LONGEST_GATHERING_MS = 60_000;

export const halfOpenStarvation: Rule = {
  id: 'traffic/half-open-starvation',
  severity: 'warning',
  dependsOnTraffic: true,
  run(context) {
    const breakers = context.policy.nodes.filter((node) => node.kind === 'breaker');
    const flow = breakers.length === 0 ? undefined : ordinaryFlow(context);
    if (flow === undefined) return [];
    return breakers.flatMap((node) => {
      const config = configOf(node, 'breaker');
      if (config === undefined || config.mode !== 'active' || config.halfOpen === 'none') return [];
      const trials = config.trialRule === 'rate' ? config.trialCalls : config.closeAfterSuccesses;
      const key = config.trialRule === 'rate' ? 'trialCalls' : 'closeAfterSuccesses';
      const fastestMs = Math.min(...modelsBelow(context.graph, node.id).map(({ config: model }) => model.ttftP50Ms));
      if (config.trialTimeoutMs > 0 && config.trialTimeoutMs < fastestMs && fastestMs !== Number.POSITIVE_INFINITY) {
        return [
          {
            nodeId: node.id,
            path: ['trialTimeoutMs'],
            message: `${node.name} gives a trial ${durationText(config.trialTimeoutMs)}, but the fastest model below it needs ${durationText(fastestMs)} to its first token in half of all calls, so trials fail and it hardly ever closes again. Give trials more time.`,
          },
        ];
      }
      const share = flow.failureShare(node.id, 'next', config.countsAs);
      const closes = (1 - share) ** trials;
      if (config.trialRule === 'in-a-row' && closes < LOWEST_CLOSING_SHARE) {
        return [
          {
            nodeId: node.id,
            path: [key],
            message: `${node.name} closes after ${numberText(trials)} successes in a row, but ${percentText(share)} of its calls fail on a quiet day, so only ${percentText(closes)} of its tries to close succeed and it stays open long after the outage. Ask for fewer successes.`,
          },
        ];
      }
      const callsPerS = context.traffic.requestsPerS * flow.outageShare(node.id);
      const gatheringMs = callsPerS === 0 ? 0 : (trials / callsPerS) * 1000;
      if (gatheringMs <= Math.max(LONGEST_GATHERING_MS, config.openForMs)) return [];
      return [
        {
          nodeId: node.id,
          path: [key],
          message: `${node.name} needs ${numberText(trials)} trials to close, and at ${context.traffic.rateText} it takes about ${durationText(Math.round(gatheringMs / 1000) * 1000)} until they have come, longer than it was open for. Ask for fewer trials.`,
        },
      ];
    });
  },
};
