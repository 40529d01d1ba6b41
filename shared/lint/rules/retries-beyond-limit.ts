import { ancestors, configOf, durationText, longestWaitsMs, numberText, retriesOf } from '../../kinds/index.ts';
import type { PolicyNode } from '../../model/index.ts';
import type { Report, Rule } from '../rule.ts';

export const retriesBeyondLimit: Rule = {
  id: 'time/retries-beyond-limit',
  severity: 'warning',
  run: ({ policy, graph, worstCases }) =>
    policy.nodes.flatMap((node): Report[] => {
      const config = configOf(node, 'retry');
      if (config === undefined || retriesOf(config) === 0) return [];
      const limit = shortest(ancestors(graph, node.id));
      if (limit === undefined) return [];
      const attemptMs = worstCases.below(node.id, 'next').latencyMs;
      const attempts = retriesOf(config) + 1;
      // Waits as drawn; the longest hint that would be honoured says little about a plain outage.
      const neededMs = attempts * attemptMs + longestWaitsMs({ ...config, honoursRetryAfter: false });
      if (neededMs <= limit.limitMs || attemptMs === 0) return [];
      const fitting = Math.floor(limit.limitMs / attemptMs);
      return [
        {
          nodeId: node.id,
          path: ['maxRetries'],
          message:
            `${node.name} may need ${neededMs === Number.POSITIVE_INFINITY ? 'any time' : durationText(neededMs)} for its ${numberText(attempts)} attempts (${attemptMs === Number.POSITIVE_INFINITY ? 'without a time limit' : `up to ${durationText(attemptMs)} each`}, and the waits), ` +
            `but ${limit.node.name} above it ends everything after ${durationText(limit.limitMs)}, so ${fitting === 0 ? 'not even the first attempt has its time' : `at most ${numberText(fitting)} can run to the end`} when calls hang. Shorten the time limit of an attempt, or retry less.`,
        },
      ];
    }),
};

/** The timeout or deadline that ends first. */
function shortest(above: readonly PolicyNode[]): { readonly node: PolicyNode; readonly limitMs: number } | undefined {
  let first: { readonly node: PolicyNode; readonly limitMs: number } | undefined;
  for (const node of above) {
    const limitMs = configOf(node, 'timeout')?.timeoutMs ?? configOf(node, 'deadline')?.budgetMs;
    if (limitMs !== undefined && (first === undefined || limitMs < first.limitMs)) first = { node, limitMs };
  }
  return first;
}
