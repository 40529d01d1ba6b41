import { describe, expect, test } from 'vitest';
import type { FailureClass } from '../../model/index.ts';
import { type DrawnNode, drawnPolicy, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import { CONTINUE_ON, type FallbackConfig, type FallbackTier } from './config.ts';
import { fallback } from './index.ts';

const tier = (id: string, continueOn: FailureClass[] = CONTINUE_ON, name = ''): FallbackTier => ({ id, name, continueOn });

/** Two models that fail as told, and a template. */
const drawn = (config: Partial<FallbackConfig>, first: object, second: object): DrawnNode[] => [
  ['entry', 'entry', {}, { next: 'tiers' }],
  ['tiers', 'fallback', config, { t1: 'first', t2: 'second' }],
  ['first', 'model', { ...INSTANT_MODEL, ...first }],
  ['second', 'model', { ...INSTANT_MODEL, tier: 2, ...second }],
];
const once = (config: Partial<FallbackConfig>, first: object, second: object) =>
  runDrawn(drawn(config, first, second), { traffic: trafficAt([0]) }).outcomes;

test('a failure in the list leads on, and the first answer is the reply', () => {
  expect(once({}, { serverErrorRate: 1 }, {}).answeredByTier).toEqual([0, 1, 0]);
  expect(once({}, {}, { serverErrorRate: 1 }).answeredByTier).toEqual([1, 0, 0]);
});

test('a failure that is not in the list goes back at once', () => {
  const tiers = [tier('t1', ['timeout']), tier('t2')];
  expect(once({ tiers }, { serverErrorRate: 1 }, {}).byFailure).toEqual({ 'server-error': 1 });
});

test('when all tiers fail the reply is the last failure, or the first on request', () => {
  const config = { tiers: [tier('t1'), tier('t2')] };
  expect(once(config, { serverErrorRate: 1 }, { connectionRate: 1 }).byFailure).toEqual({ connection: 1 });
  expect(once({ ...config, onExhausted: 'first-failure' }, { serverErrorRate: 1 }, { connectionRate: 1 }).byFailure).toEqual({
    'server-error': 1,
  });
});

test('a middle tier’s failure that does not lead on is the reply even when the first is asked for', () => {
  const tiers = [tier('t1'), tier('t2', ['timeout']), tier('t3')];
  const nodes: DrawnNode[] = [
    ['entry', 'entry', {}, { next: 'tiers' }],
    ['tiers', 'fallback', { tiers, onExhausted: 'first-failure' }, { t1: 'first', t2: 'second', t3: 'third' }],
    ['first', 'model', { ...INSTANT_MODEL, serverErrorRate: 1 }],
    ['second', 'model', { ...INSTANT_MODEL, contentPolicyRate: 1 }],
    ['third', 'template', {}],
  ];
  expect(runDrawn(nodes, { traffic: trafficAt([0]) }).outcomes.byFailure).toEqual({ 'content-policy': 1 });
});

test('by default a policy refusal and an open breaker lead on; a guard’s block, a wrong request and an empty budget do not', () => {
  const [first] = fallback.config.defaults.tiers;
  expect(first?.continueOn).toEqual(expect.arrayContaining(['content-policy', 'context-overflow', 'rejected-by-breaker', 'shed', 'auth']));
  for (const failure of ['blocked-by-guard', 'invalid-request', 'over-budget', 'cancelled'])
    expect(first?.continueOn).not.toContain(failure);
});

test('independent tiers answer as often as 1 − ∏(1 − a), with 1 + .05 + .005 attempts', () => {
  const nodes: DrawnNode[] = [
    ['entry', 'entry', {}, { next: 'tiers' }],
    ['tiers', 'fallback', { tiers: [tier('t1'), tier('t2'), tier('t3')] }, { t1: 'a', t2: 'b', t3: 'c' }],
    ['a', 'model', { ...INSTANT_MODEL, serverErrorRate: 0.05 }],
    ['b', 'model', { ...INSTANT_MODEL, serverErrorRate: 0.1 }],
    ['c', 'model', { ...INSTANT_MODEL, serverErrorRate: 0.2 }],
  ];
  const requests = 20_000;
  const figures = runDrawn(nodes, { traffic: trafficAt(Array.from({ length: requests }, (_, i) => i)) });
  // Four standard deviations of a binomial.
  expect(Math.abs(figures.availability - 0.999)).toBeLessThan(4 * Math.sqrt((0.999 * 0.001) / requests));
  expect(Math.abs(figures.attempts.perRequest - 1.055)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95 + 0.005 * 0.995) / requests));
});

test('ports follow the order of the tiers and keep their ids', () => {
  expect(fallback.face.ports({ ...fallback.config.defaults, tiers: [tier('t7'), tier('t2')] })).toEqual([
    { id: 't7', label: 'tier 1', required: true },
    { id: 't2', label: 'tier 2', required: true },
  ]);
});

describe('rules', () => {
  const rulesFor = (tiers: FallbackTier[]) => {
    const config = { ...fallback.config.defaults, tiers };
    const policy = drawnPolicy([['tiers', 'fallback', config]]);
    return fallback.check.run(config, policy.nodes[0]!, graphView(policy)).map((finding) => [finding.rule, finding.path?.[1]]);
  };

  test.each([
    ['two tiers', [tier('t1'), tier('t2')], []],
    ['one tier', [tier('t1')], [['fallback/one-tier', undefined]]],
    ['a first tier that leads nowhere', [tier('t1', []), tier('t2')], [['fallback/tier-never-reached', 0]]],
    ['a last tier that leads nowhere', [tier('t1'), tier('t2', [])], []],
    ['an id twice', [tier('t1'), tier('t1')], [['fallback/tier-id-twice', 1]]],
  ])('%s', (_name, tiers, expected) => {
    expect(rulesFor(tiers)).toEqual(expected);
  });
});

describe('changes', () => {
  const changes = (before: FallbackTier[], after: FallbackTier[]) =>
    fallback.describe.changes({ ...fallback.config.defaults, tiers: before }, { ...fallback.config.defaults, tiers: after });
  const full = tier('t1', ['timeout'], 'Full');
  const core = tier('t2', ['timeout'], 'Core');

  test.each([
    ['order', [full, core], [core, full], ['tries the tiers in another order: “Core”, then “Full” (was “Full”, then “Core”)']],
    ['an addition above', [core], [full, core], ['adds “Full” as tier 1']],
    ['a removal', [full, core], [full], ['removes “Core” (was tier 2)']],
    ['a name', [full], [{ ...full, name: 'Whole' }], ['calls tier 1 “Whole” (was “Full”)']],
    [
      'the list',
      [full],
      [tier('t1', ['connection'], 'Full')],
      ['“Full” also goes on after connection', '“Full” no longer goes on after timeout'],
    ],
    ['the list in another order', [tier('t1', ['timeout', 'auth'])], [tier('t1', ['auth', 'timeout'])], []],
  ])('%s', (_name, before, after, sentences) => {
    expect(changes(before, after)).toEqual(sentences);
  });
});

test('the reply of the failing tier keeps its Retry-After hint', () => {
  const nodes: DrawnNode[] = [
    ['entry', 'entry', {}, { next: 'retry' }],
    ['retry', 'retry', { maxRetries: 1, jitter: 'none', baseMs: 0, capMs: 0 }, { next: 'tiers' }],
    ['tiers', 'fallback', { tiers: [tier('t1')], onExhausted: 'first-failure' }, { t1: 'model' }],
    ['model', 'model', { ...INSTANT_MODEL }],
  ];
  const figures = runDrawn(nodes, { traffic: trafficAt([0, 0]), provider: { requestsPerMin: 60, requestBurst: 1 } });
  expect(figures.outcomes.answeredByTier).toEqual([2, 0, 0]);
  expect(figures.latencyMs.max).toBe(1_000);
});
