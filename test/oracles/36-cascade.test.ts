import { expect, test } from 'vitest';
import { MODEL_PRICE_DEFAULTS } from '../../shared/model/index.ts';
import { expectReproduces, model, planOf, policyOf, rehearse, replicate, startingAt, steady } from './protocol.ts';

// An LLM cascade: a cheap model answers, a scorer accepts the share s, and only the rest goes to the dear one. Cost c₁ + (1 − s) c₂. Chen, Zaharia
// and Zou, "FrugalGPT: How to Use Large Language Models While Reducing Cost and Improving Performance", 2023 (arXiv 2305.05176). Their savings of
// up to 98 % (HEADLINES), 73 % (OVERRULING) and 59 % (COQA) belong to recorded data sets and are no closed forms, so they are not asserted.
const REQUESTS = 60_000;
const traffic = steady(REQUESTS);
const price = (name: string, usdPerRequest: number) => ({
  ...MODEL_PRICE_DEFAULTS,
  name,
  // Requests of the oracle have 1 000 tokens.
  inputUsdPerMTok: usdPerRequest * 1000,
  outputUsdPerMTok: 0,
  contextTokens: 100_000,
});

const cascade = (c1: number, c2: number, s: number) =>
  policyOf(
    [
      ['entry', 'entry', {}, { next: 'fallback' }],
      ['fallback', 'fallback', { tiers: [{ id: 't1', continueOn: ['content-policy'] }, { id: 't2' }] }, { t1: 'scorer', t2: 'dear' }],
      ['scorer', 'output-guard', { detectionRate: 1, falsePositiveRate: 0, latencyMs: 0, action: 'fall-back' }, { next: 'cheap' }],
      ['cheap', 'model', model({ model: 'cheap', hallucinationRate: 1 - s })],
      ['dear', 'model', model({ model: 'dear', tier: 2 })],
    ],
    { models: [price('cheap', c1), price('dear', c2)] },
  );

test.each([
  [1, 10, 0.7, 4],
  [1, 4, 0.5, 3],
])('oracle 36: a cascade of costs %d and %d that accepts the share %d costs %d a request', (c1, c2, s, exact) => {
  const policy = cascade(c1, c2, s);
  const runs = replicate((seed) => rehearse(startingAt(planOf(policy, traffic, seed), 'fallback')));
  for (const run of runs) {
    const [accepted, sentOn] = run.outcomes.answeredByTier;
    expect(accepted! + sentOn!).toBe(REQUESTS);
    // Given the share that was drawn, the cost is arithmetic.
    expect(run.cost.usd / (c1 * REQUESTS + c2 * sentOn!)).toBeCloseTo(1, 12);
    // What the scorer refused was paid for nothing.
    expect(run.cost.wastedUsd / (c1 * sentOn!)).toBeCloseTo(1, 9);
  }
  expectReproduces(
    runs.map((run) => run.cost.perRequestUsd),
    exact,
    0.01,
  );
});
