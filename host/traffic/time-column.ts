import type { DuckDBConnection } from '@duckdb/node-api';
import type { ResolvedMapping, TimeUnit } from '../../shared/traffic/index.ts';
import { quoteName } from './table.ts';

/**
 * Times of a log, exactly. A time is carried as two doubles, whole and part, because neither 100 ns digits of a date nor
 * nanoseconds since 1970 fit into one; both lose their size when the first request is subtracted.
 */
export interface Clock {
  /** Unit of numbers; `date` = text that DuckDB reads as a date with a time. */
  readonly unit: TimeUnit | 'date';
  /** Milliseconds since the earliest request, from whole and part as `timeSql` gives them. */
  toMs(whole: Float64Array, part: Float64Array): Float64Array;
  /** What had to be assumed, for the person who brought the log; null = nothing. */
  readonly note: string | null;
}

/**
 * How numbers of each unit are read, and how many milliseconds one is worth. Decimals of 18 digits are 64-bit integers inside DuckDB, eighty times as
 * fast as wider ones; the digits behind the point are those that 18 leave beside an epoch time: 100 ns for all but nanoseconds.
 */
const READ_AS: Readonly<Record<TimeUnit, { readonly type: string; readonly ms: number }>> = {
  s: { type: 'DECIMAL(18, 7)', ms: 1_000 },
  ms: { type: 'DECIMAL(18, 4)', ms: 1 },
  us: { type: 'DECIMAL(18, 1)', ms: 1e-3 },
  ns: { type: 'BIGINT', ms: 1 },
};
const NS_PER_MS = 1_000_000;
const SAMPLED_ROWS = 2_000;

/** Looks at the first rows: dates or numbers, and if numbers, of which unit. */
export async function clockOf(connection: DuckDBConnection, source: string, mapping: ResolvedMapping): Promise<Clock> {
  const column = quoteName(mapping.arrival);
  const sample = await connection.runAndReadAll(
    `SELECT count(number), count(date), median(abs(number)), bool_or(number <> floor(number))
     FROM (SELECT TRY_CAST(t AS DOUBLE) AS number, TRY_CAST(t AS TIMESTAMP_NS) AS date
           FROM (SELECT trim(CAST(${column} AS VARCHAR)) AS t FROM ${source} LIMIT ${SAMPLED_ROWS}))`,
  );
  const [numbers, dates, median, hasFractions] = sample.getRows()[0] as [bigint, bigint, number | null, boolean | null];
  if (numbers <= dates) return { unit: 'date', toMs: (whole, part) => sinceFirst(whole, part, 1), note: null };

  const { unit, note } =
    mapping.timeUnit === null ? unitOf(mapping.arrival, median ?? 0, hasFractions ?? false) : { unit: mapping.timeUnit, note: null };
  return { unit, toMs: (whole, part) => sinceFirst(whole, part, READ_AS[unit].ms), note };
}

/**
 * Numbers as large as an epoch time tell their unit by their size: the year 2001 is 1e9 s, 1e12 ms, 1e15 µs, 1e18 ns. Smaller ones count from the
 * start of the log, and only a fraction hints at seconds.
 */
function unitOf(column: string, median: number, hasFractions: boolean): { unit: TimeUnit; note: string | null } {
  if (median >= 1e17) return { unit: 'ns', note: null };
  if (median >= 1e14) return { unit: 'us', note: null };
  if (median >= 1e11) return { unit: 'ms', note: null };
  if (median >= 1e8) return { unit: 's', note: null };
  const unit: TimeUnit = hasFractions ? 's' : 'ms';
  return {
    unit,
    note: `“${column}” holds numbers without a unit; they were read as ${hasFractions ? 'seconds, because they have fractions' : 'milliseconds'}. Name the column “${column}_s” or “${column}_ms” to say it.`,
  };
}

/** SQL of a time's whole and part out of its text; NULL where it cannot be read. Nanoseconds and dates are split at the millisecond. */
export function timeSql(text: string, clock: Clock): { whole: string; part: string } {
  if (clock.unit === 'date' || clock.unit === 'ns') {
    // An offset in the text is applied; a date without one counts as UTC.
    const ns = clock.unit === 'ns' ? `TRY_CAST(${text} AS ${READ_AS.ns.type})` : `epoch_ns(TRY_CAST(${text} AS TIMESTAMP_NS))`;
    return { whole: `(${ns} // ${NS_PER_MS})`, part: `((${ns} % ${NS_PER_MS}) / ${NS_PER_MS})` };
  }
  const number = `TRY_CAST(${text} AS ${READ_AS[clock.unit].type})`;
  return { whole: `trunc(${number})`, part: `(${number} % 1)` };
}

function sinceFirst(whole: Float64Array, part: Float64Array, msPerUnit: number): Float64Array {
  let first = 0;
  for (let i = 1; i < whole.length; i++) {
    if (whole[i]! < whole[first]! || (whole[i] === whole[first] && part[i]! < part[first]!)) first = i;
  }
  const firstWhole = whole[first] ?? 0;
  const firstPart = part[first] ?? 0;
  return whole.map((value, i) => (value - firstWhole + (part[i]! - firstPart)) * msPerUnit);
}
