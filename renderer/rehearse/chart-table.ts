import { type FailureClass, failureInfo, type RunResult } from '../../shared/model/index.ts';
import { clockText, words } from '../words/index.ts';
import { breakerRows } from './breaker-rows.ts';
import { type ChartId, stationOf, stationTitle } from './chart-ids.ts';
import type { Names } from './names.ts';
import { phasesOf } from './phases.ts';
import { timeAxis } from './time-axis.ts';

/** Every chart as a table: the same figures, all of them, for those who read or copy numbers. */
export interface ChartTable {
  readonly title: string;
  /** Units stand here, never in a cell. */
  readonly columns: readonly string[];
  /** null: nothing to measure. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export function chartTable(chart: ChartId, run: RunResult, names: Names): ChartTable {
  const axis = timeAxis(run);
  const clock = (ms: number) => clockText(ms, axis.endMs);
  const bucketS = axis.bucketMs / 1000;
  const { series } = run;
  const perBucket = (cells: (i: number) => (string | number | null)[]) =>
    series.requests.map((_, i) => [clock(i * axis.bucketMs), ...cells(i)]);
  const over = run.intervals?.series;
  const station = stationOf(chart);
  if (station !== null) {
    const of = series.stations?.find(({ id }) => id === station);
    return {
      title: words.results.tables.station(stationTitle({ id: station }, names), bucketS),
      columns: words.results.tables.stationColumns,
      rows:
        of === undefined
          ? []
          : perBucket((i) => [of.slots[i] ?? null, rounded(of.inUse[i], 3), rounded(of.waiting[i], 3), of.longestLine[i] ?? 0]),
    };
  }
  switch (chart) {
    case 'failures': {
      const classes = Object.entries(series.byFailure ?? {});
      return {
        title: words.results.tables.failures(bucketS),
        columns: [words.results.tables.from, ...classes.map(([failure]) => failureInfo(failure as FailureClass).label)],
        rows: perBucket((i) => classes.map(([, counts]) => counts?.[i] ?? 0)),
      };
    }
    case 'budgets': {
      const accounts = series.accounts ?? [];
      return {
        title: words.results.tables.budgets(bucketS),
        columns: [words.results.tables.from, ...accounts.map(({ nodeId }) => `${names.node(nodeId)} (%)`)],
        rows: perBucket((i) => accounts.map(({ used }) => rounded((used[i] ?? 0) * 100, 3))),
      };
    }
    case 'answers':
      return {
        title: words.rehearse.tables.answers(bucketS),
        columns: [...words.rehearse.tables.answersColumns, ...(over ? words.results.tables.failedBand : [])],
        rows: perBucket((i) => [
          series.requests[i] ?? 0,
          ...[0, 1, 2].map((tier) => series.answeredByTier[tier]?.[i] ?? 0),
          series.blocked[i] ?? 0,
          series.failed[i] ?? 0,
          ...(over ? [rounded(over.failed.low[i], 2), rounded(over.failed.high[i], 2)] : []),
        ]),
      };
    case 'latency':
      return {
        title: words.rehearse.tables.latency(bucketS),
        columns: [...words.rehearse.tables.latencyColumns, ...(over ? words.results.tables.latencyBand : [])],
        rows: perBucket((i) =>
          [series.latencyMs.p50, series.latencyMs.p95, series.latencyMs.p99, ...(over ? [over.p95Ms.low, over.p95Ms.high] : [])].map(
            (values) => rounded(values[i], 1),
          ),
        ),
      };
    case 'cost':
      return {
        title: words.rehearse.tables.cost(bucketS),
        columns: [...words.rehearse.tables.costColumns, ...(over ? words.results.tables.costBand : [])],
        rows: perBucket((i) => [
          rounded(series.usd[i], 6),
          rounded(((series.usd[i] ?? 0) * 60_000) / axis.bucketMs, 6),
          series.attempts[i] ?? 0,
          ...(over ? [rounded(over.usd.low[i], 6), rounded(over.usd.high[i], 6)] : []),
        ]),
      };
    default:
      return {
        title: words.rehearse.tables.breakers,
        columns: words.rehearse.tables.breakersColumns,
        rows: breakerRows(run, names).flatMap((row) =>
          row.segments.map((segment) => [
            names.node(row.nodeId),
            words.rehearse.charts.breakers.state[segment.state],
            clock(segment.startMs),
            clock(segment.endMs),
            rounded((segment.endMs - segment.startMs) / 1000, 1),
          ]),
        ),
      };
  }
}

/** Before, during and after, in percent of the requests that ended there. */
export function phaseTable(run: RunResult): ChartTable {
  const axis = timeAxis(run);
  const percent = (share: number) => rounded(share * 100, 2);
  return {
    title: words.rehearse.tables.phases,
    columns: words.rehearse.tables.phasesColumns,
    rows: phasesOf(run).map((phase) => [
      words.rehearse.tables.phase[phase.id],
      clockText(phase.startMs, axis.endMs),
      clockText(phase.endMs, axis.endMs),
      phase.ended,
      ...phase.byTier.map(percent),
      percent(phase.blocked),
      percent(phase.failed),
      rounded(phase.usdPerMin, 4),
    ]),
  };
}

const rounded = (value: number | null | undefined, decimals: number): number | null =>
  value == null ? null : Number(value.toFixed(decimals));

/** RFC 4180 with line feeds. What a chart shows over time begins with its instant in seconds, which a spreadsheet can reckon with. */
export function tableAsCsv(table: ChartTable, startsMs: readonly number[] | null): string {
  const cell = (value: string | number | null): string => {
    const text = value === null ? '' : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const columns = startsMs === null ? table.columns : [words.results.save.fromSeconds, ...table.columns];
  const rows = startsMs === null ? table.rows : table.rows.map((row, i) => [(startsMs[i] ?? 0) / 1000, ...row]);
  return `${[columns, ...rows].map((row) => row.map(cell).join(',')).join('\n')}\n`;
}

/** Instants of the rows of a chart's table, as `tableAsCsv` wants them; null for the breakers, whose rows are stretches. */
export function rowStartsMs(chart: ChartId, run: RunResult): readonly number[] | null {
  if (chart === 'breakers') return null;
  return run.series.requests.map((_, bucket) => bucket * run.series.bucketMs);
}

/** Tab-separated, as spreadsheets take it from the clipboard. */
export const tableAsTsv = (table: ChartTable): string =>
  [table.columns, ...table.rows].map((row) => row.map((cell) => cell ?? '').join('\t')).join('\n');
