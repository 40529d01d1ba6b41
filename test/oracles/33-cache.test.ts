import { test } from 'vitest';
import { expectReproduces, model, planOf, poisson, policyOf, rehearse, replicate, startingAt } from './protocol.ts';

// Hits of a key asked as a Poisson stream λ and kept for T: λT/(1 + λT) when the time counts from the miss, 1 − e^(−λT) when it starts again with every hit
// (renewal argument; Jung, Berger and Balakrishnan, "Modeling TTL-based Internet caches", INFOCOM 2003, for the first).
const RATE = 0.1;
const TTL_S = 60;

test.each([
  ['counted from the miss', false, (RATE * TTL_S) / (1 + RATE * TTL_S), 0.857143],
  ['started again by a hit', true, 1 - Math.exp(-RATE * TTL_S), 0.997521],
] as const)('oracle 33: hits of a cache with the time %s', (_name, refreshOnHit, law, exact) => {
  // Twenty keys, all asked alike, so that keys must be told apart.
  const KEYS = 20;
  const policy = policyOf([
    ['entry', 'entry', {}, { next: 'cache' }],
    [
      'cache',
      'cache',
      { ttlMs: TTL_S * 1000, refreshOnHit, questions: KEYS, zipfExponent: 0, maxEntries: null, latencyMs: 0 },
      { next: 'model' },
    ],
    ['model', 'model', model()],
  ]);
  const REQUESTS = 40_000;
  const runs = replicate((seed) => {
    const run = rehearse(startingAt(planOf(policy, poisson(RATE * KEYS, REQUESTS, seed), seed), 'cache'));
    // The first miss of each key is the start's, not the law's.
    return run.nodes.find((node) => node.id === 'cache')!.facts['hit']! / (REQUESTS - KEYS);
  });
  expectReproduces(runs, exact, 0.005);
  expectReproduces(runs, law, 0.005);
});
