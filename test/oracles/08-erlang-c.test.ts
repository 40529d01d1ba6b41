import { test } from 'vitest';
import { observeWaits } from './observe.ts';
import { expectReproduces, model, planOf, poisson, policyOf, rateOf, rehearse, replicate, startingAt } from './protocol.ts';
import { erlangC } from './queueing.ts';

// M/M/10 with λ = 8/s, μ = 1/s: Wq = C/(cμ − λ), P(W > t) = C e^(−(cμ − λ)t). Erlang 1917; e.g. Kleinrock, "Queueing Systems" I, §3.5.
const SERVERS = 10;
const RATE = 8;
const waiting = policyOf(
  [
    ['entry', 'entry', {}, { next: 'model' }],
    ['model', 'model', model({ latencyShape: 'exponential', ttftP50Ms: 1000 })],
  ],
  { concurrency: SERVERS, queueLength: null },
);
const meanWait = (rate: number, serviceS: number) => erlangC(SERVERS, rate * serviceS) / (SERVERS / serviceS - rate);
const longWait = (rate: number, serviceS: number) => erlangC(SERVERS, rate * serviceS) * Math.exp(-(SERVERS / serviceS - rate));

test('oracle 8: waiting for one of ten slots', () => {
  const runs = replicate((seed) => {
    const traffic = poisson(RATE, 650_000, seed);
    const observer = observeWaits(startingAt(planOf(waiting, traffic, seed), 'model'), 'model', 1);
    const run = rehearse(observer.plan);
    const rate = rateOf(traffic);
    const waitS = observer.sumS / run.requests;
    // Control variates: what the formula says about the arrivals and service times that this seed happened to draw has a known expectation.
    const serviceS = run.latencyMs.mean! / 1000 - waitS;
    return {
      waitS: waitS - meanWait(rate, serviceS) + meanWait(RATE, 1),
      longer: observer.longer / run.requests - longWait(rate, serviceS) + longWait(RATE, 1),
    };
  });
  expectReproduces(
    runs.map((run) => run.waitS),
    0.20459,
    0.02,
  );
  expectReproduces(
    runs.map((run) => run.longer),
    0.05538,
    0.02,
  );
});
