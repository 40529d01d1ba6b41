import { describe, expect, test } from 'vitest';
import { type FailureClass, MODEL_PRICE_DEFAULTS, outcomeOf, type Provider } from '../../model/index.ts';
import { ACME, type DrawnNode, drawnPolicy, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import type { ModelConfig } from './config.ts';
import { model } from './index.ts';

/** 1 000 tokens in at $1 per million and 100 out at $10 per million. */
const INPUT_USD = 0.001;
const ANSWER_USD = 0.002;

const alone = (fields: Partial<ModelConfig>): DrawnNode[] => [
  ['entry', 'entry', {}, { next: 'model' }],
  ['model', 'model', { ...INSTANT_MODEL, ...fields }],
];
const under = (timeoutMs: number, fields: Partial<ModelConfig>): DrawnNode[] => [
  ['entry', 'entry', {}, { next: 'limit' }],
  ['limit', 'timeout', { timeoutMs }, { next: 'model' }],
  ['model', 'model', { ...INSTANT_MODEL, ...fields }],
];
const run = (nodes: DrawnNode[], arrivals: number[], provider: Partial<Provider> = {}, failsWith?: (nowMs: number) => number) =>
  runDrawn(nodes, { traffic: trafficAt(arrivals), provider, ...(failsWith === undefined ? {} : { failsWith }) });
const latencies = (figures: ReturnType<typeof run>) => figures.traces.map((trace) => trace.latencyMs);
const outcomes = (figures: ReturnType<typeof run>) => figures.traces.map((trace) => trace.outcome);
const facts = (figures: ReturnType<typeof run>) => figures.nodes.find((node) => node.id === 'model')?.facts;

describe('time and money of an answer', () => {
  test('first token plus one token after the other, and both directions billed', () => {
    const figures = run(alone({ ttftP50Ms: 400, outputTokensPerS: 50 }), [0]);
    expect(latencies(figures)).toEqual([400 + (100 / 50) * 1000]);
    expect(figures.cost).toMatchObject({ promptTokens: 1000, completionTokens: 100, wastedUsd: 0 });
    expect(figures.cost.usd).toBeCloseTo(ANSWER_USD, 15);
  });

  test('a longest answer cuts tokens, time and price', () => {
    const figures = run(alone({ outputTokensPerS: 50, maxOutputTokens: 10 }), [0]);
    expect(latencies(figures)).toEqual([200]);
    expect(figures.cost.completionTokens).toBe(10);
  });

  test('the log-normal goes through its P50 and P95, the exponential has its mean', () => {
    const arrivals = Array.from({ length: 20_000 }, (_, i) => i);
    const heavy = run(alone({ latencyShape: 'lognormal', ttftP50Ms: 500, ttftP95Ms: 1_500 }), arrivals);
    // The sketch is exact to 1 %; the rest is four standard errors of an order statistic.
    expect(Math.abs((heavy.latencyMs.p50 as number) / 500 - 1)).toBeLessThan(0.035);
    expect(Math.abs((heavy.latencyMs.p95 as number) / 1_500 - 1)).toBeLessThan(0.06);
    const measured = run(
      alone({
        latencyShape: 'measured',
        ttftP5Ms: 100,
        ttftP25Ms: 200,
        ttftP50Ms: 300,
        ttftP75Ms: 500,
        ttftP95Ms: 2_000,
        ttftP99Ms: 9_000,
        ttftMaxMs: 30_000,
      }),
      arrivals,
    );
    expect(measured.latencyMs.p50! / 300).toBeCloseTo(1, 1);
    expect(measured.latencyMs.p95! / 2_000).toBeCloseTo(1, 1);
    expect(Math.min(...latencies(measured))).toBeGreaterThanOrEqual(99.9);
    expect(Math.max(...latencies(measured))).toBeLessThanOrEqual(30_001);
    const memoryless = run(alone({ latencyShape: 'exponential', ttftP50Ms: 500 }), arrivals);
    expect(Math.abs((memoryless.latencyMs.mean as number) / 500 - 1)).toBeLessThan(4 / Math.sqrt(20_000));
  });

  test('a P95 at or below the P50 has no tail', () => {
    expect(latencies(run(alone({ latencyShape: 'lognormal', ttftP50Ms: 500, ttftP95Ms: 100 }), [0, 1]))).toEqual([500, 500]);
  });
});

describe('ordinary failures', () => {
  test.each<[keyof ModelConfig, FailureClass, number, number]>([
    ['serverErrorRate', 'server-error', 200, 0],
    ['connectionRate', 'connection', 200, 0],
    ['rateLimitRate', 'rate-limit', 200, 0],
    ['contentPolicyRate', 'content-policy', 200, 0],
    ['malformedRate', 'malformed', 700, ANSWER_USD],
    ['timeoutRate', 'timeout', 5_000, 0],
  ])('%s ends in %s after %d ms and costs %d', (rate, failure, latencyMs, usd) => {
    const figures = run(alone({ [rate]: 1, ttftP50Ms: 700, failureAfterMs: 200, requestTimeoutMs: 5_000 }), [0]);
    expect(outcomes(figures)).toEqual([failure]);
    expect(latencies(figures)).toEqual([latencyMs]);
    expect(figures.cost.usd).toBeCloseTo(usd, 15);
    expect(figures.cost.wastedUsd).toBeCloseTo(usd, 15);
    expect(figures.attempts.total).toBe(1);
  });

  test('rates are shares of all calls and do not overlap', () => {
    const figures = run(
      alone({ serverErrorRate: 0.1, malformedRate: 0.2 }),
      Array.from({ length: 20_000 }, (_, i) => i),
    );
    const failures = figures.outcomes.byFailure as Record<string, number>;
    expect(Math.abs((failures['server-error'] as number) / 20_000 - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / 20_000));
    expect(Math.abs((failures['malformed'] as number) / 20_000 - 0.2)).toBeLessThan(4 * Math.sqrt(0.16 / 20_000));
  });

  test('a conversation beyond the window is refused for nothing; one that fills it is not', () => {
    const sized = (inputTokens: number) => runDrawn(alone({}), { traffic: trafficAt([0], { inputTokens }) });
    expect(sized(100_000).outcomes.answeredByTier).toEqual([1, 0, 0]);
    expect(sized(100_001).outcomes.byFailure).toEqual({ 'context-overflow': 1 });
    expect(sized(100_001).cost.usd).toBe(0);
  });
});

describe('incidents', () => {
  test('an incident comes before ordinary failures, and a hang in it lasts to the client’s limit', () => {
    const outage = run(alone({ malformedRate: 1 }), [0], {}, () => outcomeOf('connection'));
    expect(outcomes(outage)).toEqual(['connection']);
    const hang = run(alone({ requestTimeoutMs: 9_000 }), [0], {}, () => outcomeOf('timeout'));
    expect(latencies(hang)).toEqual([9_000]);
  });

  test('slowness multiplies the first token and the writing alike', () => {
    const figures = runDrawn(alone({ ttftP50Ms: 100, outputTokensPerS: 100 }), {
      traffic: trafficAt([0]),
      conditions: { latencyMultiplierAt: () => 3 },
    });
    expect(latencies(figures)).toEqual([3_300]);
  });

  test('a limit that an incident sets refuses what a provider without limits would serve', () => {
    const figures = runDrawn(alone({}), { traffic: trafficAt([0, 1, 2]), conditions: { requestsPerMinAt: () => 0 } });
    expect(figures.outcomes.byFailure).toEqual({ 'rate-limit': 3 });
  });
});

describe('partial answers, refusals and hints', () => {
  test('a malformed answer is waited and paid for as far as it got', () => {
    const figures = run(alone({ malformedRate: 1, malformedWrittenShare: 0.25, outputTokensPerS: 100 }), [0]);
    expect(latencies(figures)).toEqual([250]);
    expect(figures.cost.completionTokens).toBe(25);
    expect(figures.cost.wastedUsd).toBeCloseTo(INPUT_USD + 25 * 1e-5, 15);
  });

  test('a refused question stays refused however often it is asked, and another model may take it', () => {
    const retried: DrawnNode[] = [
      ['entry', 'entry', {}, { next: 'retry' }],
      ['retry', 'retry', { jitter: 'none', baseMs: 0, maxRetries: 4, retryOn: ['content-policy'] }, { next: 'model' }],
      ['model', 'model', { ...INSTANT_MODEL, contentPolicyRate: 0.5 }],
    ];
    const figures = run(
      retried,
      Array.from({ length: 2_000 }, (_, i) => i),
    );
    const refused = figures.outcomes.byFailure['content-policy'] as number;
    expect(Math.abs(refused / 2_000 - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / 2_000));
    expect(figures.attempts.total).toBe(2_000 - refused + 5 * refused);
  });

  test('an incident adds to the refusals of the same questions', () => {
    const arrivals = Array.from({ length: 2_000 }, (_, i) => i);
    const refusals = (contentPolicyRate: number, incident: number) =>
      runDrawn(alone({ contentPolicyRate }), { traffic: trafficAt(arrivals), conditions: { refusalRateAt: () => incident } }).outcomes
        .failed;
    expect(refusals(0.5, 0.5)).toBe(refusals(0.75, 0));
    expect(refusals(0, 0.2)).toBe(refusals(0.2, 0));
  });

  test('the hint of an incident is carried; an ordinary failure has none', () => {
    const nodes: DrawnNode[] = [
      ['entry', 'entry', {}, { next: 'retry' }],
      ['retry', 'retry', { jitter: 'none', baseMs: 100, maxRetries: 1 }, { next: 'model' }],
      ['model', 'model', { ...INSTANT_MODEL }],
    ];
    const figures = runDrawn(nodes, {
      traffic: trafficAt([0, 60_000]),
      failsWith: (nowMs) => (nowMs < 5_000 ? outcomeOf('rate-limit') : nowMs === 60_000 ? outcomeOf('server-error') : 0),
      conditions: { retryAfterMsAt: (_target, nowMs) => (nowMs < 5_000 ? 7_000 : 0) },
    });
    expect(latencies(figures)).toEqual([7_000, 100]);
  });
});

describe('limits, slots and the queue of a provider', () => {
  test('above the limit the reply is a 429 with the time until it would be admitted, and no money', () => {
    const figures = run(
      [
        ['entry', 'entry', {}, { next: 'retry' }],
        ['retry', 'retry', { jitter: 'none', baseMs: 0 }, { next: 'model' }],
        ['model', 'model', { ...INSTANT_MODEL }],
      ],
      [0, 0],
      { requestsPerMin: 6, requestBurst: 1 },
    );
    expect(latencies(figures)).toEqual([0, 10_000]);
    expect(facts(figures)).toMatchObject({ 'refused by limit': 1 });
    expect(figures.attempts.total).toBe(3);
    expect(figures.cost.usd).toBeCloseTo(2 * ANSWER_USD, 15);
  });

  test('tokens of the whole answer count against the token limit', () => {
    // A minute's worth is the burst: 1 100 tokens fit twice into 2 200, not three times.
    expect(run(alone({}), [0, 0, 0], { tokensPerMin: 2_200 }).outcomes).toMatchObject({ answeredByTier: [2, 0, 0], failed: 1 });
  });

  test('one slot serves one after the other, a full queue refuses at once', () => {
    const figures = run(alone({ ttftP50Ms: 1_000 }), [0, 1, 2], { concurrency: 1, queueLength: 1 });
    expect(outcomes(figures)).toEqual(['answered', 'answered', 'rate-limit']);
    expect(latencies(figures)).toEqual([1_000, 1_999, 0]);
    expect(facts(figures)).toMatchObject({ queued: 1, 'refused by limit': 1 });
  });

  test('the client’s limit counts the wait in the queue; who gives up there is billed when its turn comes', () => {
    const nodes = alone({ ttftP50Ms: 1_000, requestTimeoutMs: 1_500 });
    const figures = run(nodes, [0, 0, 0], { concurrency: 1, abandonedWork: 'runs-on' });
    // The second starts at 1 000 and is given up at 1 500, but works on until 2 000: the third gets the slot when nobody wants it any longer.
    expect(outcomes(figures)).toEqual(['answered', 'timeout', 'timeout']);
    expect(latencies(figures)).toEqual([1_000, 1_500, 1_500]);
    expect(figures.traces.map((trace) => trace.usd)).toEqual(Array(3).fill(expect.closeTo(ANSWER_USD, 12)));
    expect(figures.cost.wastedUsd).toBeCloseTo(2 * ANSWER_USD, 12);
  });

  test('failing calls hold their slot until they have failed', () => {
    const figures = run(alone({ serverErrorRate: 1, failureAfterMs: 200 }), [0, 0], { concurrency: 1 });
    expect(latencies(figures)).toEqual([200, 400]);
  });
});

describe('work that nobody waits for', () => {
  const slow = { ttftP50Ms: 1_000, outputTokensPerS: 100 } as const;

  test('running on, it is billed in full inside the request and holds its slot to its end', () => {
    const figures = run(under(500, slow), [0, 1_000], { concurrency: 1, abandonedWork: 'runs-on' });
    expect(outcomes(figures)).toEqual(['timeout', 'timeout']);
    // The second is given up at 1 500, in line behind work that nobody wants, and becomes such work itself.
    expect(figures.traces.map((trace) => trace.usd)).toEqual([expect.closeTo(ANSWER_USD, 12), expect.closeTo(ANSWER_USD, 12)]);
    expect(figures.cost.wastedUsd).toBeCloseTo(2 * ANSWER_USD, 12);
    expect(facts(figures)).toMatchObject({ queued: 1, abandoned: 2 });
  });

  test('given up in line, a call keeps its place there: those who come later wait behind it, and a full queue stays full', () => {
    const limits = { concurrency: 1, queueLength: 1 } as const;
    // The second waits from 100, is given up at 1 100 and holds the slot from 2 000 to 4 000; the third comes at 3 500 and gets it then.
    const arrivals = [0, 100, 1_500, 3_500];
    const running = run(under(1_000, { ...slow, ttftP50Ms: 1_000 }), arrivals, { ...limits, abandonedWork: 'runs-on' });
    expect(outcomes(running)).toEqual(['timeout', 'timeout', 'rate-limit', 'timeout']);
    expect(running.nodes.find((node) => node.id === 'model')?.facts).toMatchObject({ queued: 2, abandoned: 3, 'refused by limit': 1 });
    const stopping = run(under(1_000, { ...slow, ttftP50Ms: 1_000 }), arrivals, { ...limits, abandonedWork: 'stops' });
    expect(facts(stopping)).toMatchObject({ queued: 1, 'refused by limit': 0 });
  });

  test('whoever is next when the last of the unwanted work is done is served', () => {
    const figures = run(alone({ ttftP50Ms: 1_000, requestTimeoutMs: 1_500 }), [0, 0, 0, 2_100], {
      concurrency: 1,
      abandonedWork: 'runs-on',
    });
    // Work until 3 000 for three of which one was wanted; the fourth then needs a second of the 1 500 ms it waits for.
    expect(outcomes(figures)).toEqual(['answered', 'timeout', 'timeout', 'timeout']);
    const later = run(alone({ ttftP50Ms: 1_000, requestTimeoutMs: 1_500 }), [0, 0, 0, 2_600], { concurrency: 1, abandonedWork: 'runs-on' });
    expect(latencies(later)).toEqual([1_000, 1_500, 1_500, 1_400]);
  });

  test('a call that would hang, and one that would fail, cost nothing when their turn comes too late', () => {
    const hanging = run(alone({ ttftP50Ms: 1_000, requestTimeoutMs: 500 }), [0, 0], { concurrency: 1 }, (nowMs) =>
      nowMs >= 1_000 ? outcomeOf('timeout') : 0,
    );
    expect(hanging.cost.usd).toBeCloseTo(ANSWER_USD, 12);
    const failing = run(
      alone({ ttftP50Ms: 1_000, failureAfterMs: 100, requestTimeoutMs: 500 }),
      [0, 0, 1_050],
      { concurrency: 1 },
      (nowMs) => (nowMs === 1_000 ? outcomeOf('server-error') : 0),
    );
    expect(failing.cost.usd).toBeCloseTo(2 * ANSWER_USD, 12);
    expect(outcomes(failing)).toEqual(['timeout', 'timeout', 'timeout']);
  });

  test('a refusal that comes after the client’s own limit holds no place', () => {
    const nodes = under(300, { failureAfterMs: 1_000, requestTimeoutMs: 500 });
    const figures = run(nodes, [0, 0], { concurrency: 1, requestsPerMin: 0, abandonedWork: 'runs-on' });
    expect(outcomes(figures)).toEqual(['timeout', 'timeout']);
    expect(facts(figures)).toMatchObject({ queued: 0, abandoned: 0, 'refused by limit': 2 });
  });

  test('slots that return while nothing calls are used by those in line, and a line that never gets one ends with the run', () => {
    const untilMs = (endMs: number) => ({
      traffic: trafficAt([1_000, 1_000, 1_000]),
      provider: { concurrency: 2, abandonedWork: 'runs-on' } as const,
      conditions: {
        capacityVaries: () => true,
        capacityShareAt: (_target: number, nowMs: number) => (nowMs < endMs ? 0 : 1),
        nextChangeMsAt: (_target: number, nowMs: number) => (nowMs < endMs ? endMs : Number.POSITIVE_INFINITY),
      },
    });
    // One call waits for 10 s, the two others are given up after one; all begin at 5 000.
    const nodes: DrawnNode[] = [
      ['entry', 'entry', {}, { next: 'router' }],
      [
        'router',
        'router',
        { routes: [{ id: 'r1', condition: 'input-tokens', minInputTokens: 2_000 }] },
        { r1: 'patient', otherwise: 'hurried' },
      ],
      ['patient', 'model', { ...INSTANT_MODEL, ttftP50Ms: 100, requestTimeoutMs: 10_000 }],
      ['hurried', 'model', { ...INSTANT_MODEL, ttftP50Ms: 100, requestTimeoutMs: 1_000 }],
    ];
    const returning = untilMs(5_000);
    returning.traffic.inputTokens[2] = 3_000;
    const back = runDrawn(nodes, returning);
    expect(outcomes(back)).toEqual(['timeout', 'timeout', 'answered']);
    expect(latencies(back)[2]).toBe(4_200);
    expect(back.cost.usd).toBeCloseTo(2 * ANSWER_USD + 0.004, 12);
    const gone = runDrawn(alone({ ttftP50Ms: 100, requestTimeoutMs: 1_000 }), untilMs(Number.POSITIVE_INFINITY));
    expect(outcomes(gone)).toEqual(['timeout', 'timeout', 'timeout']);
    expect(gone.cost.usd).toBe(0);
  });

  test('stopping, it frees its slot at once and bills the input and what was written', () => {
    const figures = run(under(1_250, slow), [0, 1_250], { concurrency: 1, abandonedWork: 'stops' });
    // A quarter of the second in which 100 tokens are written.
    expect(figures.traces.map((trace) => trace.usd)).toEqual([
      expect.closeTo(INPUT_USD + 25 * 1e-5, 12),
      expect.closeTo(INPUT_USD + 25 * 1e-5, 12),
    ]);
    expect(facts(figures)).toMatchObject({ queued: 0, abandoned: 2 });
    expect(figures.cost.completionTokens).toBe(50);
  });

  test('stopped before the first token, only the input is billed', () => {
    expect(run(under(999, slow), [0], { abandonedWork: 'stops' }).cost.usd).toBeCloseTo(INPUT_USD, 12);
  });

  test.each([
    ['runs-on', ANSWER_USD, [500, 500]],
    ['stops', INPUT_USD, [500, 500]],
  ] as const)('the client’s own limit does the same (%s)', (abandonedWork, usd, expected) => {
    const figures = run(alone({ ...slow, requestTimeoutMs: 500 }), [0, 600], { concurrency: 1, abandonedWork });
    expect(latencies(figures)).toEqual(expected);
    expect(figures.traces[0]?.usd).toBeCloseTo(usd, 12);
    expect(facts(figures)).toMatchObject({ queued: abandonedWork === 'runs-on' ? 1 : 0 });
  });

  test('a call that hangs costs nothing and frees its slot when it is given up, whatever becomes of other work', () => {
    const figures = run(under(500, { timeoutRate: 1 }), [0, 500], { concurrency: 1, abandonedWork: 'runs-on' });
    expect(figures.cost.usd).toBe(0);
    expect(facts(figures)).toMatchObject({ queued: 0, abandoned: 2 });
  });

  test('an answer at exactly the client’s limit is in time', () => {
    expect(outcomes(run(alone({ ttftP50Ms: 500, requestTimeoutMs: 500 }), [0]))).toEqual(['answered']);
  });
});

describe('rules', () => {
  const rulesFor = (fields: Partial<ModelConfig>, models = ACME.models) => {
    const config = { ...model.config.defaults, providerId: 'acme', model: 'm', ...fields };
    const policy = drawnPolicy([['model', 'model', config]], { models });
    return model.check
      .run(config, policy.nodes[0]!, graphView(policy))
      .map((finding) => [finding.rule.replace('model/', ''), finding.path?.[0]]);
  };

  test.each<[string, Partial<ModelConfig>, readonly unknown[]]>([
    ['a known model', {}, []],
    ['no provider', { providerId: '' }, [['no-provider', 'providerId']]],
    ['a provider that is not there', { providerId: 'gone' }, [['unknown-provider', 'providerId']]],
    ['no model', { model: '' }, [['no-model', 'model']]],
    ['a model that is not listed', { model: 'other' }, [['unknown-model', 'model']]],
    ['a P95 equal to the P50', { ttftP50Ms: 500, ttftP95Ms: 500 }, []],
    ['a P95 below the P50', { ttftP50Ms: 500, ttftP95Ms: 499 }, [['p95-below-p50', 'ttftP95Ms']]],
    ['a P95 that is not read', { latencyShape: 'constant', ttftP50Ms: 500, ttftP95Ms: 1 }, []],
    ['rates that fill all calls', { serverErrorRate: 0.7, timeoutRate: 0.3 }, []],
    ['rates beyond all calls', { serverErrorRate: 0.8, timeoutRate: 0.3 }, [['rates-above-one', 'serverErrorRate']]],
    ['a limit below the first token', { requestTimeoutMs: 499, ttftP50Ms: 500 }, [['limit-below-first-token', 'requestTimeoutMs']]],
  ])('%s', (_name, fields, expected) => {
    expect(rulesFor(fields)).toEqual(expected);
  });

  test('a listed model without a price', () => {
    expect(rulesFor({}, [{ name: 'm', inputUsdPerMTok: 0, outputUsdPerMTok: 0, contextTokens: 1, ...MODEL_PRICE_DEFAULTS }])).toEqual([
      ['no-price', 'model'],
    ]);
  });
});

test('the card names model, provider and prices, or what is missing', () => {
  const policy = drawnPolicy([]);
  const summary = (fields: Partial<ModelConfig>) => model.face.summary({ ...model.config.defaults, ...fields }, policy);
  expect(summary({ providerId: 'acme', model: 'm' })).toBe('m at Acme, $1.00 / $10.00 per M');
  expect(summary({})).toBe('no model chosen yet');
  expect(summary({ providerId: 'gone', model: 'm' })).toBe('m at an unknown provider');
  expect(summary({ providerId: 'acme', model: 'x' })).toBe('x at Acme, not in its price list');
});
