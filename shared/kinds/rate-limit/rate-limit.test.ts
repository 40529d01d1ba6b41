import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../model/index.ts';
import { type DrawnNode, drawnPolicy, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import { TestContext } from '../test-context.ts';
import { type RateLimitConfig, rateLimit } from './index.ts';

const configOf = (fields: Partial<RateLimitConfig>): RateLimitConfig => ({ ...rateLimit.config.defaults, ...fields });

/** A node by hand: what a request at an instant is told. */
function limit(fields: Partial<RateLimitConfig>) {
  const config = configOf(fields);
  const ports = rateLimit.face.ports(config).map((port) => port.id);
  const plan = rateLimit.prepare(config, {
    port: (id: string) => ports.indexOf(id),
    metadataColumn: () => ({ column: 0, codes: [] }),
  } as never);
  const state = rateLimit.behavior.createState(plan);
  const callFor = (nowMs: number, request: Partial<TestContext> = {}) => {
    const context = new TestContext({ nowMs, ...request });
    rateLimit.behavior.onCall(plan, state, context);
    return context;
  };
  return {
    state,
    callFor,
    at(nowMs: number, request: Partial<TestContext> = {}) {
      const last = callFor(nowMs, request).taken().at(-1);
      if (last?.does === 'call') return ports[last.port];
      if (last?.does === 'wake') return `waits ${last.afterMs}`;
      return last?.does === 'fail' && last.outcome === outcomeOf('rate-limit') ? `rejected ${last.retryAfterMs}` : last;
    },
    cancel: (context: TestContext) => rateLimit.behavior.onCancel!(plan, state, context),
  };
}

describe('the bucket', () => {
  test('starts full, refills evenly, and tells how long it would take', () => {
    const { at } = limit({ requestsPerMin: 60, burst: 2 });
    expect([at(0), at(0), at(0), at(400), at(1_000), at(1_000)]).toEqual([
      'next',
      'next',
      'rejected 1000',
      'rejected 600',
      'next',
      'rejected 1000',
    ]);
    // An hour later it holds no more than it can.
    expect([at(3_600_000), at(3_600_000), at(3_600_000)]).toEqual(['next', 'next', 'rejected 1000']);
  });

  test('tokens have a bucket of a minute’s worth; what is larger passes when that is full and is paid off', () => {
    const { at } = limit({ requestsPerMin: null, tokensPerMin: 6_000 });
    expect(at(0, { inputTokens: 9_000, outputTokens: 0 })).toBe('next');
    expect(at(30_000, { inputTokens: 0, outputTokens: 1_000 })).toBe('rejected 10000');
    expect(at(40_000, { inputTokens: 0, outputTokens: 1_000 })).toBe('next');
  });

  test('users and values have buckets of their own, and those without share one', () => {
    const users = limit({ requestsPerMin: 1, burst: 1, scope: 'user' });
    expect([users.at(0, { user: 5 }), users.at(0, { user: 5 }), users.at(0, { user: 0 }), users.at(0), users.at(0)]).toEqual([
      'next',
      'rejected 60000',
      'next',
      'next',
      'rejected 60000',
    ]);
    const tenants = limit({ requestsPerMin: 1, burst: 1, scope: 'metadata', key: 'tenant' });
    expect([tenants.at(0, { metadata: { 0: 3 } }), tenants.at(0, { metadata: { 0: 3 } }), tenants.at(0)]).toEqual([
      'next',
      'rejected 60000',
      'next',
    ]);
  });

  test('over the limit another way takes nothing from the bucket', () => {
    const { at } = limit({ requestsPerMin: 60, burst: 1, atLimit: 'downgrade' });
    expect([at(0), at(0), at(0), at(1_000)]).toEqual(['next', 'over', 'over', 'next']);
  });

  test('saturated from full, it lets through B + rT to the request', () => {
    const { at } = limit({ requestsPerMin: 90, burst: 7 });
    let passed = 0;
    for (let ms = 0; ms <= 100_000; ms += 10) if (at(ms) === 'next') passed++;
    expect(passed).toBe(7 + 150);
  });
});

describe('waiting', () => {
  test('in order of arrival, up to the longest wait', () => {
    const { at } = limit({ requestsPerMin: 60, burst: 1, atLimit: 'wait', maxWaitMs: 2_000 });
    expect([at(0), at(0), at(0), at(0), at(500)]).toEqual(['next', 'waits 1000', 'waits 2000', 'rejected 3000', 'rejected 2500']);
    expect(at(1_000)).toBe('waits 2000');
  });

  test('not for a deadline that would be over', () => {
    const { at } = limit({ requestsPerMin: 60, burst: 1, atLimit: 'wait', maxWaitMs: 60_000 });
    at(0);
    expect(at(0, { deadlineMs: 1_000 })).toBe('rejected 1000');
    expect(at(0, { deadlineMs: 1_001 })).toBe('waits 1000');
  });

  test('the last in line gives its place back when it is given up; one with others behind it does not', () => {
    const line = () => limit({ requestsPerMin: 60, burst: 1, atLimit: 'wait', maxWaitMs: 60_000 });
    const last = line();
    last.at(0);
    last.cancel(last.callFor(0));
    expect(last.at(0)).toBe('waits 1000');
    // Also at an instant that a double does not hold to the last bit once 1 is added.
    const odd = line();
    odd.at(1_047.3);
    odd.cancel(odd.callFor(1_047.3));
    expect(odd.at(1_047.3)).toBe('waits 1000');
    const middle = line();
    middle.at(0);
    const waiting = middle.callFor(0);
    middle.at(0);
    middle.cancel(waiting);
    expect(middle.at(0)).toBe('waits 3000');
  });

  test('property: however they come, those that pass keep to the rate', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('reject' as const, 'wait' as const),
        (gaps, burst, atLimit) => {
          const { at } = limit({ requestsPerMin: 60, burst, atLimit, maxWaitMs: 10_000 });
          let nowMs = 0;
          const goesAt: number[] = [];
          for (const gap of gaps) {
            nowMs += gap;
            const told = String(at(nowMs));
            if (told === 'next') goesAt.push(nowMs);
            else if (told.startsWith('waits')) goesAt.push(nowMs + Number(told.slice(6)));
          }
          for (let from = 0; from < goesAt.length; from++) {
            for (let to = from; to < goesAt.length; to++) {
              expect(to - from + 1).toBeLessThanOrEqual(burst + (goesAt[to]! - goesAt[from]!) / 1_000 + 1e-6);
            }
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

test('through the engine, a waiting request is answered after its wait, and a rejected one has its hint', () => {
  const nodes = (fields: Partial<RateLimitConfig>): DrawnNode[] => [
    ['entry', 'entry', {}, { next: 'limit' }],
    ['limit', 'rate-limit', { requestsPerMin: 60, burst: 1, ...fields }, { next: 'model' }],
    ['model', 'model', INSTANT_MODEL],
  ];
  const waiting = runDrawn(nodes({ atLimit: 'wait' }), { traffic: trafficAt([0, 0, 500]) });
  expect(waiting.traces.map((trace) => trace.latencyMs)).toEqual([0, 1_000, 1_500]);
  expect(waiting.nodes.find((node) => node.id === 'limit')?.facts).toEqual({ limited: 0, waited: 2, downgraded: 0 });
  const rejecting = runDrawn(nodes({}), { traffic: trafficAt([0, 0]) });
  expect(rejecting.outcomes.byFailure).toEqual({ 'rate-limit': 1 });
});

test('rules', () => {
  const rulesFor = (fields: Partial<RateLimitConfig>, calls: Record<string, string> = { next: 'model' }, above = 'retry') => {
    const policy = drawnPolicy(
      [
        ['entry', 'entry', {}, { next: above }],
        ['retry', 'retry', {}, { next: 'limit' }],
        ['limit', 'rate-limit', {}, calls],
        ['model', 'model', INSTANT_MODEL],
      ],
      { requestsPerMin: 500 },
    );
    const node = policy.nodes.find(({ id }) => id === 'limit')!;
    return rateLimit.check.run(configOf(fields), node, graphView(policy)).map((finding) => finding.rule.replace('rate-limit/', ''));
  };
  expect(rulesFor({ requestsPerMin: 500 })).toEqual([]);
  expect(rulesFor({ requestsPerMin: 501 })).toEqual(['above-provider-limit']);
  expect(rulesFor({ requestsPerMin: 500, scope: 'metadata' })).toEqual(['no-column']);
  expect(rulesFor({ requestsPerMin: null })).toEqual(['limits-nothing']);
  expect(rulesFor({ requestsPerMin: 500, atLimit: 'downgrade' }, { next: 'model', over: 'model' })).toEqual(['downgrades-to-the-same']);
  const alone = drawnPolicy([
    ['entry', 'entry', {}, { next: 'limit' }],
    ['limit', 'rate-limit', {}, { next: 'model' }],
    ['model', 'model', INSTANT_MODEL],
  ]);
  expect(rateLimit.check.run(configOf({}), alone.nodes[1]!, graphView(alone)).map((finding) => finding.rule)).toEqual([
    'rate-limit/rejects-without-answer',
  ]);
});

test('the card and the changes say the settings in words', () => {
  const policy = drawnPolicy([]);
  expect(rateLimit.face.summary(configOf({}), policy)).toBe('600 a minute, then rejects');
  expect(rateLimit.face.summary(configOf({ requestsPerMin: null, tokensPerMin: 500, scope: 'user', atLimit: 'wait' }), policy)).toBe(
    '500 tokens a minute for each user, waits 5 s',
  );
  expect(rateLimit.describe.changes(configOf({}), configOf({ requestsPerMin: null, tokensPerMin: 500, atLimit: 'wait' }))).toEqual([
    'lets any number of requests a minute pass (was 600)',
    'lets 500 tokens a minute pass (was any number)',
    'lets what is over the limit wait instead of rejecting it',
  ]);
});
