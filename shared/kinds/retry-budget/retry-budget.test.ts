import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FailureClass, outcomeOf } from '../../model/index.ts';
import { type DrawnNode, drawnPolicy, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import { TestContext } from '../test-context.ts';
import { type RetryBudgetConfig, retryBudget } from './index.ts';
import { add, createRollingSum, moveOn } from './rolling-sum.ts';

const configOf = (fields: Partial<RetryBudgetConfig>): RetryBudgetConfig => ({ ...retryBudget.config.defaults, ...fields });

/** A budget by hand. */
function budget(fields: Partial<RetryBudgetConfig>) {
  const plan = retryBudget.prepare(configOf(fields), {} as never);
  const state = retryBudget.behavior.createState(plan);
  const call = (request: Partial<TestContext>) => {
    const context = new TestContext(request);
    retryBudget.behavior.onCall(plan, state, context);
    const last = context.taken().at(-1);
    const passes = last?.does === 'call';
    if (!passes) expect(last).toEqual({ does: 'fail', outcome: outcomeOf('shed'), retryAfterMs: 0 });
    return { context, passes };
  };
  const reply = (context: TestContext, failure?: FailureClass) => {
    retryBudget.behavior.onReply!(plan, state, context.replied({ outcome: failure === undefined ? 0 : outcomeOf(failure) }));
    const last = context.taken().at(-1);
    if (failure === undefined) expect(last).toEqual({ does: 'forward' });
    return last?.does === 'fail' && last.retryAfterMs > 3_600_000 ? 'not again' : last?.does;
  };
  return {
    state,
    call,
    reply,
    /** A first call and its reply. */
    first(request: Partial<TestContext>, failure?: FailureClass) {
      const { context, passes } = call(request);
      if (passes) reply(context, failure);
      return passes;
    },
    /** A retry and its reply. */
    retry(request: Partial<TestContext>, failure?: FailureClass) {
      const { context, passes } = call({ visit: 1, ...request });
      if (passes) reply(context, failure);
      return passes;
    },
    cancel: (context: TestContext) => retryBudget.behavior.onCancel!(plan, state, context),
  };
}

test.each(['deposits', 'quota', 'throttle', 'in-progress'] as const)('%s never refuses a first call', (rule) => {
  const { first } = budget({ rule, capacity: 1, maxTokens: 1, depositRatio: 0, floorPerS: 0, budgetRatio: 0, minConcurrency: 0 });
  for (let request = 0; request < 50; request++) expect(first({ request, nowMs: request }, 'server-error')).toBe(true);
});

describe('deposits', () => {
  test('five first calls pay for one retry, until they are too long ago', () => {
    const { first, retry } = budget({ depositRatio: 0.2, floorPerS: 0, ttlMs: 10_000 });
    for (let request = 0; request < 10; request++) first({ request }, 'server-error');
    expect([retry({ request: 0 }), retry({ request: 1 }), retry({ request: 2 })]).toEqual([true, true, false]);
    const late = budget({ depositRatio: 0.2, floorPerS: 0, ttlMs: 10_000 });
    for (let request = 0; request < 10; request++) late.first({ request }, 'server-error');
    expect(late.retry({ request: 0, nowMs: 9_999 })).toBe(true);
    expect(late.retry({ request: 1, nowMs: 10_000 })).toBe(false);
  });

  test('the floor needs no first calls: 10 a second over 10 s are 100', () => {
    const { retry } = budget({ depositRatio: 0, floorPerS: 10, ttlMs: 10_000 });
    let passed = 0;
    for (let n = 0; n < 150; n++) if (retry({ request: n })) passed++;
    expect(passed).toBe(100);
    expect(retry({ request: 150, nowMs: 9_999 })).toBe(false);
    expect(retry({ request: 151, nowMs: 10_000 })).toBe(true);
  });

  test('property: retries in any window of whole parts stay within the share and the floor', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.boolean()), { maxLength: 200 }), (calls) => {
        const { first, retry } = budget({ depositRatio: 0.25, floorPerS: 1, ttlMs: 2_000 });
        let nowMs = 0;
        const firsts: number[] = [];
        const retries: number[] = [];
        for (const [request, [gap, isRetry]] of calls.entries()) {
          nowMs += gap;
          if (!isRetry) firsts.push(nowMs);
          if (isRetry ? retry({ request, nowMs }) : first({ request, nowMs })) isRetry && retries.push(nowMs);
          const since = (Math.floor(nowMs / 200) - 9) * 200;
          const inWindow = (times: number[]) => times.filter((at) => at >= since).length;
          // What was drawn is let go with its part, as what was paid in is: 2 free ones, and a quarter of each first call.
          if (isRetry && retries.at(-1) === nowMs) expect(inWindow(retries)).toBeLessThanOrEqual(2 + inWindow(firsts) / 4);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('quota', () => {
  test('a retry after a timeout or a lost connection costs more, after a rate limit what is set for it', () => {
    const { first, retry, state } = budget({ rule: 'quota', capacity: 100, retryCost: 5, timeoutCost: 10, rateLimitCost: 7 });
    const costAfter = (request: number, failure: FailureClass) => {
      const before = state.tokens;
      first({ request }, failure);
      retry({ request }, failure);
      return before - state.tokens;
    };
    expect([costAfter(1, 'server-error'), costAfter(2, 'timeout'), costAfter(3, 'connection'), costAfter(4, 'rate-limit')]).toEqual([
      5, 10, 10, 7,
    ]);
  });

  test('the answer to a retry brings back what it took, a clean answer brings one, and neither more than the whole', () => {
    const { first, retry, state } = budget({ rule: 'quota', capacity: 20 });
    first({ request: 1 }, 'timeout');
    retry({ request: 1 }, 'server-error');
    expect(state.tokens).toBe(10);
    first({ request: 2 }, 'server-error');
    retry({ request: 2 });
    expect(state.tokens).toBe(10);
    first({ request: 3 });
    expect(state.tokens).toBe(11);
    for (let request = 4; request < 30; request++) first({ request });
    expect(state.tokens).toBe(20);
  });
});

test('a failure that leaves room is passed on as it is, one that leaves none says not to come again', () => {
  const { call, reply } = budget({ rule: 'throttle', maxTokens: 3 });
  expect([reply(call({ request: 0 }).context, 'timeout'), reply(call({ request: 1 }).context, 'timeout')]).toEqual([
    'forward',
    'not again',
  ]);
});

describe('throttle', () => {
  test('retries stop at half of the tokens and come back with answers', () => {
    const { first, retry } = budget({ rule: 'throttle', maxTokens: 10, tokenRatio: 0.1 });
    for (let request = 0; request < 5; request++) first({ request }, 'timeout');
    expect(retry({ request: 0 })).toBe(false);
    first({ request: 6 });
    expect(retry({ request: 0 })).toBe(true);
  });

  test('a failure that does not speak of trouble is as good as an answer', () => {
    const { first, state } = budget({ rule: 'throttle', maxTokens: 10, tokenRatio: 0.5 });
    first({ request: 0 }, 'timeout');
    first({ request: 1 }, 'content-policy');
    expect(state.tokens).toBe(9_500);
  });
});

describe('in progress', () => {
  test('retries are a share of the calls that are on their way, and at least so many', () => {
    const { call, reply, cancel } = budget({ rule: 'in-progress', budgetRatio: 0.2, minConcurrency: 1 });
    const first = call({ request: 0 });
    const retry = call({ request: 1, visit: 1 });
    expect([retry.passes, call({ request: 2, visit: 1 }).passes]).toEqual([true, false]);
    // Six on their way allow 1.2 retries, so a second one.
    const others = [3, 4, 5, 6].map((request) => call({ request }));
    expect(call({ request: 2, visit: 1 }).passes).toBe(true);
    expect(call({ request: 7, visit: 1 }).passes).toBe(false);
    cancel(retry.context);
    reply(first.context);
    for (const other of others) reply(other.context);
    expect(call({ request: 7, visit: 1 }).passes).toBe(false);
  });

  test('those that were refused are not on their way', () => {
    const { call, reply, state } = budget({ rule: 'in-progress', budgetRatio: 0, minConcurrency: 0 });
    const first = call({ request: 0 });
    call({ request: 1, visit: 1 });
    reply(first.context);
    expect(state).toMatchObject({ calls: 0, retries: 0 });
  });
});

describe('adaptive', () => {
  test('nothing is refused while half is accepted; beyond it chance decides, for first calls too', () => {
    const { first, call } = budget({ rule: 'adaptive', multiplier: 2 });
    // No luck is scripted: while nothing is in excess, none is asked for.
    for (let n = 0; n < 10; n++) expect(first({ request: n }, n % 2 === 0 ? undefined : 'server-error')).toBe(true);
    first({ request: 10 }, 'server-error');
    expect(call({ request: 11, uniforms: { 0: 0 } }).passes).toBe(false);
  });

  test('the chance is max(0, (came − K × accepted) / (came + 1))', () => {
    const passesWith = (u: number) => {
      const { first, call } = budget({ rule: 'adaptive', multiplier: 2 });
      for (let n = 0; n < 3; n++) first({ request: n, uniforms: { 0: 0.99 } }, 'server-error');
      return call({ request: 4, uniforms: { 0: u } }).passes;
    };
    // Three came, none accepted: 3/4.
    expect([passesWith(0.74), passesWith(0.76)]).toEqual([false, true]);
  });

  test('after two minutes of silence it trusts again', () => {
    const { first, call } = budget({ rule: 'adaptive' });
    for (let n = 0; n < 30; n++) first({ request: n, uniforms: { 0: 0.999 } }, 'server-error');
    expect(call({ request: 40, nowMs: 240_000 }).passes).toBe(true);
  });
});

test('a rolling sum lets go of a part at a time, and of everything after a long silence', () => {
  const sum = createRollingSum();
  for (const [nowMs, amount] of [
    [0, 1],
    [99, 2],
    [100, 4],
    [950, 8],
  ] as const) {
    moveOn(sum, nowMs, 1_000);
    add(sum, amount);
  }
  const at = (nowMs: number) => {
    moveOn(sum, nowMs, 1_000);
    return sum.total;
  };
  expect([at(999), at(1_000), at(1_099), at(1_100), at(1_899), at(1_900), at(1e9)]).toEqual([15, 12, 12, 8, 8, 0, 0]);
});

const drawn = (fields: Partial<RetryBudgetConfig>, retry: object = {}): DrawnNode[] => [
  ['entry', 'entry', {}, { next: 'tiers' }],
  ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'retry', t2: 'template' }],
  ['retry', 'retry', { jitter: 'none', ...retry }, { next: 'budget' }],
  ['budget', 'retry-budget', fields, { next: 'model' }],
  ['model', 'model', { ...INSTANT_MODEL, serverErrorRate: 1 }],
  ['template', 'template', { text: 'Later.', latencyMs: 0 }],
];

test('through the engine, a refused retry ends the retrying and the next tier answers', () => {
  const figures = runDrawn(drawn({ rule: 'quota', capacity: 5 }), { traffic: trafficAt([0]) });
  // Calls at 0 and 1 s; with the second failure comes that there is no room for a third.
  expect(figures.attempts.total).toBe(2);
  expect(figures.traces[0]).toMatchObject({ latencyMs: 1_000, tier: 3 });
  expect(figures.nodes.find((node) => node.id === 'budget')?.facts).toEqual({ retried: 1, refused: 0, 'not again': 1 });
});

test('through the engine, a retry that follows no hint waits before it is refused', () => {
  const figures = runDrawn(drawn({ rule: 'quota', capacity: 5 }, { honoursRetryAfter: false }), { traffic: trafficAt([0]) });
  expect(figures.attempts.total).toBe(2);
  expect(figures.traces[0]).toMatchObject({ latencyMs: 3_000, tier: 3 });
  expect(figures.nodes.find((node) => node.id === 'budget')?.facts).toEqual({ retried: 1, refused: 1, 'not again': 1 });
});

test('through the engine, what failed stays the failure when no tier is left', () => {
  const alone = drawn({ rule: 'quota', capacity: 5 }).map(
    (node): DrawnNode => (node[0] === 'entry' ? [node[0], node[1], {}, { next: 'retry' }] : node),
  );
  expect(runDrawn(alone, { traffic: trafficAt([0]) }).outcomes.byFailure).toEqual({ 'server-error': 1 });
});

test('through the engine, an outage costs a tenth more and not three times as much', () => {
  const requests = 4_000;
  const load = (fields: Partial<RetryBudgetConfig>) =>
    runDrawn(drawn(fields, { maxRetries: 2, baseMs: 10 }), { traffic: trafficAt(Array.from({ length: requests }, (_, i) => i * 25)) })
      .attempts.perRequest;
  expect(load({ rule: 'deposits', depositRatio: 0.1, floorPerS: 0 })).toBeCloseTo(1.1, 2);
  expect(load({ rule: 'deposits', depositRatio: 1, floorPerS: 1_000_000 })).toBe(3);
});

test.each(['deposits', 'quota', 'throttle', 'in-progress'] as const)(
  '%s: steps of an agent are first calls, and a step that failed is retried',
  (rule) => {
    const agent = (model: object, failsWith?: (nowMs: number) => number) =>
      runDrawn(
        [
          ['entry', 'entry', {}, { next: 'loop' }],
          ['loop', 'agent-loop', { stepsShape: 'constant', meanSteps: 4, tools: [] }, { model: 'retry' }],
          ['retry', 'retry', { jitter: 'none', baseMs: 100 }, { next: 'budget' }],
          ['budget', 'retry-budget', { rule, capacity: 5, floorPerS: 0, minConcurrency: 1 }, { next: 'model' }],
          ['model', 'model', { ...INSTANT_MODEL, ttftP50Ms: 10, ...model }],
        ],
        { traffic: trafficAt(Array.from({ length: 50 }, (_, i) => i * 1_000)), ...(failsWith && { failsWith }) },
      );
    const well = agent({});
    expect(well.outcomes.answeredByTier).toEqual([50, 0, 0]);
    expect(well.nodes.find((node) => node.id === 'budget')?.facts).toEqual({ retried: 0, refused: 0, 'not again': 0 });
    // The third step of the last request fails once, a retry of it passes.
    const ill = agent({}, (nowMs) => (nowMs === 49_020 ? outcomeOf('server-error') : 0));
    expect(ill.outcomes.answeredByTier).toEqual([50, 0, 0]);
    expect(ill.nodes.find((node) => node.id === 'budget')?.facts).toMatchObject({ retried: 1, refused: 0 });
  },
);

test('a breaker that follows Retry-After does not take the budget’s refusal for a time to stay open', () => {
  const figures = runDrawn(
    [
      ['entry', 'entry', {}, { next: 'breaker' }],
      ['breaker', 'breaker', { failureCount: 1, openForMs: 5_000, halfOpen: 'none', honoursRetryAfter: true }, { next: 'retry' }],
      ['retry', 'retry', { jitter: 'none', baseMs: 100 }, { next: 'budget' }],
      ['budget', 'retry-budget', { rule: 'quota', capacity: 5 }, { next: 'model' }],
      ['model', 'model', INSTANT_MODEL],
    ],
    { traffic: trafficAt([0, 1_000, 6_000]), failsWith: (nowMs) => (nowMs < 1_000 ? outcomeOf('server-error') : 0) },
  );
  expect(figures.nodes.find((node) => node.id === 'budget')?.facts).toMatchObject({ 'not again': 1 });
  // Open from 100 ms on, for 5 s, which the call at 6 s is the first to see.
  expect(figures.breakers[0]).toMatchObject({ rejected: 1, openMs: 5_900 });
  expect(figures.outcomes.answeredByTier).toEqual([1, 0, 0]);
});

test('rules', () => {
  const rulesFor = (fields: Partial<RetryBudgetConfig>, retry: Record<string, unknown> = {}, kind = 'retry') => {
    const policy = drawnPolicy([
      ['retry', kind, retry, { next: 'budget' }],
      ['budget', 'retry-budget', {}, { next: 'model' }],
      ['model', 'model', INSTANT_MODEL],
    ]);
    return retryBudget.check
      .run(configOf(fields), policy.nodes[1]!, graphView(policy))
      .map((finding) => finding.rule.replace('retry-budget/', ''));
  };
  expect(rulesFor({})).toEqual([]);
  expect(rulesFor({}, {}, 'timeout')).toEqual(['no-retry-above']);
  expect(rulesFor({ rule: 'adaptive' }, {}, 'timeout')).toEqual([]);
  expect(rulesFor({}, { retryOn: ['shed'] })).toEqual(['refusals-retried']);
  expect(rulesFor({ depositRatio: 0, floorPerS: 0 })).toEqual(['allows-no-retry']);
  expect(rulesFor({ rule: 'quota', capacity: 4 })).toEqual(['allows-no-retry']);
  expect(rulesFor({ rule: 'quota', capacity: 5 })).toEqual([]);
});

test('the card and the changes say the settings in words', () => {
  const policy = drawnPolicy([]);
  expect(retryBudget.face.summary(configOf({}), policy)).toBe('retries up to 20 % of first calls + 10/s');
  expect(retryBudget.describe.changes(configOf({}), configOf({ rule: 'quota', retryCost: 14 }))).toEqual([
    'bounds retries by a quota of tokens (was a share of the traffic)',
    'takes 14 tokens for a retry (was 5)',
  ]);
});
