import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failureOf, flawBit, NO_TARGET, outcomeOf, type Scenario, type ScenarioEvent } from '../model/index.ts';
import { compileScenario } from './compile.ts';
import { resolveTargets } from './targets.ts';

const targets = [
  { providerId: 'openai', model: 'gpt-4o' },
  { providerId: 'openai', model: 'gpt-4o-mini' },
  { providerId: 'anthropic', model: 'claude-haiku-4-5' },
];

function scenario(...events: Partial<ScenarioEvent>[]): Scenario {
  return {
    id: 's',
    name: 's',
    description: '',
    events: events.map((event, i) => ({
      id: `e${i}`,
      name: `e${i}`,
      target: { kind: 'provider', providerId: 'openai' },
      effect: { kind: 'outage', share: 1, failure: 'connection' },
      startMs: 1000,
      durationMs: 1000,
      rampUpMs: 0,
      rampDownMs: 0,
      ...event,
    })),
  };
}

test('an event holds from its start up to, not including, its end', () => {
  const conditions = compileScenario(scenario({}), targets);
  const fails = (nowMs: number) => conditions.failureAt(0, nowMs, 0.5) !== 0;
  expect([999.999, 1000, 1999.999, 2000].map(fails)).toEqual([false, true, true, false]);
});

test('a provider event reaches all its models, a model event one, neither another provider', () => {
  const conditions = compileScenario(
    scenario({}, { target: { kind: 'model', providerId: 'openai', model: 'gpt-4o' }, effect: { kind: 'latency', multiplier: 4 } }),
    targets,
  );
  expect([0, 1, 2, NO_TARGET].map((target) => conditions.failureAt(target, 1500, 0.5) !== 0)).toEqual([true, true, false, false]);
  expect([0, 1, 2, NO_TARGET].map((target) => conditions.latencyMultiplierAt(target, 1500, 0.5))).toEqual([4, 1, 1, 1]);
});

test('an incident of all providers reaches every model and no node; an event at a node or a kind of nodes reaches those and no model', () => {
  const mixed = [
    ...targets,
    { nodeId: 'search', nodeKind: 'tool' },
    { nodeId: 'book', nodeKind: 'tool' },
    { nodeId: 'people', nodeKind: 'review' },
  ];
  const struck = (target: ScenarioEvent['target']) => {
    const conditions = compileScenario(scenario({ target }), mixed);
    return mixed.map((_, index) => Number(conditions.failureAt(index, 1500, 0.5) !== 0));
  };
  expect(struck({ kind: 'all-providers' })).toEqual([1, 1, 1, 0, 0, 0]);
  expect(struck({ kind: 'node', nodeId: 'book' })).toEqual([0, 0, 0, 0, 1, 0]);
  expect(struck({ kind: 'node-kind', nodeKind: 'tool' })).toEqual([0, 0, 0, 1, 1, 0]);
  expect(struck({ kind: 'traffic' })).toEqual([0, 0, 0, 0, 0, 0]);
});

test('every other question grows and shrinks with its event, and says nothing out of the ordinary outside it', () => {
  const conditions = compileScenario(
    scenario(
      { rampUpMs: 500, effect: { kind: 'quality-loss', share: 0.4 } },
      { rampUpMs: 500, effect: { kind: 'answer-length', multiplier: 3 } },
      { rampUpMs: 500, effect: { kind: 'price', multiplier: 0.5 } },
      { rampUpMs: 500, effect: { kind: 'capacity', share: 0.2 } },
      { rampUpMs: 500, effect: { kind: 'endless-loop', share: 1 } },
      { rampUpMs: 500, effect: { kind: 'flaw-rate', rate: 0.3, flaw: 'leaking' } },
    ),
    targets,
  );
  const leaking = flawBit('leaking');
  const asked = (target: number, nowMs: number) => [
    conditions.qualityLossAt(target, nowMs),
    conditions.lengthMultiplierAt(target, nowMs),
    conditions.priceMultiplierAt(target, nowMs),
    conditions.capacityShareAt(target, nowMs),
    conditions.endlessLoopShareAt(target, nowMs),
    conditions.flawRateAt(target, nowMs, leaking),
  ];
  const calm = [0, 1, 1, 1, 0, 0];
  for (const [target, nowMs] of [
    [0, 999],
    [0, 2000],
    [2, 1500],
    [NO_TARGET, 1500],
  ] as const)
    expect(asked(target, nowMs)).toEqual(calm);
  const close = (figures: readonly number[]) => figures.map((figure) => expect.closeTo(figure, 12));
  expect(asked(0, 1250)).toEqual(close([0.2, 2, 0.75, 0.6, 0.5, 0.15]));
  expect(asked(0, 1500)).toEqual(close([0.4, 3, 0.5, 0.2, 1, 0.3]));
  expect([1000, 1250, 2000].map((nowMs) => conditions.flawsRaisedAt(0, nowMs))).toEqual([0, leaking, 0]);
  expect(conditions.flawRateAt(0, 1500, flawBit('unsafe'))).toBe(0);
});

test('chances of events in force at once are independent, shares and multipliers multiply', () => {
  const twice = (effect: ScenarioEvent['effect']) => compileScenario(scenario({ effect }, { effect }), targets);
  expect(twice({ kind: 'quality-loss', share: 0.5 }).qualityLossAt(0, 1500)).toBe(0.75);
  expect(twice({ kind: 'endless-loop', share: 0.5 }).endlessLoopShareAt(0, 1500)).toBe(0.75);
  expect(twice({ kind: 'capacity', share: 0.5 }).capacityShareAt(0, 1500)).toBe(0.25);
  expect(twice({ kind: 'price', multiplier: 3 }).priceMultiplierAt(0, 1500)).toBe(9);
});

test('a refusal on policy grounds is a share of questions for a model, and a failure like others for a node', () => {
  const effect = { kind: 'error-rate', rate: 0.25, failure: 'content-policy' } as const;
  const conditions = compileScenario(scenario({ effect }, { target: { kind: 'node', nodeId: 'guard' }, effect }), [
    ...targets,
    { nodeId: 'guard', nodeKind: 'input-guard' },
  ]);
  expect([0, 3].map((target) => [conditions.refusalRateAt(target, 1500), conditions.failureAt(target, 1500, 0.1)])).toEqual([
    [0.25, 0],
    [0, outcomeOf('content-policy')],
  ]);
});

test('the hint belongs to the failure that the same luck gives', () => {
  const conditions = compileScenario(
    scenario(
      { effect: { kind: 'error-rate', rate: 0.5, failure: 'rate-limit', retryAfterMs: 7000 } },
      { effect: { kind: 'error-rate', rate: 0.5, failure: 'server-error' } },
    ),
    targets,
  );
  expect([0.2, 0.6, 0.9].map((u) => [conditions.failureAt(0, 1500, u), conditions.retryAfterMsAt(0, 1500, u)])).toEqual([
    [outcomeOf('rate-limit'), 7000],
    [outcomeOf('server-error'), 0],
    [0, 0],
  ]);
});

test('the primary provider is untouched until it has a name', () => {
  const shipped = scenario({ target: { kind: 'primary-provider' } });
  expect(compileScenario(shipped, targets).failureAt(0, 1500, 0.5)).toBe(0);
  expect(compileScenario(resolveTargets(shipped, 'anthropic'), targets).failureAt(2, 1500, 0.5)).not.toBe(0);
});

test('ramps are linear in the effect', () => {
  const conditions = compileScenario(
    scenario(
      { rampUpMs: 500, rampDownMs: 250, effect: { kind: 'latency', multiplier: 5 } },
      { rampUpMs: 500, effect: { kind: 'rate-limit', requestsPerMin: 60 } },
    ),
    targets,
  );
  expect([1000, 1125, 1250, 1500, 1750, 1875].map((nowMs) => conditions.latencyMultiplierAt(0, nowMs, 0.5))).toEqual([1, 2, 3, 5, 5, 3]);
  expect([1000, 1250, 1500].map((nowMs) => conditions.requestsPerMinAt(0, nowMs))).toEqual([Number.POSITIVE_INFINITY, 120, 60]);
});

test('of several rate limits the lowest holds, and none is no limit', () => {
  const conditions = compileScenario(
    scenario({ effect: { kind: 'rate-limit', requestsPerMin: 90 } }, { effect: { kind: 'rate-limit', requestsPerMin: 30 } }),
    targets,
  );
  expect(conditions.requestsPerMinAt(0, 1500)).toBe(30);
  expect(conditions.requestsPerMinAt(0, 500)).toBe(Number.POSITIVE_INFINITY);
  expect(conditions.requestsPerMinAt(2, 1500)).toBe(Number.POSITIVE_INFINITY);
});

test('chances of failure combine as independent ones, decided by one uniform', () => {
  const rate = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(rate, { minLength: 1, maxLength: 5 }), (rates) => {
      const classes = ['timeout', 'connection', 'server-error', 'malformed', 'auth'] as const;
      const conditions = compileScenario(
        scenario(...rates.map((value, i) => ({ effect: { kind: 'error-rate' as const, rate: value, failure: classes[i]! } }))),
        targets,
      );
      const steps = 2000;
      const counts = new Map<string, number>();
      for (let i = 0; i < steps; i++) {
        const code = conditions.failureAt(0, 1500, (i + 0.5) / steps);
        if (code !== 0) counts.set(failureOf(code), (counts.get(failureOf(code)) ?? 0) + 1);
      }
      const failed = [...counts.values()].reduce((sum, value) => sum + value, 0) / steps;
      expect(failed).toBeCloseTo(1 - rates.reduce((left, value) => left * (1 - value), 1), 2);
      expect((counts.get('timeout') ?? 0) / steps).toBeCloseTo(rates[0]!, 2);
    }),
    { numRuns: 50 },
  );
});

test('two tails are independent although they share one uniform', () => {
  const conditions = compileScenario(
    scenario(
      { effect: { kind: 'latency-tail', share: 0.2, multiplier: 2 } },
      { effect: { kind: 'latency-tail', share: 0.3, multiplier: 5 } },
    ),
    targets,
  );
  const counts: Record<number, number> = {};
  for (let i = 0; i < 10_000; i++) {
    const multiplier = conditions.latencyMultiplierAt(0, 1500, (i + 0.5) / 10_000);
    counts[multiplier] = (counts[multiplier] ?? 0) + 1;
  }
  expect(counts).toEqual({ 1: 5600, 2: 1400, 5: 2400, 10: 600 });
});

test('where nothing is in force every question has its calm answer, and so it stays until the next change', () => {
  const share = fc.double({ min: 0.01, max: 1, noNaN: true });
  const multiplier = fc.double({ min: 1.01, max: 100, noNaN: true });
  const effect = fc.oneof(
    fc.record({ kind: fc.constant('outage' as const), share, failure: fc.constantFrom('timeout' as const, 'content-policy' as const) }),
    fc.record({ kind: fc.constantFrom('quality-loss' as const, 'capacity' as const, 'endless-loop' as const), share }),
    fc.record({ kind: fc.constantFrom('latency' as const, 'answer-length' as const, 'price' as const), multiplier }),
    fc.record({ kind: fc.constant('latency-tail' as const), share, multiplier }),
    fc.record({ kind: fc.constant('flaw-rate' as const), rate: share, flaw: fc.constantFrom('wrong' as const, 'leaking' as const) }),
    fc.record({ kind: fc.constant('rate-limit' as const), requestsPerMin: multiplier }),
  );
  const time = fc.integer({ min: 0, max: 20 });
  const event = fc.record({ effect, startMs: time, durationMs: time, rampUpMs: time, rampDownMs: time });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 5 }), fc.integer({ min: 0, max: 45 }), (events, nowMs) => {
      const conditions = compileScenario(scenario(...events), targets);
      const nextMs = conditions.nextChangeMsAt(0, nowMs);
      expect(nextMs).toBeGreaterThan(nowMs);
      if (!conditions.isQuietAt(0, nowMs)) return;
      for (let atMs = nowMs; atMs < Math.min(nextMs, 60); atMs += 0.5) {
        expect([
          conditions.isQuietAt(0, atMs),
          conditions.failureAt(0, atMs, 0),
          conditions.refusalRateAt(0, atMs),
          conditions.retryAfterMsAt(0, atMs, 0),
          conditions.latencyMultiplierAt(0, atMs, 0),
          conditions.requestsPerMinAt(0, atMs),
          conditions.qualityLossAt(0, atMs),
          conditions.lengthMultiplierAt(0, atMs),
          conditions.flawsRaisedAt(0, atMs),
          conditions.flawRateAt(0, atMs, flawBit('leaking')),
          conditions.priceMultiplierAt(0, atMs),
          conditions.capacityShareAt(0, atMs),
          conditions.endlessLoopShareAt(0, atMs),
        ]).toEqual([true, 0, 0, 0, 1, Number.POSITIVE_INFINITY, 0, 1, 0, 0, 1, 1, 0]);
      }
    }),
  );
});
