import { describe, expect, it } from 'vitest';
import { FIXTURE_POLICY, fixtureRun } from './fixture.ts';
import { namesOf } from './names.ts';
import { listTraces, outcomeWords, TRACE_FILTERS, traceCounts, traceState, waterfallOf } from './trace-view.ts';

const run = fixtureRun();
const names = namesOf(run, FIXTURE_POLICY);

describe('list of requests', () => {
  it('filters by outcome and counts what each filter will show', () => {
    const counts = traceCounts(run);
    for (const value of TRACE_FILTERS) expect(listTraces(run, value, 'arrival')).toHaveLength(counts[value]);
    expect(counts).toMatchObject({ all: 24, blocked: 1, failed: 1 });
    expect(listTraces(run, 'failed', 'slowest').map(traceState)).toEqual(['failed']);
  });

  it('orders by latency, arrival or cost without touching the run', () => {
    const before = run.traces.map(({ request }) => request);
    const slowest = listTraces(run, 'all', 'slowest').map(({ latencyMs }) => latencyMs);
    expect(slowest).toEqual([...slowest].sort((a, b) => b - a));
    const fastest = listTraces(run, 'all', 'fastest').map(({ latencyMs }) => latencyMs);
    expect(fastest).toEqual([...fastest].sort((a, b) => a - b));
    const dearest = listTraces(run, 'all', 'dearest').map(({ usd }) => usd);
    expect(dearest).toEqual([...dearest].sort((a, b) => b - a));
    expect(run.traces.map(({ request }) => request)).toEqual(before);
  });

  it('words outcomes, known or not', () => {
    expect(outcomeWords('answered', 2)).toBe('answered by tier 2');
    expect(outcomeWords('rejected-by-breaker')).toBe('rejected by breaker');
    expect(outcomeWords('something-new')).toBe('something-new');
  });
});

describe('waterfall', () => {
  const failed = listTraces(run, 'failed', 'slowest')[0]!;
  const waterfall = waterfallOf(failed, names);

  it('shows every span once, below its caller and in order of start', () => {
    expect(waterfall.rows).toHaveLength(failed.spans.length);
    expect(new Set(waterfall.rows.map(({ span }) => span)).size).toBe(failed.spans.length);
    waterfall.rows.forEach((row, i) => {
      const parent = failed.spans[row.span]!.parent;
      if (parent === null) expect(row.depth).toBe(0);
      else expect(waterfall.rows.findIndex(({ span }) => span === parent)).toBeLessThan(i);
    });
    expect(waterfall.rows.map(({ depth }) => depth)).toEqual([0, 1, 2, 3, 4, 5, 4, 3, 4]);
  });

  it('stretches to work that outlives the reply and marks it', () => {
    expect(waterfall.totalMs).toBe(15_900);
    expect(waterfall.replyAt).toBeCloseTo(15_000 / 15_900, 12);
    expect(waterfall.rows.filter(({ outlivesRequest }) => outlivesRequest).map(({ nodeId }) => nodeId)).toEqual(['model-smaller']);
  });

  it('cuts off work long after the reply unless all is asked for, and says so', () => {
    const [first] = run.traces;
    const long = {
      ...first!,
      spans: first!.spans.map((span, i, all) => (i === all.length - 1 ? { ...span, endMs: span.endMs + 900_000 } : span)),
    };
    const cut = waterfallOf(long, names, false);
    expect(cut.totalMs).toBeCloseTo(long.latencyMs * 1.3, 6);
    expect(cut.lastMs).toBeGreaterThan(900_000);
    expect(cut.rows.filter(({ isCut }) => isCut)).toHaveLength(1);
    for (const row of cut.rows) expect(row.start + row.width).toBeLessThanOrEqual(1 + 1e-9);
    expect(waterfallOf(long, names, true).rows.some(({ isCut }) => isCut)).toBe(false);
    expect(waterfallOf(first!, names, false).rows.some(({ isCut }) => isCut)).toBe(false);
  });

  it('keeps bars and facts inside the picture', () => {
    for (const trace of run.traces) {
      for (const row of waterfallOf(trace, names).rows) {
        expect(row.start).toBeGreaterThanOrEqual(0);
        expect(row.start + row.width).toBeLessThanOrEqual(1 + 1e-9);
        for (const fact of row.facts) expect(fact.at).toBeGreaterThanOrEqual(0);
      }
    }
  });
});
