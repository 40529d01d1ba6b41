import { test } from 'vitest';
import type { RunFigures } from '../../shared/engine/index.ts';
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

test('oracle 2: answers and attempts of four attempts at p = .3', { timeout: 120_000 }, () => {
  const REQUESTS = 180_000;
  const runs = replicate((seed) => {
    const { run, failedAtLeast } = retried(REQUESTS, seed);
    // Control variate: the share of first attempts that failed is p by construction; each failed one brings on average 1 + p + p² attempts more.
    const luck = failedAtLeast[1]! / REQUESTS - p;
    return { answered: run.outcomes.answeredByTier[0]! / run.requests, attempts: run.attempts.perRequest - luck * (1 + p + p * p) };
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
});

test('oracle 2: the mean wait with full jitter', { timeout: 120_000 }, () => {
  const REQUESTS = 160_000;
  const waitsS = replicate((seed) => {
    const { run, failedAtLeast, jitterLuckS } = retried(REQUESTS, seed);
    // Control variates: how many requests fail once, twice and three times is the other test's matter, with known shares p, p², p³; and the uniform
    // numbers behind the waits have the mean ½. Four fifths of their luck are taken off, since without any luck left there would be no interval.
    let waitS = run.latencyMs.mean! / 1000 - (0.8 * jitterLuckS) / REQUESTS;
    for (let k = 1; k < N; k++) waitS -= (failedAtLeast[k]! / REQUESTS - p ** k) * 2 ** (k - 2);
    return waitS;
  });
  expectReproduces(waitsS, 0.294, 0.001);
});

interface Retried {
  readonly run: RunFigures;
  /** `[k]`: requests whose first k attempts failed. */
  readonly failedAtLeast: Float64Array;
  /** Seconds of waiting more than on average, by the numbers that were drawn. */
  readonly jitterLuckS: number;
}

function retried(requests: number, seed: number): Retried {
  const failures = new Uint8Array(requests);
  const failedAtLeast = new Float64Array(N + 1);
  let jitterLuckS = 0;
  const plan = observed(startingAt(planOf(retrying, steady(requests), seed), 'fallback'), 'retry', {
    onReply(_config, _state, context) {
      if (context.outcome === 0) return;
      const failed = ++failures[context.request]!;
      failedAtLeast[failed]!++;
      if (failed < N) jitterLuckS += (context.uniform(JITTER_PURPOSE, failed - 1) - 0.5) * 2 ** (failed - 1);
    },
  });
  return { run: rehearse(plan), failedAtLeast, jitterLuckS };
}

/** What the retry draws its jitter for; were it another number, the control would be noise and the interval too wide. */
const JITTER_PURPOSE = 0;
