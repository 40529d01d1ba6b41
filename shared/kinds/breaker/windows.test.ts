import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BreakerConfig, breakerDefaults } from './config.ts';
import { clearWindow, createWindow, hasStartedOver, prepareWindow, record, recordArrival } from './window.ts';

/** Each kind of window against counting by hand, over results at rising instants with silences of any length between them. */

interface Result {
  readonly atMs: number;
  readonly hasFailed: boolean;
}
const results = fc
  .array(fc.record({ gapMs: fc.oneof(fc.nat(20), fc.nat(2_000)), hasFailed: fc.boolean() }), { maxLength: 150 })
  .map((list) => {
    let atMs = 0;
    return list.map(({ gapMs, hasFailed }): Result => {
      atMs += gapMs;
      return { atMs, hasFailed };
    });
  });

/** The results that a window holds once the last of `seen` is in. */
type Held = (seen: readonly Result[], config: BreakerConfig) => readonly Result[];

const since = (seen: readonly Result[], fromMs: number) => seen.filter(({ atMs }) => atMs >= fromMs);
const last = (seen: readonly Result[]) => seen.at(-1) as Result;

const HELD: Readonly<Record<BreakerConfig['windowKind'], Held>> = {
  sliding: (seen, { windowMs }) => seen.filter(({ atMs }) => atMs > last(seen).atMs - windowMs),
  calls: (seen, { windowCalls }) => seen.slice(-windowCalls),
  buckets: (seen, { windowMs, windowBuckets }) => {
    const partMs = windowMs / windowBuckets;
    return since(seen, (Math.floor(last(seen).atMs / partMs) - windowBuckets + 1) * partMs);
  },
  'call-buckets': (seen, { windowMs, windowBuckets }) => {
    const begins: number[] = [];
    for (const { atMs } of seen) if (begins.length === 0 || atMs - (begins.at(-1) as number) >= windowMs / windowBuckets) begins.push(atMs);
    return since(seen, begins.find((begin) => last(seen).atMs - begin < windowMs) as number);
  },
  tumbling: (seen, { windowMs }) => {
    let beganMs = 0;
    for (const [position, { atMs }] of seen.entries()) if (position === 0 || atMs > beganMs + windowMs) beganMs = atMs;
    return since(seen, beganMs);
  },
  calendar: (seen, { windowMs }) => since(seen, Math.floor(last(seen).atMs / windowMs) * windowMs),
  none: (seen) => seen,
};

const isMet = (held: readonly Result[], config: BreakerConfig): boolean => {
  const failures = held.filter(({ hasFailed }) => hasFailed).length;
  const needed = config.failureCount + (config.threshold === 'exceeded' ? 1 : 0);
  if (config.tripRule === 'count') return failures >= needed;
  if (config.tripRule === 'consecutive') return held.slice(held.findLastIndex(({ hasFailed }) => !hasFailed) + 1).length >= needed;
  const share = failures / held.length;
  const isEnough = held.length >= Math.min(config.minimumCalls, config.windowKind === 'calls' ? config.windowCalls : config.minimumCalls);
  return isEnough && (config.threshold === 'exceeded' ? share > config.failureRatio : share >= config.failureRatio);
};

const kinds = Object.keys(HELD) as BreakerConfig['windowKind'][];
const rules = ['count', 'consecutive', 'rate'] as const;

test.each(kinds.flatMap((kind) => rules.map((rule) => [rule, kind] as const)))('%s over a window of kind %s', (tripRule, windowKind) => {
  fc.assert(
    fc.property(
      results,
      fc.record({
        threshold: fc.constantFrom('reached' as const, 'exceeded' as const),
        judgedOn: fc.constantFrom('every-result' as const, 'failures' as const),
        failureCount: fc.integer({ min: 1, max: 5 }),
        failureRatio: fc.constantFrom(0.25, 0.5, 1),
        minimumCalls: fc.integer({ min: 1, max: 6 }),
        windowBuckets: fc.constantFrom(1, 2, 5, 10),
        windowMs: fc.integer({ min: 1, max: 50 }).map((n) => n * 10),
        windowCalls: fc.integer({ min: 1, max: 8 }),
      }),
      (list, changes) => {
        const config: BreakerConfig = { ...breakerDefaults, ...changes, tripRule, windowKind };
        const plan = prepareWindow(config);
        const window = createWindow(plan);
        const seen: Result[] = [];
        for (const result of list) {
          seen.push(result);
          if (plan.startsOver) hasStartedOver(plan, window, result.atMs);
          const expected =
            (result.hasFailed || (tripRule === 'rate' && config.judgedOn === 'every-result')) &&
            isMet(HELD[windowKind](seen, config), config);
          expect(record(plan, window, result.hasFailed, false, result.atMs)).toBe(expected);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test.each(kinds)('cleared, a window of kind %s is as good as new', (windowKind) => {
  const config: BreakerConfig = { ...breakerDefaults, tripRule: 'rate', windowKind, minimumCalls: 3, failureRatio: 1, windowCalls: 4 };
  const plan = prepareWindow(config);
  const window = createWindow(plan);
  for (let i = 0; i < 10; i++) record(plan, window, i % 2 === 0, false, i);
  clearWindow(plan, window, 10);
  expect([11, 12, 13].map((atMs) => record(plan, window, true, false, atMs))).toEqual([false, false, true]);
});

describe('the denominator', () => {
  const shareOf = (config: Partial<BreakerConfig>) =>
    prepareWindow({ ...breakerDefaults, tripRule: 'rate', shareOf: 'calls', minimumCalls: 0, ...config });

  test.each(['sliding', 'buckets', 'tumbling'] as const)('counts arrivals, answered or not (%s)', (windowKind) => {
    const plan = shareOf({ windowKind });
    const window = createWindow(plan);
    for (let i = 0; i < 5; i++) recordArrival(plan, window, i);
    expect(record(plan, window, true, false, 10)).toBe(false);
    expect(record(plan, window, true, false, 10)).toBe(false);
    expect(record(plan, window, true, false, 10)).toBe(true);
  });

  test('a window of the last calls holds results', () => {
    expect(shareOf({ windowKind: 'calls' }).countsArrivals).toBe(false);
  });
});

test('slow calls open it by a share of their own', () => {
  const plan = prepareWindow({ ...breakerDefaults, tripRule: 'rate', minimumCalls: 4, slowCallMs: 1_000, slowCallRatio: 0.5 });
  const window = createWindow(plan);
  expect([false, true, false, true].map((isSlow, at) => record(plan, window, false, isSlow, at))).toEqual([false, false, false, true]);
});
