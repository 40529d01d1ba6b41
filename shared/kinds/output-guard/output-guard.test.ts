import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../model/index.ts';
import { graphView } from '../graph.ts';
import type { Wiring } from '../kind.ts';
import { TestContext } from '../test-context.ts';
import { evenTraffic, factsOf, requestsWith, testModel, testPolicy, testRun } from '../test-run.ts';
import { type OutputGuardConfig, outputGuard } from './index.ts';

const configOf = (fields: Partial<OutputGuardConfig>): OutputGuardConfig => ({ ...outputGuard.config.defaults, ...fields });
const wiring = { nodeId: 'guard', port: (id: string) => ['next', 'review'].indexOf(id), below: () => [] } as unknown as Wiring;
const TRUTH = 0;
const DETECTION = 1;

const called = (fields: Partial<OutputGuardConfig>, luck: { truth: number; detection: number }) => {
  const plan = outputGuard.prepare(configOf(fields), wiring);
  const context = new TestContext({ uniforms: { [TRUTH]: luck.truth, [DETECTION]: luck.detection } });
  outputGuard.behavior.onCall(plan, null, context);
  expect(context.taken()).toEqual([{ does: 'call', port: 0, handle: 1 }]);
  return { plan, context };
};

test('a failure is passed on unchecked, unpaid and at once', () => {
  const { plan, context } = called({ priceUsd: 1 }, { truth: 0, detection: 0 });
  outputGuard.behavior.onReply!(plan, null, context.replied({ outcome: outcomeOf('server-error') }));
  expect(context.taken()).toEqual([{ does: 'forward' }]);
});

test('an answer is held while it is checked, then passed on as it came', () => {
  const { plan, context } = called({ priceUsd: 0.01, latencyMs: 120 }, { truth: 0.9, detection: 0.9 });
  outputGuard.behavior.onReply!(plan, null, context.replied({ replyTier: 2 }));
  expect(context.taken()).toEqual([{ does: 'bill-check', usd: 0.01 }, { does: 'hold' }, { does: 'finish', afterMs: 120, tag: 0 }]);
  outputGuard.behavior.onWake!(plan, null, context);
  expect(context.taken()).toEqual([{ does: 'forward-with', flaws: 0 }]);
});

test.each([
  ['block', 'blocked-by-guard'],
  ['fall-back', 'content-policy'],
] as const)('%s replies %s instead of a bad answer', (action, failure) => {
  const { plan, context } = called({ action, latencyMs: 0 }, { truth: 0.01, detection: 0.5 });
  outputGuard.behavior.onReply!(plan, null, context.replied({}));
  expect(context.taken().at(-1)).toMatchObject({ does: 'fail', outcome: outcomeOf(failure) });
});

const guarded = (config: Partial<OutputGuardConfig>) =>
  testPolicy(
    {
      start: ['entry'],
      fallback: ['fallback'],
      guard: ['output-guard', config],
      model: testModel(100),
      template: ['template', { text: 'Later.', latencyMs: 0 }],
    },
    ['start:next fallback', 'fallback:t1 guard', 'guard:next model', 'fallback:t2 template'],
  );

test('through the engine, an answer that is kept costs the check but wastes nothing', () => {
  const figures = testRun(guarded({ prevalence: 0, falsePositiveRate: 0, latencyMs: 30, priceUsd: 0.25 }), evenTraffic(50, 1000));
  expect(figures.outcomes.answeredByTier).toEqual([50, 0, 0]);
  expect(figures.latencyMs.max).toBeCloseTo(130, 9);
  expect(figures.cost.usd).toBeCloseTo(50 * 0.251, 9);
  expect(figures.cost.wastedUsd).toBe(0);
});

test('through the engine, a refused answer sends the request to the next tier, and its money is wasted', () => {
  const figures = testRun(guarded({ prevalence: 0.3, detectionRate: 0.8, falsePositiveRate: 0, latencyMs: 30 }), evenTraffic(5000, 10));
  const facts = factsOf(figures, 'guard');
  expect(facts.reached).toBe(facts.caught! + facts.leaked!);
  expect(figures.outcomes.answeredByTier).toEqual([5000 - facts.caught!, 0, facts.caught]);
  expect(figures.cost.wastedUsd).toBeCloseTo(facts.caught! * 0.001, 9);
  // Four standard deviations of a binomial.
  expect(Math.abs(facts.reached! / 5000 - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 5000));
});

describe('the truth of an answer', () => {
  const RATES = { detectionRate: 0.8, falsePositiveRate: 0, latencyMs: 0 } as const;
  const series = (upper: Partial<OutputGuardConfig>, lower: Partial<OutputGuardConfig>, model: object = {}) =>
    testRun(
      testPolicy(
        {
          start: ['entry'],
          upper: ['output-guard', { ...RATES, ...upper }],
          lower: ['output-guard', { ...RATES, ...lower }],
          model: ['model', { ...testModel()[1], ...model }],
        },
        ['start:next upper', 'upper:next lower', 'lower:next model'],
      ),
      evenTraffic(10_000, 10),
    );

  test('is what the models say of their own answers, and the guard’s own share is not added', () => {
    const figures = series({ action: 'flag', prevalence: 1 }, { action: 'flag', prevalence: 0.9 }, { hallucinationRate: 0.2 });
    const [upper, lower] = [factsOf(figures, 'upper'), factsOf(figures, 'lower')];
    expect(upper.reached).toBe(lower.reached);
    expect(upper.reached).toBe(figures.outcomes.flawed!.hallucinated);
    expect(Math.abs(upper.reached! / 10_000 - 0.2)).toBeLessThan(4 * Math.sqrt(0.16 / 10_000));
  });

  test('is drawn once by the lower of two guards when no model says so, and travels with the answer', () => {
    const figures = series({ action: 'block', prevalence: 1 }, { action: 'block', prevalence: 0.3 });
    const [upper, lower] = [factsOf(figures, 'upper'), factsOf(figures, 'lower')];
    expect(upper.reached).toBe(lower.leaked);
    expect(requestsWith(figures, 'upper', 'reached')).toEqual(requestsWith(figures, 'lower', 'leaked'));
    expect(figures.outcomes.flawed!.hallucinated).toBe(upper.leaked);
  });

  test('differs from check to check: a guard that looks for something else draws its own', () => {
    const figures = series({ action: 'flag', check: 'topic-boundary', prevalence: 0.1 }, { action: 'flag', prevalence: 0.3 });
    expect(figures.outcomes.flawed).toEqual({
      hallucinated: factsOf(figures, 'lower').reached,
      'off-topic': factsOf(figures, 'upper').reached,
    });
  });

  test('is mended by redaction, so that the next guard and the user see a good answer', () => {
    const figures = series({ action: 'flag' }, { action: 'redact', prevalence: 0.3 });
    const [upper, lower] = [factsOf(figures, 'upper'), factsOf(figures, 'lower')];
    expect(upper.reached).toBe(lower.leaked);
    expect(figures.outcomes.flawed!.hallucinated).toBe(lower.leaked);
  });
});

describe('an answer that is sent to review', () => {
  const reviewed = (declineShare: number, latencyMs: number) =>
    testRun(
      testPolicy(
        {
          start: ['entry'],
          guard: ['output-guard', { action: 'review', prevalence: 0.5, detectionRate: 1, falsePositiveRate: 0, latencyMs }],
          people: [
            'review',
            { people: 100, hours: 'always', minutesPerCase: 2, caseShape: 'constant', declineShare, usdPerCase: 0, tier: 3 },
          ],
          model: testModel(100),
        },
        ['start:next guard', 'guard:next model', 'guard:review people'],
      ),
      evenTraffic(100, 1000),
    );

  test.each([0, 30])('goes back as it came when a person lets it pass (check of %d ms)', (latencyMs) => {
    const figures = reviewed(0, latencyMs);
    // Tier 1 is the model's: the answer goes back, not the word of the reviewer.
    expect(figures.outcomes).toMatchObject({ answeredByTier: [100, 0, 0], flawed: { hallucinated: factsOf(figures, 'guard').caught } });
    expect(figures.latencyMs.max).toBeCloseTo(100 + latencyMs + 120_000, 6);
    expect(figures.cost.wastedUsd).toBeCloseTo(0, 12);
  });

  test('is blocked when a person declines, and its money is wasted', () => {
    const figures = reviewed(1, 30);
    const { caught } = factsOf(figures, 'guard');
    expect(figures.outcomes).toMatchObject({ answeredByTier: [100 - caught!, 0, 0], blocked: caught });
    expect(figures.cost.wastedUsd).toBeCloseTo(caught! * 0.001, 9);
  });
});

test('rules', () => {
  const rulesFor = (fields: Partial<OutputGuardConfig>, policy = guarded(fields)) =>
    outputGuard.check
      .run(configOf(fields), policy.nodes.find((node) => node.id === 'guard')!, graphView(policy))
      .map((finding) => finding.rule);
  expect(rulesFor({})).toEqual([]);
  expect(rulesFor({ prevalence: 0.005 })).toEqual(['output-guard/mostly-false-alarms']);
  expect(rulesFor({ detectionRate: 0 })).toEqual(['output-guard/no-better-than-chance']);
  expect(rulesFor({}, testPolicy({ start: ['entry'], guard: ['output-guard'] }, ['start:next guard']))).toEqual([
    'output-guard/nowhere-to-fall-back',
  ]);
});

test('changes are told with the old value', () => {
  expect(outputGuard.describe.changes(configOf({}), configOf({ action: 'block', latencyMs: 80 }))).toEqual([
    'blocks instead of falling back',
    'checks in 80 ms (was 120 ms)',
  ]);
});
