import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { betaOf, type DifficultyShape, difficultyOf, fitDifficulty, passAll, passAny, successByDifficulty } from './difficulty.ts';
import { betaQuantile, logGamma, regularisedBeta } from './incomplete-beta.ts';
import { passAllOfTasks, passAllOfTrials, passAnyOfTrials } from './trials.ts';

const ratio = fc.double({ min: 0, max: 1, noNaN: true });
const shapes = fc.constantFrom<DifficultyShape>('beta', 'decided');
const inner = fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe('the incomplete beta function', () => {
  test('log Γ at factorials and at a half', () => {
    expect([1, 2, 5, 11].map(logGamma)).toEqual([0, 0, Math.log(24), Math.log(3_628_800)].map((value) => expect.closeTo(value, 11)));
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    expect(logGamma(1e-3)).toBeCloseTo(6.907178885383853, 11);
  });

  test('closed forms: a or b of 1, the arcsine law, a binomial tail', () => {
    for (const x of [0.001, 0.2, 0.5, 0.9, 0.999]) {
      expect(regularisedBeta(x, 3, 1)).toBeCloseTo(x ** 3, 12);
      expect(regularisedBeta(x, 1, 0.4)).toBeCloseTo(1 - (1 - x) ** 0.4, 12);
      expect(regularisedBeta(x, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(x)), 12);
      // P(at least 3 of 5) = I_x(3, 3).
      expect(regularisedBeta(x, 3, 3)).toBeCloseTo(10 * x ** 3 * (1 - x) ** 2 + 5 * x ** 4 * (1 - x) + x ** 5, 12);
    }
  });

  test('the quantile inverts it, over flat, U-shaped and narrow distributions', () => {
    const shape = fc.double({ min: -2, max: 3, noNaN: true }).map((exponent) => 10 ** exponent);
    fc.assert(
      fc.property(inner, shape, shape, (p, a, b) => {
        const x = betaQuantile(p, a, b);
        // A step of one representable number may be a large step of p where the density has a pole.
        const next = Math.abs(regularisedBeta(x * (1 + 1e-13), a, b) - regularisedBeta(x * (1 - 1e-13), a, b));
        expect(Math.abs(regularisedBeta(x, a, b) - p)).toBeLessThan(1e-10 + 2 * next + (x > 1 - 1e-12 || x < 1e-290 ? 1 : 0));
      }),
    );
  });

  test('a first guess that is right to the last digit is kept, however near to 0', () => {
    expect(betaQuantile(0.10424800527101917, 0.013577272352756678, 1) / 4.7669323645042795e-73).toBeCloseTo(1, 9);
  });
});

describe('difficulty per task', () => {
  test('its two ways of naming it agree', () => {
    fc.assert(
      fc.property(inner, inner, (mean, spread) => {
        const { a, b } = betaOf({ mean, spread });
        expect(difficultyOf(a, b).mean).toBeCloseTo(mean, 12);
        expect(difficultyOf(a, b).spread).toBeCloseTo(spread, 12);
      }),
    );
  });

  test('pass^k is the product of the Beta-binomial; alike tasks give p^k, extreme ones p', () => {
    // a = 2, b = 3: 2/5 · 3/6 · 4/7.
    expect(passAll(difficultyOf(2, 3), 3)).toBeCloseTo((2 / 5) * (3 / 6) * (4 / 7), 14);
    expect(passAny(difficultyOf(2, 3), 2)).toBeCloseTo(1 - (3 / 5) * (4 / 6), 14);
    expect(passAll({ mean: 0.6, spread: 0 }, 4)).toBeCloseTo(0.6 ** 4, 14);
    expect(passAll({ mean: 0.6, spread: 1 }, 4)).toBe(0.6);
    expect(passAll({ mean: 0.6, spread: 0.3 }, 0)).toBe(1);
    expect(passAll({ mean: 0.6, spread: 0.3, shape: 'decided' }, 3)).toBeCloseTo(0.3 * 0.6 + 0.7 * 0.6 ** 3, 14);
    expect(passAny({ mean: 0.6, spread: 0.3, shape: 'decided' }, 3)).toBeCloseTo(0.3 * 0.6 + 0.7 * (1 - 0.4 ** 3), 14);
  });

  test('a fit on pass^1 and pass^2 gives both back, and takes what sampling error puts outside to the nearer end', () => {
    fc.assert(
      fc.property(inner, ratio, shapes, (mean, spread, shape) => {
        const fitted = fitDifficulty(mean, passAll({ mean, spread, shape }, 2), shape);
        expect(fitted.mean).toBe(mean);
        expect(fitted.spread).toBeCloseTo(spread, 9);
      }),
    );
    expect(fitDifficulty(0.5, 0.2).spread).toBe(0);
    expect(fitDifficulty(0.5, 0.6).spread).toBe(1);
    expect([fitDifficulty(0, 0), fitDifficulty(1, 1)]).toEqual([
      { mean: 0, spread: 0, shape: 'beta' },
      { mean: 1, spread: 0, shape: 'beta' },
    ]);
  });

  test('a table of success rates keeps the mean exactly, rises, and keeps the moments', () => {
    fc.assert(
      fc.property(ratio, ratio, shapes, (mean, spread, shape) => {
        const table = successByDifficulty({ mean, spread, shape }, 256);
        let sum = 0;
        let squares = 0;
        let fourth = 0;
        for (let i = 0; i < table.length; i++) {
          expect(table[i]).toBeGreaterThanOrEqual(-1e-9);
          expect(table[i]).toBeLessThanOrEqual(1 + 1e-9);
          if (i > 0) expect(table[i]! - table[i - 1]!).toBeGreaterThanOrEqual(-1e-9);
          sum += table[i]! / 256;
          squares += table[i]! ** 2 / 256;
          fourth += table[i]! ** 4 / 256;
        }
        expect(sum).toBeCloseTo(mean, 9);
        expect(Math.abs(squares - passAll({ mean, spread, shape }, 2))).toBeLessThan(2e-3);
        expect(Math.abs(fourth - passAll({ mean, spread, shape }, 4))).toBeLessThan(3e-3);
      }),
      { numRuns: 60 },
    );
  });
});

describe('trials', () => {
  test('every choice of k out of n trials is counted', () => {
    expect(passAnyOfTrials(4, 1, 2)).toBeCloseTo(3 / 6, 14);
    expect(passAllOfTrials(4, 3, 2)).toBeCloseTo(3 / 6, 14);
    expect([passAllOfTrials(4, 1, 2), passAnyOfTrials(4, 3, 2), passAnyOfTrials(4, 0, 4), passAllOfTrials(4, 4, 4)]).toEqual([0, 1, 0, 1]);
    expect(passAllOfTasks([4, 2, 0], 4, 1)).toBeCloseTo(0.5, 14);
  });

  test('more than was tried cannot be told', () => {
    expect(() => passAllOfTrials(4, 2, 5)).toThrow('4 trials say nothing about 5');
    expect(() => passAnyOfTrials(4, 5, 2)).toThrow('-1 of 4 trials');
  });
});
