import { test } from 'vitest';
import { observed } from './observe.ts';
import { expectReproduces, model, planOf, policyOf, rehearse, replicate, startingAt, steady } from './protocol.ts';

// Truncated geometric: success 1 − pᴺ, attempts (1 − pᴺ)/(1 − p); wait with full jitter Σ pᵏ min(cap, b 2^(k−1))/2, k = 1 … N − 1.
// Backoff after Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
const p = 0.3;
const N = 4;
// The template answers what the retries could not, so that the mean latency covers every request's waits.
const retrying = policyOf([
  ['entry', 'entry', {}, { next: 'fallback' }],
  ['fallback', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'retry', t2: 'sorry' }],
  ['retry', 'retry', { maxRetries: N - 1, baseMs: 1000, capMs: 60_000, multiplier: 2, jitter: 'full' }, { next: 'model' }],
  ['model', 'model', model({ serverErrorRate: p })],
  ['sorry', 'template', { tier: 3, latencyMs: 0 }],
]);

test('oracle 2: four attempts at p = .3', () => {
  const REQUESTS = 180_000;
  const traffic = steady(REQUESTS);
  const runs = replicate((seed) => {
    const hasReplied = new Uint8Array(REQUESTS);
    let firstFailures = 0;
    const plan = observed(startingAt(planOf(retrying, traffic, seed), 'fallback'), 'retry', {
      onReply(_config, _state, context) {
        if (hasReplied[context.request] === 1) return;
        hasReplied[context.request] = 1;
        if (context.outcome !== 0) firstFailures++;
      },
    });
    const run = rehearse(plan);
    // Control variate: the share of first attempts that failed is p by construction; each failed one brings on average 1 + p + p² attempts more.
    const luck = firstFailures / REQUESTS - p;
    return {
      answered: run.outcomes.answeredByTier[0]! / run.requests,
      attempts: run.attempts.perRequest - luck * (1 + p + p * p),
      waitS: run.latencyMs.mean! / 1000 - luck * (0.294 / p),
    };
  });
  expectReproduces(
    runs.map((run) => run.answered),
    1 - p ** N,
    0.001,
  );
  expectReproduces(
    runs.map((run) => run.attempts),
    (1 - p ** N) / (1 - p),
    0.001,
  );
  // The wait spreads over twice its mean: .1 % would take a hundred million requests, so this figure is held to 1 %.
  expectReproduces(
    runs.map((run) => run.waitS),
    0.294,
    0.01,
  );
});
