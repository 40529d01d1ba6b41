import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../shared/model/index.ts';
import type { ChartColours } from './chart-colours.ts';
import { failuresData } from './chart-data.ts';
import { type ChartId, offeredCharts } from './chart-ids.ts';
import { chartSvg } from './chart-picture.ts';
import { chartTable, rowStartsMs, tableAsCsv } from './chart-table.ts';
import { FIXTURE_POLICY, fixtureRun } from './fixture.ts';
import { incidentBands } from './incidents.ts';
import { namesOf } from './names.ts';
import { NO_SLA } from './summary.ts';
import { timeAxis, wholeView } from './time-axis.ts';

const COLOURS = Object.fromEntries(
  ['t1', 't2', 't3', 'blocked', 'failed', 'ink', 'ink2', 'ink3', 'line', 'panel', 'budget', 'budgetWash'].map((name, i) => [
    name,
    `#0000${String(10 + i)}`,
  ]),
) as unknown as ChartColours;

/** With everything that a run may say over time. */
function fullRun(): RunResult {
  const run = fixtureRun();
  const buckets = run.series.requests.length;
  const all = <T>(value: T) => Array.from({ length: buckets }, () => value);
  const { failed } = run.series;
  return {
    ...run,
    series: {
      ...run.series,
      byFailure: { timeout: failed.map((count) => Math.ceil(count / 2)), 'rate-limit': failed.map((count) => Math.floor(count / 2)) },
      stations: [{ id: 'openai', slots: all(4), inUse: all(3.5), waiting: all(1.5), longestLine: all(6) }],
      accounts: [{ nodeId: 'guard', used: Array.from({ length: buckets }, (_, i) => i / buckets) }],
    },
    intervals: {
      availability: { mean: 1, low: 1, high: 1 },
      p95Ms: null,
      usd: { mean: 1, low: 1, high: 1 },
      answeredByTier: [1, 1, 1].map((mean) => ({ mean, low: mean, high: mean })),
      failed: { mean: 1, low: 1, high: 1 },
      series: {
        p95Ms: { low: all(1000), high: all(9000) },
        usd: { low: all(-0.1), high: all(2) },
        failed: { low: all(0), high: all(2) },
      },
    },
    replications: 10,
  };
}

const run = fullRun();
const names = namesOf(run, FIXTURE_POLICY);
const CHARTS: readonly ChartId[] = ['answers', 'failures', 'breakers', 'latency', 'station:openai', 'budgets', 'cost'];

describe('charts that a run offers', () => {
  it('are all of them, and only what says something is shown unasked', () => {
    expect(offeredCharts(run).map(({ id }) => id)).toEqual(CHARTS);
    expect(offeredCharts(run).every(({ isShownAtFirst }) => isShownAtFirst)).toBe(true);
    const quiet = { ...run, outcomes: { ...run.outcomes, failed: 0 } };
    quiet.series = {
      ...run.series,
      stations: run.series.stations!.map((station) => ({ ...station, longestLine: station.longestLine.map(() => 0) })),
      accounts: [{ nodeId: 'guard', used: run.series.requests.map(() => 0.4) }],
    };
    expect(
      offeredCharts(quiet)
        .filter(({ isShownAtFirst }) => !isShownAtFirst)
        .map(({ id }) => id),
    ).toEqual(['failures', 'station:openai', 'budgets']);
  });

  it('are those of before for a run of an older engine', () => {
    expect(offeredCharts(fixtureRun()).map(({ id }) => id)).toEqual(['answers', 'breakers', 'latency', 'cost']);
  });
});

describe('a chart as a file', () => {
  it('has one line a bucket in CSV, beginning with the instant in seconds; a comma in a name is quoted', () => {
    const lines = tableAsCsv(chartTable('budgets', run, names), rowStartsMs('budgets', run))
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(run.series.requests.length + 1);
    expect(lines[0]).toBe('From (s),From,Input guard (%)');
    expect(lines[2]).toMatch(/^30,00:30,/);
    const breakers = tableAsCsv(chartTable('breakers', run, names), rowStartsMs('breakers', run));
    expect(breakers.split('\n')[1]).toMatch(/^"Breaker, primary",closed,/);
  });

  it('has the ends of the intervals beside what they are of', () => {
    expect(chartTable('latency', run, names).columns.slice(-2)).toEqual(['P95 low (ms)', 'P95 high (ms)']);
    expect(chartTable('cost', fixtureRun(), names).columns).not.toContain('Low ($)');
  });

  it.each(CHARTS)('is a picture that stands alone: %s', (chart) => {
    const view = wholeView(timeAxis(run));
    const svg = chartSvg(
      { chart, run, names, sla: { ...NO_SLA, p95Ms: 8000 }, bands: incidentBands(run, names, view.toMs), view },
      COLOURS,
    );
    // Every element is closed, and nothing but elements stands between them.
    expect(svg.match(/<[a-z][^>]*[^/]>/gi)!.length).toBe(svg.match(/<\/[a-z]+>/gi)!.length);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg).toContain('seed');
  });

  it('shows only the stretch that is looked at', () => {
    const sla = NO_SLA;
    const of = (fromMs: number, toMs: number) =>
      chartSvg({ chart: 'breakers', run, names, sla, bands: [], view: { fromMs, toMs } }, COLOURS);
    expect(of(0, 3_540_000)).toMatch(/<rect x="[\d.]+" y="98"/);
    expect(of(2_400_000, 3_000_000).match(/height="16"/g)).toBeNull();
  });
});

it('failures are stacked by how often their class occurred', () => {
  const data = failuresData(run)!;
  expect(data.classes.map(({ failure }) => failure)).toEqual(['timeout', 'rate-limit']);
  expect(data.stack.at(-1)!.slice(0, -1)).toEqual(run.series.failed);
});
