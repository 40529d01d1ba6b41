import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DrawnNode, drawnPolicy, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import type { BreakerConfig } from './config.ts';
import { breaker } from './index.ts';
import { CALL, createCountWindow, createResultWindow, FAILED, recordFailure, recordResult } from './sliding-window.ts';
import { createWindow, prepareWindow, record } from './window.ts';

describe('the window, against counting by hand', () => {
  /** Results at rising instants, with silences of any length between them. */
  const results = fc.array(fc.record({ gapMs: fc.oneof(fc.nat(20), fc.nat(2_000)), hasFailed: fc.boolean() }), { maxLength: 200 });
  const withInstants = (list: readonly { gapMs: number; hasFailed: boolean }[]) => {
    let atMs = 0;
    return list.map(({ gapMs, hasFailed }) => {
      atMs += gapMs;
      return { atMs, hasFailed };
    });
  };

  test('by number: it trips exactly when k failures stand in (now − window, now]', () => {
    fc.assert(
      fc.property(results, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 500 }), (list, failureCount, windowMs) => {
        const window = createCountWindow(failureCount);
        const failures: number[] = [];
        for (const { atMs } of withInstants(list)) {
          failures.push(atMs);
          const expected = failures.filter((failure) => failure > atMs - windowMs).length >= failureCount;
          expect(recordFailure(window, atMs, windowMs)).toBe(expected);
        }
      }),
    );
  });

  test('by share: it trips exactly when the share of at least n results in the window is reached', () => {
    fc.assert(
      fc.property(
        results,
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom(0.1, 0.25, 0.5, 1),
        fc.integer({ min: 1, max: 500 }),
        (list, minimumCalls, ratio, windowMs) => {
          const plan = prepareWindow({ ...breaker.config.defaults, tripRule: 'rate', minimumCalls, failureRatio: ratio, windowMs });
          const window = createWindow(plan);
          const seen: { atMs: number; hasFailed: boolean }[] = [];
          for (const result of withInstants(list)) {
            seen.push(result);
            const held = seen.filter((one) => one.atMs > result.atMs - windowMs);
            const expected = held.length >= minimumCalls && held.filter((one) => one.hasFailed).length / held.length >= ratio;
            expect(record(plan, window, result.hasFailed, false, result.atMs)).toBe(expected);
          }
        },
      ),
    );
  });

  test('by share, memory is that of one window however long it runs', () => {
    const window = createResultWindow();
    for (let i = 0; i < 100_000; i++) recordResult(window, i % 7 === 0 ? CALL | FAILED : CALL, i, 1_000);
    expect(window.atMs.length).toBeLessThan(12_000);
    expect(window.atMs.length - window.head).toBe(1_000);
  });
});

const drawn = (config: Partial<BreakerConfig>, model: object): DrawnNode[] => [
  ['entry', 'entry', {}, { next: 'guarded' }],
  ['guarded', 'breaker', config, { next: 'model' }],
  ['model', 'model', { ...INSTANT_MODEL, ...model }],
];

test('a count that is never reached changes nothing: same outcomes as without a breaker', () => {
  const traffic = trafficAt(Array.from({ length: 5_000 }, (_, i) => i * 100));
  const guarded = runDrawn(drawn({ failureCount: 10_000 }, { serverErrorRate: 0.3 }), { traffic });
  const bare = runDrawn(
    [
      ['entry', 'entry', {}, { next: 'model' }],
      ['model', 'model', { ...INSTANT_MODEL, serverErrorRate: 0.3 }],
    ],
    { traffic },
  );
  expect(guarded.outcomes).toEqual(bare.outcomes);
});

test('watching only, outcomes are those without a breaker while the timeline shows where it would have opened', () => {
  const traffic = trafficAt(Array.from({ length: 5_000 }, (_, i) => i * 100));
  const [active, watching] = (['active', 'observe-only'] as const).map((mode) =>
    runDrawn(drawn({ mode }, { serverErrorRate: 0.3 }), { traffic }),
  );
  const bare = runDrawn(drawn({ failureCount: 10_000 }, { serverErrorRate: 0.3 }), { traffic });
  expect(watching?.outcomes).toEqual(bare.outcomes);
  // Luck is keyed by request, so the shadow sees the very calls that the active one let through.
  expect(watching?.breakers).toEqual(active?.breakers);
  expect(active?.outcomes.byFailure['rejected-by-breaker']).toBeGreaterThan(0);
});

describe('rules', () => {
  const rulesFor = (fields: Partial<BreakerConfig>, above: DrawnNode[]) => {
    const config = { ...breaker.config.defaults, ...fields };
    const policy = drawnPolicy([['guarded', 'breaker', config], ...above]);
    return breaker.check.run(config, policy.nodes[0]!, graphView(policy)).map((finding) => finding.rule.replace('breaker/', ''));
  };
  const underFallback: DrawnNode[] = [
    ['tiers', 'fallback', {}, { t1: 'retry' }],
    ['retry', 'retry', {}, { next: 'guarded' }],
  ];

  test.each<[string, Partial<BreakerConfig>, readonly string[]]>([
    ['the defaults under a fallback', {}, []],
    ['nothing counts', { countsAs: [] }, ['never-opens']],
    ['trials without a limit', { trialTimeoutMs: 0 }, ['trial-may-hang']],
    ['as many trials as failures', { failureCount: 3, closeAfterSuccesses: 3 }, []],
    ['more trials than failures', { failureCount: 2, closeAfterSuccesses: 3 }, ['more-trials-than-failures']],
    ['more trials than failures that are not counted', { tripRule: 'rate', failureCount: 2 }, []],
    ['watching only', { mode: 'observe-only' }, ['watches-only']],
  ])('%s', (_name, fields, expected) => {
    expect(rulesFor(fields, underFallback)).toEqual(expected);
  });

  test('no fallback anywhere above, and a timeout that hides what hangs', () => {
    expect(rulesFor({}, [['retry', 'retry', {}, { next: 'guarded' }]])).toEqual(['no-fallback-above']);
    expect(rulesFor({}, [])).toEqual([]);
    expect(
      rulesFor({}, [
        ['tiers', 'fallback', {}, { t1: 'limit' }],
        ['limit', 'timeout', {}, { next: 'guarded' }],
      ]),
    ).toEqual(['timeout-above']);
  });
});

test('the card and the changes say the settings in words', () => {
  const { defaults, example } = breaker.config;
  const policy = drawnPolicy([]);
  expect(breaker.face.summary(defaults, policy)).toBe('opens after 5 in 60 s, tries again after 30 s');
  expect(breaker.face.summary(example, policy)).toBe('opens after 30 % in 30 s, tries again after 30 s');
  expect(breaker.describe.changes(defaults, { ...defaults, failureCount: 3, openForMs: 120_000 })).toEqual([
    'opens after 3 failures in 60 s (was 5)',
    'tries again after 2 min (was 30 s)',
  ]);
  expect(breaker.describe.changes(defaults, { ...defaults, tripRule: 'rate' })).toEqual([
    'opens after 50 % failures of at least 20 calls in 60 s (was 5 failures in 60 s)',
  ]);
});
