import { expect, test } from 'vitest';
import { drawnPolicy, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import { factsOf } from '../test-run.ts';
import { type EvaluatorConfig, evaluator } from './index.ts';

const ONE_CHECK = [{ id: 'c1', looksAt: 'faithfulness', detectionRate: 0.8, falsePositiveRate: 0.1 }] as const;

const run = (config: Partial<EvaluatorConfig>, model: object = {}, requests = 5000, seed = 1) =>
  runDrawn(
    [
      ['entry', 'entry', {}, { next: 'evaluator' }],
      ['evaluator', 'evaluator', { checks: ONE_CHECK, ...config }, { next: 'model' }],
      ['model', 'model', { ...INSTANT_MODEL, ttftP50Ms: 40, ...model }],
    ],
    { traffic: trafficAt(Array.from({ length: requests }, (_, request) => request)), seed },
  );

test('answers go on at once and unchanged; the bill falls when the sample is taken', () => {
  const figures = run({ sampleRate: 1, priceUsd: 0.01 }, { hallucinationRate: 1 }, 10);
  expect(figures.latencyMs.max).toBe(40);
  expect(figures.outcomes).toMatchObject({ answeredByTier: [10, 0, 0], flawed: { hallucinated: 10 } });
  expect(figures.nodes.find((node) => node.id === 'evaluator')?.usd).toBeCloseTo(0.1, 9);
  expect(figures.cost.wastedUsd).toBe(0);
});

test('failures are not judged', () => {
  expect(factsOf(run({ sampleRate: 1 }, { serverErrorRate: 1 }, 10), 'evaluator')).toMatchObject({ sampled: 0, reached: 0 });
});

test('what was not sampled has leaked as well as what was not found', () => {
  const facts = factsOf(run({ sampleRate: 0.25 }, { hallucinationRate: 0.4 }), 'evaluator');
  const within = (value: number, share: number, of: number) =>
    expect(Math.abs(value / of - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / of));
  within(facts.sampled!, 0.25, 5000);
  within(facts.reached!, 0.4, 5000);
  within(facts.caught!, 0.25 * 0.8, facts.reached!);
  expect(facts.leaked).toBe(facts.reached! - facts.caught!);
  within(facts['false-alarm']!, 0.25 * 0.1, 5000 - facts.reached!);
});

test('a check finds its own flaw only, and each check counts', () => {
  const checks = [
    { id: 'c1', looksAt: 'safety', detectionRate: 1, falsePositiveRate: 0 },
    { id: 'c2', looksAt: 'faithfulness', detectionRate: 1, falsePositiveRate: 0 },
    { id: 'c3', looksAt: 'personal-data', detectionRate: 1, falsePositiveRate: 0 },
  ] as const;
  const facts = factsOf(run({ sampleRate: 1, checks: checks.slice() }, { hallucinationRate: 1, leakRate: 1 }, 10), 'evaluator');
  expect(facts).toMatchObject({ sampled: 10, reached: 20, caught: 20, leaked: 0, 'false-alarm': 0 });
});

test('a higher rate judges the same answers and more', () => {
  const sampled = (sampleRate: number) =>
    new Set(
      run({ sampleRate }, {}, 300)
        .traces.filter((trace) => trace.spans.some((span) => span.facts.length > 0))
        .map((trace) => trace.request),
    );
  const few = sampled(0.1);
  expect(few.size).toBeGreaterThan(10);
  const more = sampled(0.2);
  expect([...few].filter((request) => !more.has(request))).toEqual([]);
});

test('rules', () => {
  const policy = drawnPolicy([['evaluator', 'evaluator']]);
  const rulesFor = (fields: Partial<EvaluatorConfig>) =>
    evaluator.check
      .run({ ...evaluator.config.defaults, ...fields }, policy.nodes[0]!, graphView(policy))
      .map((finding) => finding.rule.replace('evaluator/', ''));
  expect(rulesFor({})).toEqual([]);
  expect(rulesFor({ sampleRate: 0 })).toEqual(['samples-nothing']);
  expect(rulesFor({ checks: [ONE_CHECK[0], { ...ONE_CHECK[0], id: 'c2' }] })).toEqual(['check-twice']);
  expect(rulesFor({ checks: [{ ...ONE_CHECK[0], detectionRate: 0.1 }] })).toEqual(['no-better-than-chance']);
});

test('changes are told by what is looked for', () => {
  const before = { ...evaluator.config.defaults, checks: [...ONE_CHECK] } as EvaluatorConfig;
  const after = {
    ...before,
    checks: [
      { ...ONE_CHECK[0], detectionRate: 0.9 },
      { ...ONE_CHECK[0], id: 'c2', looksAt: 'topic' as const },
    ],
  };
  expect(evaluator.describe.changes(before, after)).toEqual(['also looks for answers off topic', 'finds 90 % of hallucination (was 80 %)']);
});
