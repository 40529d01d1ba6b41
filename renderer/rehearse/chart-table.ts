import type { RunResult } from '../../shared/model/index.ts';
import { clockText, words } from '../words/index.ts';
import { breakerRows } from './breaker-rows.ts';
import type { Names } from './names.ts';
import { phasesOf } from './phases.ts';
import { timeAxis } from './time-axis.ts';

/** Every chart as a table: the same figures, all of them, for those who read or copy numbers. */
export type ChartId = 'answers' | 'breakers' | 'latency' | 'cost';

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
  switch (chart) {
    case 'answers':
      return {
        title: words.rehearse.tables.answers(bucketS),
        columns: words.rehearse.tables.answersColumns,
        rows: perBucket((i) => [
          series.requests[i] ?? 0,
          ...[0, 1, 2].map((tier) => series.answeredByTier[tier]?.[i] ?? 0),
          series.blocked[i] ?? 0,
          series.failed[i] ?? 0,
        ]),
      };
    case 'latency':
      return {
        title: words.rehearse.tables.latency(bucketS),
        columns: words.rehearse.tables.latencyColumns,
        rows: perBucket((i) => [series.latencyMs.p50, series.latencyMs.p95, series.latencyMs.p99].map((values) => rounded(values[i], 1))),
      };
    case 'cost':
      return {
        title: words.rehearse.tables.cost(bucketS),
        columns: words.rehearse.tables.costColumns,
        rows: perBucket((i) => [
          rounded(series.usd[i], 6),
          rounded(((series.usd[i] ?? 0) * 60_000) / axis.bucketMs, 6),
          series.attempts[i] ?? 0,
        ]),
      };
    case 'breakers':
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

/** Tab-separated, as spreadsheets take it from the clipboard. */
export const tableAsTsv = (table: ChartTable): string =>
  [table.columns, ...table.rows].map((row) => row.map((cell) => cell ?? '').join('\t')).join('\n');
