import { expect, test } from 'vitest';
import type { Provider } from '../../model/index.ts';
import { PROVIDER_DEFAULTS } from '../../model/index.ts';
import { compilePolicy } from '../compile.ts';
import { type DrawnNode, drawnPolicy, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import { provisionedAssumptions, provisionedStation, provisionedUsdPerHour } from './provisioned.ts';

// A request is 1 100 tokens and costs 0.002 USD on demand.
const ON_DEMAND_USD = 0.002;
const RESERVED = { provisionedTokensPerMin: 2200, provisionedUsdPerHour: 10 } as const;

const alone = (fields: object = {}): readonly DrawnNode[] => [
  ['entry', 'entry', {}, { next: 'model' }],
  ['model', 'model', { ...INSTANT_MODEL, ...fields }],
];

function run(nodes: readonly DrawnNode[], arrivals: readonly number[], provider: Partial<Provider>) {
  const figures = runDrawn(nodes, { traffic: trafficAt(arrivals), provider: { ...RESERVED, ...provider } });
  return {
    // What the tokens cost; the hour is tested below.
    usd: Number((figures.cost.usd - (figures.cost.provisionedUsd ?? 0)).toFixed(9)),
    wastedUsd: Number(figures.cost.wastedUsd.toFixed(9)),
    tokens: figures.cost.promptTokens + figures.cost.completionTokens,
    outcomes: figures.traces.map((trace) => trace.outcome),
    facts: figures.nodes.find((node) => node.id === 'model')!.facts,
    hints: figures.traces.map((trace) => trace.latencyMs),
  };
}

test('what fits into the bucket costs nothing for its tokens, what does not is paid on demand', () => {
  const { usd, tokens, facts } = run(alone(), [0, 0, 0], {});
  expect(usd).toBe(ON_DEMAND_USD);
  expect(tokens).toBe(3300);
  expect(facts).toMatchObject({ spilled: 1, 'refused by limit': 0 });
});

test('the bucket refills continuously and holds a minute’s worth', () => {
  // 1 100 tokens take half a minute.
  expect(run(alone(), [0, 0, 29_999, 30_000, 59_999, 60_000], {}).facts).toMatchObject({ spilled: 2 });
  expect(run(alone(), [0, 0, 600_000, 600_000, 600_000], {}).facts).toMatchObject({ spilled: 1 });
});

test('beyond it a provider may refuse, and says when there is room again', () => {
  const { outcomes, usd, facts } = run(alone(), [0, 0, 0], { overProvisioned: 'refuse' });
  expect(outcomes).toEqual(['answered', 'answered', 'rate-limit']);
  expect(usd).toBe(0);
  expect(facts).toMatchObject({ spilled: 0, 'refused by limit': 1 });
  const retrying: readonly DrawnNode[] = [
    ['entry', 'entry', {}, { next: 'retry' }],
    ['retry', 'retry', { maxRetries: 1, baseMs: 0, jitter: 'none', honoursRetryAfter: true }, { next: 'model' }],
    ['model', 'model', INSTANT_MODEL],
  ];
  const { hints, outcomes: retried } = run(retrying, [0, 0, 0], { overProvisioned: 'refuse' });
  expect(retried).toEqual(['answered', 'answered', 'answered']);
  expect(hints[2]).toBeCloseTo(30_000, 6);
});

test('provisioned calls are not counted against the on-demand limits, spilled ones are', () => {
  const { outcomes } = run(alone(), [0, 0, 0, 0], { requestsPerMin: 1 });
  expect(outcomes).toEqual(['answered', 'answered', 'answered', 'rate-limit']);
});

test('all models of a provider share the bucket', () => {
  const nodes: readonly DrawnNode[] = [
    ['entry', 'entry', {}, { next: 'fallback' }],
    ['fallback', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'first', t2: 'model' }],
    // A malformed answer is written, and counted, in full.
    ['first', 'model', { ...INSTANT_MODEL, malformedRate: 1 }],
    ['model', 'model', INSTANT_MODEL],
  ];
  expect(run(nodes, [0, 0], {}).usd).toBe(2 * ON_DEMAND_USD);
});

test('a call that waited for a slot, or was given up, stays what it was admitted as', () => {
  const slow = { ttftP50Ms: 1000 };
  expect(run(alone(slow), [0, 0, 0], { concurrency: 1 }).usd).toBe(ON_DEMAND_USD);
  const under: readonly DrawnNode[] = [
    ['entry', 'entry', {}, { next: 'limit' }],
    ['limit', 'timeout', { timeoutMs: 500 }, { next: 'model' }],
    ['model', 'model', { ...INSTANT_MODEL, ...slow }],
  ];
  const { usd, wastedUsd, tokens } = run(under, [0, 0, 0], {});
  expect([usd, wastedUsd, tokens]).toEqual([ON_DEMAND_USD, ON_DEMAND_USD, 3300]);
});

test('without it there is no station, and no word about it', () => {
  const provider: Provider = { id: 'acme', name: 'Acme', ...PROVIDER_DEFAULTS };
  expect(provisionedStation(provider)).toBeNull();
  expect(provisionedAssumptions(provider)).toEqual([]);
  const plan = compilePolicy(drawnPolicy(alone()), {
    traffic: trafficAt([0]),
    conditions: {} as never,
    conditionTargets: [],
    seed: 1,
    bucketMs: 1,
    traceCount: 0,
  });
  expect(plan.stations.map((station) => station.id)).toEqual(['acme']);
  const [owed] = provisionedAssumptions({ ...provider, ...RESERVED });
  expect(owed?.statement).toContain('$10.00 an hour');
  // A comparison in the terminal shows only what is assumed.
  expect(owed?.basis).toBe('assumed');
});

test('the hour is part of the cost for as long as requests arrive, whether it is used or not', () => {
  // Half an hour at 10 USD an hour, and work that ends later changes nothing.
  const halfAnHour = [0, 600_000, 1_800_000];
  const { cost, nodes, series } = runDrawn(alone(), { traffic: trafficAt(halfAnHour), provider: RESERVED });
  expect(cost).toMatchObject({ provisionedUsd: 5, usd: 5, perRequestUsd: 5 / 3, wastedUsd: 0 });
  expect(nodes.map(({ usd }) => usd)).toEqual([0, 0]);
  expect(series.usd.reduce((sum, usd) => sum + usd, 0)).toBeCloseTo(5, 9);
  const slow = runDrawn(alone({ ttftP50Ms: 600_000, requestTimeoutMs: 600_000 }), {
    traffic: trafficAt(halfAnHour),
    provider: RESERVED,
  });
  expect(slow.cost.provisionedUsd).toBe(5);
  // One burst at one instant owes nothing, and on demand there is no such figure.
  expect(runDrawn(alone(), { traffic: trafficAt([0, 0]), provider: RESERVED }).cost.provisionedUsd).toBe(0);
  expect(runDrawn(alone(), { traffic: trafficAt(halfAnHour) }).cost).not.toHaveProperty('provisionedUsd');
});

test('contracts of all providers add up, called or not', () => {
  const contract: Provider = { id: 'acme', name: 'Acme', ...PROVIDER_DEFAULTS, ...RESERVED };
  expect(provisionedUsdPerHour([contract, { ...contract, id: 'idle', provisionedUsdPerHour: 2 }])).toBe(12);
  expect(provisionedUsdPerHour([{ ...contract, provisionedTokensPerMin: null }])).toBeUndefined();
});
