import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MetadataColumn, Policy } from '../../model/index.ts';
import { type DrawnNode, drawnPolicy, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import { factsOf } from '../test-run.ts';
import { addSpending, FORGOTTEN_AFTER_MS, noAccounts, spentNanoOf } from './accounts.ts';
import { type ExecutionGuardConfig, executionGuard } from './index.ts';

const OPEN: Partial<ExecutionGuardConfig> = { maxCallsPerRequest: null };

/** An agent of `steps` steps that calls its tool, 10 ms and 0.01 dollars a call, in every step but the last; `review` answers at once unless told otherwise. */
const nodes = (
  config: Partial<ExecutionGuardConfig>,
  { steps = 4, tool = {}, review = ['template', {}] }: { steps?: number; tool?: object; review?: readonly [string, object] } = {},
): DrawnNode[] => [
  ['entry', 'entry', {}, { next: 'loop' }],
  [
    'loop',
    'agent-loop',
    { stepsShape: 'constant', meanSteps: steps, toolRetries: 0, wrongWithoutTool: 0, tools: [{ id: 'act', share: 1, resultTokens: 0 }] },
    { model: 'model', act: 'guard' },
  ],
  ['guard', 'execution-guard', { ...OPEN, ...config }, { next: 'tool', ...(config.approval === undefined ? {} : { approve: 'review' }) }],
  ['tool', 'tool', { latencyShape: 'constant', latencyP50Ms: 10, failureRate: 0, usdPerCall: 0.01, ...tool }],
  ['model', 'model', INSTANT_MODEL],
  ['review', review[0], { ...review[1] }],
];
const run = (
  config: Partial<ExecutionGuardConfig>,
  fields: Parameters<typeof nodes>[1] = {},
  metadata: Record<string, MetadataColumn> = {},
) => runDrawn(nodes(config, fields), { traffic: trafficAt([0, 1, 2], { metadata }) });

test('roles: only the named ones pass, and a request without a role does not', () => {
  const figures = run(
    { roleColumn: 'role', allowedRoles: 'agent, supervisor' },
    {},
    { role: { values: ['guest', 'supervisor'], codes: Int32Array.of(1, 0, -1) } },
  );
  expect(factsOf(figures, 'guard')).toMatchObject({ reached: 6, caught: 6, leaked: 0, 'role refused': 6 });
  expect(figures.nodes.find((node) => node.id === 'tool')?.calls).toBe(3);
  // A tool that is not allowed is a tool that is not there: the agent still answers.
  expect(figures.outcomes.answeredByTier[0]).toBe(3);
});

test('a column that the traffic does not have blocks everything', () => {
  expect(factsOf(run({ roleColumn: 'role', allowedRoles: 'agent' }), 'guard')).toMatchObject({ 'role refused': 9 });
});

test('so many calls of one request pass, and the next one ends the agent', () => {
  expect(run({ maxCallsPerRequest: 3 }).outcomes.answeredByTier[0]).toBe(3);
  const figures = run({ maxCallsPerRequest: 2 });
  expect(figures.outcomes.byFailure).toEqual({ 'loop-limit': 3 });
  expect(factsOf(figures, 'guard')).toMatchObject({ 'over the calls': 3, reached: 3, caught: 3 });
});

test('spending is counted for each request, and ends the agent at the first call after the limit was reached', () => {
  expect(run({ spendingLimitUsd: 0.021 }).outcomes.answeredByTier[0]).toBe(3);
  const figures = run({ spendingLimitUsd: 0.02 });
  expect(figures.outcomes.byFailure).toEqual({ 'over-budget': 3 });
  expect(figures.nodes.find((node) => node.id === 'tool')?.calls).toBe(6);
  expect(factsOf(figures, 'guard')).toMatchObject({ 'over the spending': 3 });
});

describe('approval', () => {
  test('holds the call until a person has said yes', () => {
    const figures = run({ approval: 'every-call' }, { steps: 2, review: ['template', { latencyMs: 500 }] });
    expect(figures.latencyMs.max).toBeCloseTo(510, 6);
    expect(factsOf(figures, 'guard')).toMatchObject({ 'asked for approval': 3, 'not approved': 0, reached: 0 });
  });

  test('declined means blocked; nobody there is the failure of the review', () => {
    const declined = run({ approval: 'every-call' }, { steps: 2, review: ['review', { declineShare: 1, hours: 'always' }] });
    expect(factsOf(declined, 'guard')).toMatchObject({ 'not approved': 3, reached: 3, caught: 3 });
    const away = run({ approval: 'every-call' }, { steps: 2, review: ['tool', { failureRate: 1 }] });
    expect(factsOf(away, 'guard')).toMatchObject({ 'not approved': 3, reached: 0 });
    for (const figures of [declined, away]) expect(figures.nodes.find((node) => node.id === 'tool')?.calls).toBe(0);
  });

  test('is asked for what cannot be undone, and only then', () => {
    expect(factsOf(run({ approval: 'irreversible' }), 'guard')).toMatchObject({ 'asked for approval': 0 });
    expect(factsOf(run({ approval: 'irreversible' }, { tool: { isIrreversible: true } }), 'guard')).toMatchObject({
      'asked for approval': 9,
    });
  });

  test('is asked for a share of the calls', () => {
    const figures = runDrawn(nodes({ approval: 'every-call', approvalShare: 0.15 }), {
      traffic: trafficAt(Array.from({ length: 2000 }, (_, request) => request)),
    });
    const share = factsOf(figures, 'guard')['asked for approval']! / 6000;
    expect(Math.abs(share - 0.15)).toBeLessThan(4 * Math.sqrt((0.15 * 0.85) / 6000));
  });
});

describe('accounts of spending', () => {
  test('property: agree with a map, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 1e9 })), { maxLength: 600 }), (bills) => {
        const accounts = noAccounts();
        const known = new Map<number, number>();
        for (const [request, nano] of bills) {
          addSpending(accounts, request, nano, 0);
          known.set(request, (known.get(request) ?? 0) + nano);
        }
        for (const [request, nano] of known) expect(spentNanoOf(accounts, request)).toBe(nano);
        expect(spentNanoOf(accounts, 5001)).toBe(0);
        expect(accounts.used).toBe(known.size);
      }),
      { numRuns: 100 },
    );
  });

  test('stay small over any number of requests, and remember the last hour', () => {
    const accounts = noAccounts();
    const gapMs = 1000;
    for (let request = 0; request < 200_000; request++) addSpending(accounts, request, request + 1, request * gapMs);
    // 3 600 requests an hour: at most four times as many places and the next power of two.
    expect(accounts.keys.length).toBeLessThanOrEqual(16_384);
    for (let request = 200_000 - FORGOTTEN_AFTER_MS / gapMs + 1; request < 200_000; request++) {
      expect(spentNanoOf(accounts, request)).toBe(request + 1);
    }
  });

  test('survive JSON', () => {
    const accounts = noAccounts();
    addSpending(accounts, 41, 7, 5);
    expect(spentNanoOf(JSON.parse(JSON.stringify(accounts)), 41)).toBe(7);
  });
});

test('rules', () => {
  const rulesFor = (fields: Partial<ExecutionGuardConfig>, policy: Policy = drawnPolicy(nodes(fields))) => {
    const config = { ...executionGuard.config.defaults, ...fields };
    const node = policy.nodes.find((one) => one.id === 'guard')!;
    return executionGuard.check.run(config, node, graphView(policy)).map((finding) => finding.rule.replace('execution-guard/', ''));
  };
  const irreversible = (fields: Partial<ExecutionGuardConfig>) => drawnPolicy(nodes(fields, { tool: { isIrreversible: true } }));
  expect(rulesFor({})).toEqual([]);
  expect(rulesFor({ roleColumn: 'role', allowedRoles: ' , ' })).toEqual(['no-role-passes']);
  expect(rulesFor({ maxCallsPerRequest: null })).toEqual(['guards-nothing']);
  expect(rulesFor({ approval: 'irreversible' })).toEqual(['nothing-irreversible']);
  expect(rulesFor({ approval: 'irreversible' }, irreversible({ approval: 'irreversible' }))).toEqual([]);
  expect(rulesFor({}, irreversible({}))).toEqual(['acts-without-approval']);
  const outside = drawnPolicy([
    ['entry', 'entry', {}, { next: 'guard' }],
    ['guard', 'execution-guard', {}, { next: 'model' }],
    ['model', 'model', INSTANT_MODEL],
  ]);
  expect(rulesFor({}, outside)).toEqual(['outside-a-loop']);
});
