import { test } from 'vitest';
import { expectReproduces, model, planOf, poisson, policyOf, rateOf, rehearse, replicate, startingAt } from './protocol.ts';
import { blockedMD1K } from './queueing.ts';

// A bucket that refills continuously at 1/s and holds B is the queue M/D/1/B seen from its free places: both refuse the same arrivals
// (Berger, "Performance analysis of a rate-control throttle where tokens and jobs queue", IEEE JSAC 1991).
test.each([
  [1, 5, 0.103449, 1_250_000],
  // The rarer the refusals, the more requests it takes to know their share.
  [0.8, 5, 0.03529, 9_000_000],
  [1.2, 10, 0.170911, 250_000],
])('oracle 16: Poisson arrivals of %d/s at a bucket of 1/s that holds %d', { timeout: 600_000 }, (rate, burst, exact, requests) => {
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
    const drawnRate = rateOf(traffic);
    // Control variate: the arrivals that this seed happened to draw have a known rate.
    return run.outcomes.byFailure['rate-limit']! / run.requests - blockedMD1K(burst, drawnRate) + blockedMD1K(burst, rate);
  });
  expectReproduces(runs, exact, 0.005);
});
