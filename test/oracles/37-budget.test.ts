import { expect, test } from 'vitest';
import { MODEL_PRICE_DEFAULTS } from '../../shared/model/index.ts';
import { model, planOf, policyOf, rehearse, steady } from './protocol.ts';

// Constant cost c, cap M, reserve before the call: alert at request ⌈.8 M/c⌉, ⌊M/c⌋ requests served, then none. Arithmetic; the rule itself is the
// product's (alert at 80 %, hard stop at 100 %).
test.each([
  // Requests of 1 000 + 100 tokens at 1 and 10 dollars a million cost 0.002 dollars.
  [0.1, 50, 40],
  [0.1011, 50, 41],
  [0.0499, 24, 20],
  [1, 500, 400],
])('oracle 37: a cap of %d dollars serves %d requests and alerts at the %dth', (limitUsd, served, alertAt) => {
  const policy = policyOf(
    [
      ['entry', 'entry', {}, { next: 'budget' }],
      ['budget', 'budget', { scope: 'agent', limitUsd, alertAt: 0.8, reserveUsd: 0.002, atLimit: 'stop' }, { next: 'model' }],
      ['model', 'model', model({ ttftP50Ms: 0.5 })],
    ],
    { models: [{ name: 'm', inputUsdPerMTok: 1, outputUsdPerMTok: 10, contextTokens: 100_000, ...MODEL_PRICE_DEFAULTS }] },
  );
  const requests = 1000;
  const run = rehearse(planOf(policy, steady(requests), 1, { traceCount: requests }));
  expect(run.outcomes.answeredByTier[0]).toBe(served);
  expect(run.outcomes.byFailure).toEqual({ 'over-budget': requests - served });
  expect(run.traces.findIndex((trace) => trace.outcome === 'over-budget')).toBe(served);
  const alerted = run.traces.flatMap((trace, at) =>
    trace.spans.some(({ facts }) => facts.some(({ fact }) => fact === 'alerted')) ? [at + 1] : [],
  );
  expect(alerted).toEqual([alertAt]);
  expect(run.cost.usd).toBeLessThanOrEqual(limitUsd + 1e-9);
});
