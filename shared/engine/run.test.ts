import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Behavior, RunPlan } from './behavior.ts';
import { createRun, type RunFigures } from './run.ts';
import { again, chain, deadline, leaf, race, type ToyNode, toyPlan, toyStation } from './toy-kinds.ts';

function figuresOf(plan: RunPlan, step = Number.POSITIVE_INFINITY): RunFigures {
  const run = createRun(plan);
  while (!run.advance(step));
  return run.figures();
}
const everyMs = (count: number, gapMs: number) => Array.from({ length: count }, (_, request) => request * gapMs);
const nodeOf = (figures: RunFigures, id: string) => figures.nodes.find((node) => node.id === id)!;

test('a request is answered by the leaf below it, with its latency, tier and money', () => {
  const nodes: ToyNode[] = [
    { id: 'entry', behavior: chain, calls: [1] },
    { id: 'model', behavior: leaf, config: { ms: 250, usd: 0.5, tier: 2 } },
  ];
  const figures = figuresOf(toyPlan(nodes, [0, 100, 5000], { traceCount: 1 }));
  expect(figures.outcomes.answeredByTier).toEqual([0, 3, 0]);
  expect(figures.availability).toBe(1);
  expect(figures.latencyMs).toMatchObject({ mean: 250, max: 250 });
  expect(figures.cost).toEqual({ usd: 1.5, perRequestUsd: 0.5, promptTokens: 3, completionTokens: 6, wastedUsd: 0 });
  expect(figures.attempts).toEqual({ total: 3, perRequest: 1 });
  expect(figures.edges).toEqual([{ from: 'entry', port: 'p0', to: 'model', calls: 3, answeredByTier: [0, 3, 0], failed: 0 }]);
  expect(figures.series.requests).toEqual([2, 0, 0, 0, 0, 1]);
  expect(figures.series.answeredByTier[1]).toEqual([2, 0, 0, 0, 0, 1]);
  expect(figures.series.latencyMs.p95).toEqual([250, null, null, null, null, 250]);
  expect(nodeOf(figures, 'model').meanInProgress).toBeCloseTo(750 / 5250, 12);
  expect(figures.traces).toEqual([
    {
      request: 0,
      arrivalMs: 0,
      latencyMs: 250,
      outcome: 'answered',
      tier: 2,
      usd: 0.5,
      spans: [
        { nodeId: 'entry', parent: null, port: null, startMs: 0, endMs: 250, outcome: 'answered', usd: 0, facts: [] },
        {
          nodeId: 'model',
          parent: 0,
          port: 'p0',
          startMs: 0,
          endMs: 250,
          outcome: 'answered',
          usd: 0.5,
          tokens: { prompt: 1, completion: 2 },
          facts: [{ atMs: 0, fact: 'started' }],
        },
      ],
    },
  ]);
});

test('money of a failed attempt is wasted, money of the answering one is not', () => {
  const nodes: ToyNode[] = [
    { id: 'entry', behavior: chain, calls: [1, 2] },
    { id: 'first', behavior: leaf, config: { failure: 1, usd: 3 } },
    { id: 'second', behavior: leaf, config: { usd: 0.25, tier: 3 } },
  ];
  const figures = figuresOf(toyPlan(nodes, [0]));
  expect(figures.cost).toMatchObject({ usd: 3.25, wastedUsd: 3 });
  expect(nodeOf(figures, 'first').failures).toEqual({ 'server-error': 1 });
});

describe('calls that nobody waits for', () => {
  const withDeadline = (config: object): ToyNode[] => [
    { id: 'entry', behavior: chain, calls: [1, 3] },
    { id: 'deadline', behavior: deadline, config: { ms: 100 }, calls: [2] },
    { id: 'slow', behavior: leaf, config: { ms: 5000, usd: 7, ...config } },
    { id: 'quick', behavior: leaf, config: { usd: 1, tier: 2 } },
  ];

  test('what a cancelled call bills reaches callers, request and run', () => {
    const figures = figuresOf(toyPlan(withDeadline({ abandonedUsd: 2 }), [0], { traceCount: 1 }));
    expect(figures.cost).toMatchObject({ usd: 3, wastedUsd: 2 });
    expect(nodeOf(figures, 'slow')).toMatchObject({ calls: 1, answered: 0, failures: {}, abandoned: 1, usd: 2 });
    expect(nodeOf(figures, 'deadline').failures).toEqual({ timeout: 1 });
    expect(figures.traces[0]).toMatchObject({ latencyMs: 100, usd: 3 });
    expect(figures.traces[0]!.spans.map((span) => span.outcome)).toEqual(['answered', 'timeout', 'cancelled', 'answered']);
  });

  test('a lingering call keeps its slot to its end, and its late bill is spent for nothing', () => {
    const plan = toyPlan(withDeadline({ lingers: true, station: 0 }), [0, 1000, 6000], { stations: [toyStation({ concurrency: 1 })] });
    const figures = figuresOf(plan);
    // The second request waits in line behind lingering work and is given up there: it never starts and never bills.
    expect(nodeOf(figures, 'slow')).toMatchObject({ calls: 3, abandoned: 3, usd: 14, facts: { started: 2 } });
    expect(figures.cost).toMatchObject({ usd: 17, wastedUsd: 14 });
    expect(figures.series.usd[5]).toBe(7);
  });

  test('a lingering call keeps its place in line, and is told of its slot like any other', () => {
    const config = { lingers: true, staysInLine: true, station: 0 };
    const plan = toyPlan(withDeadline(config), [0, 1000, 6000], { stations: [toyStation({ concurrency: 1 })], traceCount: 3 });
    const figures = figuresOf(plan);
    // Work for nobody from 0 to 15 000, so that the third waits behind the second, which nobody wants either.
    expect(nodeOf(figures, 'slow')).toMatchObject({ calls: 3, abandoned: 3, usd: 21, facts: { started: 3 } });
    expect(figures.cost).toMatchObject({ usd: 24, wastedUsd: 21 });
    expect([5, 10, 15].map((second) => figures.series.usd[second])).toEqual([7, 7, 7]);
  });

  test('a lingering call that waits counts in the line: a full one refuses', () => {
    const config = { lingers: true, staysInLine: true, station: 0 };
    const plan = toyPlan(withDeadline(config), [0, 1000, 2000], { stations: [toyStation({ concurrency: 1, queueLength: 1 })] });
    expect(nodeOf(figuresOf(plan), 'slow')).toMatchObject({ abandoned: 2, failures: { 'rate-limit': 1 } });
  });

  test('a line that lingers and never gets a slot ends with the run, untold', () => {
    const config = { lingers: true, staysInLine: true, station: 0 };
    const plan = toyPlan(withDeadline(config), [0, 1000], { stations: [toyStation({ concurrency: 0 })], traceCount: 2 });
    expect(nodeOf(figuresOf(plan), 'slow')).toMatchObject({ calls: 2, abandoned: 2, usd: 0, facts: { started: 0 } });
  });

  test('news of a slot that meets its call while it is being given up comes again when the call lingers', () => {
    // At 5 ms `third` is called and answers at once, `first` is given up and gives its slot back, so that `second` has one; the answer of `third` is heard before that.
    const both: Behavior<null, null> = {
      createState: () => null,
      onCall(_config, _state, context) {
        context.setNumber(0, context.call(0));
        context.setNumber(1, context.call(1));
        context.wake(5, 0);
      },
      onWake(_config, _state, context) {
        context.call(2);
        context.cancel(context.getNumber(0));
      },
      onReply(_config, _state, context) {
        context.cancel(context.getNumber(1));
        context.forward();
      },
    };
    const atOnce: Behavior<null, null> = { createState: () => null, onCall: (_config, _state, context) => context.answer(1) };
    const nodes: ToyNode[] = [
      { id: 'both', behavior: both, calls: [1, 2, 3] },
      { id: 'first', behavior: leaf, config: { ms: 100, station: 0 } },
      { id: 'second', behavior: leaf, config: { ms: 10, usd: 1, lingers: true, staysInLine: true, station: 0 } },
      { id: 'third', behavior: atOnce },
    ];
    const figures = figuresOf(toyPlan(nodes, [0], { stations: [toyStation({ concurrency: 1 })] }));
    expect(nodeOf(figures, 'second')).toMatchObject({ abandoned: 1, usd: 1, facts: { started: 1 } });
  });

  test('a reply that comes at the instant at which its caller replies is dropped, and the call counts as abandoned', () => {
    const nodes: ToyNode[] = [
      { id: 'race', behavior: race, calls: [1, 2] },
      { id: 'a', behavior: leaf, config: { ms: 10, usd: 1 } },
      { id: 'b', behavior: leaf, config: { ms: 10, usd: 1 } },
    ];
    const figures = figuresOf(toyPlan(nodes, [0]));
    expect(nodeOf(figures, 'a')).toMatchObject({ answered: 1, abandoned: 0 });
    expect(nodeOf(figures, 'b')).toMatchObject({ answered: 0, abandoned: 1 });
    expect(figures.outcomes.answeredByTier).toEqual([1, 0, 0]);
  });

  test('a completion at the very deadline is in time', () => {
    const nodes: ToyNode[] = [
      { id: 'deadline', behavior: deadline, config: { ms: 100 }, calls: [1] },
      { id: 'model', behavior: leaf, config: { ms: 100 } },
    ];
    expect(figuresOf(toyPlan(nodes, [0])).availability).toBe(1);
  });

  test('a caller may cancel one call and go on with another', () => {
    const hedge: Behavior<null, null> = {
      createState: () => null,
      onCall(_config, _state, context) {
        context.setNumber(0, context.call(0));
        context.wake(50, 0);
      },
      onWake(_config, _state, context) {
        context.cancel(context.getNumber(0));
        context.cancel(context.getNumber(0));
        context.call(1);
      },
      onReply: (_config, _state, context) => context.forward(),
    };
    const nodes: ToyNode[] = [
      { id: 'hedge', behavior: hedge, calls: [1, 2] },
      { id: 'a', behavior: leaf, config: { ms: 1000, abandonedUsd: 1 } },
      { id: 'b', behavior: leaf, config: { ms: 10, tier: 2 } },
    ];
    const figures = figuresOf(toyPlan(nodes, [0]));
    expect(figures.latencyMs.max).toBe(60);
    expect(figures.cost.wastedUsd).toBe(1);
    expect(nodeOf(figures, 'a').abandoned).toBe(1);
  });
});

test('a slot freed by a cancelled call goes to the next in line, in order of arrival', () => {
  const nodes: ToyNode[] = [
    { id: 'deadline', behavior: deadline, config: { ms: 100 }, calls: [1] },
    { id: 'model', behavior: leaf, config: { ms: 70, station: 0 } },
  ];
  const figures = figuresOf(toyPlan(nodes, [0, 1, 2, 3], { stations: [toyStation({ concurrency: 1, queueLength: 2 })] }));
  // 0 answers at 70; 1 would end at 140 but gives up at 101; 2 starts then and gives up at 102; 3 found the line full.
  expect(figures.outcomes).toMatchObject({ answeredByTier: [1, 0, 0], failed: 3, byFailure: { 'rate-limit': 1, timeout: 2 } });
  expect(nodeOf(figures, 'model').facts).toEqual({ started: 3 });
});

test('a held reply is forwarded later with its tier and the money behind it', () => {
  const guard: Behavior<null, null> = {
    createState: () => null,
    onCall: (_config, _state, context) => void context.call(0),
    onReply(_config, _state, context) {
      context.hold();
      context.wake(20, 0);
    },
    onWake(_config, _state, context) {
      context.billCheck(0.5);
      context.forward();
    },
  };
  const nodes: ToyNode[] = [
    { id: 'guard', behavior: guard, calls: [1] },
    { id: 'model', behavior: leaf, config: { ms: 10, usd: 4, tier: 2 } },
  ];
  const figures = figuresOf(toyPlan(nodes, [0]));
  expect(figures.outcomes.answeredByTier).toEqual([0, 1, 0]);
  expect(figures.latencyMs.max).toBe(30);
  expect(figures.cost).toMatchObject({ usd: 4.5, wastedUsd: 0 });
});

test('a cancelled caller sees all that its calls have spent', () => {
  const seen: number[] = [];
  const budget: Behavior<null, null> = {
    createState: () => null,
    onCall: (_config, _state, context) => void context.call(0),
    onReply: (_config, _state, context) => context.forward(),
    onCancel: (_config, _state, context) => void seen.push(context.spentUsd),
  };
  const nodes: ToyNode[] = [
    { id: 'deadline', behavior: deadline, config: { ms: 100 }, calls: [1] },
    { id: 'budget', behavior: budget, calls: [2] },
    { id: 'chain', behavior: chain, calls: [3, 4] },
    { id: 'failing', behavior: leaf, config: { failure: 1, usd: 3 } },
    { id: 'slow', behavior: leaf, config: { ms: 5000, abandonedUsd: 2 } },
  ];
  figuresOf(toyPlan(nodes, [0]));
  expect(seen).toEqual([5]);
});

describe('a kind that breaks the contract is named', () => {
  const broken = (behavior: Partial<Behavior<any, any>>) => () =>
    figuresOf(
      toyPlan(
        [
          { id: 'culprit', behavior: { createState: () => null, onCall: () => undefined, ...behavior }, calls: [1] },
          { id: 'model', behavior: leaf },
        ],
        [0],
        { stations: [toyStation({ concurrency: 1 })] },
      ),
    );

  test.each<[string, Partial<Behavior<any, any>>, RegExp]>([
    ['no reply', {}, /culprit.*would never end/],
    ['two replies', { onCall: (_c, _s, context) => [context.answer(1), context.answer(1)] }, /culprit replied twice/],
    ['a call to nowhere', { onCall: (_c, _s, context) => void context.call(7) }, /culprit called port 7/],
    ['a timer that never comes', { onCall: (_c, _s, context) => context.wake(Number.NaN, 0) }, /culprit set a timer of NaN ms/],
    ['a slot kept', { onCall: (_c, _s, context) => [context.acquire(0), context.answer(1)] }, /culprit ended while it held a slot/],
    ['a reply read too early', { onCall: (_c, _s, context) => context.forward() }, /culprit read a reply outside onReply/],
    ['a state that is none', { onCall: (_c, _s, context) => [context.changeState(0, 1), context.answer(1)] }, /declares no breaker states/],
    [
      'an illegal transition',
      { hasBreakerStates: true, onCall: (_c, _s, context) => [context.changeState(2, 1), context.answer(1)] },
      /illegal transition of breaker culprit: half-open to open while closed/,
    ],
  ])('%s', (_name, behavior, message) => {
    expect(broken(behavior)).toThrow(message);
  });
});

test('a breaker timeline counts the time spent open, up to the end of the run', () => {
  const flipping: Behavior<null, { calls: number }> = {
    hasBreakerStates: true,
    facts: ['seen', 'rejected'],
    createState: () => ({ calls: 0 }),
    onCall(_config, state, context) {
      const step = state.calls++ % 3;
      context.changeState(step, (step + 1) % 3);
      context.note(1);
      context.answer(1);
    },
  };
  const figures = figuresOf(toyPlan([{ id: 'breaker', behavior: flipping }], [0, 1000, 3000, 4000, 9000, 9500, 9700]));
  expect(figures.breakers).toEqual([
    {
      nodeId: 'breaker',
      rejected: 7,
      openMs: 1000 + 5000,
      transitions: [
        { atMs: 0, from: 'closed', to: 'open' },
        { atMs: 1000, from: 'open', to: 'half-open' },
        { atMs: 3000, from: 'half-open', to: 'closed' },
        { atMs: 4000, from: 'closed', to: 'open' },
        { atMs: 9000, from: 'open', to: 'half-open' },
        { atMs: 9500, from: 'half-open', to: 'closed' },
        { atMs: 9700, from: 'closed', to: 'open' },
      ],
    },
  ]);
});

const leafConfig = fc.record({
  ms: fc.constantFrom(0, 10, 100, 1000),
  isRandom: fc.boolean(),
  failure: fc.constantFrom(0, 0.3, 1),
  usd: fc.constantFrom(0, 0.01, 1),
  abandonedUsd: fc.constantFrom(0, 0.5),
  lingers: fc.boolean(),
  staysInLine: fc.boolean(),
  station: fc.constantFrom(undefined, 0, 1),
});

/** Any graph of toy kinds: a node calls only nodes after it. */
const toyGraph = fc.integer({ min: 2, max: 9 }).chain((size) =>
  fc.tuple(
    ...Array.from({ length: size }, (_, at) => {
      const id = `n${at}`;
      const anyLeaf = leafConfig.map((config): ToyNode => ({ id, behavior: leaf, config }));
      if (at === size - 1) return anyLeaf;
      const target = fc.integer({ min: at + 1, max: size - 1 });
      const targets = fc.array(target, { minLength: 1, maxLength: 3 });
      return fc.oneof(
        { weight: 1, arbitrary: anyLeaf },
        { weight: 2, arbitrary: targets.map((calls): ToyNode => ({ id, behavior: chain, calls })) },
        { weight: 2, arbitrary: targets.map((calls): ToyNode => ({ id, behavior: race, calls })) },
        {
          weight: 2,
          arbitrary: fc
            .tuple(target, fc.constantFrom(0, 5, 100))
            .map(([to, ms]): ToyNode => ({ id, behavior: deadline, config: { ms }, calls: [to] })),
        },
        {
          weight: 1,
          arbitrary: fc
            .tuple(target, fc.integer({ min: 1, max: 3 }))
            .map(([to, attempts]): ToyNode => ({ id, behavior: again, config: { attempts }, calls: [to] })),
        },
      );
    }),
  ),
);
const stations = [toyStation({ concurrency: 1, queueLength: null }), toyStation({ id: 'other', concurrency: 2, queueLength: 1 })];

test('whatever is drawn: requests, calls and money are conserved, and the series sum to the totals', () => {
  fc.assert(
    fc.property(toyGraph, fc.array(fc.constantFrom(0, 1, 10, 300), { minLength: 1, maxLength: 60 }), (nodes, gaps) => {
      let nowMs = 0;
      const arrivals = gaps.map((gap) => (nowMs += gap));
      const figures = figuresOf(toyPlan(nodes, arrivals, { stations, traceCount: arrivals.length }));
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      const { series, outcomes } = figures;
      expect(sum(outcomes.answeredByTier) + outcomes.failed + outcomes.blocked).toBe(arrivals.length);
      expect(sum(series.requests)).toBe(arrivals.length);
      expect(sum(series.failed)).toBe(outcomes.failed);
      expect(series.answeredByTier.map(sum)).toEqual(outcomes.answeredByTier);
      expect(sum(series.attempts)).toBe(figures.attempts.total);
      expect(sum(series.usd)).toBeCloseTo(figures.cost.usd, 9);
      expect(sum(figures.traces.map((trace) => trace.usd))).toBeCloseTo(figures.cost.usd, 9);
      expect(figures.cost.wastedUsd).toBeLessThanOrEqual(figures.cost.usd + 1e-9);
      figures.edges.forEach((edge, at) => {
        expect(sum(series.edges[at]!.calls)).toBe(edge.calls);
        expect(series.edges[at]!.answeredByTier.map(sum)).toEqual(edge.answeredByTier);
        expect(sum(series.edges[at]!.failed)).toBe(edge.failed);
      });
      for (const check of figures.checks) expect(check.relativeError).toBeLessThanOrEqual(1e-9);
    }),
    { numRuns: 300 },
  );
});

test('same plan, same figures, however the run is cut into steps', () => {
  fc.assert(
    fc.property(toyGraph, fc.integer({ min: 1, max: 7 }), (nodes, step) => {
      const plan = toyPlan(nodes, everyMs(40, 3), { stations, traceCount: 5 });
      expect(JSON.stringify(figuresOf(plan, step))).toBe(JSON.stringify(figuresOf(plan)));
    }),
    { numRuns: 50 },
  );
});

test('a new node does not move the luck of another', () => {
  const random: ToyNode = { id: 'model', behavior: leaf, config: { ms: 100, isRandom: true, failure: 0.3 } };
  const alone = figuresOf(toyPlan([{ id: 'entry', behavior: chain, calls: [1] }, random], everyMs(500, 7)));
  const joined = figuresOf(
    toyPlan(
      [
        { id: 'entry', behavior: chain, calls: [2] },
        { id: 'extra', behavior: leaf, config: { isRandom: true } },
        { id: 'again', behavior: again, config: { attempts: 1 }, calls: [3] },
        random,
      ],
      everyMs(500, 7),
    ),
  );
  expect(nodeOf(joined, 'model').latencyMs).toEqual(nodeOf(alone, 'model').latencyMs);
  expect(nodeOf(joined, 'model').failures).toEqual(nodeOf(alone, 'model').failures);
});

test('a call shorter than the clock can tell apart is no lost time', () => {
  const nodes: ToyNode[] = [
    { id: 'entry', behavior: chain, calls: [1] },
    { id: 'model', behavior: leaf, config: { ms: 8.5e-6, isRandom: true } },
  ];
  // The sum of three starts, 2100 ms, is known to 4e-13 ms: of durations of 1e-5 ms it leaves seven digits.
  const figures = figuresOf(toyPlan(nodes, [700.1, 700.1, 700.1]));
  expect(figures.outcomes.answeredByTier).toEqual([3, 0, 0]);
});

test('figures before the end, and arrivals out of order, are refused', () => {
  expect(() => createRun(toyPlan([{ id: 'a', behavior: leaf }], [0])).figures()).toThrow(/before the run had ended/);
  expect(() => figuresOf(toyPlan([{ id: 'a', behavior: leaf, config: {} }], [5, 3]))).toThrow(/request 1 arrives at 3 ms/);
});

test('no traffic, no figures', () => {
  const figures = figuresOf(toyPlan([{ id: 'a', behavior: leaf }], []));
  expect(figures).toMatchObject({ requests: 0, availability: 1, latencyMs: { p50: null, mean: null } });
});
