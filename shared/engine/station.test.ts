import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StationState } from './station.ts';
import { toyStation } from './toy-kinds.ts';

const unlimited = Number.POSITIVE_INFINITY;

describe('request bucket', () => {
  test('starts full, refills continuously and tells when the next one fits', () => {
    const station = new StationState(toyStation({ requestsPerMin: 60, requestBurst: 2 }));
    expect([station.admit(Float64Array.of(0), 0, unlimited), station.admit(Float64Array.of(0), 0, unlimited)]).toEqual([0, 0]);
    expect(station.admit(Float64Array.of(0), 0, unlimited)).toBe(1000);
    expect(station.admit(Float64Array.of(400), 0, unlimited)).toBeCloseTo(600, 9);
    expect(station.admit(Float64Array.of(1000), 0, unlimited)).toBe(0);
    expect(station.admit(Float64Array.of(1000), 0, unlimited)).toBeCloseTo(1000, 9);
  });

  test('a burst of one minute’s worth when none is given', () => {
    const station = new StationState(toyStation({ requestsPerMin: 3 }));
    const waits = Array.from({ length: 4 }, () => station.admit(Float64Array.of(0), 0, unlimited));
    expect(waits).toEqual([0, 0, 0, 20_000]);
  });

  test('a call that waits as long as it was told is admitted, up to the resolution of the clock', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 1e5, noNaN: true }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (requestsPerMin, startMs) => {
          const station = new StationState(toyStation({ requestsPerMin, requestBurst: 1 }));
          expect(station.admit(Float64Array.of(startMs), 0, unlimited)).toBe(0);
          const waitMs = station.admit(Float64Array.of(startMs), 0, unlimited);
          expect(station.admit(Float64Array.of(startMs + waitMs), 0, unlimited)).toBeLessThan(1e-3);
        },
      ),
    );
  });

  test('an incident’s limit holds while it lasts, and a limit of nothing refuses for a minute', () => {
    const station = new StationState(toyStation({}));
    expect(station.admit(Float64Array.of(0), 0, 0)).toBe(60_000);
    expect(station.admit(Float64Array.of(1), 0, 1)).toBe(0);
    expect(station.admit(Float64Array.of(1), 0, 1)).toBeCloseTo(60_000, 6);
    expect(station.admit(Float64Array.of(2), 0, unlimited)).toBe(0);
  });
});

describe('an incident that limits one model of a provider', () => {
  /** Every 5 ms a call to the limited model, and between them one to another model of the same provider. */
  function alternate(requestsPerMin: number, limitOfIncident: number, seconds: number) {
    const station = new StationState(toyStation({ requestsPerMin, requestBurst: 1 }));
    let limited = 0;
    let others = 0;
    for (let call = 0; call < seconds * 200; call++) {
      const nowMs = call * 5;
      if (call % 2 === 0) limited += station.admit(Float64Array.of(nowMs), 0, limitOfIncident) === 0 ? 1 : 0;
      else others += station.admit(Float64Array.of(nowMs), 0, unlimited) === 0 ? 1 : 0;
    }
    return { limited, others };
  }

  test('holds for that model although others refill the provider’s own bucket', () => {
    // 60 a minute are 10 in ten seconds, and the first.
    expect(alternate(24_000, 60, 10).limited).toBeLessThanOrEqual(11);
    expect(alternate(24_000, 60, 10).limited).toBeGreaterThanOrEqual(9);
  });

  test('takes nothing from the others but the calls that it admits', () => {
    const { limited, others } = alternate(6_000, 60, 10);
    expect(limited + others).toBeGreaterThanOrEqual(990);
  });

  test('is over when it is over: the provider’s own bucket was not emptied by it', () => {
    const station = new StationState(toyStation({ requestsPerMin: 600, requestBurst: 100 }));
    for (let nowMs = 0; nowMs < 60_000; nowMs += 10) station.admit(Float64Array.of(nowMs), 0, 6);
    const admitted = Array.from({ length: 200 }, () => station.admit(Float64Array.of(60_001), 0, unlimited)).filter(
      (waitMs) => waitMs === 0,
    );
    expect(admitted).toHaveLength(100);
  });
});

test('tokens and requests are taken from both buckets or from neither', () => {
  const station = new StationState(toyStation({ requestsPerMin: 2, tokensPerMin: 1000 }));
  expect(station.admit(Float64Array.of(0), 900, unlimited)).toBe(0);
  // 100 tokens left: refused, and the second request is not used up by it.
  expect(station.admit(Float64Array.of(0), 400, unlimited)).toBeCloseTo(18_000, 6);
  expect(station.admit(Float64Array.of(0), 100, unlimited)).toBe(0);
  expect(station.admit(Float64Array.of(0), 0, unlimited)).toBeCloseTo(30_000, 6);
});
