import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StationState } from './station.ts';
import { toyStation } from './toy-kinds.ts';

const unlimited = Number.POSITIVE_INFINITY;

describe('request bucket', () => {
  test('starts full, refills continuously and tells when the next one fits', () => {
    const station = new StationState(toyStation({ requestsPerMin: 60, requestBurst: 2 }));
    expect([station.admit(0, 0, unlimited), station.admit(0, 0, unlimited)]).toEqual([0, 0]);
    expect(station.admit(0, 0, unlimited)).toBe(1000);
    expect(station.admit(400, 0, unlimited)).toBeCloseTo(600, 9);
    expect(station.admit(1000, 0, unlimited)).toBe(0);
    expect(station.admit(1000, 0, unlimited)).toBeCloseTo(1000, 9);
  });

  test('a burst of one minute’s worth when none is given', () => {
    const station = new StationState(toyStation({ requestsPerMin: 3 }));
    const waits = Array.from({ length: 4 }, () => station.admit(0, 0, unlimited));
    expect(waits).toEqual([0, 0, 0, 20_000]);
  });

  test('a call that waits as long as it was told is admitted, up to the resolution of the clock', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 1e5, noNaN: true }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (requestsPerMin, startMs) => {
          const station = new StationState(toyStation({ requestsPerMin, requestBurst: 1 }));
          expect(station.admit(startMs, 0, unlimited)).toBe(0);
          const waitMs = station.admit(startMs, 0, unlimited);
          expect(station.admit(startMs + waitMs, 0, unlimited)).toBeLessThan(1e-3);
        },
      ),
    );
  });

  test('an incident’s limit holds while it lasts, and a limit of nothing refuses for a minute', () => {
    const station = new StationState(toyStation({}));
    expect(station.admit(0, 0, 0)).toBe(60_000);
    expect(station.admit(1, 0, 1)).toBe(0);
    expect(station.admit(1, 0, 1)).toBeCloseTo(60_000, 6);
    expect(station.admit(2, 0, unlimited)).toBe(0);
  });
});

test('tokens and requests are taken from both buckets or from neither', () => {
  const station = new StationState(toyStation({ requestsPerMin: 2, tokensPerMin: 1000 }));
  expect(station.admit(0, 900, unlimited)).toBe(0);
  // 100 tokens left: refused, and the second request is not used up by it.
  expect(station.admit(0, 400, unlimited)).toBeCloseTo(18_000, 6);
  expect(station.admit(0, 100, unlimited)).toBe(0);
  expect(station.admit(0, 0, unlimited)).toBeCloseTo(30_000, 6);
});
