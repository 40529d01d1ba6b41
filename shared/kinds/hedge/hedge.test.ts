import { describe, expect, test } from 'vitest';
import { type FailureClass, outcomeOf } from '../../model/index.ts';
import { type DrawnNode, drawnPolicy, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import { TestContext } from '../test-context.ts';
import { type HedgeConfig, hedge } from './index.ts';

const configOf = (fields: Partial<HedgeConfig>): HedgeConfig => ({ ...hedge.config.defaults, ...fields });
const planOf = (fields: Partial<HedgeConfig>) =>
  hedge.prepare(configOf(fields), { port: (id: string) => ['primary', 'hedge'].indexOf(id) } as never);

/** One call of a hedge by hand. */
function begun(fields: Partial<HedgeConfig>, context = new TestContext()) {
  const plan = planOf(fields);
  hedge.behavior.onCall(plan, null, context);
  const does = () =>
    context.taken().map((effect) => {
      if (effect.does === 'call') return `call ${effect.port === 0 ? 'primary' : 'hedge'}`;
      if (effect.does === 'wake') return `wake ${effect.afterMs} #${effect.tag}`;
      return effect.does === 'note' ? (hedge.behavior.facts?.[effect.fact] ?? '') : effect.does;
    });
  return {
    first: does(),
    fails: (handle: number, failure: FailureClass) => {
      hedge.behavior.onReply!(plan, null, context.replied({ outcome: outcomeOf(failure), replyHandle: handle }));
      return does();
    },
    answers: (handle: number) => {
      hedge.behavior.onReply!(plan, null, context.replied({ replyHandle: handle }));
      return does();
    },
    wakes: (tag: number) => {
      context.tag = tag;
      hedge.behavior.onWake!(plan, null, context);
      return does();
    },
  };
}

describe('by hand', () => {
  test('each hedge goes out after the delay, counted from the call before', () => {
    const call = begun({ delayMs: 100, maxHedges: 2 });
    expect(call.first).toEqual(['call primary', 'wake 100 #1']);
    expect(call.wakes(1)).toEqual(['hedged', 'call hedge', 'wake 100 #2']);
    expect(call.wakes(2)).toEqual(['hedged', 'call hedge']);
    expect(call.answers(3)).toEqual(['won by hedge', 'forward']);
  });

  test('a failure sends the next call at once, and the timer that was set before it is void', () => {
    const call = begun({ delayMs: 100, maxHedges: 2 });
    expect(call.fails(1, 'timeout')).toEqual(['hedged', 'call hedge', 'wake 100 #2']);
    expect(call.wakes(1)).toEqual([]);
    expect(call.wakes(2)).toEqual(['hedged', 'call hedge']);
  });

  test('when all have failed the last failure is the reply, and not before', () => {
    const call = begun({ delayMs: 100, maxHedges: 1 });
    call.wakes(1);
    expect(call.fails(2, 'server-error')).toEqual([]);
    expect(call.fails(1, 'timeout')).toEqual(['forward']);
  });

  test('a failure that no second call would outlive is the reply at once', () => {
    const call = begun({ delayMs: 100, maxHedges: 2 });
    call.wakes(1);
    expect(call.fails(1, 'invalid-request')).toEqual(['forward']);
  });

  test('without a delay all go out together; the first answer is nobody’s hedge if it is the first call’s', () => {
    const call = begun({ delayMs: 0, maxHedges: 3 });
    expect(call.first).toEqual(['call primary', 'hedged', 'call hedge', 'hedged', 'call hedge', 'hedged', 'call hedge']);
    expect(call.answers(1)).toEqual(['forward']);
  });

  test('with nothing connected for later calls, the first node is called again', () => {
    const call = begun({ delayMs: 0, maxHedges: 1 }, new TestContext({ unconnectedPorts: [1] }));
    expect(call.first).toEqual(['call primary', 'hedged', 'call primary']);
  });
});

const drawn = (fields: Partial<HedgeConfig>, primary: object, second: object): DrawnNode[] => [
  ['entry', 'entry', {}, { next: 'hedge' }],
  ['hedge', 'hedge', fields, { primary: 'a', hedge: 'b' }],
  ['a', 'model', { ...INSTANT_MODEL, ...primary }],
  ['b', 'model', { ...INSTANT_MODEL, tier: 2, ...second }],
];

test('through the engine, the faster of two wins, and the loser is paid and wasted', () => {
  const figures = runDrawn(drawn({ delayMs: 100 }, { ttftP50Ms: 500 }, { ttftP50Ms: 50 }), {
    traffic: trafficAt([0]),
    provider: { abandonedWork: 'runs-on' },
  });
  expect(figures.traces[0]).toMatchObject({ latencyMs: 150, tier: 2 });
  expect(figures.nodes.find((node) => node.id === 'hedge')?.facts).toEqual({ hedged: 1, 'won by hedge': 1 });
  expect(figures.attempts.total).toBe(2);
  expect(figures.cost.wastedUsd).toBeCloseTo(figures.cost.usd / 2, 12);
});

test('through the engine, an answer at the very instant of the hedge comes first', () => {
  const figures = runDrawn(drawn({ delayMs: 100 }, { ttftP50Ms: 100 }, {}), { traffic: trafficAt([0]) });
  expect(figures.attempts.total).toBe(1);
});

test('through the engine, a budget that refuses the hedge leaves the first call on its way', () => {
  const nodes: DrawnNode[] = [
    ['entry', 'entry', {}, { next: 'hedge' }],
    ['hedge', 'hedge', { delayMs: 100 }, { primary: 'budget' }],
    ['budget', 'retry-budget', { rule: 'deposits', depositRatio: 0, floorPerS: 0 }, { next: 'model' }],
    ['model', 'model', { ...INSTANT_MODEL, ttftP50Ms: 500 }],
  ];
  const figures = runDrawn(nodes, { traffic: trafficAt([0]) });
  expect(figures.traces[0]).toMatchObject({ latencyMs: 500, tier: 1 });
  expect(figures.attempts.total).toBe(1);
});

test('rules', () => {
  const rulesFor = (fields: Partial<HedgeConfig>, nodes: DrawnNode[]) => {
    const policy = drawnPolicy(nodes);
    const node = policy.nodes.find(({ id }) => id === 'hedge')!;
    return hedge.check.run(configOf(fields), node, graphView(policy)).map((finding) => finding.rule.replace('hedge/', ''));
  };
  const two = drawn({}, { ttftP50Ms: 500 }, {});
  const one: DrawnNode[] = [
    ['hedge', 'hedge', {}, { primary: 'a' }],
    ['a', 'model', { ...INSTANT_MODEL, ttftP50Ms: 500 }],
  ];
  expect(rulesFor({ delayMs: 500 }, two)).toEqual([]);
  expect(rulesFor({ delayMs: 499 }, two)).toEqual(['sooner-than-first-token']);
  expect(rulesFor({ delayMs: 0 }, two)).toEqual([]);
  expect(rulesFor({ hedgeOn: ['timeout', 'content-policy'] }, two)).toEqual([]);
  expect(rulesFor({ hedgeOn: ['timeout', 'content-policy'] }, one)).toEqual(['goes-on-after-permanent-failure']);
  expect(
    rulesFor({}, [
      ['hedge', 'hedge', {}, { primary: 'again' }],
      ['again', 'retry'],
    ]),
  ).toEqual(['beside-a-retry']);
});

test('the worst case makes every call', () => {
  const worst = { primary: { latencyMs: 1_000, attempts: 1, usd: 0.01 }, hedge: { latencyMs: 2_000, attempts: 1, usd: 0.02 } };
  const bound = (fields: Partial<HedgeConfig>, hasHedge = true) =>
    hedge.bounds!(
      configOf(fields),
      { id: 'hedge', kind: 'hedge', name: 'H', config: {} },
      {
        policy: drawnPolicy([['hedge', 'hedge', {}, hasHedge ? { primary: 'a', hedge: 'b' } : { primary: 'a' }]]),
        inputTokens: 0,
        outputTokens: 0,
        below: (port) => worst[port as 'primary' | 'hedge'],
      },
    );
  expect(bound({ delayMs: 300, maxHedges: 2 })).toEqual({ latencyMs: 2_600, attempts: 3, usd: 0.05 });
  // A first call that always ends before the delay is hedged only when it has failed.
  expect(bound({ delayMs: 9_000, maxHedges: 1 })).toMatchObject({ latencyMs: 3_000 });
  expect(bound({ delayMs: 300, maxHedges: 1 }, false)).toEqual({ latencyMs: 1_300, attempts: 2, usd: 0.02 });
});

test('the card and the changes say the settings in words', () => {
  const policy = drawnPolicy([]);
  expect(hedge.face.summary(configOf({}), policy)).toBe('1 more call after 3 s, first answer wins');
  expect(hedge.face.summary(configOf({ delayMs: 0, maxHedges: 2 }), policy)).toBe('3 calls at once, first answer wins');
  expect(hedge.describe.changes(configOf({}), configOf({ delayMs: 500 }))).toEqual([
    'calls again after 500 ms without an answer (was 3 s)',
  ]);
});
