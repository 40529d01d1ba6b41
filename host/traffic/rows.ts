import { freemem } from 'node:os';
import type { DuckDBVector } from '@duckdb/node-api';
import { fail, type MetadataColumn, ok, type Result } from '../../shared/model/index.ts';
import type { ResolvedMapping } from '../../shared/traffic/index.ts';
import { importSql, REJECTIONS, sampleRows } from './import-query.ts';
import type { LoadOptions, RejectedRows } from './load.ts';
import type { TrafficProblem } from './problem.ts';
import { quoteName, type Table } from './table.ts';
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
  };
  readonly rejected: readonly RejectedRows[];
  readonly notes: readonly string[];
}

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
  const rowsCounted = await countRows(table, columns);
  const neededBytes = rowsCounted * bytesARow(texts.length, mapping.complexity !== null);
  const availableBytes = options.availableBytes ?? process.availableMemory?.() ?? freemem();
  if (neededBytes > SHARE_OF_MEMORY * availableBytes) {
    return fail({
      reason: 'too-large',
      message: `has ${rowsCounted} rows, whose columns need ${gigabytes(neededBytes)} of memory where ${gigabytes(availableBytes)} are free. Cut it to a shorter time, or leave metadata columns out.`,
    });
  }
  options.signal?.throwIfAborted();
  const source = table.source(columns);
  const sampled = await sampleRows(table, source, mapping, texts);
  const result = await table.connection.stream(importSql(source, mapping, sampled, texts));

  const ticks = new TicksColumn(rowsCounted);
  const input = new Uint32Array(rowsCounted);
  const output = new Uint32Array(rowsCounted);
  const complexity = mapping.complexity === null ? null : new Float32Array(rowsCounted);
  const numbers = complexity === null ? [input, output] : [input, output, complexity];
  const textColumns = sampled.dictionaries.map((dictionary) => ({
    column: new TextColumn(rowsCounted, dictionary),
    isCoded: dictionary.length > 0,
  }));
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
    const { rowCount } = chunk;
    if (rowsRead + rowCount > rowsCounted) throw new Error('it grew while it was read');
    const codes = itemsOf(chunk.getColumnVector(0), Uint8Array);
    let rejected = 0;
    for (let row = 0; row < rowCount; row++) {
      const code = codes[row]!;
      if (code === 0) continue;
      if (rejectedRows[code] === 0) rejectedLine[code] = rowsRead + row + (firstLine ?? 0);
      rejectedRows[code]!++;
      rejected++;
    }
    const kept = rejected === 0 ? null : usableRows(codes, rowCount);
    const count = rowCount - rejected;
    let vector = 1;
    ticks.read(itemsOf(chunk.getColumnVector(vector++), BigInt64Array), count, kept);
    for (const column of numbers) {
      const values = itemsOf(chunk.getColumnVector(vector++), Float64Array);
      column.set(kept === null ? values : Float64Array.from(kept, (row) => values[row]!), usable);
    }
    for (const { column, isCoded } of textColumns) {
      const text = vector++;
      const places = isCoded ? itemsOf(chunk.getColumnVector(vector++), Int32Array) : null;
      column.read(places, () => chunk.getColumnVector(text), count, kept);
    }
    usable += count;
    rowsRead += rowCount;
    if (rowsRead - reportedAt >= 100_000) {
      options.onProgress?.(rowsRead, rowsCounted);
      reportedAt = rowsRead;
    }
  }
  if (rowsRead !== rowsCounted) {
    await readEveryRow(table, columns);
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

  const read = new Map(texts.map((text, at) => [text, textColumns[at]!.column.done()]));
  const users = mapping.user === null ? undefined : read.get(mapping.user);
  const { clock } = sampled;
  return ok({
    columns: {
      arrivalMs: ticks.toMs(clock.ticksPerMs),
      inputTokens: input.subarray(0, usable),
      outputTokens: output.subarray(0, usable),
      user: users === undefined || users.values.length === 0 ? null : users.codes,
      users: users?.values ?? [],
      complexity: complexity === null ? null : complexity.subarray(0, usable),
      metadata: Object.fromEntries(mapping.metadata.map((key): [string, MetadataColumn] => [key, read.get(key)!])),
    },
    rejected,
    notes: clock.note === null ? [] : [clock.note],
  });
}

/** Counting asks for no column, which is quickest; a table that cannot be counted so is damaged, or has line breaks in its cells. */
async function countRows(table: Table, columns: readonly string[]): Promise<number> {
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

const usableRows = (codes: Uint8Array, rowCount: number): Uint16Array =>
  Uint16Array.from({ length: rowCount }, (_, row) => row).filter((row) => codes[row] === 0);

/** What is left has to hold the run beside the columns. */
const SHARE_OF_MEMORY = 0.8;

/** At the moment when most is held: two versions of the arrivals and their order; all other columns twice, when they are being sorted. */
const bytesARow = (texts: number, hasComplexity: boolean): number => 20 + 2 * (8 + 4 * texts + (hasComplexity ? 4 : 0));

const gigabytes = (bytes: number): string => `${Number((bytes / 2 ** 30).toPrecision(2))} GiB`;

/** The query casts its columns so that DuckDB hands over its own typed array; anything else is a mistake in the query. */
function itemsOf<Items>(vector: DuckDBVector, type: new () => Items): Items {
  const items = (vector as { items?: unknown }).items;
  if (!(items instanceof type)) throw new Error(`the import query gave a column of ${vector.type} where ${type.name} was expected`);
  return items;
}
