import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyProvider, anyScenario, anyTraffic, CASES, drawnTree, policyOf, rehearse } from './random-policy.ts';

/**
 * A request that is traced is run node by node; another passes rows of nodes that only pass on as one call. The other properties trace every request, so
 * here it is asserted that it makes no difference, and none how often the run pauses.
 */

/** Where two figures part; sums of money and time are of the same terms in another order. */
function parting(a: unknown, b: unknown, path = ''): string | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)) ? undefined : `${path}: ${a} and ${b}`;
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b ? undefined : `${path}: ${a} and ${b}`;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) {
    const found = parting((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

test('whether requests are traced changes no figure', { timeout: 3_600_000 }, () => {
  fc.assert(
    fc.property(drawnTree(), anyProvider('a'), anyProvider('b'), anyScenario, anyTraffic(), (root, a, b, scenario, traffic) => {
      const policy = policyOf(root, [a, b]);
      fc.pre(policy !== undefined);
      const { traces, ...traced } = rehearse(policy, traffic, scenario);
      const { traces: none, ...untraced } = rehearse(policy, traffic, scenario, { traceCount: 0, eventsAtOnce: 1 });
      expect([traces.length, none.length]).toEqual([traffic.requestCount, 0]);
      const found = parting(traced, untraced);
      if (found !== undefined) throw new Error(`with and without traces ${found}`);
    }),
    { numRuns: Math.ceil(CASES / 2), maxSkipsPerRun: 20 },
  );
});
