import { totalmem } from 'node:os';
import { basename } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { TableFile } from './file-format.ts';
import type { TrafficProblem } from './problem.ts';

/**
 * A log as a DuckDB table. Names and paths reach SQL only through `quoteName` and `quoteText`; the database may read these
 * files, nothing else and nothing remote, and loads no extension: a file name is the user's, but column names are the log's.
 */
export interface Table {
  readonly connection: DuckDBConnection;
  readonly columns: readonly string[];
  /** Table function over the chosen columns, all as text where the format lets us choose. */
  source(columns: readonly string[]): string;
  close(): void;
}

export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** DuckDB streams; what it holds at one time is buffers and dictionaries. */
const MOST_MEMORY_BYTES = 2 ** 30;

/** Files written the same way are one table, columns matched by name. Throws what DuckDB throws for a file it cannot read; `damageOf` turns it into a sentence. */
export async function openTable(files: readonly TableFile[]): Promise<Table> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(`SET memory_limit = '${Math.floor(Math.min(MOST_MEMORY_BYTES, totalmem() / 4))}B'`);
    await connection.run(`SET allowed_paths = [${pathsOf(files)}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${reader(files, null)}`);
    const columns = described.getRows().map((row) => String(row[0]));
    return { connection, columns, source: (chosen) => reader(files, chosen), close };
  } catch (error) {
    close();
    throw error;
  }
}

const pathsOf = (files: readonly TableFile[]): string => files.map(({ path }) => quoteText(path)).join(', ');

function reader(files: readonly TableFile[], columns: readonly string[] | null): string {
  const file = files[0]!;
  const path = `[${pathsOf(files)}]`;
  const byName = files.length > 1 ? ', union_by_name = true' : '';
  const compression = `compression = '${file.compression}'`;
  switch (file.format) {
    case 'csv':
      // Short rows become rows with missing values, which are counted with their reason instead of stopping the import.
      return `read_csv(${path}, all_varchar = true, header = true, null_padding = true, ${compression}${file.isTabSeparated ? ", delim = '\\t'" : ''}${byName})`;
    case 'parquet':
      return `read_parquet(${path}${byName})`;
    case 'jsonl':
    case 'json': {
      const packed = `compression = '${file.compression === 'none' ? 'uncompressed' : file.compression}'`;
      const layout = file.format === 'jsonl' ? "format = 'newline_delimited'" : "format = 'auto'";
      if (columns === null) return `read_json(${path}, ${layout}, ${packed}, records = true${byName})`;
      const types = columns.map((column) => `${quoteName(column)}: 'VARCHAR'`).join(', ');
      return `read_json(${path}, ${layout}, ${packed}, columns = {${types}})`;
    }
  }
}

/** A sentence for what DuckDB says about a broken file: what is wrong and where, without our SQL and without the folder. */
export function damageOf(files: readonly TableFile[], log: string, error: unknown): TrafficProblem {
  let said = error instanceof Error ? error.message : String(error);
  const atFault = files.find(({ path }) => said.includes(path));
  const name = atFault === undefined ? log : basename(atFault.path);
  for (const { path } of files) said = said.replaceAll(path, basename(path));
  if (/not utf-8 encoded/.test(said)) {
    return {
      reason: 'not-readable',
      message: `“${name}” is text in another encoding than UTF-8${lineOf(said)}. Save it as UTF-8 and open it again.`,
    };
  }
  if (/CSV Error on Line/.test(said)) {
    const columns = /Expected Number of Columns: (\d+)/.exec(said);
    const wrong = columns === null ? 'cannot be split into columns' : `has other than ${columns[1]} columns`;
    return { reason: 'not-readable', message: `“${name}” ${wrong}${lineOf(said)}. Repair or remove that line, then open it again.` };
  }
  const reason = said
    .split('\n')
    .find((line) => line.trim() !== '')!
    .replace(/^(Error: )?(Invalid Input|IO|Conversion|Binder|Parser|Invalid) Error: /, '')
    // DuckDB counts a line that breaks off at its end as the next one.
    .replace(/in line (\d+)/, 'near line $1')
    .replace(/\.\s*$/, '');
  const repair = files[0]?.format === 'parquet' ? 'Write or download the file again' : 'Repair or remove that part';
  return { reason: 'not-readable', message: `“${name}” breaks off or is damaged: ${reason}. ${repair}, then open it again.` };
}

const lineOf = (said: string): string => {
  const line = /CSV Error on Line: (\d+)/.exec(said);
  return line === null ? '' : ` in line ${line[1]}`;
};
