import { describe, expect, it } from 'vitest';
import { MODEL_PRICE_DEFAULTS, type Policy, PROVIDER_DEFAULTS, type Scenario, type ScenarioTarget } from '../../shared/model/index.ts';
import { laneGroups, lanesOf, targetId } from './lanes.ts';

const provider = (id: string, models: readonly string[]) => ({
  id,
  name: id.toUpperCase(),
  ...PROVIDER_DEFAULTS,
  models: models.map((name) => ({ name, inputUsdPerMTok: 1, outputUsdPerMTok: 1, contextTokens: 1000, ...MODEL_PRICE_DEFAULTS })),
});
const policyWith = (nodes: Policy['nodes']): Policy => ({
  id: 'p',
  name: 'p',
  description: '',
  providers: [provider('acme', ['large', 'unused']), provider('other', ['small'])],
  nodes,
  edges: [],
  silenced: [],
  promises: [],
});
const node = (id: string, kind: string, config: Record<string, unknown> = {}) => ({ id, kind, name: `Node ${id}`, config });
const scenarioOn = (...targets: ScenarioTarget[]): Scenario => ({
  id: 's',
  name: 's',
  description: '',
  events: targets.map((target, i) => ({
    id: `e${i}`,
    name: 'e',
    target,
    effect: { kind: 'latency', multiplier: 2 },
    startMs: 0,
    durationMs: 1000,
    rampUpMs: 0,
    rampDownMs: 0,
  })),
});
const labels = (policy: Policy, scenario: Scenario) =>
  laneGroups(policy, scenario).map(({ id, lanes }) => `${id}: ${lanes.map(({ label }) => label).join(', ')}`);

describe('lanes', () => {
  it('are the load, the providers with the models that are called, and the nodes that feel anything', () => {
    const policy = policyWith([
      node('m', 'model', { providerId: 'acme', model: 'large' }),
      node('t1', 'tool'),
      node('t2', 'tool'),
      node('r', 'review'),
      node('g', 'input-guard'),
    ]);
    expect(labels(policy, scenarioOn())).toEqual([
      'load: Traffic',
      'providers: Primary provider, All providers, ACME, large, OTHER',
      'tools: Every tool, Node t1, Node t2',
      'people: Node r',
    ]);
  });

  it('are there for everything that the scenario aims at, so that no event is out of sight', () => {
    const targets: ScenarioTarget[] = [
      { kind: 'provider', providerId: 'gone' },
      { kind: 'model', providerId: 'acme', model: 'unused' },
      { kind: 'model', providerId: 'gone', model: 'lost' },
      { kind: 'node', nodeId: 'missing' },
      { kind: 'node', nodeId: 'g' },
      { kind: 'node-kind', nodeKind: 'review' },
      { kind: 'node-kind', nodeKind: 'cache' },
      { kind: 'primary-provider' },
      { kind: 'all-providers' },
      { kind: 'traffic' },
    ];
    const groups = laneGroups(policyWith([node('g', 'input-guard')]), scenarioOn(...targets));
    const ids = lanesOf(groups).map(({ id }) => id);
    for (const target of targets) expect(ids).toContain(targetId(target));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('of many nodes are shown for the first ones and for those that are struck', () => {
    const policy = policyWith(Array.from({ length: 500 }, (_, i) => node(`t${i}`, 'tool')));
    const tools = laneGroups(policy, scenarioOn({ kind: 'node', nodeId: 't400' })).find(({ id }) => id === 'tools')!;
    expect(tools.lanes).toHaveLength(1 + 40 + 1);
    expect(tools.lanes.at(-1)?.label).toBe('Node t400');
    expect(tools.hiddenCount).toBe(459);
  });
});
