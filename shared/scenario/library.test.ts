import { expect, test } from 'vitest';
import { threefry, toUniform } from '../dice/index.ts';
import { MODEL_PRICE_DEFAULTS, type Policy, PROVIDER_DEFAULTS, type Scenario, scenarioSchema } from '../model/index.ts';
import { checkScenario } from './check.ts';
import { compileScenario } from './compile.ts';
import { library } from './library.ts';
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
  nodes: [],
  edges: [],
  silenced: [],
};
const HOUR_MS = 3_600_000;
const byId = (id: string): Scenario => library.find((scenario) => scenario.id === id)!;
const compiled = (id: string) => compileScenario(resolveTargets(byId(id), 'openai'), [{ providerId: 'openai', model: 'gpt-4o' }]);

test.each(library)('$id is valid, fits one hour and has nothing to complain about', (scenario) => {
  expect(scenarioSchema.parse(scenario)).toEqual(scenario);
  expect(checkScenario(resolveTargets(scenario, 'openai'), policy, HOUR_MS)).toEqual([]);
  for (const event of scenario.events) expect(event.startMs + event.durationMs).toBeLessThan(HOUR_MS - 10 * 60_000);
});

test('the ids are those that commands and documents name', () => {
  expect(library.map(({ id }) => id)).toEqual(['provider-outage', 'brown-out', 'latency-spike', 'rate-limit-storm', 'surge-3x']);
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
