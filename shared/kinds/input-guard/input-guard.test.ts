import { expect, test } from 'vitest';
import { hashOf } from '../../dice/index.ts';
import { outcomeOf } from '../../model/index.ts';
import { graphView } from '../graph.ts';
import type { Wiring } from '../kind.ts';
import { TestContext } from '../test-context.ts';
import { callsAlong, evenTraffic, factsOf, requestsWith, testModel, testPolicy, testRun } from '../test-run.ts';
import { type InputGuardConfig, inputGuard } from './index.ts';

const configOf = (fields: Partial<InputGuardConfig>): InputGuardConfig => ({ ...inputGuard.config.defaults, ...fields });
const wiring = { nodeId: 'guard', port: (id: string) => (id === 'next' ? 0 : -1) } as unknown as Wiring;
const facts = inputGuard.behavior.facts ?? [];

const LUCK = { bad: 0.001, good: 0.9 };
/** Ends the check of one request at once and tells what the guard did. */
function checked(fields: Partial<InputGuardConfig>, luck: { request: number; verdict: number }, request: Partial<TestContext> = {}) {
  const plan = inputGuard.prepare(configOf({ latencyMs: 0, ...fields }), wiring);
  const context = new TestContext({
    requestUniforms: { [hashOf(fields.check ?? 'prompt-injection')]: luck.request, [hashOf('guard/verdict')]: luck.verdict },
    ...request,
  });
  inputGuard.behavior.onCall(plan, null, context);
  const effects = context.taken();
  return {
    facts: effects.flatMap((effect) => (effect.does === 'note' ? [facts[effect.fact]] : [])),
    ends: effects.at(-1),
  };
}

test('what is bad and noticed is blocked; what is bad and not noticed leaks and goes on', () => {
  expect(checked({}, { request: LUCK.bad, verdict: 0.5 })).toEqual({
    facts: ['reached', 'caught'],
    ends: { does: 'fail', outcome: outcomeOf('blocked-by-guard'), retryAfterMs: 0 },
  });
  expect(checked({}, { request: LUCK.bad, verdict: 0.93 })).toMatchObject({
    facts: ['reached', 'leaked'],
    ends: { does: 'call', port: 0 },
  });
});

test('a good request is stopped only by a false alarm', () => {
  expect(checked({}, { request: LUCK.good, verdict: 0.001 })).toMatchObject({ facts: ['false-alarm'], ends: { does: 'fail' } });
  expect(checked({}, { request: LUCK.good, verdict: 0.5 })).toMatchObject({ facts: [], ends: { does: 'call' } });
});

test.each(['redact', 'flag'] as const)('%s counts and lets the request go on', (action) => {
  expect(checked({ action }, { request: LUCK.bad, verdict: 0.1 })).toMatchObject({
    facts: ['reached', 'caught'],
    ends: { does: 'call' },
  });
});

test('falling back replies with a failure that another tier may mend', () => {
  expect(checked({ action: 'fall-back' }, { request: LUCK.bad, verdict: 0 }).ends).toMatchObject({
    outcome: outcomeOf('content-policy'),
  });
  const long = checked({ action: 'fall-back', check: 'context-window', maxInputTokens: 999 }, { request: 0, verdict: 0 });
  expect(long.ends).toMatchObject({ outcome: outcomeOf('context-overflow') });
});

test('a length is counted exactly and without luck', () => {
  const request = { requestUniforms: {} };
  const limit = { check: 'context-window', maxInputTokens: 1000 } as const;
  expect(checked(limit, { request: 0, verdict: 0 }, { ...request, inputTokens: 1000 })).toMatchObject({
    facts: [],
    ends: { does: 'call' },
  });
  expect(checked(limit, { request: 0, verdict: 0 }, { ...request, inputTokens: 1001 })).toMatchObject({
    facts: ['reached', 'caught'],
    ends: { does: 'fail' },
  });
});

test('a check is paid when it begins and nothing is called before it has ended', () => {
  const context = new TestContext();
  inputGuard.behavior.onCall(inputGuard.prepare(configOf({ latencyMs: 18, priceUsd: 0.001 }), wiring), null, context);
  expect(context.taken()).toEqual([
    { does: 'bill-check', usd: 0.001 },
    { does: 'finish', afterMs: 18, tag: 0 },
  ]);
});

test('a retry brings the same request: the verdict stays, and it is counted once', () => {
  const again = { visit: 1 } as const;
  expect(checked({}, { request: LUCK.bad, verdict: 0.5 }, again)).toMatchObject({ facts: [], ends: { does: 'fail' } });
  expect(checked({}, { request: LUCK.bad, verdict: 0.93 }, again)).toMatchObject({ facts: [], ends: { does: 'call' } });
  expect(checked({}, { request: LUCK.good, verdict: 0.001 }, again)).toMatchObject({ facts: [], ends: { does: 'fail' } });
});

test('through the engine, requests that a retry brings again are stopped or let pass as before', () => {
  const policy = testPolicy(
    {
      start: ['entry'],
      retry: ['retry', { maxRetries: 3, baseMs: 1, jitter: 'none' }],
      guard: ['input-guard', { prevalence: 0.3, detectionRate: 0.5, falsePositiveRate: 0.1, latencyMs: 0 }],
      model: ['model', { providerId: 'acme', model: 'm', serverErrorRate: 1, failureAfterMs: 1 }],
    },
    ['start:next retry', 'retry:next guard', 'guard:next model'],
  );
  const figures = testRun(policy, evenTraffic(500, 100));
  const facts = factsOf(figures, 'guard');
  expect(figures.outcomes.blocked).toBe(facts.caught! + facts['false-alarm']!);
  expect(callsAlong(figures, 'guard', 'next')).toBe(4 * (500 - figures.outcomes.blocked));
});

test('what is sent to review goes on when a person lets it pass, and is blocked when not', () => {
  const reviewed = (declineShare: number) =>
    testRun(
      testPolicy(
        {
          start: ['entry'],
          guard: ['input-guard', { action: 'review', prevalence: 0.5, detectionRate: 1, falsePositiveRate: 0, latencyMs: 10 }],
          people: ['review', { people: 100, hours: 'always', minutesPerCase: 2, caseShape: 'constant', declineShare }],
          model: testModel(100),
        },
        ['start:next guard', 'guard:next model', 'guard:review people'],
      ),
      evenTraffic(100, 1000),
    );
  const { reached } = factsOf(reviewed(0), 'guard');
  expect(reviewed(0).outcomes.answeredByTier).toEqual([100, 0, 0]);
  expect(reviewed(0).latencyMs.max).toBeCloseTo(120_110, 6);
  expect(reviewed(1).outcomes).toMatchObject({ answeredByTier: [100 - reached!, 0, 0], blocked: reached });
});

const layers = (first: Partial<InputGuardConfig>, second: Partial<InputGuardConfig>) =>
  testPolicy({ start: ['entry'], first: ['input-guard', first], second: ['input-guard', second], model: testModel() }, [
    'start:next first',
    'first:next second',
    'second:next model',
  ]);

test('through the engine, a second guard of the same check is reached by exactly what the first one leaked', () => {
  const rates = { prevalence: 0.2, detectionRate: 0.7, falsePositiveRate: 0.02 };
  const figures = testRun(layers(rates, rates), evenTraffic(20_000, 10));
  const first = factsOf(figures, 'first');
  const second = factsOf(figures, 'second');
  expect(first.reached).toBe(first.caught! + first.leaked!);
  expect(second.reached).toBe(first.leaked);
  expect(requestsWith(figures, 'second', 'reached')).toEqual(requestsWith(figures, 'first', 'leaked'));
  // Four standard deviations of a binomial.
  expect(Math.abs(first.reached! / 20_000 - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / 20_000));
  expect(Math.abs(second.leaked! / first.reached! - 0.09)).toBeLessThan(4 * Math.sqrt((0.09 * 0.91) / first.reached!));
  expect(figures.outcomes.blocked).toBe(first.caught! + first['false-alarm']! + second.caught! + second['false-alarm']!);
  expect(figures.outcomes.failed).toBe(0);
});

test('through the engine, each check adds its time and its price, which is not wasted', () => {
  const figures = testRun(
    layers({ latencyMs: 18, priceUsd: 0.5, prevalence: 0, falsePositiveRate: 0 }, { latencyMs: 2, action: 'flag' }),
    evenTraffic(100, 50),
  );
  expect(figures.cost.usd).toBeCloseTo(100 * (0.5 + 0.001), 9);
  const answered = figures.traces.find((trace) => trace.tier === 1);
  expect(answered?.latencyMs).toBeCloseTo(20, 9);
});

const rulesFor = (fields: Partial<InputGuardConfig>, isUnderFallback = false) => {
  const policy = isUnderFallback
    ? testPolicy({ guard: ['input-guard', fields], fallback: ['fallback'] }, ['fallback:t1 guard'])
    : testPolicy({ guard: ['input-guard', fields], start: ['entry'] }, ['start:next guard']);
  return inputGuard.check
    .run(configOf(fields), policy.nodes[0]!, graphView(policy))
    .map((finding) => finding.rule.replace('input-guard/', ''));
};

test('rules', () => {
  expect(rulesFor({})).toEqual([]);
  expect(rulesFor({ detectionRate: 0.005, falsePositiveRate: 0.005 })).toEqual(['no-better-than-chance']);
  expect(rulesFor({ prevalence: 0.001 })).toEqual(['mostly-false-alarms']);
  expect(rulesFor({ prevalence: 0.001, action: 'flag' })).toEqual([]);
  expect(rulesFor({ action: 'fall-back' })).toEqual(['nowhere-to-fall-back']);
  expect(rulesFor({ action: 'fall-back' }, true)).toEqual([]);
  const alone = testPolicy({ guard: ['input-guard'] }, []);
  expect(inputGuard.check.run(configOf({ action: 'fall-back' }), alone.nodes[0]!, graphView(alone))).toEqual([]);
  expect(rulesFor({ check: 'context-window', action: 'redact' })).toEqual(['cannot-redact-length']);
  expect(rulesFor({ check: 'context-window', detectionRate: 0 })).toEqual([]);
});

test('changes are told with the old value', () => {
  expect(inputGuard.describe.changes(configOf({ action: 'flag' }), configOf({}))).toEqual(['blocks instead of flagging']);
  expect(inputGuard.describe.changes(configOf({}), configOf({ detectionRate: 0.9 }))).toEqual(['catches 90 % of what is bad (was 92 %)']);
});

test('what rests on assumed rates says so, and a count of tokens does not', () => {
  expect(inputGuard.assumptions(configOf({}), 'Guard')[0]).toMatchObject({
    basis: 'assumed',
    statement:
      '1 % of requests are injections; the guard catches 92 % of them and takes 0.5 % of the others for one: set by hand, not recorded.',
  });
  expect(inputGuard.assumptions(configOf({ check: 'context-window' }), 'Guard')).toEqual([]);
});
