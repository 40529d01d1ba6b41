import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { normalQuantile } from './normal.ts';

describe('normalQuantile', () => {
  // The first three are the check values that the algorithm was published with; the others are tabled everywhere.
  it.each([
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167814],
    [1e-20, -9.262340089798409],
    [0.5, 0],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
    [0.99, 2.3263478740408408],
  ])('of %f is %f', (p, quantile) => {
    expect(normalQuantile(p)).toBeCloseTo(quantile, 12);
  });

  test('rises with its argument and is symmetric, also where the formulas meet', () => {
    const p = fc.double({ min: 1e-10, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(p, p, (a, b) => {
        fc.pre(Math.abs(a - b) > 1e-12);
        expect(normalQuantile(Math.min(a, b))).toBeLessThan(normalQuantile(Math.max(a, b)));
        expect(normalQuantile(1 - a)).toBeCloseTo(-normalQuantile(a), 5);
      }),
    );
    for (const edge of [0.075, 0.925, Math.exp(-25)])
      expect(normalQuantile(edge * (1 + 1e-9))).toBeCloseTo(normalQuantile(edge * (1 - 1e-9)), 7);
  });
});
