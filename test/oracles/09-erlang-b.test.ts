import { test } from 'vitest';
import { expectReproduces, model, planOf, poisson, policyOf, rateOf, rehearse, replicate, startingAt } from './protocol.ts';
import { erlangB } from './queueing.ts';

// M/G/10/10 with 8 erlangs: the share refused is Erlang's B, .121661, whatever the distribution of service times (Sevastyanov 1957).
const SERVERS = 10;
const RATE = 8;
// Log-normal with mean 1 s and squared coefficient of variation 4: σ² = ln 5, median = e^(−σ²/2) s, P95 = median × e^(1.6449 σ).
const SIGMA = Math.sqrt(Math.log(5));
const MEDIAN_MS = 1000 / Math.sqrt(5);
const shapes = {
  exponential: { latencyShape: 'exponential', ttftP50Ms: 1000 },
  constant: { latencyShape: 'constant', ttftP50Ms: 1000 },
  'log-normal': { latencyShape: 'lognormal', ttftP50Ms: MEDIAN_MS, ttftP95Ms: MEDIAN_MS * Math.exp(1.6448536269514722 * SIGMA) },
} as const;

test.each(Object.entries(shapes))('oracle 9: refused by ten slots without a queue, %s service', (_name, shape) => {
  const policy = policyOf(
    [
      ['entry', 'entry', {}, { next: 'model' }],
      ['model', 'model', model(shape)],
    ],
    { concurrency: SERVERS, queueLength: 0 },
  );
  const runs = replicate((seed) => {
    const traffic = poisson(RATE, 720_000, seed);
    const run = rehearse(startingAt(planOf(policy, traffic, seed), 'model'));
    const rate = rateOf(traffic);
    // Control variate: the load that this seed happened to draw has a known expectation.
    const erlangs = (rate * run.latencyMs.mean!) / 1000;
    const refused = run.outcomes.byFailure['rate-limit']! / run.requests;
    return refused - erlangB(SERVERS, erlangs) + erlangB(SERVERS, RATE);
  });
  expectReproduces(runs, 0.121661, 0.005);
});
