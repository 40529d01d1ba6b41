import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DDSketch } from '../engine/index.ts';
import { pooledLatency, quantileOf, trimmedSketch } from './quantile.ts';

const sketchOf = (values: readonly number[]): DDSketch => {
  const sketch = new DDSketch();
  for (const value of values) sketch.add(value);
  return sketch;
};
const latency = fc.double({ min: 0.01, max: 1e7, noNaN: true });

describe('quantileOf', () => {
  it('stays within the sketch’s own bound of 1 % around its answer, and inside the values', () => {
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1, maxLength: 200 }), fc.constantFrom(0, 0.5, 0.95, 0.99, 1), (values, q) => {
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.floor(q * (sorted.length - 1))]!;
        const found = quantileOf(sketchOf(values).toJSON(), q)!;
        // One bin is γ − 1 = 2.02 % wide.
        expect(Math.abs(found - exact) / exact).toBeLessThan(0.0203);
        expect(found).toBeGreaterThanOrEqual(sorted[0]!);
        expect(found).toBeLessThanOrEqual(sorted.at(-1)!);
      }),
    );
  });

  it('tells half a percent of difference, which the middle of a bin cannot', () => {
    // Evenly spread on the log scale from 100 ms to 10 s, as latencies nearly are within a bin.
    const values = Array.from({ length: 20_000 }, (_, i) => 100 * 100 ** (i / 20_000));
    const slower = values.map((value) => value * 1.005);
    for (const q of [0.5, 0.95, 0.99]) {
      const ratio = quantileOf(sketchOf(slower).toJSON(), q)! / quantileOf(sketchOf(values).toJSON(), q)!;
      expect(ratio).toBeCloseTo(1.005, 3);
    }
  });

  it('never falls when q grows', () => {
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1, maxLength: 100 }), (values) => {
        const sketch = sketchOf(values).toJSON();
        let before = 0;
        for (let q = 0; q <= 1; q += 0.05) {
          const found = quantileOf(sketch, q)!;
          expect(found).toBeGreaterThanOrEqual(before);
          before = found;
        }
      }),
    );
  });

  it('has nothing to say of no answers', () => {
    expect(quantileOf(sketchOf([]).toJSON(), 0.5)).toBeNull();
  });
});

describe('pooledLatency', () => {
  it('is that of all values together, however they were split', () => {
    fc.assert(
      fc.property(fc.array(latency, { minLength: 2, maxLength: 100 }), fc.nat(99), (values, cut) => {
        const at = cut % values.length;
        const split = [values.slice(0, at), values.slice(at)].map((part) => trimmedSketch(sketchOf(part).toJSON()));
        const { mean, ...quantiles } = pooledLatency(split);
        const { mean: meanOfAll, ...ofAll } = pooledLatency([trimmedSketch(sketchOf(values).toJSON())]);
        expect(quantiles).toEqual(ofAll);
        expect(mean).toBeCloseTo(meanOfAll!, 6);
      }),
    );
  });
});
