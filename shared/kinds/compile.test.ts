import { describe, expect, test } from 'vitest';
import { NO_CONDITIONS, NO_TARGET, type Policy } from '../model/index.ts';
import { callOrder, entriesOf, primaryProvider } from './call-order.ts';
import { assumptionsOf, compilePolicy, conditionTargetsOf } from './compile.ts';
import { ACME, type DrawnNode, drawnPolicy, INSTANT_MODEL, trafficAt } from './drawn-run.ts';

const compile = (policy: Policy, traffic = trafficAt([0])) =>
  compilePolicy(policy, {
    traffic,
    conditions: NO_CONDITIONS,
    conditionTargets: conditionTargetsOf(policy),
    seed: 1,
    bucketMs: 1_000,
    traceCount: 0,
  });

const support: DrawnNode[] = [
  ['entry', 'entry', {}, { next: 'tiers' }],
  ['tiers', 'fallback', {}, { t1: 'zeta', t2: 'alpha' }],
  ['zeta', 'model', { ...INSTANT_MODEL, providerId: 'acme' }],
  ['alpha', 'model', { ...INSTANT_MODEL, providerId: 'other' }],
  ['loose', 'template'],
];
const twoProviders = (nodes: DrawnNode[]): Policy => {
  const policy = drawnPolicy(nodes);
  return { ...policy, providers: [{ ...ACME, id: 'other', name: 'Other' }, ...policy.providers] };
};

test('the order of nodes, edges and providers in a document does not change the plan', () => {
  const policy = twoProviders(support);
  const reversed = {
    ...policy,
    nodes: [...policy.nodes].reverse(),
    edges: [...policy.edges].reverse(),
    providers: [...policy.providers].reverse(),
  };
  expect(compile(reversed)).toEqual(compile(policy));
});

test('ports lead to positions in call order, providers to stations, models to condition targets', () => {
  const plan = compile(twoProviders(support));
  expect(plan.nodes.map((node) => node.id)).toEqual(['alpha', 'entry', 'loose', 'tiers', 'zeta']);
  expect(plan.nodes[3]).toMatchObject({ ports: ['t1', 't2'], targets: Int32Array.from([4, 0]) });
  expect(plan.stations.map((station) => station.id)).toEqual(['acme', 'other']);
  expect(plan.nodes[4]?.config).toMatchObject({ provider: 0, conditionTarget: 0 });
  expect(plan.nodes[0]?.config).toMatchObject({ provider: 1, conditionTarget: 1 });
  const calm = compilePolicy(twoProviders(support), {
    traffic: trafficAt([0]),
    conditions: NO_CONDITIONS,
    conditionTargets: [],
    seed: 1,
    bucketMs: 1,
    traceCount: 0,
  });
  expect(calm.nodes[4]?.config).toMatchObject({ conditionTarget: NO_TARGET });
});

describe('where requests enter', () => {
  const nodes: DrawnNode[] = [
    ['b-refunds', 'entry', {}, { next: 'text' }],
    ['a-orders', 'entry', {}, { next: 'text' }],
    ['text', 'template'],
  ];
  const policy = drawnPolicy(nodes);
  const named = { ...policy, nodes: policy.nodes.map((node) => (node.id === 'b-refunds' ? { ...node, name: 'Refunds' } : node)) };
  const traffic = (values: string[], codes: number[]) =>
    trafficAt(
      codes.map((_, i) => i),
      { metadata: { capability: { values, codes: Int32Array.from(codes) } } },
    );

  test('at the entry that their capability names by name or id, otherwise at the first by id', () => {
    const plan = compile(named, traffic(['Refunds', 'b-refunds', 'a-orders', 'elsewhere'], [0, 1, 2, 3, -1]));
    expect(plan.entries).toEqual(Int32Array.from([1, 1, 0, 0, 0]));
  });

  test('without such a column all at the first entry by id', () => {
    expect(compile(named).entries).toBe(0);
    expect(entriesOf(named).map((node) => node.id)).toEqual(['a-orders', 'b-refunds']);
  });

  test('a column that only looks like one is none', () => {
    expect(compile(named, trafficAt([0], { metadata: Object.create({ capability: null }) })).entries).toBe(0);
  });
});

describe('what lint forbids throws, with the place', () => {
  const policy = drawnPolicy(support.slice(0, 3));
  test.each<[string, Policy, RegExp]>([
    [
      'a cycle',
      drawnPolicy([
        ['a', 'retry', {}, { next: 'b' }],
        ['b', 'retry', {}, { next: 'a' }],
      ]),
      /cycle: a → b → a/,
    ],
    ['an unknown kind', drawnPolicy([['a', 'teleport']]), /node a.*teleport/],
    ['a broken config', drawnPolicy([['a', 'timeout', { timeoutMs: -1 }]]), /node a, timeoutMs/],
    ['an open port', policy, /port t2 of node tiers/],
    ['no entry', drawnPolicy([['a', 'template']]), /no entry/],
    ['an unknown provider', drawnPolicy([['a', 'model', { providerId: 'gone', model: 'm' }]]), /node a.*gone/],
    ['an unknown model', drawnPolicy([['a', 'model', { providerId: 'acme', model: 'gone' }]]), /acme.*gone/],
  ])('%s', (_name, broken, message) => {
    expect(() => compile(broken)).toThrow(message);
  });
});

test('call order follows the ports, and the primary provider is that of the first model in it', () => {
  const policy = twoProviders(support);
  expect(callOrder(policy).map((node) => node.id)).toEqual(['entry', 'tiers', 'zeta', 'alpha']);
  expect(primaryProvider(policy)).toBe('acme');
  expect(
    primaryProvider(
      drawnPolicy([
        ['entry', 'entry', {}, { next: 'text' }],
        ['text', 'template'],
      ]),
    ),
  ).toBeUndefined();
});

test('condition targets name each model of each provider once, then every other node, both sorted', () => {
  expect(conditionTargetsOf(twoProviders([...support, ['third', 'model', { ...INSTANT_MODEL }]]))).toEqual([
    { providerId: 'acme', model: 'm' },
    { providerId: 'other', model: 'm' },
    { nodeId: 'entry', nodeKind: 'entry' },
    { nodeId: 'loose', nodeKind: 'template' },
    { nodeId: 'tiers', nodeKind: 'fallback' },
  ]);
});

test('assumptions cover the nodes that a request can reach and the providers that they call, and no others', () => {
  const subjects = (policy: Policy) => new Set(assumptionsOf(policy).map((assumption) => assumption.subject));
  expect(subjects(twoProviders(support))).toEqual(new Set(['alpha', 'zeta', 'Acme', 'Other']));
  const loose = twoProviders(support.map((node): DrawnNode => (node[0] === 'entry' ? ['entry', 'entry', {}, { next: 'zeta' }] : node)));
  expect(subjects(loose)).toEqual(new Set(['zeta', 'Acme']));
});
