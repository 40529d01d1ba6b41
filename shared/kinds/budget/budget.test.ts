import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { outcomeOf } from '../../model/index.ts';
import { graphView } from '../graph.ts';
import type { Wiring } from '../kind.ts';
import { TestContext } from '../test-context.ts';
import { callsAlong, evenTraffic, factsOf, requestsWith, testModel, testPolicy, testRun } from '../test-run.ts';
import { type BudgetConfig, budget } from './index.ts';
import { nanoUsd, shareOf } from './money.ts';

const configOf = (fields: Partial<BudgetConfig>): BudgetConfig => ({ ...budget.config.defaults, ...fields });
const DAY_MS = 86_400_000;

/** A budget node on its own: `call` returns the context of a new request, or what became of it. */
function account(fields: Partial<BudgetConfig>) {
  const config = configOf(fields);
  const ports = budget.face.ports(config).map((port) => port.id);
  const plan = budget.prepare(config, { nodeId: 'budget', port: (id: string) => ports.indexOf(id) } as unknown as Wiring);
  const state = budget.behavior.createState(plan);
  const facts = budget.behavior.facts ?? [];
  return {
    plan,
    state,
    /** What a request is told, and its context for later. */
    call(request: Partial<TestContext> = {}) {
      const context = new TestContext(request);
      budget.behavior.onCall(plan, state, context);
      const effects = context.taken();
      const last = effects.at(-1);
      return {
        context,
        facts: effects.flatMap((effect) => (effect.does === 'note' ? [facts[effect.fact]] : [])),
        went:
          last?.does === 'call' ? ports[last.port] : last?.does === 'fail' && last.outcome === outcomeOf('over-budget') ? 'stopped' : last,
      };
    },
    reply(context: TestContext, usd: number) {
      budget.behavior.onReply!(plan, state, context.replied({ replyUsd: usd }));
      const effects = context.taken();
      expect(effects.at(-1)).toEqual({ does: 'forward' });
      return effects.flatMap((effect) => (effect.does === 'note' ? [facts[effect.fact]] : []));
    },
    cancel(context: TestContext, spentUsd: number) {
      context.spentUsd = spentUsd;
      budget.behavior.onCancel!(plan, state, context);
    },
  };
}

test('the share used is that of the fullest account, of its own window only; a request’s own budget has none', () => {
  const used = (fields: Partial<BudgetConfig>, spend: (call: ReturnType<typeof account>) => void, nowMs = 0) => {
    const { plan, ...rest } = account(fields);
    spend(rest as ReturnType<typeof account>);
    return budget.behavior.usedShare!(plan, rest.state, nowMs);
  };
  expect(used({ limitUsd: 4, scope: 'agent', spentAtStartUsd: 1 }, () => undefined)).toBe(0.25);
  const both = { limitUsd: 2, scope: 'user', period: 'day', reserveUsd: 0 } as const;
  const spendOfTwo = ({ call, reply }: ReturnType<typeof account>) => {
    reply(call({ user: 0 }).context, 0.5);
    reply(call({ user: 1 }).context, 1.5);
  };
  expect(used(both, spendOfTwo)).toBe(0.75);
  expect(used(both, spendOfTwo, DAY_MS + 1)).toBe(0);
  expect(used({ limitUsd: 2, scope: 'request' }, () => undefined)).toBeNull();
});

test('money that is on its way is held back, so that calls together cannot overshoot', () => {
  const { call, reply } = account({ limitUsd: 1, reserveUsd: 0.4 });
  const first = call();
  expect([first.went, call().went, call().went]).toEqual(['next', 'next', 'stopped']);
  reply(first.context, 0.1);
  expect(call().went).toBe('next');
});

test('a cancelled call releases its hold and leaves what it was billed', () => {
  const { call, cancel, state } = account({ limitUsd: 1, reserveUsd: 0.6 });
  const first = call();
  expect(call().went).toBe('stopped');
  cancel(first.context, 0.3);
  expect(state).toMatchObject({ spentNano: [300_000_000], reservedNano: [0] });
  expect(call().went).toBe('next');
});

test('a failed call is settled too', () => {
  const { call, reply, state } = account({ limitUsd: 1, reserveUsd: 0.5 });
  reply(call().context, 0.2);
  expect(state.spentNano).toEqual([200_000_000]);
});

test('the alert comes once in a window, from a hold or from a bill', () => {
  const held = account({ limitUsd: 1, reserveUsd: 0.45 });
  expect([held.call().facts, held.call().facts, held.call().facts]).toEqual([[], ['alerted'], ['stopped']]);
  const billed = account({ limitUsd: 1, reserveUsd: 0.1 });
  const { context } = billed.call();
  expect(billed.reply(context, 0.85)).toEqual(['alerted']);
  expect(billed.call().facts).toEqual([]);
});

test('a new window starts from nothing and alerts again; what is on its way stays held across the border', () => {
  const { call, reply } = account({ limitUsd: 1, reserveUsd: 0.5, period: 'day' });
  const late = call({ nowMs: DAY_MS - 1 });
  reply(call({ nowMs: DAY_MS - 1 }).context, 0.5);
  expect(call({ nowMs: DAY_MS - 1 }).went).toBe('stopped');
  expect(call({ nowMs: DAY_MS }).went).toBe('next');
  expect(call({ nowMs: DAY_MS })).toMatchObject({ went: 'stopped' });
  late.context.nowMs = DAY_MS;
  reply(late.context, 0);
  expect(call({ nowMs: DAY_MS }).facts).toEqual([]);
});

test('what was spent at the start counts in the first window only, and only for all together', () => {
  const { call } = account({ limitUsd: 1, reserveUsd: 0.1, spentAtStartUsd: 1, period: 'day' });
  expect(call({ nowMs: 0 }).went).toBe('stopped');
  expect(call({ nowMs: DAY_MS }).went).toBe('next');
  expect(account({ scope: 'user', limitUsd: 1, reserveUsd: 0.1, spentAtStartUsd: 1 }).call().went).toBe('next');
});

test('users have their own accounts, and requests without a user share one', () => {
  const { call } = account({ scope: 'user', limitUsd: 1, reserveUsd: 1 });
  expect([call({ user: 3 }).went, call({ user: 3 }).went, call({ user: 0 }).went]).toEqual(['next', 'stopped', 'next']);
  expect([call({ user: -1 }).went, call({ user: -1 }).went]).toEqual(['next', 'stopped']);
});

test("a request's own budget counts all its visits, whatever the day, and knows a longest request", () => {
  const { call, reply } = account({ scope: 'request', limitUsd: 1, reserveUsd: 0.4, limitTokens: 2000 });
  reply(call({ request: 7 }).context, 0.7);
  expect(call({ request: 7, visit: 1, nowMs: 40 * DAY_MS }).went).toBe('stopped');
  expect(call({ request: 8 }).went).toBe('next');
  expect(call({ request: 9, inputTokens: 2001 }).went).toBe('stopped');
});

test('a downgraded request takes the other way, and its money counts as well', () => {
  const { call, reply, state } = account({ limitUsd: 1, reserveUsd: 0.6, atLimit: 'downgrade' });
  expect(call().went).toBe('next');
  const second = call();
  expect(second).toMatchObject({ went: 'over', facts: ['downgraded'] });
  reply(second.context, 0.05);
  expect(state).toMatchObject({ spentNano: [50_000_000], reservedNano: [600_000_000] });
});

test('with nothing held back, the request that finds the limit reached is the first to be turned away', () => {
  const { call, reply } = account({ limitUsd: 1, reserveUsd: 0 });
  reply(call().context, 0.99);
  reply(call().context, 0.01);
  expect(call().went).toBe('stopped');
});

test('shares of an amount are exact where binary fractions are not', () => {
  expect(shareOf(nanoUsd(1), 0.8)).toBe(800_000_000);
  expect(shareOf(nanoUsd(5_000_000), 0.7)).toBe(3_500_000_000_000_000);
  expect(shareOf(3, 0.5)).toBe(2);
  expect(shareOf(0, 0.8)).toBe(0);
});

// SEMANTICS of a budget at constant cost c with cap M: alert at request ceil(0.8 M / c), stop after floor(M / c). In whole
// billionths, since M / c of doubles is wrong for such simple figures as 0.3 / 0.1.
test('property: at constant cost the alert and the stop come at the very request that arithmetic names', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 400, max: 4_000 }), (costCents, limitCents) => {
      const { call, reply } = account({ limitUsd: limitCents / 100, reserveUsd: costCents / 100 });
      const stopAfter = Math.floor(limitCents / costCents);
      const alertAt = Math.ceil((8 * limitCents) / (10 * costCents));
      let alerted = 0;
      let passed = 0;
      for (let n = 1; n <= stopAfter + 2; n++) {
        const { context, facts, went } = call({ request: n });
        if (facts.includes('alerted')) alerted = n;
        if (went !== 'next') continue;
        passed++;
        reply(context, costCents / 100);
      }
      expect(passed).toBe(stopAfter);
      expect(alerted).toBe(alertAt <= stopAfter ? alertAt : 0);
    }),
    { numRuns: 100 },
  );
});

const drawn = (fields: Partial<BudgetConfig>, wires: Parameters<typeof testPolicy>[1] = []) =>
  testPolicy({ start: ['entry'], budget: ['budget', fields], model: testModel(100), template: ['template', { text: 'Later.' }] }, [
    'start:next budget',
    'budget:next model',
    ...wires,
  ]);

test('through the engine, constant cost meets alert and stop exactly (0.001 a request, 0.3 in all)', () => {
  const figures = testRun(drawn({ limitUsd: 0.3, reserveUsd: 0.001 }), evenTraffic(400, 1000));
  expect(requestsWith(figures, 'budget', 'alerted')).toEqual([239]);
  expect(requestsWith(figures, 'budget', 'stopped')[0]).toBe(300);
  expect(factsOf(figures, 'budget')).toMatchObject({ alerted: 1, stopped: 100 });
  expect(figures.outcomes.byFailure).toEqual({ 'over-budget': 100 });
});

test('through the engine, a downgrade answers from the cheaper way', () => {
  const figures = testRun(
    drawn({ limitUsd: 0.01, reserveUsd: 0.001, atLimit: 'downgrade' }, ['budget:over template']),
    evenTraffic(30, 1000),
  );
  expect(figures.outcomes.answeredByTier).toEqual([10, 0, 20]);
  expect(callsAlong(figures, 'budget', 'over')).toBe(20);
});

test('through the engine, work that a deadline abandoned is settled when the provider bills it', () => {
  const figures = testRun(
    testPolicy(
      {
        start: ['entry'],
        timeout: ['timeout', { timeoutMs: 50 }],
        budget: ['budget', { limitUsd: 0.005, reserveUsd: 0.001 }],
        model: testModel(100),
      },
      ['start:next timeout', 'timeout:next budget', 'budget:next model'],
    ),
    evenTraffic(10, 1000),
  );
  expect(figures.outcomes.byFailure).toEqual({ timeout: 5, 'over-budget': 5 });
});

test('rules', () => {
  const rulesFor = (fields: Partial<BudgetConfig>, policy = drawn(fields)) =>
    budget.check
      .run(configOf(fields), policy.nodes.find((node) => node.id === 'budget')!, graphView(policy))
      .map((finding) => finding.rule.replace('budget/', ''));
  expect(rulesFor({ atLimit: 'downgrade' })).toEqual([]);
  expect(rulesFor({})).toEqual(['stops-without-answer']);
  expect(rulesFor({ atLimit: 'downgrade', limitUsd: 0.01 })).toEqual(['passes-nothing']);
  expect(rulesFor({ atLimit: 'downgrade', limitUsd: 0, reserveUsd: 0 })).toEqual(['passes-nothing', 'checks-after-paying']);
  expect(rulesFor({ atLimit: 'downgrade', spentAtStartUsd: 60_000 })).toEqual(['used-up-at-start']);
  expect(rulesFor({ atLimit: 'downgrade', alertAt: 1 })).toEqual(['alerts-too-late']);
  const under = (tier: string) =>
    testPolicy(
      {
        fallback: [
          'fallback',
          {
            tiers: [
              { id: 't1', continueOn: ['over-budget'] },
              { id: 't2', continueOn: [] },
            ],
          },
        ],
        budget: ['budget'],
      },
      [`fallback:${tier} budget`],
    );
  expect(rulesFor({}, under('t1'))).toEqual([]);
  expect(rulesFor({}, under('t2'))).toEqual(['stops-without-answer']);
});

test('changes and cards are in words', () => {
  expect(budget.describe.changes(configOf({}), configOf({ alertAt: 0.7 }))).toEqual(['alerts at 70 % (was 80 %)']);
  expect(budget.face.summary(configOf({}), drawn({})).replaceAll('\u2009', ' ')).toBe('$60 000 a month, alert at 80 %');
});
