import { basename } from 'node:path';
import {
  ANSWERED,
  type CostUnit,
  FAILURES,
  fail,
  failureOf,
  LOG_COLUMNS,
  type LogColumn,
  NOT_RECORDED,
  type OutcomeCode,
  ok,
  type PresetId,
  type Recorded,
  type Result,
  type TimeUnit,
} from '../../shared/model/index.ts';
import { type ColumnMapping, detectPreset, mappingFor, presetOf, type ResolvedMapping } from '../../shared/traffic/index.ts';
import { CACHED, columnsOf, UNREADABLE } from './import-query.ts';
import { firstLineOf, type RejectedRows } from './load.ts';
import { logFiles } from './log-files.ts';
import { isProse } from './nested-columns.ts';
import type { TrafficProblem } from './problem.ts';
import { type ReadRow, readRowsAsText } from './read-rows-as-text.ts';
import { countRows, type Reading, readingOf, takeRows } from './rows.ts';
import { quoteName } from './sql.ts';
import { damageOf, openTable, type Table } from './table.ts';

export interface TrafficPreview {
  readonly preset: PresetId;
  /** What the log seems to be, whatever was asked for. */
  readonly detected: PresetId;
  readonly columns: readonly string[];
  /** First rows as they stand in the log, '' where a value is missing; of `shown`, which leaves out what people and models wrote. */
  readonly shown: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What was recognised or chosen; columns that were not are left out for the person to choose. */
  readonly mapping: ColumnMapping;
  /** Why the log cannot be read so; null = it can. */
  readonly problem: string | null;
  /** Null while a needed column is missing. */
  readonly reading: PreviewReading | null;
}

/** The start of the log as the import would read it. */
export interface PreviewReading {
  readonly columns: readonly ReadColumn[];
  readonly rows: readonly PreviewRow[];
  /** Of so many rows from the start are the counts; all of them where `isWhole`. */
  readonly rowsRead: number;
  readonly isWhole: boolean;
  readonly requests: number;
  readonly otherRows: number;
  readonly rejected: readonly RejectedRows[];
  /** The commonest first; none where the log records none. */
  readonly outcomes: readonly { readonly outcome: string; readonly requests: number }[];
  readonly notes: readonly string[];
  readonly asksDurationUnit: boolean;
  readonly timeUnit: TimeUnit | 'date';
  readonly durationUnit: TimeUnit | null;
  readonly costUnit: CostUnit;
}

export type ReadColumn =
  | 'arrival'
  | 'inputTokens'
  | 'outputTokens'
  | 'user'
  | 'complexity'
  | 'latency'
  | 'firstToken'
  | 'outcome'
  | 'model'
  | 'provider'
  | 'cost';

export interface PreviewRow {
  /** '' = it becomes a request; null = it is none, and nothing is wrong with it. */
  readonly rejection: string | null;
  /** One a column. `reason` = why it cannot be read; null = it can. */
  readonly cells: readonly { readonly text: string; readonly reason: string | null }[];
}

const PREVIEW_ROWS = 50;
const COUNTED_ROWS = 20_000;
const LONGEST_CELL = 120;

/** Columns and first rows of a log, what it seems to be, and how it would be read. Reads the start of the file only. */
export async function previewTraffic(
  path: string,
  options: { readonly preset?: PresetId | 'auto'; readonly mapping?: ColumnMapping } = {},
): Promise<Result<TrafficPreview, TrafficProblem>> {
  const files = await logFiles(path);
  if (!files.ok) return files;
  let table: Table | undefined;
  try {
    table = await openTable(files.value, { mostRows: COUNTED_ROWS });
    const { columns, empty } = table;
    if (columns.length === 0) {
      return fail({
        reason: 'unknown-format',
        message: `“${basename(path)}” has no columns, so it is not a log. Choose a table with a header.`,
      });
    }
    const detected = detectPreset(columns);
    const preset = options.preset === undefined || options.preset === 'auto' ? detected : options.preset;
    const mapping = recognisedMapping(preset, columns, options.mapping ?? {}, empty);
    const resolved = mappingFor(preset, columns, options.mapping, empty);
    const shown = columns.filter((column) => !isProse(column) || LOG_COLUMNS.some((role) => mapping[role] === column));
    const start = await startOf(table, [...new Set([...shown, ...(resolved.ok ? columnsOf(resolved.value) : [])])]);
    const read = resolved.ok ? await readStart(start, resolved.value, firstLineOf(files.value)) : null;
    const texts = shown.map((column) => `left(CAST(${quoteName(column)} AS VARCHAR), ${LONGEST_CELL})`);
    const rows = await table.connection.runAndReadAll(`SELECT ${texts.join(', ')} FROM ${START} LIMIT ${PREVIEW_ROWS}`);
    return ok({
      preset,
      detected,
      columns,
      shown,
      rows: rows.getRows().map((row) => row.map((value) => (value === null ? '' : String(value)))),
      mapping,
      problem: resolved.ok ? (read?.problem ?? null) : resolved.error.message,
      reading: read?.reading ?? null,
    });
  } catch (error) {
    return fail(damageOf(files.value, basename(path), error));
  } finally {
    table?.close();
  }
}

/** Each column is looked for by itself, so that one that is missing does not hide those that were found. */
function recognisedMapping(preset: PresetId, columns: readonly string[], wanted: ColumnMapping, empty: ReadonlySet<string>): ColumnMapping {
  const any = columns[0]!;
  const stand = { arrival: wanted.arrival ?? any, inputTokens: wanted.inputTokens ?? any, outputTokens: wanted.outputTokens ?? any };
  const found: Partial<Record<LogColumn, string | null>> = {};
  let rest: Pick<ColumnMapping, 'metadata'> = { metadata: wanted.metadata ?? [] };
  for (const key of ['arrival', 'inputTokens', 'outputTokens'] as const) {
    const resolved = mappingFor(preset, columns, { ...wanted, ...stand, [key]: wanted[key] }, empty);
    if (!resolved.ok) continue;
    for (const role of LOG_COLUMNS) {
      if (role in stand && role !== key) continue;
      const column = resolved.value[role];
      if (column !== null) found[role] = column;
      else if (wanted[role] === null) found[role] = null;
    }
    rest = { metadata: resolved.value.metadata };
  }
  const { timeUnit, timeZone, durationUnit, costUnit } = wanted;
  return {
    ...found,
    ...rest,
    ...(timeUnit && { timeUnit }),
    ...(timeZone && { timeZone }),
    ...(durationUnit && { durationUnit }),
    costUnit: costUnit ?? presetOf(preset).costUnit,
  };
}

const START = 'start_of_the_log';

/** The first rows in memory, so that the log is gone through once however much is asked of them. */
async function startOf(table: Table, columns: readonly string[]): Promise<Table> {
  const names = columns.map(quoteName).join(', ');
  const take = () =>
    table.connection.run(`CREATE OR REPLACE TEMP TABLE ${START} AS SELECT ${names} FROM ${table.source(columns)} LIMIT ${COUNTED_ROWS}`);
  try {
    await take();
  } catch (error) {
    if (!/quoted new lines/.test(String(error))) throw error;
    table.readInOneThread();
    await take();
  }
  return { ...table, source: (chosen) => `(SELECT ${chosen.map(quoteName).join(', ')} FROM ${START})` };
}

async function readStart(
  start: Table,
  mapping: ResolvedMapping,
  firstLine: number | null,
): Promise<{ readonly problem: string | null; readonly reading: PreviewReading }> {
  const counted = await countRows(start, columnsOf(mapping));
  const reading = await readingOf(start, mapping, start.source);
  const { sampled } = reading;
  const taken = counted === 0 ? null : await takeRows(start, reading, counted, firstLine, {});
  const columns = readColumns(reading);
  const rows: PreviewRow[] = [];
  const first = { ...reading, source: `(SELECT * FROM ${start.source(columnsOf(mapping))} LIMIT ${PREVIEW_ROWS})` };
  for await (const row of readRowsAsText(start.connection, first, 'all')) rows.push(shownRow(row, columns, reading));
  return {
    problem: counted === 0 ? 'The log has columns but no rows.' : taken?.ok === false ? `The log ${taken.error.message}` : null,
    reading: {
      columns,
      rows,
      rowsRead: counted,
      isWhole: counted < COUNTED_ROWS,
      requests: taken?.ok ? taken.value.columns.arrivalMs.length : 0,
      otherRows: taken?.ok ? taken.value.otherRows : 0,
      rejected: taken?.ok ? taken.value.rejected : [],
      outcomes: taken?.ok ? outcomesOf(taken.value.columns.recorded) : [],
      notes: taken?.ok ? taken.value.notes : sampled.notes,
      asksDurationUnit: sampled.asksDurationUnit,
      timeUnit: sampled.clock.unit,
      durationUnit: unitOfMs(sampled.latencyUnitMs ?? sampled.firstTokenUnitMs),
      costUnit: mapping.costUnit,
    },
  };
}

const unitOfMs = (ms: number | null): TimeUnit | null =>
  ms === null ? null : ms === 1000 ? 's' : ms === 1 ? 'ms' : ms === 1e-3 ? 'us' : 'ns';

/** "answered", or the name of the failure. */
export const outcomeText = (outcome: OutcomeCode): string => (outcome === ANSWERED ? 'answered' : FAILURES[failureOf(outcome)].label);

/** How many requests ended how, the commonest first; what is not recorded is left out. */
export function outcomesOf(recorded: Recorded | undefined): { outcome: string; requests: number }[] {
  const counts = new Uint32Array(NOT_RECORDED + 1);
  if (recorded !== undefined) for (const code of recorded.outcome) counts[code]!++;
  return [...counts.entries()]
    .filter(([code, requests]) => requests > 0 && code !== NOT_RECORDED)
    .sort((a, b) => b[1] - a[1])
    .map(([code, requests]) => ({ outcome: outcomeText(code), requests }));
}

function readColumns({ mapping, hasOutcome }: Reading): ReadColumn[] {
  const has: Readonly<Record<ReadColumn, boolean>> = {
    arrival: true,
    inputTokens: true,
    outputTokens: true,
    latency: mapping.latency !== null || mapping.end !== null,
    firstToken: mapping.firstToken !== null || mapping.firstTokenAt !== null,
    outcome: hasOutcome || mapping.zeroOutputIsFailure,
    model: mapping.model !== null,
    provider: mapping.provider !== null,
    cost: mapping.cost !== null,
    user: mapping.user !== null,
    complexity: mapping.complexity !== null,
  };
  return (Object.keys(has) as ReadColumn[]).filter((column) => has[column]);
}

/** Which cell a rejection is about, by how it begins. */
const REJECTED_CELL: readonly (readonly [ReadColumn, RegExp])[] = [
  ['arrival', /time/],
  ['inputTokens', /input tokens/],
  ['outputTokens', /output tokens/],
  ['complexity', /complexity/],
];

function shownRow(row: ReadRow, columns: readonly ReadColumn[], reading: Reading): PreviewRow {
  const { mapping } = reading;
  const rejected =
    row.rejection === null || row.rejection === '' ? null : REJECTED_CELL.find(([, words]) => words.test(row.rejection!))?.[0];
  return {
    rejection: row.rejection,
    cells: columns.map((column) => {
      const stands = standing(column, row, mapping);
      if (column === rejected) return { text: stands, reason: row.rejection };
      // In a row that is not taken, nothing more is read of it.
      if (row.rejection !== '') return { text: stands, reason: null };
      const { text, reason } = readCell(column, row, reading);
      return { text: reason === null ? text : stands, reason };
    }),
  };
}

/** What the log has there, of the first of its columns that has anything. */
function standing(column: ReadColumn, { stands }: ReadRow, mapping: ResolvedMapping): string {
  const from: Readonly<Record<ReadColumn, readonly (string | null)[]>> = {
    arrival: [mapping.arrival],
    inputTokens: [mapping.inputTokens],
    outputTokens: [mapping.outputTokens],
    complexity: [mapping.complexity],
    user: [mapping.user],
    latency: [mapping.latency, mapping.end],
    firstToken: [mapping.firstToken, mapping.firstTokenAt],
    outcome: [mapping.errorText, mapping.errorCode, mapping.status],
    model: [mapping.model],
    provider: [mapping.provider],
    cost: [mapping.cost],
  };
  for (const name of from[column]) {
    const text = name === null ? null : (stands[name] ?? null);
    if (text !== null && text.trim() !== '') return text.slice(0, LONGEST_CELL);
  }
  return '';
}

function readCell(column: ReadColumn, row: ReadRow, { mapping, sampled }: Reading): { text: string; reason: string | null } {
  const good = (text: string | number): { text: string; reason: null } => ({ text: String(text), reason: null });
  const figure = (value: number | null, write: (figure: number) => string): { text: string; reason: string | null } => {
    if (value === UNREADABLE) return { text: '', reason: 'cannot be read as a figure of 0 or more, so it counts as not recorded' };
    if (value === CACHED) return good('from a cache');
    return good(value === null || Number.isNaN(value) ? '' : write(Number(value.toPrecision(6))));
  };
  switch (column) {
    case 'arrival':
      return good(timeText(row.ticks ?? 0n, sampled.clock.ticksPerMs, sampled.clock.isUnix));
    case 'inputTokens':
      return good(row.inputTokens === 0 && row.outcome !== ANSWERED && row.outcome !== NOT_RECORDED ? 'unknown' : row.inputTokens);
    case 'outputTokens':
      return good(row.outputTokens === 0 && row.outcome !== ANSWERED && row.outcome !== NOT_RECORDED ? 'unknown' : row.outputTokens);
    case 'complexity':
      return good(row.complexity ?? '');
    case 'latency':
      return figure(row.latencyMs, inMs);
    case 'firstToken':
      return figure(row.firstTokenMs, inMs);
    case 'cost':
      return figure(row.usd, (usd) => `$${usd}`);
    case 'outcome':
      return good(row.outcome === NOT_RECORDED ? '' : outcomeText(row.outcome));
    default:
      return good(standing(column, row, mapping));
  }
}

const inMs = (ms: number): string => `${ms} ms`;

const timeText = (ticks: bigint, ticksPerMs: number, isUnix: boolean): string => {
  const ms = Number(ticks / BigInt(ticksPerMs));
  return isUnix ? new Date(ms).toISOString().replace('T', ' ').replace('Z', '') : `${ms} ms`;
};
