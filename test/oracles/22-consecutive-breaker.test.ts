import { test } from 'vitest';
import { observed } from './observe.ts';
import { expectReproduces, model, planOf, policyOf, rehearse, replicate, startingAt, steady } from './protocol.ts';

// A breaker that opens after k failures in a row, each call failing with p by itself. Calls until a run of k: E[N] = (p^-k − 1)/(1 − p) (Feller, An Introduction
// to Probability Theory and Its Applications, volume 1, XIII.7, success runs). Zero latency, so calls never overlap.
const K = 5;
const callsToTrip = (p: number) => (p ** -K - 1) / (1 - p);

/**
 * Control variate: places in the sequence of outcomes at which the last five all failed, overlapping ones too. Its mean is known and has nothing to do with what the
 * breaker makes of them. A clump of them is as long as a run of failures goes on, so their number is geometric with mean 1/q and mean square (2 − q)/q², and most
 * clumps open the breaker once: that gives the weight, and takes the standard deviation to about a half.
 */
const weight = (q: number) => q / (2 - q);

// At p = 0.1 (111 110 calls) one run in ten replications would need 10⁹ calls to be this exact; the formula is the same.
test.each([
  [0.3, 586.46, 550_000],
  [0.5, 62, 150_000],
])('oracle 22: five failures in a row at p = %d', { timeout: 120_000 }, (p, exact, requests) => {
  const policy = policyOf([
    ['entry', 'entry', {}, { next: 'breaker' }],
    // Closed again by itself before the next call, so that every call belongs to a run.
    [
      'breaker',
      'breaker',
      { tripRule: 'consecutive', failureCount: K, windowKind: 'none', openForMs: 1, openEnds: 'timer', halfOpen: 'none' },
      { next: 'model' },
    ],
    ['model', 'model', model({ serverErrorRate: p })],
  ]);
  const runs = replicate((seed) => {
    let inARow = 0;
    let places = 0;
    const plan = observed(startingAt(planOf(policy, steady(requests, 2), seed), 'breaker'), 'breaker', {
      onReply(_config, _state, context) {
        inARow = context.outcome === 0 ? 0 : inARow + 1;
        if (inARow >= K) places++;
      },
    });
    const opened = rehearse(plan).breakers[0]!.transitions.filter(({ to }) => to === 'open').length;
    return requests / (opened - weight(1 - p) * (places - (requests - K + 1) * p ** K));
  });
  expectReproduces(runs, callsToTrip(p), 0.03);
  expectReproduces(runs, exact, 0.03);
});
