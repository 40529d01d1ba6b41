import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FailureClass, outcomeOf } from '../../model/index.ts';
import { type DrawnNode, drawnPolicy, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import { TestContext } from '../test-context.ts';
import { prepareRetry } from './behavior.ts';
import { JITTERS, type RetryConfig } from './config.ts';
import { retry, retryDelayMs } from './index.ts';

const configOf = (fields: Partial<RetryConfig>): RetryConfig => ({ ...retry.config.defaults, ...fields });
const wiring = {
  nodeId: 'r',
  port: () => 0,
  provider: (): never => {
    throw new Error('a retry asks for no provider');
  },
  conditionTarget: () => -1,
  nodeTarget: () => -1,
  station: () => 0,
  metadataColumn: () => ({ column: 0, codes: [] }),
  below: () => [],
};

describe('waits', () => {
  const at = (fields: Partial<RetryConfig>, n: number, u: number, previousMs = 0) => retryDelayMs(configOf(fields), n, previousMs, u);

  test('without jitter they double from the first wait up to the longest', () => {
    expect([0, 1, 2, 3, 9].map((n) => at({ jitter: 'none', capMs: 5_000 }, n, 0.5))).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
    expect([0, 1, 2].map((n) => at({ jitter: 'none', multiplier: 1 }, n, 0.5))).toEqual([1_000, 1_000, 1_000]);
    expect(at({ jitter: 'none', multiplier: 3 }, 2, 0.5)).toBe(9_000);
  });

  test('full jitter draws from nothing to the wait, equal from half of it, proportional a share both ways', () => {
    expect([0, 0.25, 1].map((u) => at({ jitter: 'full' }, 1, u))).toEqual([0, 500, 2_000]);
    expect([0, 0.25, 1].map((u) => at({ jitter: 'equal' }, 1, u))).toEqual([1_000, 1_250, 2_000]);
    expect([0, 0.5, 1].map((u) => at({ jitter: 'proportional', jitterShare: 0.2 }, 1, u))).toEqual([1_600, 2_000, 2_400]);
  });

  test('decorrelated draws from the first wait to three times the previous, at most the longest', () => {
    expect([0, 1].map((u) => at({ jitter: 'decorrelated' }, 0, u))).toEqual([1_000, 3_000]);
    expect([0, 1].map((u) => at({ jitter: 'decorrelated' }, 1, u, 2_000))).toEqual([1_000, 6_000]);
    expect(at({ jitter: 'decorrelated', capMs: 4_000 }, 1, 1, 2_000)).toBe(4_000);
  });

  test('no jitter leaves its bounds for any setting', () => {
    fc.assert(
      fc.property(
        fc.record({
          jitter: fc.constantFrom(...JITTERS),
          baseMs: fc.double({ min: 0, max: 3_600_000, noNaN: true }),
          capMs: fc.double({ min: 0, max: 3_600_000, noNaN: true }),
          multiplier: fc.double({ min: 1, max: 10, noNaN: true }),
          jitterShare: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        fc.array(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), { minLength: 1, maxLength: 10 }),
        (fields, luck) => {
          let previousMs = 0;
          luck.forEach((u, n) => {
            previousMs = retryDelayMs(configOf(fields), n, previousMs, u);
            expect(previousMs).toBeGreaterThanOrEqual(0);
            expect(previousMs).toBeLessThanOrEqual(
              fields.capMs * (fields.jitter === 'proportional' ? 1 + fields.jitterShare : 1) * (1 + 1e-12),
            );
          });
        },
      ),
    );
  });
});

describe('the behaviour alone', () => {
  function replied(fields: Partial<RetryConfig>, outcome: FailureClass, retryAfterMs = 0) {
    const plan = prepareRetry(configOf(fields), wiring);
    const context = new TestContext({ uniforms: { 0: 0.5 } });
    retry.behavior.onCall(plan, null, context);
    context.taken();
    retry.behavior.onReply!(plan, null, context.replied({ outcome: outcomeOf(outcome), retryAfterMs }));
    return context.taken();
  }

  test('it waits at least as long as the provider asks for, and at least its own wait', () => {
    expect(replied({ jitter: 'none' }, 'rate-limit', 7_000)).toEqual([{ does: 'wake', afterMs: 7_000, tag: 0 }]);
    expect(replied({ jitter: 'none' }, 'rate-limit', 5)).toEqual([{ does: 'wake', afterMs: 1_000, tag: 0 }]);
    expect(replied({ jitter: 'none', honoursRetryAfter: false }, 'rate-limit', 7_000)).toEqual([{ does: 'wake', afterMs: 1_000, tag: 0 }]);
  });

  test('a hint beyond the longest allowed ends the retrying; the longest itself does not', () => {
    expect(replied({ maxRetryAfterMs: 7_000 }, 'rate-limit', 7_001)).toEqual([{ does: 'note', fact: 1 }, { does: 'forward' }]);
    expect(replied({ maxRetryAfterMs: 7_000 }, 'rate-limit', 7_000)).toEqual([{ does: 'wake', afterMs: 7_000, tag: 0 }]);
    expect(replied({ maxRetryAfterMs: 7_000, honoursRetryAfter: false }, 'rate-limit', 7_001)).toHaveLength(1);
  });

  test.each(['rejected-by-breaker', 'auth', 'content-policy', 'invalid-request', 'context-overflow', 'blocked-by-guard'] as const)(
    'by default %s is passed on at once',
    (failure) => {
      expect(replied({}, failure)).toEqual([{ does: 'forward' }]);
    },
  );
});

const drawn = (fields: Partial<RetryConfig>, model: object = {}): DrawnNode[] => [
  ['entry', 'entry', {}, { next: 'retry' }],
  ['retry', 'retry', { jitter: 'none', ...fields }, { next: 'model' }],
  ['model', 'model', { ...INSTANT_MODEL, ...model }],
];

test('three retries are four calls, after 1, 2 and 4 seconds', () => {
  const figures = runDrawn(drawn({}), { traffic: trafficAt([0]), failsWith: () => outcomeOf('timeout'), conditions: {} });
  expect(figures.outcomes.byFailure).toEqual({ timeout: 1 });
  const [trace] = runDrawn(drawn({}, { serverErrorRate: 1 }), { traffic: trafficAt([0]) }).traces;
  expect(trace?.spans.filter((span) => span.nodeId === 'model').map((span) => span.startMs)).toEqual([0, 1_000, 3_000, 7_000]);
  expect(trace?.spans.find((span) => span.nodeId === 'retry')?.facts.map(({ atMs, fact }) => [atMs, fact])).toEqual([
    [1_000, 'retried'],
    [3_000, 'retried'],
    [7_000, 'retried'],
    [7_000, 'exhausted'],
  ]);
});

test('nested retries multiply: 3 layers of 4 calls are 64', () => {
  const nodes: DrawnNode[] = [
    ['entry', 'entry', {}, { next: 'a' }],
    ['a', 'retry', { jitter: 'none' }, { next: 'b' }],
    ['b', 'retry', { jitter: 'none' }, { next: 'c' }],
    ['c', 'retry', { jitter: 'none' }, { next: 'model' }],
    ['model', 'model', { ...INSTANT_MODEL, serverErrorRate: 1 }],
  ];
  expect(runDrawn(nodes, { traffic: trafficAt([0]) }).attempts.total).toBe(64);
});

test('p = .3 and 4 calls answer 1 − p⁴, with (1 − p⁴)/(1 − p) calls and Σ pᵏ·b·2ᵏ⁻¹/2 of waiting', () => {
  const requests = 20_000;
  const figures = runDrawn(drawn({ jitter: 'full', baseMs: 100 }, { serverErrorRate: 0.3 }), {
    traffic: trafficAt(Array.from({ length: requests }, (_, i) => i * 10)),
  });
  expect(Math.abs(figures.availability - 0.9919)).toBeLessThan(4 * Math.sqrt((0.9919 * 0.0081) / requests));
  expect(Math.abs(figures.attempts.perRequest - 1.417)).toBeLessThan(0.02);
  // Over all requests .0294 s; per answered request the same draws, less those of the unanswered (.0081 × .35 s).
  expect(Math.abs((figures.latencyMs.mean as number) * figures.availability - (29.4 - 0.0081 * 350))).toBeLessThan(2);
});

describe('rules', () => {
  const rulesFor = (fields: Partial<RetryConfig>, below = 'model') => {
    const policy = drawnPolicy([
      ['retry', 'retry', {}, { next: below }],
      ['model', 'model'],
      ['inner', 'retry'],
    ]);
    return retry.check.run(configOf(fields), policy.nodes[0]!, graphView(policy)).map((finding) => finding.rule.replace('retry/', ''));
  };

  test.each<[string, Partial<RetryConfig>, readonly string[]]>([
    ['the defaults', {}, []],
    ['a permanent failure', { retryOn: ['timeout', 'auth'] }, ['retries-permanent-failure']],
    ['a first wait as long as the longest', { baseMs: 1_000, capMs: 1_000 }, []],
    ['a first wait beyond the longest', { baseMs: 1_001, capMs: 1_000 }, ['base-above-cap']],
    ['no retries', { maxRetries: 0 }, ['never-retries']],
    ['nothing to retry on', { retryOn: [] }, ['never-retries']],
  ])('%s', (_name, fields, expected) => {
    expect(rulesFor(fields)).toEqual(expected);
  });

  test('a retry below', () => {
    expect(rulesFor({}, 'inner')).toEqual(['retry-inside-retry']);
  });
});

test('the card and the changes say the settings in words', () => {
  expect(retry.face.summary(configOf({}), drawnPolicy([]))).toBe('3 retries, 1 s × 2ⁿ, full jitter, follows Retry-After');
  expect(retry.describe.changes(configOf({}), configOf({ maxRetries: 1, jitter: 'none', retryOn: ['timeout'] }))).toEqual([
    'tries again up to 1 time (was 3)',
    'uses no jitter (was full jitter)',
    'no longer retries after rate limit, connection, server error, malformed, tool failure',
  ]);
});
