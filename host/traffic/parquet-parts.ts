import { open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import {
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBType,
  FLOAT,
  INTEGER,
  UINTEGER,
  UTINYINT,
} from '@duckdb/node-api';
import type { CanonicalColumn, ColumnType } from './canonical-columns.ts';
import { quoteName, quoteText } from './sql.ts';

/** Columns of numbers to and from Parquet, in parts, so that neither needs more memory than one part and both can be stopped. */

const TYPES: Readonly<Record<ColumnType, DuckDBType>> = { DOUBLE, FLOAT, INTEGER, UINTEGER, UTINYINT };
export const ROWS_A_PART = 500_000;
/** DuckDB's own: a chunk cannot hold more. */
const ROWS_A_CHUNK = 2048;
/** Chunks between two breaths. */
const CHUNKS_A_BREATH = 32;

/** A database that may read and write in this folder and nowhere else. */
export async function inDatabase<Made>(
  folder: string,
  signal: AbortSignal | undefined,
  work: (connection: DuckDBConnection) => Promise<Made>,
): Promise<Made> {
  const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' });
  const connection = await instance.connect();
  const stop = (): void => connection.interrupt();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await connection.run("SET memory_limit = '1GiB'");
    await connection.run(`SET allowed_directories = [${quoteText(folder)}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    return await work(connection);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    connection.closeSync();
    instance.closeSync();
  }
}

/** Rows `from` to `to`, the last not among them, as one file, which is on the disk when this returns. */
export async function writePart(
  connection: DuckDBConnection,
  columns: readonly CanonicalColumn[],
  from: number,
  to: number,
  path: string,
  signal?: AbortSignal,
): Promise<void> {
  await connection.run(`CREATE TABLE part (${columns.map(({ name, type }) => `${quoteName(name)} ${type}`).join(', ')})`);
  try {
    const appender = await connection.createAppender('part');
    const types = columns.map(({ type }) => TYPES[type]);
    let breath = 0;
    for (let row = from; row < to; row += ROWS_A_CHUNK) {
      const end = Math.min(to, row + ROWS_A_CHUNK);
      const chunk = DuckDBDataChunk.create(types, end - row);
      columns.forEach(({ values }, at) => {
        const vector = chunk.getColumnVector(at) as unknown as { readonly items: Float64Array; flush(): void };
        vector.items.set(values.subarray(row, end));
        vector.flush();
      });
      appender.appendDataChunk(chunk);
      if (++breath % CHUNKS_A_BREATH === 0) {
        await setImmediate();
        signal?.throwIfAborted();
      }
    }
    appender.closeSync();
    await connection.run(`COPY part TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`);
  } finally {
    await connection.run('DROP TABLE part');
  }
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
}

/** Reads a file's rows into the columns from row `from` on; returns how many there were. Throws when it holds more than there is room for, or other columns. */
export async function readPart(
  connection: DuckDBConnection,
  path: string,
  columns: readonly CanonicalColumn[],
  from: number,
  signal?: AbortSignal,
): Promise<number> {
  const wanted = columns.map(({ name, type }) => `CAST(${quoteName(name)} AS ${type})`).join(', ');
  const result = await connection.stream(`SELECT ${wanted} FROM read_parquet(${quoteText(path)})`);
  let row = from;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    signal?.throwIfAborted();
    const { rowCount } = chunk;
    columns.forEach(({ values, name }, at) => {
      const { items } = chunk!.getColumnVector(at) as unknown as { readonly items: Float64Array };
      if (items.constructor !== values.constructor) throw new Error(`the column “${name}” came as ${items.constructor.name}`);
      if (row + rowCount > values.length) throw new Error('it holds more rows than were written');
      values.set(items, row);
    });
    row += rowCount;
  }
  return row - from;
}
