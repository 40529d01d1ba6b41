import { test } from 'vitest';
import { oneServer, RATE } from './one-server.ts';
import { expectReproduces, replicate } from './protocol.ts';

// M/M/1 with λ = .7/s, μ = 1/s: the time in the system is exponential with rate μ − λ, so its 99th percentile is ln 100 / (μ − λ) = 15.35 s. E.g. Kleinrock,
// "Queueing Systems" I, §5.6. Read from the run's sketch, whose own error is at most 1 %; the luck of ten seeds spreads over several of its buckets.
//
// The other half of this oracle, processor sharing (a stream that slows down as others stream, x / (1 − ρ) for a job of size x), is left out on purpose:
// nothing in the product slows down with load but by waiting, and docs/engine.md says so.
const REQUESTS = 300_000;
const P99_S = Math.log(100) / (1 - RATE);

test('oracle 12: the 99th percentile behind one slot', { timeout: 120_000 }, () => {
  const p99s = replicate((seed) => {
    const run = oneServer({ latencyShape: 'exponential', ttftP50Ms: 1000 }, REQUESTS, seed);
    // Control variate: of the gaps and services that the seed drew, one in a hundred makes a time longer than the exact percentile. By how much it was more
    // moves the percentile of an exponential tail by so much; left is what the engine and the sketch do with the same luck.
    return run.p99S - Math.log(run.longerThan(P99_S) / 0.01) / (1 - RATE);
  });
  expectReproduces(p99s, P99_S, 0.02);
});
