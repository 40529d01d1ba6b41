import { test } from 'vitest';
import { expectReproduces, model, planOf, poisson, policyOf, rehearse, replicate, startingAt } from './protocol.ts';
import { blockedMD1K } from './queueing.ts';

// A bucket that refills continuously at 1/s and holds B is the queue M/D/1/B seen from its free places: both refuse the same arrivals
// (Berger, "Performance analysis of a rate-control throttle where tokens and jobs queue", IEEE JSAC 1991).
test.each([
  [1, 5, 0.103449, 45_000],
  // The rarer the refusals, the more requests it takes to know their share.
  [0.8, 5, 0.03529, 400_000],
  [1.2, 10, 0.170911, 45_000],
])('oracle 16: Poisson arrivals of %d/s at a bucket of 1/s that holds %d', { timeout: 120_000 }, (rate, burst, exact, requests) => {
  const policy = policyOf(
    [
      ['entry', 'entry', {}, { next: 'model' }],
      ['model', 'model', model()],
    ],
    { requestsPerMin: 60, requestBurst: burst },
  );
  const runs = replicate((seed) => {
    const traffic = poisson(rate, requests, seed);
    const run = rehearse(startingAt(planOf(policy, traffic, seed), 'model'));
    // Control variates: what a smaller and a larger bucket refuse of the same arrivals, counted by hand, with known means. Weights by regression on other seeds.
    const luck = (places: number) => refusedShare(traffic.arrivalMs, places) - blockedMD1K(places, rate);
    return run.outcomes.byFailure['rate-limit']! / run.requests - 0.47 * luck(burst - 1) - 0.55 * luck(burst + 1);
  });
  expectReproduces(runs, exact, 0.005);
});

/** Share of arrivals that find less than one token in a bucket of 1/s, full at first. */
function refusedShare(arrivalMs: Float64Array, burst: number): number {
  let tokens = burst;
  let lastMs = 0;
  let refused = 0;
  for (const nowMs of arrivalMs) {
    tokens = Math.min(burst, tokens + (nowMs - lastMs) / 1000);
    lastMs = nowMs;
    if (tokens >= 1) tokens--;
    else refused++;
  }
  return refused / arrivalMs.length;
}
