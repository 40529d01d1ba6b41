import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtureRun } from './fixture.ts';
import { bucketAt, clippedTo, fittingView, panned, placeIn, timeAxis, timeTicks, valueScale, zoomed } from './time-axis.ts';

describe('time axis', () => {
  it('is as long as the longer of traffic and series', () => {
    const run = fixtureRun();
    expect(timeAxis(run)).toEqual({ endMs: 3_540_000, bucketMs: 30_000, bucketCount: 118 });
    expect(timeAxis({ ...run, traffic: { ...run.traffic, durationMs: 4_000_000 } }).endMs).toBe(4_000_000);
  });

  it('never has no length, even for a run without a request', () => {
    const run = fixtureRun();
    const empty = { ...run, traffic: { ...run.traffic, durationMs: 0 }, series: { ...run.series, requests: [] } };
    expect(timeAxis(empty).endMs).toBeGreaterThan(0);
    expect(bucketAt(timeAxis(empty), 0)).toBe(-1);
  });

  it('keeps every instant inside the buckets', () => {
    const axis = { endMs: 100, bucketMs: 30, bucketCount: 4 };
    expect([-5, 0, 29.9, 30, 95, 100, 1e9].map((at) => bucketAt(axis, at))).toEqual([0, 0, 0, 1, 3, 3, 3]);
  });

  it('puts few round ticks on any length', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e11, noNaN: true }), fc.integer({ min: 2, max: 12 }), (endMs, most) => {
        const ticks = timeTicks({ fromMs: 0, toMs: endMs }, most);
        expect(ticks[0]).toBe(0);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        expect(ticks.at(-1)).toBeLessThanOrEqual(endMs);
      }),
    );
    expect(timeTicks({ fromMs: 0, toMs: 3_540_000 }, 6)).toEqual([0, 600_000, 1_200_000, 1_800_000, 2_400_000, 3_000_000]);
  });
});

describe('value scale', () => {
  it('starts at zero, holds the greatest value and has few round ticks', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), fc.integer({ min: 2, max: 6 }), (max, most) => {
        const { top, ticks } = valueScale(max, most);
        expect(ticks[0]).toBe(0);
        expect(top).toBeGreaterThan(max);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        expect(ticks.at(-1)).toBeLessThanOrEqual(top * (1 + 1e-9));
      }),
    );
    expect(valueScale(271, 3)).toMatchObject({ ticks: [0, 100, 200] });
  });

  it('stays drawable when nothing was measured', () => {
    expect(valueScale(0, 3).ticks.at(-1)).toBeGreaterThan(0);
  });
});

describe('the stretch that is shown', () => {
  const axis = { endMs: 3_600_000, bucketMs: 30_000, bucketCount: 120 };

  it('stays within the run and is never too short to show anything; as good as all of it is all of it', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e7, max: 1e7, noNaN: true }), fc.double({ min: -1e7, max: 1e7, noNaN: true }), (fromMs, toMs) => {
        const view = fittingView(axis, { fromMs, toMs });
        if (view === null) return;
        expect(view.fromMs).toBeGreaterThanOrEqual(0);
        expect(view.toMs).toBeLessThanOrEqual(axis.endMs + 1e-6);
        expect(view.toMs - view.fromMs).toBeGreaterThanOrEqual(4 * axis.bucketMs - 1e-6);
      }),
    );
    expect(fittingView(axis, { fromMs: 0, toMs: 3_599_000 })).toBeNull();
  });

  it('closer and wider again is where it was, about an instant that stays', () => {
    const view = { fromMs: 600_000, toMs: 1_800_000 };
    const closer = zoomed(axis, view, 2, 900_000)!;
    expect(placeIn(closer, 900_000)).toBeCloseTo(placeIn(view, 900_000), 9);
    expect(zoomed(axis, closer, 0.5, 900_000)).toEqual(view);
    expect(zoomed(axis, view, 0.1, 900_000)).toBeNull();
  });

  it('stops at the ends', () => {
    expect(panned(axis, { fromMs: 0, toMs: 600_000 }, -0.5)).toEqual({ fromMs: 0, toMs: 600_000 });
    expect(panned(axis, { fromMs: 0, toMs: 600_000 }, 0.5)).toEqual({ fromMs: 300_000, toMs: 900_000 });
  });

  it('shows the part of a span that lies in it', () => {
    const view = { fromMs: 100, toMs: 200 };
    expect(clippedTo(view, { startMs: 50, endMs: 150 })).toEqual({ startMs: 100, endMs: 150 });
    expect(clippedTo(view, { startMs: 0, endMs: 100 })).toBeNull();
    expect(clippedTo(view, { startMs: 300, endMs: 400 })).toBeNull();
  });
});
