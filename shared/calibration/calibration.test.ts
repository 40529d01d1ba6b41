import { describe, expect, test } from 'vitest';
import { createRun } from '../engine/index.ts';
import { compilePolicy, conditionTargetsOf } from '../kinds/index.ts';
import { lint } from '../lint/index.ts';
import { NO_CONDITIONS, outcomeOf, type Traffic } from '../model/index.ts';
import { backTest, errorWords, fitModels, recordedFigures, recordedPolicy, splitTraffic, withRecordedModel } from './index.ts';

/** A log from another world than ours: Lindley's recursion of a queue, Pareto tails, and dice that are no keyed dice. */

/** Park and Miller's generator, so that the test has no luck in common with the engine. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

interface World {
  readonly requests: number;
  readonly errorShare: (request: number) => number;
  readonly slowdown: (request: number) => number;
}
const STEADY: World = { requests: 120_000, errorShare: () => 0.02, slowdown: () => 1 };

/** Two models, each one server: wait W' = max(0, W + S − A), service = thinking with a Pareto tail, and so much a token. */
function recordedLog(world: World): Traffic {
  const u = dice(20_261_124);
  const { requests } = world;
  const arrivalMs = new Float64Array(requests);
  const inputTokens = new Uint32Array(requests);
  const outputTokens = new Uint32Array(requests);
  const latencyMs = new Float32Array(requests);
  const outcome = new Uint8Array(requests);
  const codes = new Int32Array(requests);
  const freeAtMs = [0, 0];
  let nowMs = 0;
  for (let request = 0; request < requests; request++) {
    nowMs += -900 * Math.log(u());
    arrivalMs[request] = nowMs;
    inputTokens[request] = Math.floor(200 + 1_000 * u());
    outputTokens[request] = Math.floor(40 - 120 * Math.log(u()));
    const model = u() < 0.7 ? 0 : 1;
    codes[request] = model;
    if (u() < world.errorShare(request)) {
      outcome[request] = outcomeOf(u() < 0.75 ? 'server-error' : 'rate-limit');
      latencyMs[request] = 150;
      continue;
    }
    const thinkingMs = (model === 0 ? 60 : 150) * u() ** (-1 / 2.6);
    const serviceMs = (thinkingMs + outputTokens[request]! * (model === 0 ? 1.2 : 2.5)) * world.slowdown(request);
    const startMs = Math.max(nowMs, freeAtMs[model]!);
    freeAtMs[model] = startMs + serviceMs;
    latencyMs[request] = startMs + serviceMs - nowMs;
  }
  return {
    label: 'log',
    origin: 'recorded',
    requestCount: requests,
    arrivalMs,
    inputTokens,
    outputTokens,
    user: null,
    users: [],
    complexity: null,
    metadata: {},
    recorded: { latencyMs, ttftMs: null, outcome, model: { codes, values: ['large', 'small, fast'] }, provider: null, usd: null },
  };
}

function backTestOf(log: Traffic) {
  const [first, second] = splitTraffic(log);
  const { policy } = recordedPolicy(fitModels(first));
  expect(lint(policy).filter(({ severity }) => severity === 'error')).toEqual([]);
  const run = createRun(
    compilePolicy(policy, {
      traffic: withRecordedModel(second),
      conditions: NO_CONDITIONS,
      conditionTargets: conditionTargetsOf(policy),
      seed: 1,
      bucketMs: 60_000,
      traceCount: 0,
    }),
  );
  while (!run.advance(1 << 20));
  const figures = run.figures();
  // Each request went to the model that it went to.
  expect(figures.nodes.filter(({ kind }) => kind === 'model').map(({ calls }) => calls)).toEqual(
    [0, 1].map((code) => second.recorded!.model!.codes.filter((was) => was === code).length),
  );
  return backTest(recordedFigures(second, second.recorded!), figures);
}

describe('calibration', () => {
  test('a log of another generator is predicted: P50 and P95 within 5 %, P99 and shares of errors within 10 %', () => {
    const { checks, verdict, sentence } = backTestOf(recordedLog(STEADY));
    expect(checks.map(({ figure }) => figure)).toEqual([
      'P50 of answers',
      'P95 of answers',
      'P99 of answers',
      'share of server error',
      'share of rate limit',
    ]);
    for (const { figure, error, bound } of checks) expect(Math.abs(error), figure).toBeLessThanOrEqual(bound);
    expect([verdict, sentence]).toEqual(['believe', expect.stringContaining('can be believed')]);
  });

  test('a second part of another world is called wrong in words, which way and by how much', () => {
    const half = STEADY.requests / 2;
    const slower = backTestOf(recordedLog({ ...STEADY, slowdown: (request) => (request < half ? 1 : 2) }));
    expect(slower.verdict).toBe('do not believe');
    expect(slower.sentence).toMatch(/does not predict.*P50 of answers is predicted \d+ % too low.*Do not decide/);
    const failing = backTestOf(recordedLog({ ...STEADY, errorShare: (request) => (request < half ? 0.02 : 0.06) }));
    expect(failing.verdict).toBe('in part');
    expect(failing.sentence).toMatch(/share of server error is predicted 6\d % too low/);
    expect(errorWords(slower)).toMatch(/^off by \d+ %$/);
    expect(errorWords(failing)).toMatch(/^within \d %, failures off$/);
  });

  test('the writing is found beneath the tail, from latencies alone and from first tokens', () => {
    const log = recordedLog(STEADY);
    const [large, small] = fitModels(log);
    expect([large!.model, small!.model]).toEqual(['large', 'small, fast']);
    // A queue adds to the slope what longer answers make those behind them wait; the first tokens below do not.
    expect(large!.msPerOutputToken).toBeGreaterThan(1.1);
    expect(large!.msPerOutputToken).toBeLessThan(1.6);
    expect(large!.firstTokenFrom).toBe('latencies');
    const recorded = log.recorded!;
    const ttftMs = recorded.latencyMs.map((ms, request) => ms - log.outputTokens[request]! * 1.2);
    const told = fitModels({ ...log, recorded: { ...recorded, ttftMs } })[0]!;
    expect(told.firstTokenFrom).toBe('first tokens');
    expect(told.msPerOutputToken).toBeCloseTo(1.2, 3);
    expect(told.failures['server-error']).toBeCloseTo(0.015, 2);
    expect(told.failureAfterMs).toBe(150);
  });

  test('models that were called too seldom are left out and named; a log without outcomes cannot be judged', () => {
    const log = recordedLog({ ...STEADY, requests: 2_000 });
    const codes = log.recorded!.model!.codes.map((code, request) => (request < 20 ? 2 : code));
    const rare: Traffic = { ...log, recorded: { ...log.recorded!, model: { codes, values: ['large', 'small', 'rare'] } } };
    expect(recordedPolicy(fitModels(rare)).left).toEqual(['rare']);
    const silent = { ...log.recorded!, latencyMs: new Float32Array(2_000).fill(Number.NaN), outcome: new Uint8Array(2_000).fill(255) };
    const { verdict, sentence } = backTest(recordedFigures({ ...log, recorded: silent }, silent), {
      requests: 0,
      latencyMs: { p50: null, p95: null, p99: null, mean: null, max: null },
      outcomes: { answeredByTier: [0, 0, 0], blocked: 0, failed: 0, byFailure: {} },
    });
    expect([verdict, sentence]).toEqual(['do not believe', expect.stringContaining('nothing can be compared')]);
    const { recorded: _, ...requestsOnly } = log;
    expect(() => fitModels(requestsOnly)).toThrow(/records no outcomes/);
  });
});
