import { describe, expect, test } from 'vitest';
import { type Conditions, NO_CONDITIONS, outcomeOf } from '../../model/index.ts';
import { compilePolicy } from '../compile.ts';
import { type DrawnNode, drawnPolicy, figuresOf, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import { factsOf } from '../test-run.ts';
import { type ToolConfig, tool } from './index.ts';

const CONSTANT = { latencyShape: 'constant', latencyP50Ms: 100, failureRate: 0 } as const;

/** Conditions strike the tool. */
function run(config: Partial<ToolConfig>, arrivalMs: readonly number[], conditions: Partial<Conditions> = {}, timeoutMs?: number) {
  const nodes: DrawnNode[] = [
    ['entry', 'entry', {}, { next: timeoutMs === undefined ? 'tool' : 'limit' }],
    ['tool', 'tool', { ...CONSTANT, ...config }],
    ...(timeoutMs === undefined ? [] : [['limit', 'timeout', { timeoutMs }, { next: 'tool' }] as const]),
  ];
  return figuresOf(
    compilePolicy(drawnPolicy(nodes), {
      traffic: trafficAt(arrivalMs),
      conditions: { ...NO_CONDITIONS, ...conditions },
      conditionTargets: [{ nodeId: 'tool', nodeKind: 'tool' }],
      seed: 1,
      bucketMs: 60_000,
      traceCount: arrivalMs.length,
    }),
  );
}
const ends = (figures: ReturnType<typeof run>) => figures.traces.map((trace) => [trace.outcome, trace.latencyMs]);

test('a call takes its time, costs its price, and is no attempt', () => {
  const figures = run({ usdPerCall: 0.25 }, [0, 1000]);
  expect(ends(figures)).toEqual([
    ['answered', 100],
    ['answered', 100],
  ]);
  expect(figures.cost).toMatchObject({ usd: 0.5, wastedUsd: 0 });
  expect(figures.attempts.total).toBe(0);
});

test('a failed call takes as long and is paid as well', () => {
  const figures = run({ failureRate: 1, usdPerCall: 0.25 }, [0]);
  expect(ends(figures)).toEqual([['tool-failure', 100]]);
  expect(figures.cost.usd).toBe(0.25);
});

test('a result at exactly the limit is in time, a later one is a timeout', () => {
  expect(ends(run({ timeoutMs: 100 }, [0]))).toEqual([['answered', 100]]);
  const late = run({ timeoutMs: 99 }, [0]);
  expect(ends(late)).toEqual([['timeout', 99]]);
  expect(factsOf(late, 'tool')).toMatchObject({ abandoned: 1 });
});

describe('slots', () => {
  test('calls wait in order, and too many fail at once', () => {
    const figures = run({ slots: 1, queueLength: 1 }, [0, 10, 20]);
    expect(ends(figures)).toEqual([
      ['answered', 100],
      ['answered', 190],
      ['tool-failure', 0],
    ]);
    expect(factsOf(figures, 'tool')).toMatchObject({ queued: 1, refused: 1 });
  });

  test('waiting counts towards the limit, and a call that leaves the queue takes no slot', () => {
    // The second starts at 100 and has 60 ms left, the third at 160 and has 50 ms left.
    expect(ends(run({ slots: 1, timeoutMs: 150 }, [0, 10, 60]))).toEqual([
      ['answered', 100],
      ['timeout', 150],
      ['timeout', 150],
    ]);
  });

  test('a call that its caller gave up frees its slot', () => {
    const figures = run({ slots: 1 }, [0, 60], {}, 50);
    expect(ends(figures)).toEqual([
      ['timeout', 50],
      ['timeout', 50],
    ]);
    expect(factsOf(figures, 'tool')).toMatchObject({ queued: 0, abandoned: 2 });
  });
});

describe('scenarios', () => {
  test('strike the tool by its node: failures with their hint, hanging calls, latency, price', () => {
    const failed = run({}, [0], { failureAt: () => outcomeOf('rate-limit'), retryAfterMsAt: () => 700 });
    expect(ends(failed)).toEqual([['rate-limit', 100]]);
    expect(ends(run({ timeoutMs: 500 }, [0], { failureAt: () => outcomeOf('timeout') }))).toEqual([['timeout', 500]]);
    expect(ends(run({}, [0], { latencyMultiplierAt: () => 3 }))).toEqual([['answered', 300]]);
    expect(run({ usdPerCall: 1 }, [0], { priceMultiplierAt: () => 2 }).cost.usd).toBe(2);
  });
});

test('log-normal latency has the P50 and P95 that were asked for', () => {
  const arrivals = Array.from({ length: 20_000 }, (_, request) => request);
  const { latencyMs } = run({ latencyShape: 'lognormal', latencyP50Ms: 200, latencyP95Ms: 1000, timeoutMs: 3_600_000 }, arrivals);
  // 1 % of the sketch and three standard errors of a quantile from 20 000 draws.
  expect(Math.abs(latencyMs.p50! / 200 - 1)).toBeLessThan(0.04);
  expect(Math.abs(latencyMs.p95! / 1000 - 1)).toBeLessThan(0.06);
});

test('rules', () => {
  const rulesFor = (fields: Partial<ToolConfig>) => {
    const policy = drawnPolicy([['tool', 'tool', fields]]);
    return tool.check
      .run({ ...tool.config.defaults, ...fields }, policy.nodes[0]!, graphView(policy))
      .map((finding) => finding.rule.replace('tool/', ''));
  };
  expect(rulesFor({})).toEqual([]);
  expect(rulesFor({ latencyP50Ms: 200, latencyP95Ms: 199 })).toEqual(['p95-below-p50']);
  expect(rulesFor({ latencyP50Ms: 200, timeoutMs: 199 })).toEqual(['limit-below-latency']);
  expect(rulesFor({ failureRate: 1 })).toEqual(['always-fails']);
});

test('changes are told with the old value', () => {
  const { defaults } = tool.config;
  expect(tool.describe.changes(defaults, { ...defaults, slots: 1, isIrreversible: true })).toEqual([
    'is marked as impossible to undo',
    'serves 1 call at once (was any number of calls)',
  ]);
});
