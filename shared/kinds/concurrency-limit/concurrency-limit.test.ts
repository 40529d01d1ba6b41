import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../model/index.ts';
import { type DrawnNode, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import { testModel, testPolicy } from '../test-run.ts';
import { type ConcurrencyLimitConfig, concurrencyLimit } from './index.ts';

const configOf = (fields: Partial<ConcurrencyLimitConfig>): ConcurrencyLimitConfig => ({ ...concurrencyLimit.config.defaults, ...fields });

/** A limit in front of a model that takes 1 s; `above` is called by the entry instead of the limit. */
const drawn = (fields: Partial<ConcurrencyLimitConfig>, model: object = {}, above: readonly DrawnNode[] = []): readonly DrawnNode[] => [
  ['entry', 'entry', {}, { next: above[0]?.[0] ?? 'limit' }],
  ...above,
  ['limit', 'concurrency-limit', fields, { next: 'model' }],
  ['model', 'model', { ...INSTANT_MODEL, ttftP50Ms: 1000, ...model }],
];

function run(nodes: readonly DrawnNode[], traffic: ReturnType<typeof trafficAt>, more: Partial<Parameters<typeof runDrawn>[1]> = {}) {
  const figures = runDrawn(nodes, { traffic, ...more });
  return {
    figures,
    facts: figures.nodes.find((node) => node.id === 'limit')!.facts,
    /** End of each request; `shed` with the instant for one that was shed. */
    ends: figures.traces.map((trace) => {
      const span = trace.spans[0]!;
      return trace.outcome === 'answered' ? span.endMs : `${trace.outcome} at ${span.endMs}`;
    }),
  };
}

describe('slots and the queue', () => {
  test('so many run at once, the others wait in order, and a full queue sheds at once', () => {
    const { ends, facts } = run(drawn({ slots: 2, queueLength: 1, maxWaitMs: 5000 }), trafficAt([0, 1, 2, 3]));
    expect(ends).toEqual([1000, 1001, 2000, 'shed at 3']);
    expect(facts).toMatchObject({ queued: 1, shed: 1 });
  });

  test('who has waited for the longest wait is shed, and a slot that comes free at that very instant is still taken', () => {
    expect(run(drawn({ slots: 1, maxWaitMs: 400 }), trafficAt([0, 10])).ends).toEqual([1000, 'shed at 410']);
    expect(run(drawn({ slots: 1, maxWaitMs: 1000 }), trafficAt([0, 0])).ends).toEqual([1000, 2000]);
  });

  test('nobody waits without a queue', () => {
    const { ends, facts } = run(drawn({ slots: 1, queueLength: 0 }), trafficAt([0, 10, 1000]));
    expect(ends).toEqual([1000, 'shed at 10', 2000]);
    expect(facts).toMatchObject({ queued: 0, shed: 1 });
  });

  test('a failure below gives the slot back too, and goes up as it is', () => {
    const { ends } = run(drawn({ slots: 1 }, { failureAfterMs: 50 }), trafficAt([0, 0]), {
      failsWith: (nowMs) => (nowMs === 0 ? outcomeOf('server-error') : 0),
    });
    expect(ends).toEqual(['server-error at 50', 1050]);
  });

  test('a caller that gives up while its call runs gives the slot back, and one that waits leaves the queue', () => {
    const timeout: DrawnNode = ['timeout', 'timeout', { timeoutMs: 300 }, { next: 'limit' }];
    const { ends, facts } = run(drawn({ slots: 1, queueLength: 1, maxWaitMs: 5000 }, {}, [timeout]), trafficAt([0, 100, 350, 400]));
    expect(ends).toEqual(['timeout at 300', 'timeout at 400', 'timeout at 650', 'timeout at 700']);
    // The second got the slot of the first at 300; the third waited until 400, when the fourth could queue.
    expect(facts).toMatchObject({ queued: 3, shed: 0 });
  });
});

describe('priorities', () => {
  const plans = { plan: { values: ['paid', 'free', 'batch'], codes: Int32Array.from([1, 2, 1, 0, -1]) } };
  const rules: Partial<ConcurrencyLimitConfig> = {
    priorityColumn: 'plan',
    priorities: [
      { id: 'p1', values: 'paid, enterprise', priority: 0 },
      { id: 'p2', values: 'batch', priority: 3 },
      { id: 'p3', values: 'batch', priority: 0 },
    ],
    priority: 1,
  };

  test('of those that wait the important ones go first, equals in order; calls without a value have the common priority', () => {
    const { ends } = run(
      drawn({ slots: 1, queueLength: 10, maxWaitMs: 60_000, ...rules }),
      trafficAt([0, 1, 2, 3, 4], { metadata: plans }),
    );
    // free, batch, free, paid, none: after the first come paid, then free and none in order, then batch.
    expect(ends).toEqual([1000, 5000, 3000, 2000, 4000]);
  });

  test('a priority joins while its share of the queue is not full', () => {
    const metadata = { plan: { values: ['paid', 'batch'], codes: Int32Array.from([0, 1, 1, 0, 0, 1, 0, 0]) } };
    const { ends } = run(
      drawn({ slots: 1, queueLength: 4, maxWaitMs: 60_000, ...rules, queueShare3: 0.5 }),
      trafficAt([0, 1, 2, 3, 4, 5, 6, 7], { metadata }),
    );
    // Two of the batch wait, two paid join; the third of the batch and everybody after four are shed.
    expect(ends).toEqual([1000, 4000, 5000, 2000, 3000, 'shed at 5', 'shed at 6', 'shed at 7']);
  });
});

describe('an adaptive limit', () => {
  const limitAfter = (fields: Partial<ConcurrencyLimitConfig>, arrivals: readonly number[], model: object = {}, fails = false) => {
    const { facts, ends } = run(
      drawn({ queueLength: 0, ...fields }, model),
      trafficAt(arrivals),
      fails ? { failsWith: () => outcomeOf('timeout') } : {},
    );
    return { facts, ends };
  };

  test('AIMD grows by one after a good call while half of the slots are used', () => {
    // Two at once fill two slots; both replies grow the limit, so four run at once next.
    const { ends } = limitAfter({ adapts: 'aimd', slots: 2, minSlots: 1, maxSlots: 10 }, [0, 0, 2000, 2000, 2000, 2000, 2000]);
    expect(ends).toEqual([1000, 1000, 3000, 3000, 3000, 3000, 'shed at 2000']);
  });

  test('AIMD does not grow when the slots are mostly idle, nor above its end', () => {
    expect(limitAfter({ adapts: 'aimd', slots: 3, minSlots: 1, maxSlots: 10 }, [0, 2000, 2000, 2000, 2000]).ends).toEqual([
      1000,
      3000,
      3000,
      3000,
      'shed at 2000',
    ]);
    expect(limitAfter({ adapts: 'aimd', slots: 1, minSlots: 1, maxSlots: 1 }, [0, 2000, 2000]).ends).toEqual([1000, 3000, 'shed at 2000']);
  });

  test('AIMD shrinks by its share on slow calls and on the chosen failures, down to its least', () => {
    const slow = limitAfter(
      { adapts: 'aimd', slots: 4, minSlots: 3, maxSlots: 10, shrinkBy: 0.5, slowMs: 500 },
      [0, 2000, 2000, 2000, 2000],
    );
    expect(slow.ends).toEqual([1000, 3000, 3000, 3000, 'shed at 2000']);
    expect(slow.facts).toMatchObject({ 'limit lowered': 1 });
    const failing = limitAfter({ adapts: 'aimd', slots: 10, minSlots: 1, maxSlots: 10 }, [0], { requestTimeoutMs: 100 }, true);
    expect(failing.facts).toMatchObject({ 'limit lowered': 1 });
  });

  test('Gradient2 follows the published rule', () => {
    const { behavior, prepare } = concurrencyLimit;
    const config = configOf({ adapts: 'gradient2', slots: 20, minSlots: 5, maxSlots: 200 });
    const plan = prepare(config, { port: () => 0, station: () => 0, metadataColumn: () => ({ column: 0, codes: [] }) } as never);
    const state = behavior.createState(plan);
    const reply = (tookMs: number, inFlight: number) => {
      const context = {
        nowMs: tookMs,
        outcome: 0,

        getNumber: (register: number) => (register === 2 ? inFlight : 0),
        setSlots() {},
        note() {},
        release() {},
        forward() {},
      };
      behavior.onReply!(plan, state, context as never);
      return state.limit;
    };
    // At the mean: 20 × 0.8 + 0.2 × (20 + 4). Then twice the mean so far: the mean is 1 500, 1.5 × 1 500 / 2 000 > 1, so it grows on.
    expect(reply(1000, 20)).toBeCloseTo(20.8, 9);
    expect(reply(2000, 20)).toBeCloseTo(21.6, 9);
    // Four times: the mean is 2 333, gradient 1.5 × 2 333 / 4 000 = 0.875.
    expect(reply(4000, 21)).toBeCloseTo(21.6 * 0.8 + 0.2 * (21.6 * 0.875 + 4), 9);
    // Never by more than half, and not at all while most slots are idle.
    const before = state.limit;
    expect(reply(1_000_000, 21)).toBeCloseTo(before * 0.8 + 0.2 * (before * Math.max(0.5, (1.5 * 251_750) / 1_000_000) + 4), 6);
    expect(reply(1, 2)).toBe(state.limit);
  });
});

test('property: never more run than there are slots, and everybody is answered or shed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 6 }),
      fc.integer({ min: 1, max: 2500 }),
      (gaps, slots, queueLength, maxWaitMs) => {
        const arrivals = [...gaps].sort((a, b) => a - b);
        const { figures } = run(drawn({ slots, queueLength, maxWaitMs }), trafficAt(arrivals));
        const running = figures.traces.flatMap((trace) => trace.spans.filter((span) => span.nodeId === 'model'));
        for (const span of running) {
          const atOnce = running.filter((other) => other.startMs <= span.startMs && other.endMs! > span.startMs);
          expect(atOnce.length).toBeLessThanOrEqual(slots);
        }
        const shed = figures.outcomes.byFailure['shed'] ?? 0;
        expect(figures.outcomes.answeredByTier[0]! + shed).toBe(arrivals.length);
      },
    ),
    { numRuns: 60 },
  );
});

describe('rules', () => {
  const rulesFor = (fields: Partial<ConcurrencyLimitConfig>, wires: readonly `${string}:${string} ${string}`[] = []) => {
    const policy = testPolicy(
      {
        start: ['entry'],
        fallback: ['fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }],
        limit: ['concurrency-limit', fields],
        model: testModel(),
        sorry: ['template', {}],
      },
      wires.length > 0 ? wires : ['start:next fallback', 'fallback:t1 limit', 'fallback:t2 sorry', 'limit:next model'],
    );
    const node = policy.nodes.find(({ id }) => id === 'limit')!;
    return concurrencyLimit.check.run(configOf(fields), node, graphView(policy)).map(({ rule }) => rule.split('/')[1]);
  };

  test('each speaks when it should and is silent otherwise', () => {
    expect(rulesFor({})).toEqual([]);
    expect(rulesFor({ adapts: 'aimd', slots: 2, minSlots: 5 })).toEqual(['limits-out-of-order']);
    expect(rulesFor({ slots: 2, minSlots: 5 })).toEqual([]);
    const two = { priorityColumn: 'plan', priorities: [{ id: 'p1', values: 'x', priority: 3 as const }], priority: 1 as const };
    expect(rulesFor({ ...two, queueShare1: 0.2 })).toEqual(['shares-out-of-order']);
    expect(rulesFor({ ...two, queueLength: 3 })).toEqual(['never-waits']);
    expect(rulesFor({ ...two, priorityColumn: '' })).toEqual(['no-order']);
    expect(rulesFor({}, ['start:next limit', 'limit:next model'])).toEqual(['sheds-without-answer']);
  });

  test('the bound is the longest wait on top of what is below', () => {
    const view = { policy: testPolicy({}, []), inputTokens: 1, outputTokens: 1, below: () => ({ latencyMs: 100, attempts: 2, usd: 3 }) };
    const node = { id: 'limit', kind: 'concurrency-limit', name: 'Limit', config: {} };
    expect(concurrencyLimit.bounds!(configOf({ maxWaitMs: 500 }), node, view)).toEqual({ latencyMs: 600, attempts: 2, usd: 3 });
    expect(concurrencyLimit.bounds!(configOf({ queueLength: 0 }), node, view)).toEqual({ latencyMs: 100, attempts: 2, usd: 3 });
  });
});
