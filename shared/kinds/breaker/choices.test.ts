import { describe, expect, test } from 'vitest';
import { CLOSED, HALF_OPEN, OPEN } from '../../engine/index.ts';
import { ANSWERED, outcomeOf } from '../../model/index.ts';
import { type DrawnNode, drawnPolicy, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import { presetOf } from '../preset.ts';
import { breakerBounds } from './bounds.ts';
import { type BreakerConfig, breakerDefaults, breakerSchema } from './config.ts';
import { DrivenBreaker } from './driven-breaker.ts';
import { breaker } from './index.ts';
import { breakerPresets } from './presets.ts';

/** Choices beyond the table of edge cases, one by one. */

const S = 1_000;
const presetValues = (id: string) => breakerPresets.find((preset) => preset.id === id)!.values;
const driven = (id: string, changes: Partial<BreakerConfig> = {}) => new DrivenBreaker({ ...presetValues(id), ...changes });
const oneFailure: Partial<BreakerConfig> = { failureCount: 1, closeAfterSuccesses: 1 };

describe('presets', () => {
  test.each(breakerPresets.map((preset) => [preset.id, preset] as const))(
    '%s is complete, allowed, and found again by its values',
    (id, preset) => {
      const config = { ...breakerDefaults, ...preset.values };
      expect(breakerSchema.parse(config)).toEqual(config);
      expect(presetOf(breakerPresets, config)?.id).toBe(id);
      expect(preset.help).toMatch(/^\S.*\.$/);
    },
  );

  test('the defaults are the reference, and a setting of one’s own is no preset', () => {
    expect(presetOf(breakerPresets, breakerDefaults)?.id).toBe('reference');
    expect(presetOf(breakerPresets, { ...breakerDefaults, openForMs: 31_000 })).toBeUndefined();
    // What a library leaves to its user is no part of its preset.
    expect(presetOf(breakerPresets, { ...breakerDefaults, mode: 'observe-only', countsAs: ['timeout'] })?.id).toBe('reference');
  });
});

describe('opening', () => {
  const lengths = (config: Partial<BreakerConfig>, times: number): number[] => {
    const bench = new DrivenBreaker({ ...oneFailure, openForMs: 10 * S, ...config });
    bench.pass(0, 'server-error');
    const found = [bench.openUntilMs];
    while (found.length < times) {
      const atMs = bench.openUntilMs;
      bench.pass(atMs, 'server-error');
      found.push(bench.openUntilMs - atMs);
    }
    return found;
  };

  test('it grows by its own length or twofold, up to the longest', () => {
    expect(lengths({ openGrowth: 'none' }, 3)).toEqual([10 * S, 10 * S, 10 * S]);
    expect(lengths({ openGrowth: 'linear', longestOpenMs: 35 * S }, 5)).toEqual([10, 20, 30, 35, 35].map((s) => s * S));
    expect(lengths({ openGrowth: 'doubling', longestOpenMs: 70 * S }, 5)).toEqual([10, 20, 40, 70, 70].map((s) => s * S));
  });

  test('closing starts the growth over', () => {
    const bench = new DrivenBreaker({ ...oneFailure, openForMs: 10 * S, openGrowth: 'doubling' });
    bench.pass(0, 'server-error');
    bench.pass(10 * S, 'server-error');
    bench.pass(30 * S);
    bench.pass(40 * S, 'server-error');
    expect(bench.openUntilMs).toBe(50 * S);
  });

  test('Envoy looks every ten seconds, and every look at a closed one takes thirty seconds off', () => {
    const bench = driven('envoy', { failureCount: 1 });
    bench.pass(3 * S, 'server-error');
    expect(bench.openUntilMs).toBe(40 * S);
    expect(bench.call(39 * S).admission).toBe('rejected');
    bench.pass(41 * S, 'server-error');
    expect(bench.openUntilMs).toBe(110 * S);
    // Closed at 110 s; the look at 120 s takes one of two openings off.
    bench.pass(121 * S, 'server-error');
    expect(bench.openUntilMs).toBe(190 * S);
    bench.pass(400 * S, 'server-error');
    expect(bench.openUntilMs).toBe(430 * S);
  });

  test('LiteLLM stays open for as long as the 429 says, and for its own time when it says nothing', () => {
    for (const [retryAfterMs, untilMs] of [
      [20 * S, 21 * S],
      [0, 6 * S],
    ] as const) {
      const bench = driven('litellm');
      const call = bench.call(1 * S);
      bench.reply(call, 1 * S, 'rate-limit', retryAfterMs);
      expect(bench.openUntilMs).toBe(untilMs);
    }
  });

  test('LiteLLM’s counts end with the minute of the clock, so a burst across it is two small ones', () => {
    const bench = driven('litellm');
    for (let i = 4; i >= 1; i--) bench.pass(60 * S - i, 'server-error');
    for (let i = 0; i < 4; i++) bench.pass(60 * S + i, 'server-error');
    expect(bench.now).toBe(CLOSED);
    bench.pass(60 * S + 4, 'server-error');
    expect(bench.now).toBe(OPEN);
  });

  test('a tumbling window makes calls from before it late (gobreaker with an interval)', () => {
    const bench = driven('gobreaker', { windowKind: 'tumbling', windowMs: 60 * S, failureCount: 1, threshold: 'reached' });
    const before = bench.call(0);
    bench.pass(61 * S);
    bench.reply(before, 62 * S, 'server-error');
    expect(bench.now).toBe(CLOSED);
    bench.pass(63 * S, 'server-error');
    expect(bench.now).toBe(OPEN);
  });

  test('one failure of a chosen class opens it whatever the count', () => {
    const bench = new DrivenBreaker({ opensAtOnceOn: ['auth'] });
    bench.pass(0, 'server-error');
    bench.pass(1, 'auth');
    expect(bench.now).toBe(OPEN);
  });
});

describe('coming back', () => {
  test('resilience4j: a late result is one of the ten that decide', () => {
    const bench = driven('resilience4j');
    const late = bench.call(0);
    for (let i = 1; i <= 100; i++) bench.pass(i, 'server-error');
    const backMs = bench.openUntilMs + 1;
    for (let i = 0; i < 5; i++) bench.pass(backMs + i);
    for (let i = 0; i < 4; i++) bench.pass(backMs + 10 + i, 'server-error');
    expect(bench.now).toBe(HALF_OPEN);
    bench.reply(late, backMs + 20, 'server-error');
    expect(bench.now).toBe(OPEN);
  });

  test('resilience4j: ten slow trials open it again', () => {
    const bench = driven('resilience4j');
    for (let i = 1; i <= 100; i++) bench.pass(i, 'server-error');
    const backMs = bench.openUntilMs + 1;
    const trials = Array.from({ length: 10 }, () => bench.call(backMs));
    for (const trial of trials) bench.reply(trial, backMs + 61 * S);
    expect(bench.now).toBe(OPEN);
  });

  test('Failsafe: permits come back, and it opens when too few can still succeed', () => {
    const bench = driven('failsafe', { closeAfterSuccesses: 2, trialCalls: 3 });
    for (let i = 0; i < 5; i++) bench.pass(i, 'server-error');
    const backMs = bench.openUntilMs;
    bench.pass(backMs, 'server-error');
    expect(bench.now).toBe(HALF_OPEN);
    expect(Array.from({ length: 4 }, () => bench.call(backMs).admission)).toEqual(['through', 'through', 'through', 'rejected']);
  });

  test('opossum: the trial’s failure after a late success has closed it opens it at once', () => {
    const bench = driven('opossum', { openForMs: 3 * S });
    const late = bench.call(0);
    for (let i = 1; i <= 2; i++) if (bench.now === CLOSED) bench.pass(i, 'server-error');
    const trial = bench.call(bench.openUntilMs + 1);
    bench.reply(late, bench.openUntilMs + 2);
    expect(bench.now).toBe(CLOSED);
    bench.pass(bench.openUntilMs + 3, 'server-error');
    bench.reply(trial, bench.openUntilMs + 4, 'server-error');
    expect(bench.now).toBe(OPEN);
  });

  test('cockatiel: whoever waits goes through together when the trial succeeds and is rejected when it fails', () => {
    for (const [failure, admission] of [
      [undefined, 'through'],
      ['server-error', 'rejected'],
    ] as const) {
      const bench = driven('cockatiel');
      for (let i = 0; i < 5; i++) bench.pass(i, 'server-error');
      const backMs = bench.openUntilMs;
      const [trial, ...others] = [bench.call(backMs), bench.call(backMs + 1), bench.call(backMs + 2)];
      const gone = bench.call(backMs + 3);
      bench.cancel(gone, backMs + 4);
      bench.reply(trial!, backMs + 5 * S, failure);
      expect(others.map((call) => [call.admission, call.decidedAtMs])).toEqual(others.map(() => [admission, backMs + 5 * S]));
      expect(gone.admission).toBe('waits');
    }
  });

  test('watching only, nobody waits', () => {
    const bench = driven('cockatiel', { mode: 'observe-only' });
    for (let i = 0; i < 5; i++) bench.pass(i, 'server-error');
    const backMs = bench.openUntilMs;
    expect([bench.call(backMs).admission, bench.call(backMs).admission]).toEqual(['through', 'through']);
  });

  test('a rejection by a breaker below is neither a failure nor a success, even where others are', () => {
    const bench = driven('polly', { minimumCalls: 1 });
    bench.pass(0, 'server-error');
    bench.reply(bench.call(bench.openUntilMs), bench.openUntilMs, 'rejected-by-breaker');
    expect(bench.now).toBe(HALF_OPEN);
  });
});

describe('through the engine', () => {
  const drawn = (config: Partial<BreakerConfig>): DrawnNode[] => [
    ['entry', 'entry', {}, { next: 'guarded' }],
    ['guarded', 'breaker', config, { next: 'model' }],
    ['model', 'model', { ...INSTANT_MODEL, ttftP50Ms: 2 * S }],
  ];

  test('callers that wait for a trial are answered after it, in one run without a fault', () => {
    const figures = runDrawn(drawn({ ...presetValues('cockatiel'), failureCount: 2, openForMs: 10 * S }), {
      traffic: trafficAt([0, 1, 10 * S + 1, 11 * S, 11 * S + 500]),
      failsWith: (nowMs) => (nowMs < 5 * S ? outcomeOf('server-error') : ANSWERED),
    });
    expect(figures.breakers[0]).toMatchObject({
      rejected: 0,
      transitions: [
        { atMs: 1, to: 'open' },
        { atMs: 10 * S + 1, to: 'half-open' },
        { atMs: 12 * S + 1, to: 'closed' },
      ],
    });
    expect(figures.outcomes.answeredByTier).toEqual([3, 0, 0]);
    // One second and half a second of waiting, then two seconds each.
    const took = figures.traces.map(({ latencyMs }) => latencyMs);
    expect(took.slice(2)).toEqual([2 * S, 3 * S + 1, 2 * S + 501]);
  });

  test('a cooldown ends with the next call at the latest', () => {
    const figures = runDrawn(drawn({ ...presetValues('portkey-hosted'), minimumCalls: 2, openForMs: 10 * S }), {
      traffic: trafficAt([0, 1, 5 * S, 30 * S]),
      failsWith: (nowMs) => (nowMs < 5 * S ? outcomeOf('server-error') : ANSWERED),
    });
    expect(figures.breakers[0]?.transitions).toEqual([
      { atMs: 1, from: 'closed', to: 'open' },
      { atMs: 30 * S, from: 'open', to: 'closed' },
    ]);
    expect(figures.breakers[0]?.rejected).toBe(1);
  });
});

test.each(breakerPresets.map((preset) => preset.id))('%s: its state survives JSON in the middle of a run', (id) => {
  const bench = driven(id);
  for (let i = 0; i < 120; i++) {
    const call = bench.call(i);
    if (call.admission === 'through') bench.reply(call, i, i % 3 === 0 ? undefined : 'server-error');
    bench.throughJson();
  }
  const again = driven(id);
  for (let i = 0; i < 120; i++) {
    const call = again.call(i);
    if (call.admission === 'through') again.reply(call, i, i % 3 === 0 ? undefined : 'server-error');
  }
  expect(bench.transitions).toEqual(again.transitions);
});

test('at worst it costs what is below, and twice the time where callers wait for one trial', () => {
  const below = { latencyMs: 10 * S, attempts: 4, usd: 0.1 };
  const node = { id: 'b', kind: 'breaker', name: 'b', config: {} };
  const at = (config: Partial<BreakerConfig>) =>
    breakerBounds({ ...breakerDefaults, ...config }, node, {
      policy: drawnPolicy([]),
      inputTokens: 0,
      outputTokens: 0,
      below: () => below,
    });
  expect(at({})).toEqual(below);
  expect(at({ halfOpen: 'wait' })).toEqual({ ...below, latencyMs: 20 * S });
  expect(at({ halfOpen: 'wait', openForMs: 5 * S }).latencyMs).toBe(Number.POSITIVE_INFINITY);
});

describe('rules on combinations', () => {
  const rulesFor = (fields: Partial<BreakerConfig>) => {
    const policy = drawnPolicy([['guarded', 'breaker', { ...breakerDefaults, ...fields }]]);
    return breaker.check
      .run({ ...breakerDefaults, ...fields }, policy.nodes[0]!, graphView(policy))
      .map((finding) => finding.rule.replace('breaker/', ''));
  };

  test.each<[string, Partial<BreakerConfig>, readonly string[]]>([
    ['nothing counts, but one class opens it at once', { countsAs: [], opensAtOnceOn: ['auth'] }, []],
    ['more than all calls', { tripRule: 'rate', failureRatio: 1, threshold: 'exceeded' }, ['never-opens']],
    ['more failures than calls remembered', { windowKind: 'calls', windowCalls: 4 }, ['window-too-small']],
    ['exactly as many', { windowKind: 'calls', windowCalls: 5 }, []],
    ['exactly as many, to be exceeded', { windowKind: 'calls', windowCalls: 5, threshold: 'exceeded' }, ['window-too-small']],
    ['a count that forgets nothing', { windowKind: 'none' }, ['never-forgets']],
    ['a row that forgets nothing', { windowKind: 'none', tripRule: 'consecutive' }, []],
    ['rejections in the denominator', { tripRule: 'rate', shareOf: 'calls' }, ['rejections-dilute']],
    ['growth downwards', { openGrowth: 'linear', longestOpenMs: 10 * S }, ['growth-without-room']],
    ['more successes than trials', { trialRule: 'capacity', closeAfterSuccesses: 4 }, ['more-successes-than-trials']],
    ['no trials, so none can hang', { halfOpen: 'none', trialTimeoutMs: 0, closeAfterSuccesses: 9 }, []],
  ])('%s', (_name, fields, expected) => {
    expect(rulesFor(fields)).toEqual(expected);
  });

  test('no preset is wrong by itself', () => {
    for (const { id, values } of breakerPresets)
      expect(
        rulesFor(values).filter((rule) => rule.startsWith('never') || rule.startsWith('window')),
        id,
      ).toEqual([]);
  });
});

test('cards and changes name the choices', () => {
  const policy = drawnPolicy([]);
  const card = (id: string) => breaker.face.summary({ ...breakerDefaults, ...presetValues(id) }, policy);
  expect(card('gobreaker')).toBe('opens after more than 5 in a row, tries again after 60 s');
  expect(card('resilience4j')).toBe('opens after 50 % of 100 calls, tries again after 60 s');
  expect(breaker.describe.changes(breakerDefaults, { ...breakerDefaults, halfOpen: 'none', openGrowth: 'linear' })).toEqual([
    'recovers for n times as long at the n-th opening (was for the same time at every opening)',
    'after recovery takes full traffic at once (was: tries a few calls and rejects the others)',
  ]);
});
