import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failureOf, NO_TARGET, type Scenario, type ScenarioEvent } from '../model/index.ts';
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
      const classes = ['timeout', 'connection', 'server-error', 'malformed', 'content-policy'] as const;
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
