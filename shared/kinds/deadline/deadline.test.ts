import { expect, test } from 'vitest';
import { type DrawnNode, drawnPolicy, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import { TestContext } from '../test-context.ts';
import { deadline } from './index.ts';

const drawn = (budgetMs: number, model: object, above: DrawnNode[] = []): DrawnNode[] => [
  ['entry', 'entry', {}, { next: above[0]?.[0] ?? 'deadline' }],
  ...above,
  ['deadline', 'deadline', { budgetMs }, { next: 'model' }],
  ['model', 'model', { ...INSTANT_MODEL, ...model }],
];

test('a reply at exactly the deadline is in time, one after it is not', () => {
  expect(runDrawn(drawn(500, { ttftP50Ms: 500 }), { traffic: trafficAt([0]) }).outcomes.answeredByTier).toEqual([1, 0, 0]);
  const late = runDrawn(drawn(500, { ttftP50Ms: 500.001 }), { traffic: trafficAt([0]) });
  expect(late.outcomes.byFailure).toEqual({ timeout: 1 });
  expect(late.traces[0]).toMatchObject({ latencyMs: 500 });
  expect(late.nodes.find((node) => node.id === 'deadline')?.facts).toEqual({ overdue: 1 });
});

test.each([
  [500, 300, 'inner'],
  [300, 500, 'outer'],
])('of two deadlines, %d ms above %d ms, the earlier holds', (outerMs, innerMs, acts) => {
  const nodes: DrawnNode[] = [
    ['entry', 'entry', {}, { next: 'outer' }],
    ['outer', 'deadline', { budgetMs: outerMs }, { next: 'inner' }],
    ['inner', 'deadline', { budgetMs: innerMs }, { next: 'model' }],
    ['model', 'model', { ...INSTANT_MODEL, ttftP50Ms: 1_000 }],
  ];
  const figures = runDrawn(nodes, { traffic: trafficAt([0]) });
  expect(figures.traces[0]).toMatchObject({ latencyMs: 300, outcome: 'timeout' });
  expect(figures.nodes.filter((node) => node.facts['overdue'] === 1).map((node) => node.id)).toEqual([acts]);
});

test('a call that comes when the time is over is not passed on', () => {
  const context = new TestContext({ nowMs: 1_000, deadlineMs: 1_000 });
  deadline.behavior.onCall({ budgetMs: 500 }, null, context);
  expect(context.taken().map((effect) => effect.does)).toEqual(['deadline', 'note', 'fail']);
});

const RETRIED: DrawnNode[] = [
  ['entry', 'entry', {}, { next: 'deadline' }],
  ['deadline', 'deadline', { budgetMs: 3_000 }, { next: 'tiers' }],
  ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'retry', t2: 'template' }],
  ['retry', 'retry', { jitter: 'none' }, { next: 'model' }],
  ['model', 'model', { ...INSTANT_MODEL, serverErrorRate: 1 }],
  ['template', 'template', { text: 'Later.', latencyMs: 0 }],
];

test('a retry does not wait for what would end at the deadline, so that the next tier answers in time', () => {
  // Calls at 0 and 1 s; the next one, after two seconds more, would be made at the deadline itself.
  const figures = runDrawn(RETRIED, { traffic: trafficAt([0]) });
  expect(figures.traces[0]).toMatchObject({ latencyMs: 1_000, tier: 3 });
  expect(figures.nodes.find((node) => node.id === 'retry')?.facts).toEqual({ retried: 1, exhausted: 0, 'no time left': 1 });
});

test('a wait that ends before the deadline is waited', () => {
  const roomy = RETRIED.map((node): DrawnNode => (node[0] === 'deadline' ? [node[0], node[1], { budgetMs: 3_000.001 }, node[3]] : node));
  expect(runDrawn(roomy, { traffic: trafficAt([0]) }).traces[0]).toMatchObject({ latencyMs: 3_000, tier: 3 });
});

test('what is given up may run on at the provider and is paid for', () => {
  const run = { traffic: trafficAt([0]) };
  const nodes = drawn(500, { ttftP50Ms: 1_000 });
  expect(runDrawn(nodes, { ...run, provider: { abandonedWork: 'runs-on' } }).cost.wastedUsd).toBeGreaterThan(0);
});

test('rules', () => {
  const rulesFor = (nodes: DrawnNode[]) => {
    const policy = drawnPolicy(nodes);
    const node = policy.nodes.find(({ id }) => id === 'deadline')!;
    const config = { ...deadline.config.defaults, ...node.config };
    return deadline.check.run(config, node, graphView(policy)).map((finding) => finding.rule.replace('deadline/', ''));
  };
  const within = (outerMs: number, timeoutMs: number): DrawnNode[] => [
    ['entry', 'entry', {}, { next: 'outer' }],
    ['outer', 'deadline', { budgetMs: outerMs }, { next: 'deadline' }],
    ['deadline', 'deadline', { budgetMs: 5_000 }, { next: 'limit' }],
    ['limit', 'timeout', { timeoutMs }, { next: 'model' }],
    ['model', 'model', INSTANT_MODEL],
  ];
  expect(rulesFor(within(5_001, 4_999))).toEqual([]);
  expect(rulesFor(within(5_000, 4_999))).toEqual(['never-the-first']);
  expect(rulesFor(within(5_001, 5_000))).toEqual(['timeout-below-never-acts']);
});

test('the worst case waits no longer than the deadline, and what was begun is still paid', () => {
  const below = { latencyMs: 90_000, attempts: 4, usd: 1 };
  const view = { policy: drawnPolicy([]), inputTokens: 0, outputTokens: 0, below: () => below };
  expect(deadline.bounds!({ budgetMs: 30_000 }, { id: 'd', kind: 'deadline', name: 'D', config: {} }, view)).toEqual({
    ...below,
    latencyMs: 30_000,
  });
});
