import { describe, expect, test } from 'vitest';
import { type DrawnNode, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';

/**
 * One slot, and a caller that gives up after a second. The first request takes the slot for 10 s, the second is given up in the queue, and its work is done and
 * billed all the same when its turn comes: long after the accounts above have settled. Each call costs 0.002 USD.
 */
const SLOW = { ...INSTANT_MODEL, ttftP50Ms: 10_000 };
const PROVIDER = { concurrency: 1, queueLength: null, abandonedWork: 'runs-on' } as const;
const under = (keeper: DrawnNode): readonly DrawnNode[] => [
  ['entry', 'entry', {}, { next: keeper[0] }],
  keeper,
  ['limit', 'timeout', { timeoutMs: 1_000 }, { next: 'model' }],
  ['model', 'model', SLOW],
];
const outcomes = (keeper: DrawnNode, arrivals: readonly number[]) =>
  runDrawn(under(keeper), { traffic: trafficAt(arrivals), provider: PROVIDER }).traces.map(({ outcome }) => outcome);

describe('work given up in a provider’s queue is billed late', () => {
  const budget = (limitUsd: number): DrawnNode => ['budget', 'budget', { scope: 'agent', limitUsd, reserveUsd: 0 }, { next: 'limit' }];

  test('and the budget knows it from then on', () => {
    // At 5 s only the first call was billed; the second is at 10 s, when its turn comes.
    expect(outcomes(budget(0.004), [0, 1, 5_000, 15_000])).toEqual(['timeout', 'timeout', 'timeout', 'over-budget']);
    expect(outcomes(budget(0.004), [0, 15_000, 30_000])).toEqual(['timeout', 'timeout', 'over-budget']);
    expect(outcomes(budget(0.004), [0, 1, 5_000])).toEqual(['timeout', 'timeout', 'timeout']);
  });

  test('in the account of its user and in the window in which it comes', () => {
    const users: DrawnNode = ['budget', 'budget', { scope: 'user', limitUsd: 0.004, reserveUsd: 0 }, { next: 'limit' }];
    const traffic = { ...trafficAt([0, 1, 15_000, 15_001]), user: Int32Array.from([0, 0, 0, 1]), users: ['ada', 'bob'] };
    const { traces } = runDrawn(under(users), { traffic, provider: PROVIDER });
    expect(traces.map(({ outcome }) => outcome)).toEqual(['timeout', 'timeout', 'over-budget', 'timeout']);
  });

  test('an account is complete: it holds what the run cost, with several budgets one above the other', () => {
    const nodes: readonly DrawnNode[] = [
      ['entry', 'entry', {}, { next: 'outer' }],
      ['outer', 'budget', { scope: 'agent', limitUsd: 0.02, reserveUsd: 0, alertAt: 1 }, { next: 'again' }],
      ['again', 'retry', { maxRetries: 4, baseMs: 0, jitter: 'none' }, { next: 'inner' }],
      ['inner', 'budget', { scope: 'agent', limitUsd: 0.02, reserveUsd: 0, alertAt: 1 }, { next: 'limit' }],
      ['limit', 'timeout', { timeoutMs: 1_000 }, { next: 'model' }],
      ['model', 'model', SLOW],
    ];
    // Ten attempts of two requests, all billed by 100 s: exactly the limit, so the third is stopped.
    const { traces, cost } = runDrawn(nodes, { traffic: trafficAt([0, 1, 200_000]), provider: PROVIDER });
    expect(cost.usd).toBeCloseTo(0.02, 12);
    expect(traces.map(({ outcome }) => outcome)).toEqual(['timeout', 'timeout', 'over-budget']);
  });

  test('and the spending limit of an execution guard knows it too', () => {
    const nodes: readonly DrawnNode[] = [
      ['entry', 'entry', {}, { next: 'again' }],
      ['again', 'retry', { maxRetries: 8, baseMs: 5_000, multiplier: 1, jitter: 'none' }, { next: 'guard' }],
      ['guard', 'execution-guard', { spendingLimitUsd: 0.005 }, { next: 'limit' }],
      ['limit', 'timeout', { timeoutMs: 1_000 }, { next: 'model' }],
      ['model', 'model', SLOW],
    ];
    const { nodes: figures, traces } = runDrawn(nodes, { traffic: trafficAt([0]), provider: PROVIDER });
    // Attempts at 0, 6, 12, 18 and 24 s; their bills come at 1 s, then at 10 and 20 s: 0.006 USD, so the fifth is stopped.
    expect(figures.find(({ id }) => id === 'guard')!.facts['over the spending']).toBe(1);
    expect(figures.find(({ id }) => id === 'model')!.calls).toBe(4);
    expect(traces[0]!.outcome).toBe('over-budget');
  });
});
