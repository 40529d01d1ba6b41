import { ancestors, configOf, durationText, longestWaitsMs, numberText, retriesOf } from '../../kinds/index.ts';
import type { Report, Rule } from '../rule.ts';

/** Nothing ends the retrying, and users are promised an answer sooner: a note, since the promise is about 95 of 100. */
export const retriesBeyondPromise: Rule = {
  id: 'time/retries-beyond-promise',
  severity: 'info',
  run: ({ policy, graph, worstCases }) =>
    policy.nodes.flatMap((node): Report[] => {
      const config = configOf(node, 'retry');
      if (config === undefined || retriesOf(config) === 0) return [];
      const above = ancestors(graph, node.id);
      if (above.some((other) => other.kind === 'timeout' || other.kind === 'deadline')) return [];
      const promises = above.flatMap((other) => configOf(other, 'entry')?.slaP95Ms ?? []);
      const promisedMs = Math.min(...promises);
      const attempts = retriesOf(config) + 1;
      const neededMs = attempts * worstCases.below(node.id, 'next').latencyMs + longestWaitsMs({ ...config, honoursRetryAfter: false });
      if (promises.length === 0 || neededMs <= promisedMs || neededMs === Number.POSITIVE_INFINITY) return [];
      return [
        {
          nodeId: node.id,
          path: ['maxRetries'],
          message: `${node.name} may take ${durationText(neededMs)} for its ${numberText(attempts)} attempts when calls hang, and users are promised an answer within ${durationText(promisedMs)}. Put a timeout or a deadline above it, so that the next tier still comes in time.`,
        },
      ];
    }),
};
