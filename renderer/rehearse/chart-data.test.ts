import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../shared/model/index.ts';
import { answersData, costData, failureTicks, latencyData, quantileLabels, tierLabels } from './chart-data.ts';
import { fixtureRun } from './fixture.ts';

/** Two buckets of a minute, chosen by hand. */
function twoBuckets(change: Partial<RunResult['series']> = {}): RunResult {
  const run = fixtureRun();
  return {
    ...run,
    traffic: { ...run.traffic, durationMs: 110_000 },
    series: {
      bucketMs: 60_000,
      requests: [10, 20],
      answeredByTier: [
        [7, 2],
        [1, 10],
        [0, 4],
      ],
      blocked: [2, 1],
      failed: [0, 3],
      latencyMs: { p50: [500, null], p95: [2000, null], p99: [4000, null] },
      usd: [0.5, 0.1],
      attempts: [11, 25],
      edges: [],
      ...change,
    },
  };
}

describe('answers', () => {
  it('stacks tiers, blocked and failed, and ends the last step at the end of its bucket', () => {
    const data = answersData(twoBuckets());
    expect(data.x).toEqual([0, 60_000, 120_000]);
    expect(data.stack).toEqual([
      [7, 2, 2],
      [8, 12, 12],
      [8, 16, 16],
      [10, 17, 17],
      [10, 20, 20],
    ]);
    expect(data.scale.top).toBeGreaterThan(20);
  });

  it('loses no request of a whole run', () => {
    const run = fixtureRun();
    const { stack } = answersData(run);
    expect(stack[4].slice(0, -1).reduce((a, b) => a + b, 0)).toBe(run.requests);
  });

  it('survives a run without buckets', () => {
    const none = twoBuckets({ requests: [], answeredByTier: [[], [], []], blocked: [], failed: [] });
    expect(answersData(none)).toMatchObject({ x: [0], stack: [[], [], [], [], []] });
    expect(tierLabels(none)).toEqual([]);
  });

  it('marks only buckets in which something failed', () => {
    expect(failureTicks(twoBuckets())).toEqual([{ startMs: 60_000, endMs: 120_000, count: 3 }]);
  });

  it('writes tier 2 inside the outage and tier 1 outside it', () => {
    const labels = tierLabels(fixtureRun());
    const tier2 = labels.find((label) => label.tier === 2)!;
    expect(tier2.atMs).toBeGreaterThan(1_200_000);
    expect(tier2.atMs).toBeLessThan(1_920_000);
    for (const label of labels.filter(({ tier }) => tier === 1))
      expect(Math.abs(label.atMs - 1_560_000)).toBeGreaterThan(label.widthMs / 2);
  });
});

describe('latency', () => {
  it('is in seconds at the middle of each bucket and keeps gaps', () => {
    const data = latencyData(twoBuckets(), null);
    expect(data.x).toEqual([30_000, 90_000]);
    expect(data.p95).toEqual([2, null]);
    expect(data.scale.top).toBeGreaterThan(4);
  });

  it('always has room for what is owed', () => {
    expect(latencyData(twoBuckets(), 8000).scale.top).toBeGreaterThan(8);
  });
});

describe('names of the quantile lines', () => {
  it('stand where the lines are farthest apart', () => {
    const data = { x: [0, 1, 2], p50: [1, 1, 1], p95: [2, 4, null], p99: [3, 8, 20] };
    expect(quantileLabels(data, { fromMs: -1, toMs: 3 })).toMatchObject({ atMs: 1, p50: 1, p95: 4, p99: 8 });
  });

  it('are left out when nothing was measured', () => {
    expect(quantileLabels({ x: [0], p50: [null], p95: [null], p99: [null] }, { fromMs: 0, toMs: 1 })).toBeNull();
  });
});

describe('cost', () => {
  it('is per minute whatever the bucket', () => {
    expect(costData(twoBuckets()).usdPerMin).toEqual([0.5, 0.1, 0.1]);
    expect(costData(twoBuckets({ bucketMs: 30_000 })).usdPerMin).toEqual([1, 0.2, 0.2]);
  });
});
