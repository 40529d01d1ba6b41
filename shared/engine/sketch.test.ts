import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DDSketch, SKETCH_ACCURACY } from './sketch.ts';

const latency = fc.oneof(fc.constant(0), fc.double({ min: 1e-5, max: 1e10, noNaN: true }), fc.integer({ min: 0, max: 2000 }));
const sketchOf = (values: readonly number[]) => {
  const sketch = new DDSketch();
  for (const value of values) sketch.add(value);
  return sketch;
};
const quantiles = [0, 0.25, 0.5, 0.95, 0.99, 0.999, 1];

test('every quantile is within 1 % of the true one; count, mean and maximum are exact', () => {
  fc.assert(
    fc.property(fc.array(latency, { minLength: 1, maxLength: 300 }), (values) => {
      const sketch = sketchOf(values);
      const sorted = [...values].sort((a, b) => a - b);
      for (const q of quantiles) {
        const exact = sorted[Math.floor(q * (sorted.length - 1))]!;
        expect(Math.abs(sketch.quantile(q)! - exact)).toBeLessThanOrEqual(exact * SKETCH_ACCURACY * (1 + 1e-9));
      }
      expect(sketch.figures()).toMatchObject({ mean: values.reduce((sum, value) => sum + value, 0) / values.length, max: sorted.at(-1) });
      expect(sketch.count).toBe(values.length);
    }),
  );
});

test('merged sketches answer as one that saw everything, in any order', () => {
  fc.assert(
    fc.property(fc.array(latency, { maxLength: 100 }), fc.array(latency, { maxLength: 100 }), (a, b) => {
      const whole = sketchOf([...a, ...b]);
      const ab = sketchOf(a);
      ab.merge(sketchOf(b));
      const ba = sketchOf(b);
      ba.merge(DDSketch.from(JSON.parse(JSON.stringify(sketchOf(a)))));
      for (const q of quantiles) {
        expect(ab.quantile(q)).toBe(whole.quantile(q));
        expect(ba.quantile(q)).toBe(whole.quantile(q));
      }
      expect(ab.max).toBe(whole.max);
    }),
  );
});

describe('edges', () => {
  test('empty has no figures', () => {
    expect(new DDSketch().figures()).toEqual({ p50: null, p95: null, p99: null, mean: null, max: null });
  });
  test('cleared is empty', () => {
    const sketch = sketchOf([1, 2, 3]);
    sketch.clear();
    expect(sketch.figures().p50).toBeNull();
    sketch.add(500);
    expect(sketch.quantile(0.5)).toBe(500);
  });
  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('%s is refused', (value) => {
    expect(() => new DDSketch().add(value)).toThrow(RangeError);
  });
});
