import { expect, test } from 'vitest';
import type { Behavior, Context, RunPlan } from '../../shared/engine/index.ts';
import { outcomeOf } from '../../shared/model/index.ts';
import { model, planOf, policyOf, rehearse, steady } from './protocol.ts';

/**
 * The world of Brooker's "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015; github.com/aws-samples/aws-arch-backoff-simulator): N clients want to
 * write one row under optimistic concurrency, each hop between client and row takes |N(10, 2)| ms, and who finds the version changed backs off and reads again.
 * Here the clients are requests, their backoff is our retry kind, and the row is a node. The figures are means over 100 repetitions of their simulator,
 * whose 95 % intervals are at most 7.5 % (time) and 2 % (calls) wide on each side.
 */
const REPETITIONS = 100;
const Z_999 = 3.2905;
const Z_95 = 1.96;
const THEIR_TIME = 0.075 / Z_95;
const THEIR_CALLS = 0.02 / Z_95;

interface Row {
  version: number;
  writes: number;
}

const HOP = 0;
const VERSION_READ = 0;
const READ_ARRIVES = 0;
const READ_RETURNS = 1;
const WRITE_ARRIVES = 2;
const WRITE_FAILED = 3;
const WRITE_DONE = 4;

const hop = (context: Context, n: number, tag: number): void => context.wake(Math.abs(10 + 2 * context.normal(HOP, n)), tag);

const row: Behavior<null, Row> = {
  createState: () => ({ version: 0, writes: 0 }),
  onCall: (_config, _state, context) => hop(context, 0, READ_ARRIVES),
  onWake(_config, state, context) {
    switch (context.tag) {
      case READ_ARRIVES:
        context.setNumber(VERSION_READ, state.version);
        hop(context, 1, READ_RETURNS);
        break;
      case READ_RETURNS:
        hop(context, 2, WRITE_ARRIVES);
        break;
      case WRITE_ARRIVES: {
        state.writes += 1;
        const isCurrent = context.getNumber(VERSION_READ) === state.version;
        if (isCurrent) state.version += 1;
        hop(context, 3, isCurrent ? WRITE_DONE : WRITE_FAILED);
        break;
      }
      case WRITE_DONE:
        context.answer(1);
        break;
      default:
        context.fail(outcomeOf('server-error'));
    }
  },
};

/** Their backoff counts attempts from 1, ours from 0: twice the base is the same. Decorrelated jitter does not look at the count. */
const ALGORITHMS = {
  none: { baseMs: 0, jitter: 'none' },
  expo: { baseMs: 10, jitter: 'none' },
  equal: { baseMs: 10, jitter: 'equal' },
  full: { baseMs: 10, jitter: 'full' },
  decorrelated: { baseMs: 5, jitter: 'decorrelated' },
} as const;
type Algorithm = keyof typeof ALGORITHMS;

function planFor(clients: number, algorithm: Algorithm, seed: number): RunPlan {
  const retry = { ...ALGORITHMS[algorithm], capMs: 2_000, multiplier: 2, retryOn: ['server-error'] };
  const policy = policyOf([
    ['entry', 'entry', {}, { next: 'retry' }],
    ['retry', 'retry', retry, { next: 'row' }],
    ['row', 'model', model()],
  ]);
  const plan = planOf(policy, steady(clients, 0), seed);
  return {
    ...plan,
    nodes: plan.nodes.map((node) => {
      if (node.id === 'row') return { ...node, behavior: row, config: null };
      // A policy may not retry for ever; their clients do.
      return node.id === 'retry' ? { ...node, config: { ...node.config, maxRetries: Number.POSITIVE_INFINITY } } : node;
    }),
  };
}

interface Sample {
  readonly timeMs: number;
  readonly calls: number;
}

function sample(clients: number, algorithm: Algorithm, seed: number): Sample {
  const figures = rehearse(planFor(clients, algorithm, seed));
  expect(figures.outcomes.answeredByTier[0]).toBe(clients);
  return { timeMs: figures.latencyMs.max!, calls: figures.nodes.find(({ id }) => id === 'row')!.calls };
}

const measured = new Map<string, readonly Sample[]>();
function samples(clients: number, algorithm: Algorithm): readonly Sample[] {
  const key = `${clients} ${algorithm}`;
  const there = measured.get(key);
  if (there !== undefined) return there;
  const made = Array.from({ length: REPETITIONS }, (_, at) => sample(clients, algorithm, at + 1));
  measured.set(key, made);
  return made;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
function standardError(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1) / values.length);
}

/** Two-sample interval at 99.9 %: the difference of the means is within what both samples' luck allows. */
function expectSameMean(values: readonly number[], theirs: number, theirRelativeError: number, what: string): void {
  const allowed = Z_999 * Math.hypot(standardError(values), theirs * theirRelativeError);
  expect(Math.abs(mean(values) - theirs), `${what}: ${mean(values)} here, ${theirs} there`).toBeLessThanOrEqual(allowed);
}

test.each<readonly [clients: number, published: Readonly<Record<Algorithm, readonly [timeMs: number, calls: number]>>]>([
  [10, { none: [377, 50.4], expo: [3515, 51.1], equal: [723, 42.7], full: [469, 39.1], decorrelated: [448, 37.7] }],
  [50, { none: [1133, 687], expo: [36012, 620], equal: [4159, 347], full: [2924, 333], decorrelated: [2175, 374] }],
  [100, { none: [2021, 2420], expo: [63637, 1860], equal: [6620, 811], full: [4924, 797], decorrelated: [4585, 999] }],
  [190, { none: [3540, 8008], expo: [101704, 5174], equal: [9524, 1763], full: [7474, 1773], decorrelated: [7818, 2441] }],
])('oracle 25: %d clients of one row, as their simulator has them', (clients, published) => {
  for (const [algorithm, [timeMs, calls]] of Object.entries(published) as [Algorithm, readonly [number, number]][]) {
    const made = samples(clients, algorithm);
    expectSameMean(
      made.map((one) => one.timeMs),
      timeMs,
      THEIR_TIME,
      `time of ${algorithm}, ${clients} clients`,
    );
    expectSameMean(
      made.map((one) => one.calls),
      calls,
      THEIR_CALLS,
      `calls of ${algorithm}, ${clients} clients`,
    );
  }
});

test('oracle 25: what the post draws from it holds', () => {
  const calls = (clients: number, algorithm: Algorithm) => mean(samples(clients, algorithm).map((one) => one.calls));
  const timeMs = (clients: number, algorithm: Algorithm) => mean(samples(clients, algorithm).map((one) => one.timeMs));
  const growth = Math.log(calls(190, 'none') / calls(50, 'none')) / Math.log(190 / 50);
  expect(growth).toBeGreaterThan(1.7);
  expect(growth).toBeLessThan(1.95);
  // "More than half saved" at 100 clients, and a thirteenth of the time.
  expect(calls(100, 'full') / calls(100, 'expo')).toBeCloseTo(0.43, 1);
  expect(timeMs(100, 'expo') / timeMs(100, 'full')).toBeGreaterThan(11);
  for (const clients of [50, 100, 190]) {
    expect(Math.abs(calls(clients, 'full') / calls(clients, 'equal') - 1)).toBeLessThan(0.06);
    expect(calls(clients, 'decorrelated') / calls(clients, 'full')).toBeGreaterThan(1.08);
  }
});
