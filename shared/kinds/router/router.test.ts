import { expect, test } from 'vitest';
import { hashOf } from '../../dice/index.ts';
import { NO_CONDITIONS } from '../../model/index.ts';
import { compilePolicy } from '../compile.ts';
import { graphView } from '../graph.ts';
import type { Wiring } from '../kind.ts';
import { TestContext } from '../test-context.ts';
import { callsAlong, evenTraffic, testModel, testPolicy, testRun } from '../test-run.ts';
import { NEW_ROUTE, type Route } from './config.ts';
import { type RouterConfig, router } from './index.ts';

const route = (id: string, fields: Partial<Route>): Route => ({ ...NEW_ROUTE, id, ...fields });

/** Values of the only metadata column have the codes 0, 1, …; a value that is not named is not in the traffic. */
function wiringFor(config: RouterConfig, values: readonly string[] = []): Wiring {
  const ports = router.face.ports(config).map((port) => port.id);
  return {
    nodeId: 'router',
    port: (id) => ports.indexOf(id),
    provider: (id) => {
      throw new Error(`a router asked for provider ${id}`);
    },
    conditionTarget: () => -1,
    nodeTarget: () => -1,
    below: () => [],
    station: () => 0,
    metadataColumn: (_key, asked) => ({ column: 0, codes: asked.map((value) => values.indexOf(value)) }),
  };
}

/** The port that a request takes. */
function portTaken(routes: readonly Route[], request: Partial<TestContext>, values: readonly string[] = []): string {
  const config = { routes: [...routes] };
  const context = new TestContext(request);
  router.behavior.onCall(router.prepare(config, wiringFor(config, values)), null, context);
  const [effect] = context.taken();
  if (effect?.does !== 'call') throw new Error(`the router ended with ${effect?.does}`);
  return router.face.ports(config)[effect.port]?.id ?? '';
}

test.each([
  [5999, 'otherwise'],
  [6000, 'r1'],
  [7999, 'r1'],
  [8000, 'otherwise'],
])('a length of %i tokens: the lower bound belongs to the route, the upper one does not', (inputTokens, port) => {
  expect(portTaken([route('r1', { minInputTokens: 6000, maxInputTokens: 8000 })], { inputTokens })).toBe(port);
});

test('a complexity range that ends at 100 % takes the hardest request too', () => {
  const hard = route('r1', { condition: 'complexity', minComplexity: 0.6, maxComplexity: 1 });
  expect(portTaken([hard], { complexity: 1 })).toBe('r1');
  expect(portTaken([{ ...hard, maxComplexity: 0.8 }], { complexity: 0.8 })).toBe('otherwise');
});

test('metadata routes take listed values only; a missing value never matches a value that the traffic lacks', () => {
  const paid = route('r1', { condition: 'metadata', key: 'plan', values: ' paid , gold' });
  expect(portTaken([paid], { metadata: { 0: 1 } }, ['free', 'paid'])).toBe('r1');
  expect(portTaken([paid], { metadata: { 0: 0 } }, ['free', 'paid'])).toBe('otherwise');
  expect(portTaken([paid], { metadata: { 0: -1 } }, ['free'])).toBe('otherwise');
});

test('the first route that holds takes the request', () => {
  const routes = [route('r1', { minInputTokens: 8000 }), route('r2', { minInputTokens: 0 })];
  expect(portTaken(routes, { inputTokens: 9000 })).toBe('r1');
  expect(portTaken(routes, { inputTokens: 10 })).toBe('r2');
});

test('a share depends on the request alone: a second visit goes the same way', () => {
  const canary = route('r1', { condition: 'percentage', share: 0.2 });
  const requestUniforms = { [hashOf('router/r1')]: 0.19 };
  expect(portTaken([canary], { requestUniforms, visit: 0 })).toBe('r1');
  expect(portTaken([canary], { requestUniforms, visit: 1 })).toBe('r1');
  expect(portTaken([{ ...canary, share: 0.19 }], { requestUniforms })).toBe('otherwise');
});

const drawn = (routes: readonly Route[]) =>
  testPolicy({ start: ['entry'], router: ['router', { routes }], big: testModel(), small: testModel() }, [
    'start:next router',
    ...routes.map((one): `${string}:${string} ${string}` => `router:${one.id} big`),
    'router:otherwise small',
  ]);

test('through the engine, a share of requests goes its way, and a raised share only adds requests', () => {
  const taken = (share: number) => {
    const figures = testRun(drawn([route('r1', { condition: 'percentage', share })]), evenTraffic(10_000, 10));
    return new Set(figures.traces.filter((trace) => trace.spans.some((span) => span.nodeId === 'big')).map((trace) => trace.request));
  };
  const fifth = taken(0.2);
  const third = taken(0.3);
  // Four standard deviations of a binomial are 0.016 and 0.018.
  expect(Math.abs(fifth.size / 10_000 - 0.2)).toBeLessThan(0.016);
  expect(Math.abs(third.size / 10_000 - 0.3)).toBeLessThan(0.0184);
  expect([...fifth].every((request) => third.has(request))).toBe(true);
});

test('through the engine, metadata of the traffic decides, and a column that it lacks sends all to otherwise', () => {
  const plan = { codes: Int32Array.from([0, 1, -1, 1]), values: ['free', 'paid'] };
  const policy = drawn([route('r1', { condition: 'metadata', key: 'plan', values: 'paid' })]);
  const figures = testRun(policy, evenTraffic(4, 10, { metadata: { plan } }));
  expect(callsAlong(figures, 'router', 'r1')).toBe(2);
  expect(callsAlong(testRun(policy, evenTraffic(4, 10)), 'router', 'otherwise')).toBe(4);
});

test('a policy with every kind of condition compiles', () => {
  const routes = [
    route('r1', {}),
    route('r2', { condition: 'complexity' }),
    route('r3', { condition: 'metadata', key: 'plan', values: 'paid' }),
  ];
  const options = { traffic: evenTraffic(1, 1), conditions: NO_CONDITIONS, conditionTargets: [], seed: 1, bucketMs: 1000, traceCount: 0 };
  expect(compilePolicy(drawn(routes), options).metadataColumns).toEqual(['plan']);
});

const rulesFor = (routes: readonly Route[], policy = drawn(routes)) =>
  router.check
    .run({ routes: [...routes] }, policy.nodes.find((node) => node.id === 'router')!, graphView(policy))
    .map((finding) => finding.rule.replace('router/', ''));

test.each<[string, readonly Route[], readonly string[]]>([
  ['length then share', [route('r1', {}), route('r2', { condition: 'percentage', share: 0.5 })], []],
  ['a range that ends where it begins', [route('r1', { minInputTokens: 5, maxInputTokens: 5 })], ['empty-condition']],
  ['the hardest requests only', [route('r1', { condition: 'complexity', minComplexity: 1, maxComplexity: 1 })], []],
  ['metadata without values', [route('r1', { condition: 'metadata', key: 'plan', values: ' , ' })], ['empty-condition']],
  ['metadata without a column', [route('r1', { condition: 'metadata', values: 'paid' })], ['empty-condition']],
  ['a route behind any length', [route('r1', { minInputTokens: 0 }), route('r2', { condition: 'complexity' })], ['route-never-reached']],
  ['a route behind 100 %', [route('r1', { condition: 'percentage', share: 1 }), route('r2', {})], ['route-never-reached']],
  [
    'a narrower range after a wider one',
    [route('r1', { minInputTokens: 100 }), route('r2', { minInputTokens: 200 })],
    ['route-never-reached'],
  ],
  ['a wider range after a narrower one', [route('r1', { minInputTokens: 200 }), route('r2', { minInputTokens: 100 })], []],
  ['0 %, as a roll-out begins', [route('r1', { condition: 'percentage', share: 0 })], []],
  [
    'shares over 100 %',
    [route('r1', { condition: 'percentage', share: 0.7 }), route('r2', { condition: 'percentage', share: 0.7 })],
    ['shares-over-one'],
  ],
  ['ten times ten per cent', Array.from({ length: 10 }, (_, index) => route(`r${index}`, { condition: 'percentage', share: 0.1 })), []],
  ['a route that is called otherwise', [route('otherwise', {})], ['route-id-twice', 'chooses-nothing']],
])('%s', (_name, routes, rules) => {
  expect(rulesFor(routes)).toEqual(rules);
});

test('a router whose ways all lead to one node decides nothing', () => {
  const routes = [route('r1', {})];
  const policy = testPolicy({ router: ['router', { routes }], model: testModel() }, ['router:r1 model', 'router:otherwise model']);
  expect(rulesFor(routes, policy)).toEqual(['chooses-nothing']);
});

test('wires and changes are in words', () => {
  const words = (fields: Partial<Route>) => router.face.ports({ routes: [route('r1', fields)] })[0]?.label.replaceAll('\u2009', ' ');
  expect(words({})).toBe('6 000 tokens or more');
  expect(words({ minInputTokens: 0, maxInputTokens: 500 })).toBe('under 500 tokens');
  expect(words({ condition: 'metadata', key: 'plan', values: 'paid,gold' })).toBe('plan = paid or gold');
  expect(words({ condition: 'percentage', share: 0.2 })).toBe('20 % of requests');
  expect(words({ name: 'long ones' })).toBe('long ones');

  const summary = (fields: Partial<Route>) => router.face.summary({ routes: [route('r1', fields)] }, drawn([])).replaceAll('\u2009', ' ');
  expect(summary({})).toBe('by length: 6 000 tokens or more');
  expect(summary({ condition: 'complexity', minComplexity: 0, maxComplexity: 0.45 })).toBe('by complexity: under 45 %');
  expect(summary({ condition: 'metadata', key: 'plan', values: 'paid' })).toBe('by plan: paid');

  const before = { routes: [route('r1', {}), route('r2', { condition: 'percentage', share: 0.1 })] };
  expect(router.describe.changes(before, { routes: [before.routes[1]!, before.routes[0]!] })).toHaveLength(1);
  expect(router.describe.changes(before, { routes: [before.routes[0]!, { ...before.routes[1]!, share: 0.2 }] })).toEqual([
    'route 2 takes 20 % of the requests that reach it (was 10 %)',
  ]);
});
