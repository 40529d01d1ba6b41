import { expect, test } from 'vitest';
import { createRun, type RunFigures } from '../../shared/engine/index.ts';
import { compilePolicy, conditionTargetsOf, primaryProvider } from '../../shared/kinds/index.ts';
import {
  CALM,
  MODEL_PRICE_DEFAULTS,
  type Policy,
  PROVIDER_DEFAULTS,
  type Scenario,
  type ScenarioEffect,
  type ScenarioTarget,
  type Traffic,
} from '../../shared/model/index.ts';
import { applySurges, checkScenario, compileScenario, library, resolveTargets } from '../../shared/scenario/index.ts';

/** Every shipped scenario, and every effect, does to a policy what its description says, through all rooms that take part. */

const priced = { inputUsdPerMTok: 1, outputUsdPerMTok: 10, contextTokens: 100_000, ...MODEL_PRICE_DEFAULTS };
const provider = (id: string) => ({ ...PROVIDER_DEFAULTS, id, name: id, concurrency: 200, models: [{ name: 'm', ...priced }] });
const model = (providerId: string) => ({ providerId, model: 'm', latencyShape: 'constant', ttftP50Ms: 500, outputTokensPerS: 100 });

/** An agent with a tool on the first provider, then a model of the second, then people. */
const policy: Policy = {
  id: 'all',
  name: 'All',
  description: '',
  providers: [provider('first'), provider('second')],
  nodes: [
    { id: 'entry', name: 'Entry', kind: 'entry', config: {} },
    { id: 'tiers', name: 'Tiers', kind: 'fallback', config: { tiers: [{ id: 't1' }, { id: 't2' }, { id: 't3' }] } },
    {
      id: 'agent',
      name: 'Agent',
      kind: 'agent-loop',
      config: { tools: [{ id: 'tool1', share: 0.8 }], meanSteps: 3, maxIterations: 20, wrongWithoutTool: 0.5, cascadeShare: 0.2 },
    },
    { id: 'primary', name: 'Primary', kind: 'model', config: model('first') },
    { id: 'tool', name: 'Tool', kind: 'tool', config: { failureRate: 0, usdPerCall: 0.001 } },
    { id: 'backup', name: 'Backup', kind: 'model', config: { ...model('second'), contentPolicyRate: 0.2 } },
    {
      id: 'people',
      name: 'People',
      kind: 'review',
      config: { people: 4, hours: 'always', minutesPerCase: 0.5, caseShape: 'constant', patienceShape: 'endless', declineShare: 0 },
    },
  ],
  edges: [
    { from: 'entry', port: 'next', to: 'tiers' },
    { from: 'tiers', port: 't1', to: 'agent' },
    { from: 'tiers', port: 't2', to: 'backup' },
    { from: 'tiers', port: 't3', to: 'people' },
    { from: 'agent', port: 'model', to: 'primary' },
    { from: 'agent', port: 'tool1', to: 'tool' },
  ],
  silenced: [],
  promises: [],
};

const REQUESTS = 3_600;
/** One a second. */
const traffic: Traffic = {
  label: 'steady',
  origin: 'generated',
  requestCount: REQUESTS,
  arrivalMs: Float64Array.from({ length: REQUESTS }, (_, i) => i * 1000),
  inputTokens: new Uint32Array(REQUESTS).fill(1000),
  outputTokens: new Uint32Array(REQUESTS).fill(100),
  user: null,
  users: [],
  complexity: null,
  metadata: {},
};

function rehearse(scenario: Scenario): RunFigures {
  const resolved = resolveTargets(scenario, primaryProvider(policy));
  expect(checkScenario(resolved, policy, REQUESTS * 1000)).toEqual([]);
  const conditionTargets = conditionTargetsOf(policy);
  const plan = compilePolicy(policy, {
    traffic: applySurges(traffic, resolved, 1),
    conditions: compileScenario(resolved, conditionTargets),
    conditionTargets,
    seed: 1,
    bucketMs: 60_000,
    traceCount: 0,
  });
  const run = createRun(plan);
  while (!run.advance(1_000_000));
  return run.figures();
}
const shipped = (id: string) => rehearse(library.find((scenario) => scenario.id === id)!);
/** All the hour long. */
const under = (target: ScenarioTarget, effect: ScenarioEffect) =>
  rehearse({
    ...CALM,
    events: [{ id: 'e', name: 'Event', target, effect, startMs: 0, durationMs: 3_500_000, rampUpMs: 0, rampDownMs: 0 }],
  });
const calm = rehearse(CALM);
const node = (run: RunFigures, id: string) => run.nodes.find((candidate) => candidate.id === id)!;
const flawed = (run: RunFigures, flaw: string) => (run.outcomes.flawed as Record<string, number> | undefined)?.[flaw] ?? 0;

test('without an incident the agent answers everything, and rightly', () => {
  expect(calm.outcomes.answeredByTier).toEqual([REQUESTS, 0, 0]);
  expect(flawed(calm, 'wrong')).toBe(0);
});

test('black-friday: ten times the requests at its height', () => {
  const run = shipped('black-friday');
  const perMin = run.series.requests[29]!;
  expect(perMin / 60).toBeGreaterThan(9.5);
  expect(perMin / 60).toBeLessThan(10.5);
});

test('shared-incident: both providers fail at once, and people get what is left', () => {
  const run = shipped('shared-incident');
  for (const id of ['primary', 'backup']) expect(node(run, id).failures.connection, id).toBeGreaterThan(100);
  expect(node(run, 'people').calls).toBeGreaterThan(100);
});

test('an outage of a share of requests strikes the same ones at every provider: a fallback between them does not help', () => {
  const half = { kind: 'outage', share: 0.5, failure: 'connection' } as const;
  const alone = under({ kind: 'all-providers' }, half);
  const together = under({ kind: 'all-providers' }, { ...half, shareOf: 'requests' });
  // Each call by itself: the second provider answers about half of what the first did not.
  expect(node(alone, 'backup').answered).toBeGreaterThan(0.35 * node(alone, 'backup').calls);
  const struck = node(together, 'primary').failures.connection!;
  expect(Math.abs(struck / 3_500 - 0.5)).toBeLessThan(0.05);
  expect([node(together, 'backup').failures.connection, node(together, 'people').calls]).toEqual([struck, struck]);
  // Whom it does not strike at the first step it does not strike at a later one; a loop that ran into its limit is the second provider's too.
  expect(node(together, 'agent').failures.connection).toBe(struck);
});

test('conversation-growth: what each step adds costs more at the next, until the window is full', () => {
  const prompt = (run: RunFigures) => run.cost.promptTokens;
  const target = { kind: 'node-kind', nodeKind: 'agent-loop' } as const;
  const swelling = under(target, { kind: 'conversation-growth', multiplier: 5 });
  expect(node(swelling, 'primary').calls).toBe(node(calm, 'primary').calls);
  expect(prompt(swelling) / prompt(calm)).toBeGreaterThan(1.5);
  const bursting = under(target, { kind: 'conversation-growth', multiplier: 400 });
  expect(node(bursting, 'primary').failures['context-overflow']).toBeGreaterThan(1_000);
});

test('key-revoked: every call of the first provider is refused for a quarter of an hour, and the second answers', () => {
  const run = shipped('key-revoked');
  // Agents that were at work when it began add a few.
  const refused = node(run, 'primary').failures.auth!;
  expect(node(run, 'primary').failures).toEqual({ auth: refused });
  expect(refused).toBeGreaterThanOrEqual(900);
  expect(refused).toBeLessThan(910);
  expect(node(run, 'backup').calls).toBeGreaterThanOrEqual(refused);
});

test('silent-drift: nothing fails, answers are worse, longer, slower and dearer', () => {
  const run = shipped('silent-drift');
  expect(run.outcomes.failed).toBe(0);
  expect(run.outcomes.answeredByTier).toEqual(calm.outcomes.answeredByTier);
  expect(flawed(run, 'wrong')).toBeGreaterThan(100);
  expect(flawed(run, 'hallucinated')).toBeGreaterThan(50);
  expect(run.latencyMs.mean! / calm.latencyMs.mean!).toBeGreaterThan(1.1);
  expect(run.cost.completionTokens / calm.cost.completionTokens).toBeGreaterThan(1.05);
});

test('price-rise: 25 of 60 minutes at twice the price of the models', () => {
  const run = shipped('price-rise');
  const ofModel = node(run, 'primary').usd / node(calm, 'primary').usd;
  expect(ofModel).toBeGreaterThan(1.38);
  expect(ofModel).toBeLessThan(1.45);
  expect(node(run, 'tool').usd).toBe(node(calm, 'tool').usd);
});

test('endless-loops: a fifth of the loops of twenty minutes run into their limit and burn money', () => {
  const run = shipped('endless-loops');
  const stopped = node(run, 'agent').failures['loop-limit']!;
  expect(Math.abs(stopped / 1_200 - 0.2)).toBeLessThan(0.05);
  expect(run.cost.wastedUsd).toBeGreaterThan(10 * stopped * 0.001);
});

test('tools-down: the tool fails and cascades into more steps and wrong answers', () => {
  const run = shipped('tools-down');
  expect(node(run, 'tool').failures['tool-failure']).toBeGreaterThan(500);
  expect(node(run, 'primary').calls).toBeGreaterThan(node(calm, 'primary').calls + 50);
  expect(flawed(run, 'wrong')).toBeGreaterThan(100);
});

test('reviewers-away: when the models are shaky, three in four people away make the queue grow', () => {
  const away: Scenario['events'][number] = library.find(({ id }) => id === 'reviewers-away')!.events[0]!;
  const busy: Scenario['events'] = ['first', 'second'].map((providerId) => ({
    ...away,
    id: providerId,
    name: providerId,
    target: { kind: 'provider', providerId },
    effect: { kind: 'outage', share: 0.1, failure: 'server-error' },
  }));
  const there = rehearse({ ...CALM, events: busy });
  const missing = rehearse({ ...CALM, events: [...busy, away] });
  expect(node(missing, 'people').calls).toBe(node(there, 'people').calls);
  expect(node(missing, 'people').latencyMs.mean!).toBeGreaterThan(5 * node(there, 'people').latencyMs.mean!);
});

test('a model that refuses more questions refuses them again, and the next model may not', () => {
  const run = under({ kind: 'primary-provider' }, { kind: 'error-rate', rate: 0.3, failure: 'content-policy' });
  const refused = node(run, 'primary').failures['content-policy']!;
  expect(Math.abs(refused / 3_500 - 0.3)).toBeLessThan(0.04);
  // The second refuses a fifth of what it is asked: its own luck with the question.
  expect(Math.abs(node(run, 'backup').failures['content-policy']! / node(run, 'backup').calls - 0.2)).toBeLessThan(0.06);
});

test('a provider that shrinks refuses or queues what its slots do not hold', () => {
  const run = under({ kind: 'provider', providerId: 'first' }, { kind: 'capacity', share: 0.01 });
  // Two slots of 1.5 s for three calls a second or more.
  expect(node(run, 'primary').facts['queued']).toBeGreaterThan(1_000);
  expect(run.latencyMs.p50!).toBeGreaterThan(3 * calm.latencyMs.p50!);
});

test('an agent’s results drift without its models', () => {
  const run = under({ kind: 'node', nodeId: 'agent' }, { kind: 'quality-loss', share: 0.25 });
  expect(Math.abs(flawed(run, 'wrong') / 3_500 - 0.25)).toBeLessThan(0.04);
});
