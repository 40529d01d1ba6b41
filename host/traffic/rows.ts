import type { DuckDBVector } from '@duckdb/node-api';
import { fail, type MetadataColumn, NOT_RECORDED, ok, type Recorded, type Result } from '../../shared/model/index.ts';
import type { ResolvedMapping } from '../../shared/traffic/index.ts';
import {
  columnsOf,
  importSql,
  NO_INPUT_TOKENS,
  NO_OUTPUT_TOKENS,
  NOT_A_CALL,
  REJECTIONS,
  recordedIn,
  type Sampled,
  sampleRows,
  type TextSource,
  textsOf,
} from './import-query.ts';
import type { LoadOptions, RejectedRows } from './load.ts';
import { availableMemoryBytes, gigabytes, SHARE_OF_MEMORY } from './memory.ts';
import { OutcomeColumn } from './outcome-column.ts';
import type { TrafficProblem } from './problem.ts';
import { fillUnknownLengths, isFailure, RecordedColumns } from './recorded-columns.ts';
import { quoteName } from './sql.ts';
import type { Table } from './table.ts';
import { TextColumn } from './text-column.ts';
import { TicksColumn } from './time-column.ts';

/** Rows of a table as columns: streamed, so that only the columns need memory, however large the files are. */

export interface Rows {
  readonly columns: {
    readonly arrivalMs: Float64Array;
    readonly inputTokens: Uint32Array;
    readonly outputTokens: Uint32Array;
    readonly user: Int32Array | null;
    readonly users: readonly string[];
    readonly complexity: Float32Array | null;
    readonly metadata: Record<string, MetadataColumn>;
    readonly startUnixMs?: number;
    readonly recorded?: Recorded;
  };
  readonly rejected: readonly RejectedRows[];
  /** Rows that are no calls of a model, and neither wrong nor requests. */
  readonly otherRows: number;
  readonly notes: readonly string[];
}

/** How a table is read: found out before, from its names and its first rows. */
export interface Reading {
  readonly mapping: ResolvedMapping;
  readonly texts: readonly TextSource[];
  readonly hasOutcome: boolean;
  readonly source: string;
  readonly sampled: Sampled;
}

/** `source` gives the rows of some columns: those of the table, or a part of them. */
export async function readingOf(table: Table, mapping: ResolvedMapping, source: Table['source']): Promise<Reading> {
  const rows = source(columnsOf(mapping));
  const { texts, hasOutcome } = textsOf(mapping);
  return { mapping, texts, hasOutcome, source: rows, sampled: await sampleRows(table, rows, mapping, texts) };
}

/** Messages go on after the file's name. `firstLine` of the rows in the file, null where several files are read as one. */
export async function readRows(
  table: Table,
  mapping: ResolvedMapping,
  firstLine: number | null,
  options: LoadOptions,
): Promise<Result<Rows, TrafficProblem>> {
  const rowsCounted = await countRows(table, columnsOf(mapping));
  const neededBytes = rowsCounted * bytesARow(textsOf(mapping).texts.length, mapping);
  const availableBytes = options.availableBytes ?? availableMemoryBytes();
  if (neededBytes > SHARE_OF_MEMORY * availableBytes) {
    return fail({
      reason: 'too-large',
      message: `has ${rowsCounted} rows, whose columns need ${gigabytes(neededBytes)} of memory where ${gigabytes(availableBytes)} are free. Cut it to a shorter time, or leave metadata columns out.`,
    });
  }
  options.signal?.throwIfAborted();
  options.onProgress?.(0, rowsCounted);
  return takeRows(table, await readingOf(table, mapping, table.source), rowsCounted, firstLine, options);
}

/** All rows of a reading. */
export async function takeRows(
  table: Table,
  reading: Reading,
  rowsCounted: number,
  firstLine: number | null,
  options: LoadOptions,
): Promise<Result<Rows, TrafficProblem>> {
  const { mapping, texts, hasOutcome, source, sampled } = reading;
  const result = await table.connection.stream(importSql(source, mapping, sampled, texts));

  const ticks = new TicksColumn(rowsCounted);
  const input = new Uint32Array(rowsCounted);
  const output = new Uint32Array(rowsCounted);
  const complexity = mapping.complexity === null ? null : new Float32Array(rowsCounted);
  const numbers = complexity === null ? [input, output] : [input, output, complexity];
  const recorded = new RecordedColumns(rowsCounted, recordedIn(mapping, sampled));
  const dictionaries = [...sampled.dictionaries];
  const outcomeDictionary = hasOutcome ? dictionaries.pop()! : [];
  const outcomes = hasOutcome ? new OutcomeColumn(rowsCounted, outcomeDictionary, mapping.status !== null) : null;
  const textColumns = dictionaries.map((dictionary) => ({
    column: new TextColumn(rowsCounted, dictionary),
    isCoded: dictionary.length > 0,
  }));
  const outcomeAt = 1 + 1 + numbers.length + recorded.vectors + textColumns.reduce((sum, { isCoded }) => sum + (isCoded ? 2 : 1), 0);
  const rejectedRows = new Array<number>(REJECTIONS.length).fill(0);
  const rejectedLine = new Array<number>(REJECTIONS.length).fill(0);

  let rowsRead = 0;
  let otherRows = 0;
  let usable = 0;
  let reportedAt = 0;
  let coming = result.fetchChunk();
  for (let chunk = await coming; chunk !== null && chunk.rowCount > 0; chunk = await coming) {
    options.signal?.throwIfAborted();
    // DuckDB works on the next rows while these are taken over.
    coming = result.fetchChunk();
    // An abort or a fault below leaves it unawaited; its failure is then nobody's.
    coming.catch(() => undefined);
    const { rowCount } = chunk;
    if (rowsRead + rowCount > rowsCounted) throw new Error('it grew while it was read');
    const codes = itemsOf(chunk.getColumnVector(0), Uint8Array);
    const outcomePlaces =
      outcomes !== null && outcomeDictionary.length > 0 ? itemsOf(chunk.getColumnVector(outcomeAt + 1), Int32Array) : null;
    const outcomeTexts = () => chunk.getColumnVector(outcomeAt);
    const spared = new Set<number>();
    let rejected = 0;
    for (let row = 0; row < rowCount; row++) {
      const code = codes[row]!;
      if (code === 0) continue;
      if (outcomes !== null && (code === NO_INPUT_TOKENS || code === NO_OUTPUT_TOKENS)) {
        if (isFailure(outcomes.peek(outcomePlaces, outcomeTexts, row))) {
          spared.add(row);
          continue;
        }
      }
      if (code === NOT_A_CALL) {
        otherRows++;
        rejected++;
        continue;
      }
      if (rejectedRows[code] === 0) rejectedLine[code] = rowsRead + row + (firstLine ?? 0);
      rejectedRows[code]!++;
      rejected++;
    }
    const kept = rejected === 0 ? null : usableRows(codes, rowCount, spared);
    const count = rowCount - rejected;
    let vector = 1;
    ticks.read(itemsOf(chunk.getColumnVector(vector++), BigInt64Array), count, kept);
    for (const column of numbers) {
      const values = itemsOf(chunk.getColumnVector(vector++), Float64Array);
      column.set(kept === null ? values : Float64Array.from(kept, (row) => values[row]!), usable);
    }
    recorded.read(() => itemsOf(chunk.getColumnVector(vector++), Float64Array), count, kept);
    for (const { column, isCoded } of textColumns) {
      const text = vector++;
      const places = isCoded ? itemsOf(chunk.getColumnVector(vector++), Int32Array) : null;
      column.read(places, () => chunk.getColumnVector(text), count, kept);
    }
    outcomes?.read(outcomePlaces, outcomeTexts, count, kept);
    usable += count;
    rowsRead += rowCount;
    if (rowsRead - reportedAt >= 100_000) {
      options.onProgress?.(rowsRead, rowsCounted);
      reportedAt = rowsRead;
    }
  }
  if (rowsRead !== rowsCounted) {
    await readEveryRow(table, columnsOf(mapping));
    throw new Error(`only ${rowsRead} of its ${rowsCounted} rows could be read`);
  }
  options.onProgress?.(rowsRead, rowsCounted);

  const rejected = REJECTIONS.map((reason, code) => ({
    reason,
    rows: rejectedRows[code]!,
    firstLine: firstLine === null ? null : rejectedLine[code]!,
  })).filter(({ rows }) => rows > 0);
  if (rowsRead === 0) return fail({ reason: 'empty', message: 'has columns but no rows. Choose a log with at least one request.' });
  if (usable === 0) return fail(nothingUsable(rowsRead, rejected, mapping));

  const read = new Map(textColumns.map(({ column }, at) => [texts[at]!.column, column.done()]));
  const named = (column: string | null): MetadataColumn | null => (column === null ? null : (read.get(column) ?? null));
  const users = named(mapping.user);
  const { arrivalMs, startUnixMs } = ticks.toMs(sampled.clock);
  const notes = [...sampled.notes, ...recorded.notes()];
  let outcome = outcomes?.done() ?? null;
  if (outcome === null && mapping.zeroOutputIsFailure) outcome = new Uint8Array(usable).fill(NOT_RECORDED);
  const inputTokens = input.subarray(0, usable);
  const outputTokens = output.subarray(0, usable);
  if (outcome !== null) {
    const { note, failedWithoutClass } = fillUnknownLengths(inputTokens, outputTokens, outcome, mapping.zeroOutputIsFailure);
    const unknown = failedWithoutClass + (outcomes?.unknownClass ?? 0);
    if (unknown > 0)
      notes.push(`${unknown} ${unknown === 1 ? 'failure does' : 'failures do'} not say of which kind; they count as server errors.`);
    if (note !== null) notes.push(note);
  }
  if (otherRows > 0) {
    notes.push(
      `${otherRows} of ${rowsRead} rows are no calls of a model that writes an answer (by “${mapping.calls?.column}”) and were passed over.`,
    );
  }
  const kept = recorded.done(usable, outcome, named(mapping.model), named(mapping.provider));
  return ok({
    columns: {
      arrivalMs,
      inputTokens,
      outputTokens,
      user: users === null || users.values.length === 0 ? null : users.codes,
      users: users?.values ?? [],
      complexity: complexity === null ? null : complexity.subarray(0, usable),
      metadata: Object.fromEntries(mapping.metadata.map((key): [string, MetadataColumn] => [key, read.get(key)!])),
      ...(startUnixMs !== null && { startUnixMs }),
      ...(kept !== undefined && { recorded: kept }),
    },
    rejected,
    otherRows,
    notes,
  });
}

/** Counting asks for no column, which is quickest; a table that cannot be counted so is damaged, or has line breaks in its cells. */
export async function countRows(table: Table, columns: readonly string[]): Promise<number> {
  const count = async () =>
    Number((await table.connection.runAndReadAll(`SELECT count(*) FROM ${table.source(columns)}`)).getRows()[0]![0]);
  try {
    return await count();
  } catch (error) {
    if (!/quoted new lines/.test(String(error))) throw error;
    table.readInOneThread();
    return count();
  }
}

/** A streamed result that breaks in its middle just ends; a query with one answer fails, and DuckDB says at which row. */
async function readEveryRow(table: Table, columns: readonly string[]): Promise<void> {
  const counts = columns.map((column) => `count(${quoteName(column)})`).join(', ');
  await table.connection.run(`SELECT ${counts} FROM ${table.source(columns)}`);
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

const usableRows = (codes: Uint8Array, rowCount: number, spared: ReadonlySet<number>): Uint16Array =>
  Uint16Array.from({ length: rowCount }, (_, row) => row).filter((row) => codes[row] === 0 || spared.has(row));

/** At the moment when most is held: two versions of the arrivals and their order; all other columns twice, when they are being sorted. */
function bytesARow(texts: number, { complexity, end, latency, firstTokenAt, firstToken, cost }: ResolvedMapping): number {
  const fours = texts + [complexity, end ?? latency, firstTokenAt ?? firstToken, cost, cost].filter((column) => column !== null).length;
  return 20 + 2 * (8 + 4 * fours);
}

/** The query casts its columns so that DuckDB hands over its own typed array; anything else is a mistake in the query. */
function itemsOf<Items>(vector: DuckDBVector, type: new () => Items): Items {
  const items = (vector as { items?: unknown }).items;
  if (!(items instanceof type)) throw new Error(`the import query gave a column of ${vector.type} where ${type.name} was expected`);
  return items;
}
