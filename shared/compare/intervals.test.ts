import { describe, expect, it } from 'vitest';
import { normalQuantile, threefry, toUniform } from '../dice/index.ts';
import { interval95, pairedInterval95, tQuantile975 } from './intervals.ts';
import { looks } from './stopping.ts';

describe('tQuantile975', () => {
  it.each([
    [1, 12.7062],
    [9, 2.2622],
    [10, 2.2281],
    [11, 2.201],
    [12, 2.1788],
    [20, 2.086],
    [30, 2.0423],
    [60, 2.0003],
    [120, 1.9799],
    [999, 1.9623],
  ])('of %i degrees of freedom is %f, as the tables print it', (degrees, quantile) => {
    expect(tQuantile975(degrees)).toBeCloseTo(quantile, 3);
  });

  it('falls with every degree, also where the table ends', () => {
    for (let n = 1; n < 60; n++) expect(tQuantile975(n + 1)).toBeLessThan(tQuantile975(n));
  });

  it('refuses to speak of the spread of one run', () => {
    expect(() => tQuantile975(0)).toThrow('got 0');
  });
});

describe('interval95', () => {
  it('agrees with a worked example', () => {
    // Mean 3, standard deviation √2.5, t(4) = 2.7764: half-width 1.9633.
    const { mean, low, high } = interval95([1, 2, 3, 4, 5]);
    expect(mean).toBe(3);
    expect(low).toBeCloseTo(1.0367, 3);
    expect(high).toBeCloseTo(4.9633, 3);
  });

  it('has no width when all replications agree', () => {
    expect(interval95([7, 7, 7])).toEqual({ mean: 7, low: 7, high: 7 });
  });
});

describe('pairedInterval95', () => {
  it('knows a small difference under large common noise, which two intervals could not', () => {
    const first = [10, 200, 35, 1000, 480];
    const { mean, low } = pairedInterval95(
      first,
      first.map((value, i) => value + 1 + 0.1 * (i % 2)),
    )!;
    expect(mean).toBeCloseTo(1.04, 6);
    expect(low).toBeGreaterThan(0.9);
  });

  it('says nothing when a pair lacks a figure', () => {
    expect(pairedInterval95([1, null, 3], [1, 2, 3])).toBeNull();
    expect(pairedInterval95([1, 2, 3], [1, 2, null])).toBeNull();
  });
});

describe('coverage', () => {
  const EXPERIMENTS = 2000;
  /** Share of experiments, each of normal values with mean 0, whose interval over the replications that a rule chooses holds 0. */
  const coverage = (replicationsOf: (values: readonly number[]) => number): number => {
    let hits = 0;
    for (let experiment = 0; experiment < EXPERIMENTS; experiment++) {
      const values = Array.from({ length: 60 }, (_, at) => normalQuantile(toUniform(threefry(7, 0, experiment, at))));
      const { low, high } = interval95(values.slice(0, replicationsOf(values)));
      if (low <= 0 && high >= 0) hits++;
    }
    return hits / EXPERIMENTS;
  };

  // Four standard deviations of a share of 2 000 experiments are 0.02.
  it.each([2, 5, 20])('is 95 %% of %i replications', (replications) => {
    expect(Math.abs(coverage(() => replications) - 0.95)).toBeLessThan(0.02);
  });

  it('loses at most two points to stopping at the first narrow interval', () => {
    const stops = looks({ atLeast: 10, atMost: 60, precision: [{ figure: 'p95Ms', halfWidth: 1, isRelative: false }] });
    for (const halfWidth of [0.3, 0.4, 0.5]) {
      const share = coverage((values) => {
        const narrow = stops.find((look) => {
          const { low, high } = interval95(values.slice(0, look));
          return (high - low) / 2 <= halfWidth;
        });
        return narrow ?? 60;
      });
      expect(share).toBeGreaterThan(0.92);
    }
  });
});
