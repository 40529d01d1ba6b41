import { describe, expect, test } from 'vitest';
import { CLOSED, HALF_OPEN, OPEN } from '../../engine/index.ts';
import { ANSWERED, type FailureClass, outcomeOf } from '../../model/index.ts';
import { type DrawnNode, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import type { BreakerConfig } from './config.ts';
import { DrivenBreaker, type DrivenCall } from './driven-breaker.ts';

/**
 * The reference in detail, under the numbers of the cases in `edge-cases.test.ts`. Each test drives the behaviour alone at exact instants; the
 * second half repeats those that time and ordering could break through the engine.
 */

const S = 1_000;

/** The same with what every test of the reference asks of it. */
class Bench {
  private readonly driven: DrivenBreaker;
  constructor(config: Partial<BreakerConfig> = {}) {
    this.driven = new DrivenBreaker(config);
  }
  get now(): number {
    return this.driven.now;
  }
  get transitions() {
    return this.driven.transitions;
  }
  call(atMs: number): DrivenCall & { readonly admitted: boolean } {
    const call = this.driven.call(atMs);
    return Object.assign(call, { admitted: call.admission === 'through' });
  }
  reply(call: DrivenCall, atMs: number, failure?: FailureClass): void {
    expect(this.driven.reply(call, atMs, failure)).toBe(true);
  }
  overdue(call: DrivenCall, atMs: number): void {
    this.driven.overdue(call, atMs);
  }
  cancel(call: DrivenCall, atMs: number): void {
    this.driven.cancel(call, atMs);
  }
  pass(atMs: number, failure?: FailureClass): void {
    this.driven.pass(atMs, failure);
  }
  /** Five failures, the last at this instant. */
  trip(atMs: number): void {
    for (let i = 4; i >= 0; i--) this.pass(atMs - i, 'server-error');
    expect(this.now).toBe(OPEN);
  }
}

describe('the behaviour alone', () => {
  test('edge case 1: at exactly the rate threshold it opens', () => {
    const bench = new Bench({ tripRule: 'rate', failureRatio: 0.5, minimumCalls: 4 });
    for (const [i, failure] of [undefined, 'timeout', undefined].entries()) bench.pass(i, failure as FailureClass | undefined);
    expect(bench.now).toBe(CLOSED);
    bench.pass(3, 'timeout');
    expect(bench.now).toBe(OPEN);
  });

  test('edge case 1, below the minimum number of calls: all may fail and it stays closed', () => {
    const bench = new Bench({ tripRule: 'rate', failureRatio: 0.5, minimumCalls: 4 });
    for (let i = 0; i < 3; i++) bench.pass(i, 'timeout');
    expect(bench.now).toBe(CLOSED);
    bench.pass(3);
    expect(bench.now).toBe(OPEN);
  });

  test('edge case 2: the k-th failure opens it, not the one after', () => {
    const bench = new Bench({ failureCount: 5 });
    for (let i = 0; i < 4; i++) bench.pass(i, 'server-error');
    expect(bench.now).toBe(CLOSED);
    bench.pass(4, 'server-error');
    expect(bench.transitions).toEqual([{ atMs: 4, to: OPEN }]);
  });

  test('edge case 3: a call at exactly open + recovery is let through; one just before is told how long to wait', () => {
    const bench = new Bench();
    bench.trip(10 * S);
    const early = bench.call(40 * S - 0.25);
    expect(early).toMatchObject({ admitted: false, retryAfterMs: 0.25 });
    expect(bench.call(40 * S).admitted).toBe(true);
    expect(bench.now).toBe(HALF_OPEN);
  });

  test('edge case 4: without traffic open lasts until somebody calls', () => {
    const bench = new Bench();
    bench.trip(10 * S);
    bench.call(1_000 * S);
    expect(bench.transitions.at(-1)).toEqual({ atMs: 1_000 * S, to: HALF_OPEN });
  });

  test.each(['discard', 'count'] as const)(
    'edge case 5: a late failure while open does not extend it (late replies: %s)',
    (lateResponses) => {
      const bench = new Bench({ lateResponses });
      const late = bench.call(0);
      bench.trip(10 * S);
      bench.reply(late, 25 * S, 'server-error');
      expect(bench.call(40 * S).admitted).toBe(true);
    },
  );

  test.each(['discard', 'count'] as const)(
    'edge case 6: a late success while open does not close it (late replies: %s)',
    (lateResponses) => {
      const bench = new Bench({ lateResponses });
      const late = bench.call(0);
      bench.trip(10 * S);
      bench.reply(late, 25 * S);
      expect(bench.now).toBe(OPEN);
      expect(bench.call(26 * S).admitted).toBe(false);
    },
  );

  test('edge case 7: a late failure while half-open decides nothing; counted on request, it re-opens', () => {
    for (const [lateResponses, state] of [
      ['discard', HALF_OPEN],
      ['count', OPEN],
    ] as const) {
      const bench = new Bench({ lateResponses });
      const late = bench.call(0);
      bench.trip(10 * S);
      bench.call(40 * S);
      bench.reply(late, 41 * S, 'server-error');
      expect(bench.now, lateResponses).toBe(state);
    }
  });

  test('edge case 8: a late success while half-open decides nothing; counted on request, it is one success of three', () => {
    for (const [lateResponses, stateAfterTwoTrials] of [
      ['discard', HALF_OPEN],
      ['count', CLOSED],
    ] as const) {
      const bench = new Bench({ lateResponses });
      const late = bench.call(0);
      bench.trip(10 * S);
      bench.pass(40 * S);
      bench.reply(late, 41 * S);
      expect(bench.now, lateResponses).toBe(HALF_OPEN);
      bench.pass(42 * S);
      expect(bench.now, lateResponses).toBe(stateAfterTwoTrials);
    }
  });

  test('edge case 9: a trial’s reply after another trial has failed is late: it decides nothing', () => {
    const bench = new Bench();
    bench.trip(10 * S);
    const [first, second] = [bench.call(40 * S), bench.call(40 * S)];
    bench.reply(first, 41 * S, 'timeout');
    bench.reply(second, 42 * S);
    expect(bench.now).toBe(OPEN);
    expect(bench.call(71 * S - 1).admitted).toBe(false);
    expect(bench.call(71 * S).admitted).toBe(true);
  });

  test('edge case 10: while half-open, callers beyond the trials are rejected and do not wait', () => {
    const bench = new Bench({ closeAfterSuccesses: 3 });
    bench.trip(10 * S);
    expect([0, 1, 2, 3, 4].map(() => bench.call(40 * S).admitted)).toEqual([true, true, true, false, false]);
  });

  test('edge case 11: a trial that is never answered counts as a failure after its time limit, and its reply then decides nothing', () => {
    const bench = new Bench({ trialTimeoutMs: 60 * S });
    bench.trip(10 * S);
    const hung = bench.call(40 * S);
    bench.overdue(hung, 100 * S);
    expect(bench.transitions.at(-1)).toEqual({ atMs: 100 * S, to: OPEN });
    expect(bench.call(130 * S).admitted).toBe(true);
    bench.reply(hung, 131 * S, 'server-error');
    expect(bench.now).toBe(HALF_OPEN);
  });

  test('edge case 11, late replies counted: the trial’s verdict is given once', () => {
    const bench = new Bench({ trialTimeoutMs: 60 * S, lateResponses: 'count' });
    bench.trip(10 * S);
    const hung = bench.call(40 * S);
    bench.overdue(hung, 100 * S);
    bench.call(130 * S);
    bench.reply(hung, 131 * S, 'server-error');
    expect(bench.now).toBe(HALF_OPEN);
  });

  test('edge case 12: three successes in a row close it, and no fewer', () => {
    const bench = new Bench();
    bench.trip(10 * S);
    bench.pass(40 * S);
    bench.pass(41 * S);
    expect(bench.now).toBe(HALF_OPEN);
    bench.pass(42 * S);
    expect(bench.transitions.at(-1)).toEqual({ atMs: 42 * S, to: CLOSED });
  });

  test('edge case 14: failures from before the recovery are forgotten', () => {
    const bench = new Bench({ windowMs: 600 * S });
    bench.trip(10 * S);
    for (let i = 0; i < 3; i++) bench.pass(40 * S + i);
    for (let i = 0; i < 4; i++) bench.pass(50 * S + i, 'server-error');
    expect(bench.now).toBe(CLOSED);
    bench.pass(51 * S, 'server-error');
    expect(bench.now).toBe(OPEN);
  });

  test('edge case 15: rejected calls are not in the denominator of the rate', () => {
    const bench = new Bench({ tripRule: 'rate', failureRatio: 0.5, minimumCalls: 4, windowMs: 600 * S });
    for (let i = 0; i < 4; i++) bench.pass(i, 'timeout');
    for (let i = 0; i < 1000; i++) expect(bench.call(10 * S + i).admitted).toBe(false);
    for (let i = 0; i < 3; i++) bench.pass(40 * S + i);
    for (let i = 0; i < 2; i++) bench.pass(41 * S + i);
    for (let i = 0; i < 2; i++) bench.pass(42 * S + i, 'timeout');
    expect(bench.now).toBe(OPEN);
  });

  test.each([
    { tripRule: 'count', failureCount: 5 },
    { tripRule: 'rate', failureRatio: 0.8, minimumCalls: 5 },
  ] as const)('edge case 16: a silence longer than the window empties it ($tripRule)', (config) => {
    const bench = new Bench({ ...config, windowMs: 60 * S });
    for (let i = 0; i < 4; i++) bench.pass(i, 'server-error');
    bench.pass(600 * S, 'server-error');
    expect(bench.now).toBe(CLOSED);
  });

  test.each([
    { tripRule: 'count', failureCount: 2 },
    { tripRule: 'rate', failureRatio: 1, minimumCalls: 2 },
  ] as const)('edge case 17: a failure exactly one window old no longer counts; one a moment younger does ($tripRule)', (config) => {
    const exact = new Bench({ ...config, windowMs: 60 * S });
    exact.pass(5 * S, 'server-error');
    exact.pass(65 * S, 'server-error');
    expect(exact.now).toBe(CLOSED);
    const younger = new Bench({ ...config, windowMs: 60 * S });
    younger.pass(5 * S, 'server-error');
    younger.pass(65 * S - 0.001, 'server-error');
    expect(younger.now).toBe(OPEN);
  });

  test.each(['invalid-request', 'content-policy', 'auth', 'rate-limit'] as const)(
    'edge case 18: a trial that ends in %s returns its permit and decides nothing',
    (failure) => {
      const bench = new Bench({ closeAfterSuccesses: 1 });
      bench.trip(10 * S);
      const trial = bench.call(40 * S);
      expect(bench.call(40 * S).admitted).toBe(false);
      bench.reply(trial, 41 * S, failure);
      expect(bench.now).toBe(HALF_OPEN);
      bench.pass(42 * S);
      expect(bench.now).toBe(CLOSED);
    },
  );

  test('edge case 18, a cancelled trial: nobody saw an end, so the permit goes back without a verdict', () => {
    const bench = new Bench({ closeAfterSuccesses: 1 });
    bench.trip(10 * S);
    const trial = bench.call(40 * S);
    bench.cancel(trial, 41 * S);
    expect(bench.now).toBe(HALF_OPEN);
    expect(bench.call(42 * S).admitted).toBe(true);
  });

  test('three trials given up in succession open it again, whoever is quicker would else keep it half-open for ever', () => {
    const bench = new Bench();
    bench.trip(10 * S);
    for (const second of [40, 42]) bench.cancel(bench.call(second * S), (second + 1) * S);
    expect(bench.now).toBe(HALF_OPEN);
    // A result in between starts the count over.
    bench.pass(43 * S);
    for (const second of [44, 46]) bench.cancel(bench.call(second * S), (second + 1) * S);
    expect(bench.now).toBe(HALF_OPEN);
    bench.cancel(bench.call(48 * S), 49 * S);
    expect(bench.now).toBe(OPEN);
    expect(bench.call(79 * S - 1).admitted).toBe(false);
    expect(bench.call(79 * S).admitted).toBe(true);
    const never = new Bench({ opensAfterGivenUp: 0 });
    never.trip(10 * S);
    for (let second = 40; second < 140; second += 2) never.cancel(never.call(second * S), (second + 1) * S);
    expect(never.now).toBe(HALF_OPEN);
  });

  test('edge case 21: F F F F S F opens it, since a success between failures forgives none', () => {
    const bench = new Bench({ failureCount: 5 });
    for (const [i, failure] of ['timeout', 'timeout', 'timeout', 'timeout', undefined, 'timeout'].entries()) {
      bench.pass(i, failure as FailureClass | undefined);
    }
    expect(bench.transitions).toEqual([{ atMs: 5, to: OPEN }]);
  });

  test('edge case 23: recovery takes the same time at every opening', () => {
    const bench = new Bench();
    bench.trip(10 * S);
    bench.pass(40 * S, 'server-error');
    expect(bench.call(70 * S - 1).admitted).toBe(false);
    bench.pass(70 * S, 'server-error');
    expect(bench.call(100 * S - 1).admitted).toBe(false);
    expect(bench.call(100 * S).admitted).toBe(true);
  });

  test('a rate limit feeds it only when asked to', () => {
    const deaf = new Bench();
    for (let i = 0; i < 50; i++) deaf.pass(i, 'rate-limit');
    expect(deaf.now).toBe(CLOSED);
    const asked = new Bench({ countsAs: ['rate-limit'] });
    for (let i = 0; i < 5; i++) asked.pass(i, 'rate-limit');
    expect(asked.now).toBe(OPEN);
  });

  test('a rejection by a breaker below never counts, whatever the config says', () => {
    const bench = new Bench({ countsAs: ['rejected-by-breaker'] });
    for (let i = 0; i < 50; i++) bench.pass(i, 'rejected-by-breaker');
    expect(bench.now).toBe(CLOSED);
  });

  test('watching only, it lets all through, and calls that it would have rejected do not count', () => {
    const bench = new Bench({ mode: 'observe-only' });
    bench.trip(10 * S);
    bench.pass(20 * S);
    bench.pass(25 * S, 'server-error');
    expect(bench.now).toBe(OPEN);
    for (let i = 0; i < 3; i++) bench.pass(40 * S + i);
    expect(bench.transitions.map((transition) => transition.to)).toEqual([OPEN, HALF_OPEN, CLOSED]);
  });
});

describe('through the engine', () => {
  const drawn = (config: Partial<BreakerConfig>, model: Record<string, unknown> = {}): DrawnNode[] => [
    ['entry', 'entry', {}, { next: 'tiers' }],
    ['tiers', 'fallback', {}, { t1: 'guarded', t2: 'plain' }],
    ['guarded', 'breaker', config, { next: 'model' }],
    ['model', 'model', { ...INSTANT_MODEL, ...model }],
    ['plain', 'template', { text: 'Later.', latencyMs: 0 }],
  ];
  const serverErrorsUntil = (ms: number) => (nowMs: number) => (nowMs < ms ? outcomeOf('server-error') : ANSWERED);

  test('edge cases 2, 3 and 12: k-th failure opens, the call at open + recovery is a trial, three successes close', () => {
    const figures = runDrawn(drawn({}), {
      traffic: trafficAt([0, 1 * S, 2 * S, 3 * S, 4 * S, 5 * S, 34 * S - 1, 34 * S, 35 * S, 36 * S, 37 * S]),
      failsWith: serverErrorsUntil(10 * S),
    });
    expect(figures.breakers).toEqual([
      {
        nodeId: 'guarded',
        rejected: 2,
        openMs: 30 * S,
        transitions: [
          { atMs: 4 * S, from: 'closed', to: 'open' },
          { atMs: 34 * S, from: 'open', to: 'half-open' },
          { atMs: 36 * S, from: 'half-open', to: 'closed' },
        ],
      },
    ]);
    expect(figures.outcomes.answeredByTier).toEqual([4, 0, 7]);
  });

  test('edge case 7: a failure that comes back while half-open, of a call made before, decides nothing', () => {
    // The first call fails after 35 s; five quick ones trip the breaker meanwhile.
    const slowThenQuick = drawn({}, { failureAfterMs: 0, ttftP50Ms: 500 });
    const slow: DrawnNode[] = slowThenQuick.map((node) =>
      node[0] === 'model' ? ['model', 'model', { ...INSTANT_MODEL, failureAfterMs: 35 * S }] : node,
    );
    const figures = runDrawn(slow, {
      traffic: trafficAt([0, 1, 2, 3, 4, 5, 6, 65 * S + 10, 65 * S + 11]),
      failsWith: serverErrorsUntil(60 * S),
    });
    // Failures of 0..4 come at 35 000..35 004 ms and open it; those of 5 and 6 are late while it is open.
    expect(figures.breakers[0]?.transitions).toEqual([
      { atMs: 35 * S + 4, from: 'closed', to: 'open' },
      { atMs: 65 * S + 10, from: 'open', to: 'half-open' },
    ]);
  });

  test('edge case 11: a hung trial re-opens at exactly its time limit', () => {
    const figures = runDrawn(drawn({ trialTimeoutMs: 20 * S }, { requestTimeoutMs: 600 * S }), {
      traffic: trafficAt([0, 1, 2, 3, 4, 31 * S, 60 * S]),
      failsWith: (nowMs) => outcomeOf(nowMs < 10 * S ? 'server-error' : 'timeout'),
    });
    expect(figures.breakers[0]?.transitions).toEqual([
      { atMs: 4, from: 'closed', to: 'open' },
      { atMs: 31 * S, from: 'open', to: 'half-open' },
      { atMs: 51 * S, from: 'half-open', to: 'open' },
    ]);
    expect(figures.breakers[0]?.rejected).toBe(1);
  });

  test('edge cases 16 and 17: neither a long silence nor a failure exactly one window old adds up', () => {
    const figures = runDrawn(drawn({ failureCount: 2, windowMs: 60 * S }), {
      traffic: trafficAt([0, 60 * S, 1_000 * S, 1_060 * S - 1]),
      failsWith: () => outcomeOf('connection'),
    });
    expect(figures.breakers[0]?.transitions).toEqual([{ atMs: 1_060 * S - 1, from: 'closed', to: 'open' }]);
  });

  test('a hedge that always wins does not keep it half-open for ever', () => {
    const nodes = (fields: object): readonly DrawnNode[] => [
      ['entry', 'entry', {}, { next: 'hedge' }],
      ['hedge', 'hedge', { delayMs: 100 }, { primary: 'breaker', hedge: 'quick' }],
      ['breaker', 'breaker', { failureCount: 1, ...fields }, { next: 'slow' }],
      ['slow', 'model', { ...INSTANT_MODEL, ttftP50Ms: 5_000 }],
      ['quick', 'model', INSTANT_MODEL],
    ];
    const run = (fields: object) =>
      runDrawn(nodes(fields), {
        traffic: trafficAt(Array.from({ length: 200 }, (_, at) => at * S)),
        failsWith: (nowMs) => (nowMs === 0 ? outcomeOf('server-error') : ANSWERED),
      }).breakers[0]!.transitions.map(({ atMs, to }) => [Math.round(atMs / S), to]);
    expect(run({ opensAfterGivenUp: 0 })).toEqual([
      [0, 'open'],
      [30, 'half-open'],
    ]);
    // Trials at 30, 31 and 32 s are each given up a tenth of a second later.
    expect(run({}).slice(0, 5)).toEqual([
      [0, 'open'],
      [30, 'half-open'],
      [32, 'open'],
      [63, 'half-open'],
      [65, 'open'],
    ]);
  });

  test('edge case 18: a refusal on policy grounds gives the trial’s permit back', () => {
    const figures = runDrawn(drawn({ closeAfterSuccesses: 1 }), {
      traffic: trafficAt([0, 1, 2, 3, 4, 31 * S, 32 * S]),
      failsWith: (nowMs) => (nowMs < 10 * S ? outcomeOf('server-error') : nowMs < 32 * S ? outcomeOf('content-policy') : ANSWERED),
    });
    expect(figures.breakers[0]?.transitions.slice(1)).toEqual([
      { atMs: 31 * S, from: 'open', to: 'half-open' },
      { atMs: 32 * S, from: 'half-open', to: 'closed' },
    ]);
  });

  test('edge case 22: calls in flight when it opens run on, keep their answer and are paid', () => {
    // Answers take 10 s; failures come at once.
    const figures = runDrawn(drawn({}, { ttftP50Ms: 10 * S }), {
      traffic: trafficAt([0, 1, 2, 3, 4, 5]),
      failsWith: (nowMs) => (nowMs === 0 ? ANSWERED : outcomeOf('server-error')),
    });
    expect(figures.breakers[0]?.transitions).toEqual([{ atMs: 5, from: 'closed', to: 'open' }]);
    expect(figures.outcomes.answeredByTier).toEqual([1, 0, 5]);
    expect(figures.cost.usd).toBeCloseTo(0.002, 12);
    expect(figures.cost.wastedUsd).toBe(0);
  });
});
