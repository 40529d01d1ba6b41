import { expect, test } from 'vitest';
import { poissonTail, poissonThreshold } from './poisson.ts';

// Reference values: 1 − Σ exp(−m + i ln m − ln i!), summed exactly (math.fsum of Python 3).
test.each([
  [3.6, 5, 0.29356155],
  [3.6, 12, 0.00037032],
  [0.6, 5, 0.00039449],
  [5, 5, 0.55950671],
  [1e-3, 1, 0.00099950017],
])('P(X ≥ k) for mean %f and k = %i', (mean, k, share) => {
  expect(poissonTail(mean, k)).toBeCloseTo(share, 7);
});

test('nothing is lost far out, and nothing underflows for a busy service', () => {
  expect(poissonTail(0, 1)).toBe(0);
  expect(poissonTail(1, 30)).toBeCloseTo(1.43e-33, 34);
  expect(poissonTail(5000, 10)).toBe(1);
  expect(poissonTail(5000, 5001)).toBeCloseTo(0.4962, 3);
});

test.each([0.01, 0.6, 3.6, 40, 900, 12_345])('the threshold for mean %f is the smallest count that is rare', (mean) => {
  const k = poissonThreshold(mean, 0.001);
  expect(poissonTail(mean, k)).toBeLessThanOrEqual(0.001);
  if (k > 1) expect(poissonTail(mean, k - 1)).toBeGreaterThan(0.001);
});
