import { describe, expect, it } from 'vitest';
import { bucketMsFor } from './buckets.ts';

describe('bucketMsFor', () => {
  it.each([
    [0, 100],
    [3_502_000, 30_000],
    [3_600_000, 30_000],
    [3_600_001, 60_000],
    [86_400_000, 900_000],
    [400 * 365 * 86_400_000, 1217 * 86_400_000],
  ])('cuts %i ms into pieces of %i ms', (durationMs, bucketMs) => {
    expect(bucketMsFor(durationMs)).toBe(bucketMs);
    expect(durationMs / bucketMs).toBeLessThanOrEqual(120);
  });
});
