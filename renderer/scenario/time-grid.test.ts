import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScenarioEvent } from '../../shared/model/index.ts';
import { firstDurationMs, gridMs, instantsOf, packed, snapped, steppedOnGrid, timelineMs } from './time-grid.ts';

const MINUTE_MS = 60_000;
const event = (id: string, startMs: number, durationMs: number): ScenarioEvent => ({
  id,
  name: id,
  target: { kind: 'primary-provider' },
  effect: { kind: 'latency', multiplier: 2 },
  startMs,
  durationMs,
  rampUpMs: 0,
  rampDownMs: 0,
});

describe('the grid', () => {
  it('is as fine as a hand can aim: half a minute for an hour on 900 pixels, never below a second', () => {
    expect(gridMs(3_600_000 / 900)).toBe(30_000);
    expect(gridMs(1)).toBe(1000);
    expect(gridMs((30 * 86_400_000) / 900)).toBeGreaterThanOrEqual(6 * ((30 * 86_400_000) / 900));
  });

  it('is stepped along from its lines and from between them', () => {
    expect([60_000, 61_000, 119_999].map((ms) => steppedOnGrid(ms, 60_000, 1))).toEqual([120_000, 120_000, 120_000]);
    expect([60_000, 61_000, 120_000].map((ms) => steppedOnGrid(ms, 60_000, -1))).toEqual([0, 60_000, 60_000]);
  });

  it('gives way to an instant of another event that is nearer than the reach', () => {
    expect(snapped(61_000, 60_000, [63_500], 3000)).toBe(63_500);
    expect(snapped(61_000, 60_000, [63_500], 2000)).toBe(60_000);
    expect(instantsOf([event('a', 1, 2), event('b', 5, 5)], new Set(['a']), 99)).toEqual([0, 99, 5, 10]);
  });

  it('offers a length that is a good part of what is seen', () => {
    expect(firstDurationMs(60 * MINUTE_MS)).toBe(10 * MINUTE_MS);
    expect(firstDurationMs(30_000)).toBe(5000);
  });
});

describe('rows of a lane', () => {
  it('hold events that do not touch on the screen, in as few rows as need be', () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 300 })), { maxLength: 30 });
    fc.assert(
      fc.property(spans, fc.integer({ min: 0, max: 100 }), (pairs, leastMs) => {
        const events = pairs.map(([startMs, durationMs], i) => event(`e${i}`, startMs, durationMs));
        // A long name needs more room than a short one.
        const leastOf = ({ id }: ScenarioEvent) => leastMs * id.length;
        const { rowOf, rowCount } = packed(events, leastOf);
        const endOf = (one: ScenarioEvent) => one.startMs + Math.max(one.durationMs, leastOf(one));
        for (const a of events)
          for (const b of events)
            if (a !== b && rowOf.get(a.id) === rowOf.get(b.id)) expect(a.startMs >= endOf(b) || b.startMs >= endOf(a)).toBe(true);
        const busiest = Math.max(1, ...events.map((a) => events.filter((b) => b.startMs <= a.startMs && a.startMs < endOf(b)).length));
        expect(rowCount).toBe(busiest);
      }),
    );
  });
});

it('the timeline is as long as the traffic, an hour until that is known, or as the events where they reach further', () => {
  expect(timelineMs([], null)).toBe(60 * MINUTE_MS);
  expect(timelineMs([event('a', 10, 10)], null)).toBe(60 * MINUTE_MS);
  expect(timelineMs([event('a', 10, 10)], 50_000)).toBe(50_000);
  expect(timelineMs([event('a', 10, 90_000)], 50_000)).toBe(90_010);
});
