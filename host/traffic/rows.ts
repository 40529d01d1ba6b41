import { freemem } from 'node:os';
import type { DuckDBVector } from '@duckdb/node-api';
import { fail, type MetadataColumn, ok, type Result } from '../../shared/model/index.ts';
import type { ResolvedMapping } from '../../shared/traffic/index.ts';
import type { LoadOptions, RejectedRows } from './load.ts';
import type { TrafficProblem } from './problem.ts';
import { quoteName, quoteText, type Table } from './table.ts';
import { CodedColumn, TextColumn } from './text-column.ts';
import { type Clock, clockOf, timeSql } from './time-column.ts';

/** Rows of a table as columns: streamed, so that only the columns need memory, however large the files are. */

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

export interface Rows {
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

/** Beyond so many values a dictionary is no shorter way to say a text. */
const MOST_CODED_VALUES = 60_000;

/** Messages go on after the file's name. `firstLine` of the rows in the file, null where several files are read as one. */
export async function readRows(
  table: Table,
  mapping: ResolvedMapping,
  firstLine: number | null,
  options: LoadOptions,
): Promise<Result<Rows, TrafficProblem>> {
  const texts = [...new Set([mapping.user, ...mapping.metadata].filter((column) => column !== null))];
  const wanted = [mapping.arrival, mapping.inputTokens, mapping.outputTokens, mapping.complexity, ...texts];
  const columns = [...new Set(wanted.filter((column) => column !== null))];
  const source = table.source(columns);
  const clock = await clockOf(table.connection, source, mapping);
  // A streamed result that breaks in its middle just ends: only the count tells. It fails with the reason when a row cannot be read.
  const { rowsCounted, dictionaries } = await countRows(table, source, columns, texts);
  const neededBytes = rowsCounted * bytesARow(texts.length, mapping.complexity !== null);
  const availableBytes = options.availableBytes ?? process.availableMemory?.() ?? freemem();
  if (neededBytes > SHARE_OF_MEMORY * availableBytes) {
    return fail({
      reason: 'too-large',
      message: `has ${rowsCounted} rows, whose columns need ${gigabytes(neededBytes)} of memory where ${gigabytes(availableBytes)} are free. Cut it to a shorter time, or leave metadata columns out.`,
    });
  }
  options.signal?.throwIfAborted();
  await createDictionaries(table, dictionaries);
  const result = await table.connection.stream(importSql(source, mapping, clock, texts, dictionaries));

  const whole = new Float64Array(rowsCounted);
  const part = new Float64Array(rowsCounted);
  const input = new Uint32Array(rowsCounted);
  const output = new Uint32Array(rowsCounted);
  const complexity = new Float32Array(mapping.complexity === null ? 0 : rowsCounted);
  const numbers = mapping.complexity === null ? [whole, part, input, output] : [whole, part, input, output, complexity];
  const textColumns = texts.map((text) => {
    const values = dictionaries.get(text);
    return values === undefined ? new TextColumn(rowsCounted) : new CodedColumn(rowsCounted, values);
  });
  const rejectedRows = new Array<number>(REJECTIONS.length).fill(0);
  const rejectedLine = new Array<number>(REJECTIONS.length).fill(0);

  let rowsRead = 0;
  let usable = 0;
  let reportedAt = 0;
  let coming = result.fetchChunk();
  for (let chunk = await coming; chunk !== null && chunk.rowCount > 0; chunk = await coming) {
    options.signal?.throwIfAborted();
    // DuckDB works on the next rows while these are taken over.
    coming = result.fetchChunk();
    // An abort or a fault below leaves it unawaited; its failure is then nobody's.
    coming.catch(() => undefined);
    const rowCount = chunk.rowCount;
    if (rowsRead + rowCount > rowsCounted) throw new Error('it grew while it was read');
    const codes = numbersOf(chunk.getColumnVector(0));
    let rejected = 0;
    for (let row = 0; row < rowCount; row++) {
      const code = codes[row]!;
      if (code === 0) continue;
      if (rejectedRows[code] === 0) rejectedLine[code] = rowsRead + row + (firstLine ?? 0);
      rejectedRows[code]!++;
      rejected++;
    }
    const kept = rejected === 0 ? null : usableRows(codes, rowCount);
    for (let column = 0; column < numbers.length; column++) {
      const values = numbersOf(chunk.getColumnVector(1 + column));
      numbers[column]!.set(kept === null ? values.subarray(0, rowCount) : Float64Array.from(kept, (row) => values[row]!), usable);
    }
    for (let text = 0; text < textColumns.length; text++) {
      const vector = chunk.getColumnVector(1 + numbers.length + text);
      const column = textColumns[text]!;
      if (column instanceof CodedColumn) column.read(numbersOf(vector), rowCount, kept);
      else column.read(vector, rowCount, kept);
    }
    usable += rowCount - rejected;
    rowsRead += rowCount;
    if (rowsRead - reportedAt >= 100_000) {
      options.onProgress?.(rowsRead, rowsCounted);
      reportedAt = rowsRead;
    }
  }
  if (rowsRead !== rowsCounted) throw new Error(`only ${rowsRead} of its ${rowsCounted} rows could be read`);
  options.onProgress?.(rowsRead, rowsCounted);

  const rejected = REJECTIONS.map((reason, code) => ({
    reason,
    rows: rejectedRows[code]!,
    firstLine: firstLine === null ? null : rejectedLine[code]!,
  })).filter(({ rows }) => rows > 0);
  if (rowsRead === 0) return fail({ reason: 'empty', message: 'has columns but no rows. Choose a log with at least one request.' });
  if (usable === 0) return fail(nothingUsable(rowsRead, rejected, mapping));

  const read = new Map(texts.map((text, at) => [text, textColumns[at]!.done()]));
  const users = mapping.user === null ? undefined : read.get(mapping.user);
  return ok({
    columns: {
      arrivalMs: clock.toMs(whole.subarray(0, usable), part.subarray(0, usable)),
      inputTokens: input.subarray(0, usable),
      outputTokens: output.subarray(0, usable),
      user: users === undefined || users.values.length === 0 ? null : users.codes,
      users: users?.values ?? [],
      complexity: mapping.complexity === null ? null : complexity.subarray(0, usable),
      metadata: Object.fromEntries(mapping.metadata.map((key): [string, MetadataColumn] => [key, read.get(key)!])),
    },
    rejected,
    notes: clock.note === null ? [] : [clock.note],
  });
}

function nothingUsable(rowsRead: number, rejected: readonly RejectedRows[], mapping: ResolvedMapping): TrafficProblem {
  const reasons = rejected
    .map(({ reason, rows, firstLine }) => `${rows} with ${reason}${firstLine === null ? '' : ` (first in line ${firstLine})`}`)
    .join('; ');
  return {
    reason: 'bad-values',
    message: `has ${rowsRead} rows, but none can be used: ${reasons}. Check that time = “${mapping.arrival}”, input tokens = “${mapping.inputTokens}” and output tokens = “${mapping.outputTokens}” are the right columns.`,
  };
}

const usableRows = (codes: Float64Array, rowCount: number): Uint16Array =>
  Uint16Array.from({ length: rowCount }, (_, row) => row).filter((row) => codes[row] === 0);

/** What is left has to hold the run beside the columns. */
const SHARE_OF_MEMORY = 0.8;

/** At the moment when most is held: both parts of the time and two versions of the arrivals; all other columns twice, when they are being sorted. */
const bytesARow = (texts: number, hasComplexity: boolean): number => 36 + 2 * (8 + 4 * texts + (hasComplexity ? 4 : 0));

const gigabytes = (bytes: number): string => `${Number((bytes / 2 ** 30).toPrecision(2))} GiB`;

// ── texts as codes

const rawSql = (column: string): string => `CAST(${quoteName(column)} AS VARCHAR)`;

/** Rows, and the values of those texts that have few: looked up inside DuckDB, such a text costs no string a row here. */
async function countRows(
  table: Table,
  source: string,
  columns: readonly string[],
  texts: readonly string[],
): Promise<{ rowsCounted: number; dictionaries: ReadonlyMap<string, readonly string[]> }> {
  const counts = `count(*), ${columns.map((column) => `count(${quoteName(column)})`).join(', ')}`;
  const few = texts.map(
    (text) =>
      `CASE WHEN approx_count_distinct(${rawSql(text)}) <= ${MOST_CODED_VALUES} THEN list(DISTINCT ${rawSql(text)}) FILTER (WHERE ${quoteName(text)} IS NOT NULL) END`,
  );
  const first = async (query: string): Promise<readonly unknown[]> => (await table.connection.runAndReadAll(query)).getRows()[0]!;
  const row = await first(`SELECT ${[counts, ...few].join(', ')} FROM ${source}`).catch((error) => {
    // All values of a text with very many do not fit into DuckDB's share of the memory: its rows can still be streamed.
    if (/out of memory/i.test(String(error))) return first(`SELECT ${counts} FROM ${source}`);
    throw error;
  });
  const dictionaries = new Map<string, readonly string[]>();
  texts.forEach((text, at) => {
    const list = row[1 + columns.length + at] as { readonly items: readonly string[] } | null | undefined;
    if (list) dictionaries.set(text, list.items);
  });
  return { rowsCounted: Number(row[0]), dictionaries };
}

const dictionaryName = (at: number): string => `dictionary_${at}`;

async function createDictionaries(table: Table, dictionaries: ReadonlyMap<string, readonly string[]>): Promise<void> {
  let at = 0;
  for (const values of dictionaries.values()) {
    if (values.length > 0) await table.connection.run(`CREATE TYPE ${dictionaryName(at)} AS ENUM (${values.map(quoteText).join(', ')})`);
    at++;
  }
}

type Numbers = Float64Array;

/** The query casts these columns so that DuckDB hands over its own typed array; anything else is a mistake in the query. */
function numbersOf(vector: DuckDBVector): Numbers {
  const items = (vector as { items?: unknown }).items;
  if (!(items instanceof Float64Array)) throw new Error(`the import query gave a column that is not DOUBLE: ${vector.type}`);
  return items;
}

/**
 * Columns: code, whole and part of the time, input, output, complexity if there is one, texts; numbers are never null, and a text with a dictionary
 * is its code, −1 for none. Blanks around a number or a time mean nothing to DuckDB; those around a text are cut off here. The inner query reads each text once; written out, the planner would read it again for every question of the CASE.
 */
function importSql(
  source: string,
  mapping: ResolvedMapping,
  clock: Clock,
  texts: readonly string[],
  dictionaries: ReadonlyMap<string, readonly string[]>,
): string {
  const time = timeSql('time_text', clock);
  const isTokens = (number: string) => `coalesce(${number} >= 0 AND ${number} <= 1e9 AND floor(${number}) = ${number}, false)`;
  const isMissing = (text: string) => `coalesce(trim(${text}), '') = ''`;
  const isFailed = `(${mapping.zeroOutputIsFailure} AND output = 0)`;
  const isComplexity = 'coalesce(complexity BETWEEN 0 AND 1, false)';
  // Reasons are asked only of rows that have one.
  const code = `CASE
    WHEN time_whole IS NOT NULL AND ${isTokens('input')} AND ${isTokens('output')} AND NOT ${isFailed} AND ${isComplexity} THEN 0
    WHEN ${isMissing('time_text')} THEN 1
    WHEN time_whole IS NULL THEN 2
    WHEN ${isMissing('input_text')} THEN 3
    WHEN NOT ${isTokens('input')} THEN 4
    WHEN ${isMissing('output_text')} THEN 5
    WHEN NOT ${isTokens('output')} THEN 6
    WHEN ${isFailed} THEN 7
    ELSE 8 END`;
  const numbers = [code, 'time_whole', 'time_part', 'input', 'output', ...(mapping.complexity === null ? [] : ['complexity'])];
  const coded = [...dictionaries.keys()];
  const outTexts = texts.map((text, at) => {
    const values = dictionaries.get(text);
    if (values === undefined) return `text_${at}`;
    return values.length === 0
      ? '-1::DOUBLE'
      : `CAST(coalesce(enum_code(CAST(text_${at} AS ${dictionaryName(coded.indexOf(text))})), -1) AS DOUBLE)`;
  });
  return `
    SELECT ${[...numbers.map((number) => `CAST(coalesce(${number}, 0) AS DOUBLE)`), ...outTexts].join(', ')}
    FROM (
      SELECT *, ${time.whole} AS time_whole, ${time.part} AS time_part, TRY_CAST(input_text AS DOUBLE) AS input,
        TRY_CAST(output_text AS DOUBLE) AS output, TRY_CAST(complexity_text AS DOUBLE) AS complexity
      FROM (
        SELECT ${rawSql(mapping.arrival)} AS time_text, ${rawSql(mapping.inputTokens)} AS input_text, ${rawSql(mapping.outputTokens)} AS output_text,
          ${mapping.complexity === null ? "'0'" : rawSql(mapping.complexity)} AS complexity_text
          ${texts.map((text, at) => `, ${rawSql(text)} AS text_${at}`).join('')}
        FROM ${source}))`;
}
