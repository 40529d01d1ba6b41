import { basename, join } from 'node:path';
import type { DuckDBVector } from '@duckdb/node-api';
import { fail, type MetadataColumn, ok, type Result, type Traffic } from '../../shared/model/index.ts';
import { buildTraffic, type ColumnMapping, mappingFor, type PresetId, type ResolvedMapping } from '../../shared/traffic/index.ts';
import { EXAMPLE_TRAFFIC, originOfExample } from './example.ts';
import { digestFile, recogniseFile } from './file-format.ts';
import { NumberColumn, TextColumn } from './growing-column.ts';
import type { TrafficProblem } from './problem.ts';
import { damageOf, openTable, quoteName, type Table } from './table.ts';
import { type Clock, clockOf, timeSql } from './time-column.ts';

export interface LoadOptions {
  readonly preset?: PresetId | 'auto';
  readonly mapping?: ColumnMapping;
  /** Called about every 100 000 rows, and at the end. */
  readonly onProgress?: (rowsRead: number, rows: number) => void;
  /** Aborting it stops the import: the promise rejects with the signal's reason, as Node's own functions do. */
  readonly signal?: AbortSignal;
}

/** Rows that could not be used. `firstLine` counts from 1, the header included; a quoted line break moves it. */
export interface RejectedRows {
  readonly reason: string;
  readonly rows: number;
  readonly firstLine: number | null;
}

export interface LoadedTraffic {
  readonly traffic: Traffic;
  /** Of the file's bytes as they are on disk. */
  readonly sha256: string;
  readonly rejected: readonly RejectedRows[];
  readonly mapping: ResolvedMapping;
  /** What was assumed or repaired while reading, one sentence each. */
  readonly notes: readonly string[];
}

/** About 30 bytes a request and column: beyond this a laptop would swap before the run began. */
const MOST_ROWS = 20_000_000;

/** Row codes of the import query; 0 is a usable row. */
const REJECTIONS = [
  '',
  'no time',
  'a time that cannot be read',
  'no input tokens',
  'input tokens that are not a whole number of 0 or more',
  'no output tokens',
  'output tokens that are not a whole number of 0 or more',
  'a call that failed when it was recorded (0 output tokens): the length of its answer is unknown',
  'a complexity that is not between 0 and 1',
] as const;

/** Reads CSV, TSV, JSON lines, JSON or Parquet into canonical columns. Rows that cannot be used are counted, never dropped in silence. */
export async function loadTraffic(path: string, options: LoadOptions = {}): Promise<Result<LoadedTraffic, TrafficProblem>> {
  const { signal } = options;
  signal?.throwIfAborted();
  const recognised = await recogniseFile(path);
  if (!recognised.ok) return recognised;
  const file = recognised.value;
  const digest = await digestFile(file, signal);
  if (!digest.ok) return digest;

  let table: Table | undefined;
  try {
    table = await openTable(file);
    const mapping = mappingFor(options.preset ?? 'auto', table.columns, options.mapping);
    if (!mapping.ok) return fail(problemOf(basename(path), mapping.error.reason, mapping.error.message));
    const rows = await readRows(table, mapping.value, file.format === 'csv' ? 2 : 1, options);
    if (!rows.ok) return fail({ ...rows.error, message: `“${basename(path)}” ${rows.error.message}` });

    const source = (await originOfExample(path)) ?? { label: basename(path), origin: 'recorded' };
    const built = buildTraffic({ ...source, ...rows.value.columns });
    if (!built.ok) return fail({ reason: 'bad-values', message: `“${basename(path)}”: ${built.error}` });
    const { traffic, outOfOrder } = built.value;
    const notes = [...rows.value.notes];
    if (outOfOrder > 0) {
      notes.push(
        `${outOfOrder} of ${traffic.requestCount} requests stood later in the log than a request that came after them; they were sorted by time.`,
      );
    }
    return ok({ traffic, sha256: digest.value, rejected: rows.value.rejected, mapping: mapping.value, notes });
  } catch (error) {
    signal?.throwIfAborted();
    return fail(damageOf(file, error));
  } finally {
    table?.close();
  }
}

/** The traffic that an example ships in its folder. */
export const trafficFromExample = (folder: string, options: LoadOptions = {}): Promise<Result<LoadedTraffic, TrafficProblem>> =>
  loadTraffic(join(folder, EXAMPLE_TRAFFIC), options);

function problemOf(name: string, reason: 'no-time-column' | 'no-token-column' | 'unknown-column', message: string): TrafficProblem {
  // A table whose time is there but whose tokens are not is a table of something else.
  return { reason: reason === 'no-time-column' ? 'no-time-column' : 'unknown-format', message: `“${name}”: ${message}` };
}

interface Rows {
  readonly columns: {
    readonly arrivalMs: Float64Array;
    readonly inputTokens: Uint32Array;
    readonly outputTokens: Uint32Array;
    readonly user: Int32Array | null;
    readonly users: readonly string[];
    readonly complexity: Float32Array | null;
    readonly metadata: Record<string, MetadataColumn>;
  };
  readonly rejected: readonly RejectedRows[];
  readonly notes: readonly string[];
}

/** Messages go on after the file's name. */
async function readRows(
  table: Table,
  mapping: ResolvedMapping,
  firstLine: number,
  options: LoadOptions,
): Promise<Result<Rows, TrafficProblem>> {
  const wanted = [mapping.arrival, mapping.inputTokens, mapping.outputTokens, mapping.user, mapping.complexity, ...mapping.metadata];
  const columns = [...new Set(wanted.filter((column) => column !== null))];
  const source = table.source(columns);
  const clock = await clockOf(table.connection, source, mapping);
  // A streamed result that breaks in its middle just ends: only the count tells. It fails with the reason when a row cannot be read.
  const counted = await table.connection.runAndReadAll(
    `SELECT count(*), ${columns.map((column) => `count(${quoteName(column)})`).join(', ')} FROM ${source}`,
  );
  const rowsCounted = Number(counted.getRows()[0]![0]);
  if (rowsCounted > MOST_ROWS) {
    return fail({
      reason: 'too-large',
      message: `has ${rowsCounted} rows; more than ${MOST_ROWS} do not fit into memory beside a run. Cut it to a shorter time.`,
    });
  }
  options.signal?.throwIfAborted();
  const result = await table.connection.stream(importSql(source, mapping, clock));

  const whole = new NumberColumn(Float64Array);
  const part = new NumberColumn(Float64Array);
  const input = new NumberColumn(Uint32Array);
  const output = new NumberColumn(Uint32Array);
  const complexity = mapping.complexity === null ? null : new NumberColumn(Float32Array);
  const user = mapping.user === null ? null : new TextColumn();
  const metadata = mapping.metadata.map(() => new TextColumn());
  const rejectedRows = new Array<number>(REJECTIONS.length).fill(0);
  const rejectedLine = new Array<number>(REJECTIONS.length).fill(0);

  let rowsRead = 0;
  let reportedAt = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    options.signal?.throwIfAborted();
    const rowCount = chunk.rowCount;
    const codes = numbersOf(chunk.getColumnVector(0));
    const wholes = numbersOf(chunk.getColumnVector(1));
    const parts = numbersOf(chunk.getColumnVector(2));
    const inputs = numbersOf(chunk.getColumnVector(3));
    const outputs = numbersOf(chunk.getColumnVector(4));
    const complexities = numbersOf(chunk.getColumnVector(5));
    const users = chunk.getColumnVector(6);
    const texts = metadata.map((_, i) => chunk!.getColumnVector(7 + i));
    for (let row = 0; row < rowCount; row++) {
      const code = codes[row]!;
      if (code !== 0) {
        if (rejectedRows[code] === 0) rejectedLine[code] = rowsRead + row + firstLine;
        rejectedRows[code]!++;
        continue;
      }
      whole.push(wholes[row]!);
      part.push(parts[row]!);
      input.push(inputs[row]!);
      output.push(outputs[row]!);
      complexity?.push(complexities[row]!);
      user?.push(users.getItem(row) as string | null);
      for (let i = 0; i < metadata.length; i++) metadata[i]!.push(texts[i]!.getItem(row) as string | null);
    }
    rowsRead += rowCount;
    if (rowsRead - reportedAt >= 100_000) {
      options.onProgress?.(rowsRead, rowsCounted);
      reportedAt = rowsRead;
    }
  }
  if (rowsRead !== rowsCounted) throw new Error(`only ${rowsRead} of its ${rowsCounted} rows could be read`);
  options.onProgress?.(rowsRead, rowsCounted);

  const rejected = REJECTIONS.map((reason, code) => ({ reason, rows: rejectedRows[code]!, firstLine: rejectedLine[code]! })).filter(
    ({ rows }) => rows > 0,
  );
  if (rowsRead === 0) return fail({ reason: 'empty', message: 'has columns but no rows. Choose a log with at least one request.' });
  if (whole.length === 0) {
    const reasons = rejected.map(({ reason, rows, firstLine: line }) => `${rows} with ${reason} (first in line ${line})`).join('; ');
    return fail({
      reason: 'bad-values',
      message: `has ${rowsRead} rows, but none can be used: ${reasons}. Check that time = “${mapping.arrival}”, input tokens = “${mapping.inputTokens}” and output tokens = “${mapping.outputTokens}” are the right columns.`,
    });
  }

  const users = user?.done();
  return ok({
    columns: {
      arrivalMs: clock.toMs(whole.done(), part.done()),
      inputTokens: input.done(),
      outputTokens: output.done(),
      user: users === undefined || users.values.length === 0 ? null : users.codes,
      users: users?.values ?? [],
      complexity: complexity?.done() ?? null,
      metadata: Object.fromEntries(mapping.metadata.map((key, i): [string, MetadataColumn] => [key, metadata[i]!.done()])),
    },
    rejected,
    notes: clock.note === null ? [] : [clock.note],
  });
}

type Numbers = ArrayLike<number>;

/** The query casts these columns so that DuckDB hands over its own typed array; anything else is a mistake in the query. */
function numbersOf(vector: DuckDBVector): Numbers {
  const items = (vector as { items?: unknown }).items;
  if (!(items instanceof Float64Array)) throw new Error(`the import query gave a column that is not DOUBLE: ${vector.type}`);
  return items;
}

/**
 * Columns: code, whole and part of the time, input, output, complexity, user, metadata…; numbers are never null. The inner query
 * reads each text once; written out, the planner would read it again for every question of the CASE.
 */
function importSql(source: string, mapping: ResolvedMapping, clock: Clock): string {
  const text = (column: string | null, otherwise: string) =>
    column === null ? otherwise : `nullif(trim(CAST(${quoteName(column)} AS VARCHAR)), '')`;
  const time = timeSql('time_text', clock);
  const isTokens = (number: string) => `coalesce(${number} >= 0 AND ${number} <= 1e9 AND floor(${number}) = ${number}, false)`;
  const code = `CASE
    WHEN time_text IS NULL THEN 1
    WHEN time_whole IS NULL THEN 2
    WHEN input_text IS NULL THEN 3
    WHEN NOT ${isTokens('input')} THEN 4
    WHEN output_text IS NULL THEN 5
    WHEN NOT ${isTokens('output')} THEN 6
    WHEN ${mapping.zeroOutputIsFailure} AND output = 0 THEN 7
    WHEN NOT coalesce(complexity BETWEEN 0 AND 1, false) THEN 8
    ELSE 0 END`;
  const numbers = [code, 'time_whole', 'time_part', 'input', 'output', 'complexity'];
  const texts = mapping.metadata.map((_, i) => `metadata_${i}`);
  return `
    SELECT ${numbers.map((number) => `CAST(coalesce(${number}, 0) AS DOUBLE)`).join(', ')}, user_text${texts.map((name) => `, ${name}`).join('')}
    FROM (
      SELECT *, ${time.whole} AS time_whole, ${time.part} AS time_part, TRY_CAST(input_text AS DOUBLE) AS input,
        TRY_CAST(output_text AS DOUBLE) AS output, TRY_CAST(complexity_text AS DOUBLE) AS complexity
      FROM (
        SELECT ${text(mapping.arrival, '')} AS time_text, ${text(mapping.inputTokens, '')} AS input_text, ${text(mapping.outputTokens, '')} AS output_text,
          ${text(mapping.complexity, "'0'")} AS complexity_text, ${text(mapping.user, 'NULL::VARCHAR')} AS user_text
          ${mapping.metadata.map((column, i) => `, ${text(column, '')} AS metadata_${i}`).join('')}
        FROM ${source}))`;
}
