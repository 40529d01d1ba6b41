import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample-document.ts';
import { CALM, type Policy, type Scenario, type ScenarioEvent } from '../model/index.ts';
import { checkScenario, library, strikesNothing } from './index.ts';

const { policy } = sampleDocument();
const HOUR_MS = 3_600_000;
const shipped = (id: string): Scenario => library.find((scenario) => scenario.id === id)!;
const event = (fields: Partial<ScenarioEvent>): ScenarioEvent => ({
  id: 'one',
  name: 'It is slow',
  target: { kind: 'all-providers' },
  effect: { kind: 'latency', multiplier: 3 },
  startMs: 0,
  durationMs: 60_000,
  rampUpMs: 0,
  rampDownMs: 0,
  ...fields,
});
const scenario = (...events: ScenarioEvent[]): Scenario => ({ id: 'own', name: 'Own', description: '', events });

test('a scenario of tools strikes nothing where there is none, and says so', () => {
  const reasons = strikesNothing(shipped('tools-down'), policy, HOUR_MS);
  expect(reasons).toHaveLength(2);
  expect(reasons[0]).toContain('this policy has none');
  expect(strikesNothing(shipped('provider-outage'), policy, HOUR_MS)).toEqual([]);
});

test('one event that strikes is enough, and calm never pretends to strike', () => {
  const away = event({ id: 'two', target: { kind: 'node-kind', nodeKind: 'tool' } });
  expect(strikesNothing(scenario(event({}), away), policy, HOUR_MS)).toEqual([]);
  expect(strikesNothing(scenario(away, { ...away, id: 'three' }), policy, HOUR_MS)).toHaveLength(2);
  expect(strikesNothing(CALM, policy, HOUR_MS)).toEqual([]);
});

test('an event after the end of the traffic or without an amount changes nothing', () => {
  expect(strikesNothing(scenario(event({ startMs: HOUR_MS + 1 })), policy, HOUR_MS)).toEqual([
    expect.stringContaining('after the traffic'),
  ]);
  expect(strikesNothing(scenario(event({ effect: { kind: 'latency', multiplier: 1 } })), policy, HOUR_MS)).toHaveLength(1);
});

test('a provider that stands in the list and that no node calls is not struck', () => {
  const [first] = policy.providers;
  const idle: Policy = { ...policy, providers: [...policy.providers, { ...first!, id: 'spare', name: 'Spare' }] };
  const spare = scenario(event({ target: { kind: 'provider', providerId: 'spare' } }));
  expect(checkScenario(spare, idle, HOUR_MS)).toMatchObject([{ rule: 'scenario/uncalled', severity: 'warning' }]);
  expect(strikesNothing(spare, idle, HOUR_MS)).toEqual([expect.stringContaining('which no node of this policy calls')]);
  const fixed: Policy = { ...policy, nodes: policy.nodes.filter(({ kind }) => kind !== 'model') };
  expect(strikesNothing(shipped('provider-outage'), fixed, HOUR_MS)[0]).toContain('no node of this policy calls one');
});
