import { expect, test } from 'vitest';
import { threefry, toUniform } from '../dice/index.ts';
import { MODEL_PRICE_DEFAULTS, type Policy, PROVIDER_DEFAULTS, type Scenario, type ScenarioEvent, scenarioSchema } from '../model/index.ts';
import { checkScenario } from './check.ts';
import { compileScenario } from './compile.ts';
import { library } from './library.ts';
import { sourceOf } from './library-sources.ts';
import { resolveTargets } from './targets.ts';

const policy: Policy = {
  id: 'p',
  name: 'p',
  description: '',
  providers: [
    {
      id: 'openai',
      name: 'OpenAI',
      ...PROVIDER_DEFAULTS,
      models: [{ name: 'gpt-4o', inputUsdPerMTok: 2.5, outputUsdPerMTok: 10, contextTokens: 128_000, ...MODEL_PRICE_DEFAULTS }],
    },
  ],
  nodes: ['tool', 'agent-loop', 'review', 'fallback', 'model'].map((kind) => ({
    id: `a-${kind}`,
    kind,
    name: `A ${kind}`,
    config: kind === 'model' ? { providerId: 'openai', model: 'gpt-4o' } : {},
  })),
  edges: [],
  silenced: [],
  promises: [],
};
const HOUR_MS = 3_600_000;
const byId = (id: string): Scenario => library.find((scenario) => scenario.id === id)!;
const compiled = (id: string) => compileScenario(resolveTargets(byId(id), 'openai'), [{ providerId: 'openai', model: 'gpt-4o' }]);

/** 79 minutes are the published median, and longer than the hour that most examples last. */
const LONGER_THAN_AN_HOUR = 'status-page-median';

test.each(library)('$id is valid, fits one hour, names its source and has nothing to complain about', (scenario) => {
  expect(scenarioSchema.parse(scenario)).toEqual(scenario);
  expect(checkScenario(resolveTargets(scenario, 'openai'), policy, HOUR_MS)).toEqual([]);
  expect(sourceOf(scenario.id)?.assumed).toMatch(/\.$/);
  if (scenario.id === LONGER_THAN_AN_HOUR) return;
  for (const event of scenario.events) expect(event.startMs + event.durationMs).toBeLessThan(HOUR_MS - 10 * 60_000);
});

test('the ids are those that commands and documents name', () => {
  expect(library.map(({ id }) => id)).toEqual([
    'provider-outage',
    'brown-out',
    'latency-spike',
    'rate-limit-storm',
    'surge-3x',
    'black-friday',
    'shared-incident',
    'key-revoked',
    'silent-drift',
    'price-rise',
    'reviewers-away',
    'endless-loops',
    'tools-down',
    'status-page-median',
    'failure-table',
    'retry-storm',
    'metastable-trigger',
    'correlated-incident',
    'loop-burns-budget',
    'reviewers-on-holiday',
  ]);
});

test('the outage fails 95 % of calls for twelve minutes from 20:00 and then fades out', () => {
  const conditions = compiled('provider-outage');
  const failing = (nowMs: number) => {
    let failed = 0;
    for (let i = 0; i < 1000; i++) if (conditions.failureAt(0, nowMs, (i + 0.5) / 1000) !== 0) failed++;
    return failed / 1000;
  };
  expect([19.99, 20, 31.99, 32, 34.5, 37].map((minute) => failing(minute * 60_000))).toEqual([0, 0.95, 0.95, 0.4, 0.2, 0]);
  expect([31, 32, 34.5, 37].map((minute) => conditions.latencyMultiplierAt(0, minute * 60_000, 0.5))).toEqual([1, 2.5, 1.75, 1]);
});

test('the latency spike makes P95 ten times P50 on a log-normal latency', () => {
  const conditions = compiled('latency-spike');
  const latencies = new Float64Array(200_000);
  for (let i = 0; i < latencies.length; i++) {
    const radius = Math.sqrt(-2 * Math.log(toUniform(threefry(1, 1, i, 0))));
    const calmMs = 1000 * Math.exp(0.45 * radius * Math.cos(2 * Math.PI * toUniform(threefry(1, 1, i, 1))));
    latencies[i] = calmMs * conditions.latencyMultiplierAt(0, 25 * 60_000, toUniform(threefry(1, 1, i, 2)));
  }
  latencies.sort();
  const p50 = latencies[latencies.length / 2]!;
  const p95 = latencies[latencies.length * 0.95]!;
  expect(p95 / p50).toBeGreaterThan(9.5);
  expect(p95 / p50).toBeLessThan(10.5);
  expect(p50).toBeLessThan(1100);
});

test('a scenario that cannot do what it says is reported with the reason', () => {
  const [outage] = byId('provider-outage').events;
  const broken: Scenario = {
    id: 'broken',
    name: 'broken',
    description: '',
    events: [
      { ...outage!, target: { kind: 'provider', providerId: 'mistral' } },
      { ...outage!, target: { kind: 'model', providerId: 'openai', model: 'gpt-3' } },
      { ...outage!, target: { kind: 'traffic' } },
      { ...outage!, effect: { kind: 'surge', multiplier: 2 }, target: { kind: 'provider', providerId: 'openai' } },
      { ...outage!, startMs: HOUR_MS + 1, target: { kind: 'provider', providerId: 'openai' } },
      { ...outage!, rampUpMs: 600_000, rampDownMs: 600_000, target: { kind: 'provider', providerId: 'openai' } },
      { ...outage!, effect: { kind: 'latency', multiplier: 1 }, target: { kind: 'provider', providerId: 'openai' } },
      { ...outage!, durationMs: 0, target: { kind: 'provider', providerId: 'openai' } },
    ],
  };
  expect(checkScenario(broken, policy, HOUR_MS).map(({ rule, path }) => `${path![1]} ${rule}`)).toEqual([
    '0 scenario/unknown-provider',
    '1 scenario/unknown-model',
    '2 scenario/effect-needs-provider',
    '3 scenario/surge-needs-traffic',
    '4 scenario/after-traffic',
    '5 scenario/ramps-too-long',
    '6 scenario/no-effect',
    '7 scenario/no-effect',
  ]);
  expect(checkScenario(broken, policy, HOUR_MS)[0]!.message).toBe(
    '“Provider down” is aimed at provider “mistral”, which this policy does not have; choose one of: openai.',
  );
});

test('an effect aimed where it is not felt is reported with a place where it is', () => {
  const [outage] = byId('provider-outage').events;
  const aimed = (target: ScenarioEvent['target'], effect: ScenarioEvent['effect']) =>
    checkScenario({ id: 's', name: 's', description: '', events: [{ ...outage!, target, effect }] }, policy, HOUR_MS).map(
      ({ rule, severity, message }) => `${severity} ${rule.replace('scenario/', '')}: ${message.replace('“Provider down” ', '')}`,
    );
  const failing = { kind: 'outage', share: 1, failure: 'tool-failure' } as const;
  expect(aimed({ kind: 'node', nodeId: 'a-tool' }, failing)).toEqual([]);
  expect(aimed({ kind: 'node', nodeId: 'gone' }, failing)).toEqual([
    'error unknown-node: is aimed at node “gone”, which this policy does not have; choose one of: a-tool, a-agent-loop, a-review, a-fallback.',
  ]);
  expect(aimed({ kind: 'node', nodeId: 'a-model' }, failing)).toEqual([
    'error node-is-model: is aimed at A model, a model, but what befalls a model befalls it at its provider and would not reach it here; aim it at the model of that provider.',
  ]);
  expect(aimed({ kind: 'node', nodeId: 'a-fallback' }, failing)).toEqual([
    'warning unfelt: does nothing to a node of the kind fallback; aim it at a node of the kind tool or a provider.',
  ]);
  expect(aimed({ kind: 'node-kind', nodeKind: 'cache' }, failing)).toEqual([
    'warning no-such-node: is aimed at every cache, but this policy has none; it changes nothing.',
  ]);
  expect(aimed({ kind: 'node-kind', nodeKind: 'tool' }, { kind: 'endless-loop', share: 1 })).toEqual([
    'warning unfelt: does nothing to a node of the kind tool; aim it at a node of the kind agent loop.',
  ]);
  expect(aimed({ kind: 'provider', providerId: 'openai' }, { kind: 'endless-loop', share: 1 })).toEqual([
    'error effect-misses-target: keeps agent loops from ending, but is aimed at a provider; aim it at a node.',
  ]);
  expect(aimed({ kind: 'node-kind', nodeKind: 'review' }, { kind: 'rate-limit', requestsPerMin: 1 })).toEqual([
    'error effect-misses-target: lowers the request limit of a provider, which a node does not have; aim it at a provider or a model.',
  ]);
  expect(aimed({ kind: 'model', providerId: 'openai', model: 'gpt-4o' }, { kind: 'capacity', share: 0.5 })).toEqual([
    'error effect-misses-target: takes slots away, which belong to the provider and serve all its models; aim it at a provider or a node.',
  ]);
  expect(aimed({ kind: 'all-providers' }, { kind: 'capacity', share: 0.5 })).toEqual([
    'warning no-slots: takes slots away, but no provider that it strikes has a number of them, so it changes nothing; give the provider a number of calls at once.',
  ]);
  expect(aimed({ kind: 'provider', providerId: 'openai' }, { kind: 'outage', share: 1, failure: 'auth', retryAfterMs: 1000 })).toEqual([
    'warning hint-unheard: says when to come back, but a failure of the class “authentication” carries no such hint in practice; leave the hint out or choose a rate limit.',
  ]);
});
