import type { DuckDBConnection } from '@duckdb/node-api';
import type { TimeUnit } from '../../shared/model/index.ts';
import type { ResolvedMapping } from '../../shared/traffic/index.ts';

/**
 * Times of a log, exactly. A time is carried as a 64-bit count of ticks, because neither 100 ns digits of a date nor nanoseconds since 1970 fit
 * into a double; what is left when another request of the log is subtracted does.
 */
export interface Clock {
  /** Unit of numbers; `date` = text that DuckDB reads as a date with a time. */
  readonly unit: TimeUnit | 'date';
  readonly ticksPerMs: number;
  /** Zone of dates that carry no offset, an IANA name; null = UTC. */
  readonly timeZone: string | null;
  /** Times are instants of the calendar, not of a clock that started with the log. */
  readonly isUnix: boolean;
  /** What had to be assumed, for the person who brought the log; null = nothing. */
  readonly note: string | null;
}

/**
 * Digits behind the point with which numbers of each unit are read. Decimals of 18 digits are 64-bit integers inside DuckDB, eighty times as fast as
 * wider ones; these are the digits that 18 leave beside an epoch time: 100 ns for all but nanoseconds.
 */
const DIGITS: Readonly<Record<Exclude<TimeUnit, 'ns'>, number>> = { s: 7, ms: 4, us: 1 };
const TICKS_PER_MS: Readonly<Record<Clock['unit'], number>> = { date: 1e6, ns: 1e6, s: 1e4, ms: 1e4, us: 1e4 };

const clockIn = (unit: Clock['unit'], isUnix: boolean, note: string | null, timeZone: string | null = null): Clock => ({
  unit,
  ticksPerMs: TICKS_PER_MS[unit],
  timeZone,
  isUnix,
  note,
});

/** 1973 in seconds since 1970: numbers below count from somewhere else. */
const FIRST_UNIX_S = 1e8;
const UNITS_PER_S: Readonly<Record<TimeUnit, number>> = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 };

/** Looks at a sample of the rows, a table with the trimmed times as `time_text`: dates or numbers, and if numbers, of which unit. */
export async function clockOf(connection: DuckDBConnection, sample: string, mapping: ResolvedMapping): Promise<Clock> {
  const found = await connection.runAndReadAll(
    `SELECT count(number), count(date), median(abs(number)), bool_or(number <> floor(number))
     FROM (SELECT TRY_CAST(time_text AS DOUBLE) AS number, TRY_CAST(time_text AS TIMESTAMP_NS) AS date FROM ${sample})`,
  );
  const [numbers, dates, median, hasFractions] = found.getRows()[0] as [bigint, bigint, number | null, boolean | null];
  if (numbers <= dates) return clockIn('date', true, null, mapping.timeZone);
  const told = mapping.timeUnit;
  const { unit, note } = told === null ? unitOf(mapping.arrival, median ?? 0, hasFractions ?? false) : { unit: told, note: null };
  return clockIn(unit, (median ?? 0) >= FIRST_UNIX_S * UNITS_PER_S[unit], note);
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

/** SQL of a time's ticks, BIGINT, out of its text; NULL where it cannot be read. */
export function ticksSql(text: string, { unit, timeZone }: Clock): string {
  // An offset in the text is applied; a date without one counts as UTC.
  const utc = `epoch_ns(TRY_CAST(${text} AS TIMESTAMP_NS))`;
  if (unit === 'date' && timeZone === null) return utc;
  if (unit === 'date') {
    // Zones are applied to microseconds; what is finer is added.
    const zoned = `epoch_ns(TRY_CAST(${text} AS TIMESTAMP) AT TIME ZONE '${timeZone!.replaceAll("'", "''")}') + ${utc} % 1000`;
    return `(CASE WHEN regexp_matches(${text}, '${WITH_OFFSET}') THEN ${utc} ELSE ${zoned} END)`;
  }
  if (unit === 'ns') return `TRY_CAST(${text} AS BIGINT)`;
  const number = `TRY_CAST(${text} AS DECIMAL(18, ${DIGITS[unit]}))`;
  // In two parts: a decimal of 18 digits overflows when it is multiplied as a whole.
  const ticks = 10 ** DIGITS[unit];
  return `(CAST(trunc(${number}) AS BIGINT) * ${ticks} + CAST((${number} % 1) * ${ticks} AS BIGINT))`;
}

/** A time of day with an offset or Z behind it; a date alone ends in digits behind a hyphen too. */
const WITH_OFFSET = ':\\d\\d([.,]\\d+)? *([zZ]|UTC|[+-]\\d\\d(:?\\d\\d)?) *$';

const TWO_TO_32 = 2 ** 32;

/** Ticks since an instant of the log, as doubles: exact for 104 days of nanoseconds, to a double's last digit beyond. */
export class TicksColumn {
  readonly #ticks: Float64Array;
  #zeroHigh = 0;
  #zeroLow = 0;
  #length = 0;

  constructor(capacity: number) {
    this.#ticks = new Float64Array(capacity);
  }

  /** `kept` names the rows that are taken, null = all. */
  read(items: BigInt64Array, count: number, kept: Uint16Array | null): void {
    // As halves, because every element of a BigInt64Array is an object; DuckDB and typed arrays both have the low half first wherever Node runs.
    const low = new Uint32Array(items.buffer, items.byteOffset, 2 * items.length);
    const high = new Int32Array(items.buffer, items.byteOffset, 2 * items.length);
    let length = this.#length;
    if (length === 0 && count > 0) {
      const first = kept?.[0] ?? 0;
      this.#zeroHigh = high[2 * first + 1]!;
      this.#zeroLow = low[2 * first]!;
    }
    const ticks = this.#ticks;
    const zeroHigh = this.#zeroHigh;
    const zeroLow = this.#zeroLow;
    for (let at = 0; at < count; at++) {
      const half = 2 * (kept === null ? at : kept[at]!);
      ticks[length++] = (high[half + 1]! - zeroHigh) * TWO_TO_32 + (low[half]! - zeroLow);
    }
    this.#length = length;
  }

  /** Milliseconds since the earliest of them, in the order of the log, and that one's Unix time; the column is used up. */
  toMs({ ticksPerMs, isUnix }: Clock): { readonly arrivalMs: Float64Array; readonly startUnixMs: number | null } {
    const ticks = this.#ticks.subarray(0, this.#length);
    let first = Number.POSITIVE_INFINITY;
    for (let i = 0; i < ticks.length; i++) if (ticks[i]! < first) first = ticks[i]!;
    for (let i = 0; i < ticks.length; i++) ticks[i] = (ticks[i]! - first) / ticksPerMs;
    const startUnixMs = isUnix ? (this.#zeroHigh * TWO_TO_32 + this.#zeroLow + first) / ticksPerMs : null;
    return { arrivalMs: ticks, startUnixMs };
  }
}
