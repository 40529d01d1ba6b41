import { test } from 'vitest';
import { expectReproduces, model, planOf, poisson, policyOf, rehearse, replicate, startingAt } from './protocol.ts';

// Failures come as a Poisson stream of rate μ; a breaker trips on the second within w. Time from closed to trip: (1/μ)(1 + 1/(1 − e^(−μw))), since a
// failure is followed by another within w with probability 1 − e^(−μw), memorylessly. (First-passage argument; scan statistics need more for k > 2.)
const WINDOW_S = 60;
const timeToTrip = (mu: number) => (1 / mu) * (1 + 1 / (1 - Math.exp(-mu * WINDOW_S)));

test.each([
  [0.05, 41.048],
  [0.01, 321.64],
])('oracle 24: two failures in 60 s at %d a second', (mu, exact) => {
  const policy = policyOf([
    ['entry', 'entry', {}, { next: 'breaker' }],
    ['breaker', 'breaker', { failureCount: 2, windowMs: WINDOW_S * 1000, openForMs: 1, closeAfterSuccesses: 1 }, { next: 'model' }],
    // Half of twice the rate fails: the failures are a Poisson stream of rate μ, and the successes close the breaker for the next sample.
    ['model', 'model', model({ serverErrorRate: 0.5 })],
  ]);
  const runs = replicate((seed) => {
    const run = rehearse(startingAt(planOf(policy, poisson(2 * mu, 120_000, seed), seed), 'breaker'));
    let closedAtMs = 0;
    let sumMs = 0;
    let trips = 0;
    for (const { atMs, from, to } of run.breakers[0]!.transitions) {
      if (to === 'closed') closedAtMs = atMs;
      else if (from === 'closed') {
        sumMs += atMs - closedAtMs;
        trips++;
      }
    }
    return sumMs / trips / 1000;
  });
  expectReproduces(runs, exact, 0.01);
  expectReproduces(runs, timeToTrip(mu), 0.01);
});
