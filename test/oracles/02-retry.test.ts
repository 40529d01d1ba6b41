import { test } from 'vitest';
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
  const traffic = steady(680_000);
  const runs = replicate((seed) => rehearse(startingAt(planOf(retrying, traffic, seed), 'fallback')));
  expectReproduces(
    runs.map((run) => run.outcomes.answeredByTier[0]! / run.requests),
    1 - p ** N,
    0.001,
  );
  expectReproduces(
    runs.map((run) => run.attempts.perRequest),
    (1 - p ** N) / (1 - p),
    0.001,
  );
  // The wait's spread is twice its mean: .1 % would take a hundred million requests, so this figure is held to .5 %.
  expectReproduces(
    runs.map((run) => run.latencyMs.mean! / 1000),
    0.294,
    0.005,
  );
});
