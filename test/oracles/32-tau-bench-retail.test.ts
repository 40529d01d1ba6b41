import { expect, test } from 'vitest';
import { betaOf, type DifficultyShape, fitDifficulty, passAll } from '../../shared/reliability/index.ts';
import { expectReproduces, replicate, steady } from './protocol.ts';
import { passAllOfRun } from './trials.ts';

// τ-bench, retail, gpt-4o: pass^1..4 = .604, .491, .430, .383 (README of the benchmark; Yao et al. 2024, arXiv 2406.12045). Tasks that were all
// alike would give .604^4 = .133; a Beta-binomial fitted on the first two gives .431 and .392.
const PUBLISHED = [0.604, 0.491, 0.43, 0.383] as const;
const fitted = fitDifficulty(PUBLISHED[0], PUBLISHED[1]);

test('oracle 32: fitted on pass^1 and pass^2, the Beta-binomial reproduces pass^3 and pass^4 within .01', () => {
  const { a, b } = betaOf(fitted);
  expect([a, b]).toEqual([expect.closeTo(0.541, 3), expect.closeTo(0.355, 3)]);
  expect([3, 4].map((k) => passAll(fitted, k))).toEqual([expect.closeTo(0.431, 3), expect.closeTo(0.392, 3)]);
  for (const k of [3, 4]) expect(Math.abs(passAll(fitted, k) - PUBLISHED[k - 1]!)).toBeLessThan(0.01);
});

test('oracle 32: "decided" tasks of the same fit reproduce them too', () => {
  const decided = fitDifficulty(PUBLISHED[0], PUBLISHED[1], 'decided');
  for (const k of [3, 4]) expect(Math.abs(passAll(decided, k) - PUBLISHED[k - 1]!)).toBeLessThan(0.01);
});

test.each<DifficultyShape>(['beta', 'decided'])(
  'oracle 32: pass^1 to pass^8 come out of runs in which a model tries each task eight times (%s)',
  (shape) => {
    const traffic = steady(12_000);
    const config = { successRate: fitted.mean, difficultySpread: fitted.spread, difficultyShape: shape };
    const runs = replicate((seed) => passAllOfRun(config, traffic, seed));
    for (let k = 1; k <= 8; k++) {
      const exact = passAll({ ...fitted, shape }, k);
      expectReproduces(
        runs.map((run) => run[k - 1]!),
        exact,
        0.01 / exact,
      );
    }
  },
);
