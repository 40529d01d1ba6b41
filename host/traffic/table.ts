import { totalmem } from 'node:os';
import { basename } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { TableFile } from './file-format.ts';
import { nestedColumns, withNested } from './nested-columns.ts';
import { otlpColumns, otlpSource, spansReader } from './otlp.ts';
import { splitSpans } from './otlp-spans.ts';
import { type TrafficProblem, UnreadableLog } from './problem.ts';
import { SPLIT_PATH, type SplitFile } from './split-objects.ts';
import { quoteName, quoteText } from './sql.ts';
import { unwrapRows, WRAPPER_EXAMPLES } from './wrapped-rows.ts';

/**
 * A log as a DuckDB table. Names and paths reach SQL only through `quoteName` and `quoteText`; the database may read these
 * files, nothing else and nothing remote, and loads no extension: a file name is the user's, but column names are the log's.
 */
export interface Table {
  readonly connection: DuckDBConnection;
  /** Those inside others among them: `usage_details.input`. */
  readonly columns: readonly string[];
  /** Those in which the first rows have nothing. */
  readonly empty: ReadonlySet<string>;
  /** Rows of the chosen columns, all as text where the format lets us choose. */
  source(columns: readonly string[]): string;
  /** From now on, sources read on one thread: DuckDB refuses to find line breaks inside cells on several where short rows are filled up. */
  readInOneThread(): void;
  close(): void;
}

/** DuckDB streams; what it holds at one time is buffers and dictionaries. */
const MOST_MEMORY_BYTES = 2 ** 30;
/** Rows ready to be fetched. With DuckDB's own 1 MB its threads wait for each other most of the time, and a stream is read as if by one. */
const STREAM_BYTES = 2 ** 26;

/** Files written the same way are one table, columns matched by name. Throws what DuckDB throws for a file it cannot read; `damageOf` turns it into a sentence. */
export async function openTable(log: readonly TableFile[], options: OpenOptions = {}): Promise<Table> {
  const split: SplitFile[] = [];
  const most = options.mostRows ?? Number.POSITIVE_INFINITY;
  const removeSplit = () => Promise.all(split.map((part) => part.remove()));
  try {
    for (const file of log) {
      const { rowsUnder } = file;
      if (file.isOtlp) split.push(await splitSpans(file, most, options.signal));
      else if (rowsUnder !== null) split.push(await unwrapRows({ ...file, rowsUnder }, most, options.signal));
    }
    const table = await openFiles(split.length === log.length ? split.map(({ file }) => file) : log, log[0]?.isOtlp ?? false);
    return {
      ...table,
      close: () => {
        table.close();
        void removeSplit();
      },
    };
  } catch (error) {
    await removeSplit();
    throw error;
  }
}

export interface OpenOptions {
  /** Of a document that has to be split into its rows first, no more than these. */
  readonly mostRows?: number;
  readonly signal?: AbortSignal | undefined;
}

async function openFiles(files: readonly TableFile[], isOtlp: boolean): Promise<Table> {
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
    await connection.run(`SET streaming_buffer_size = '${STREAM_BYTES}B'`);
    await connection.run(`SET allowed_paths = [${pathsOf(files)}]`);
    await connection.run('SET enable_external_access = false');
    const [file, other] = files as [TableFile, ...TableFile[]];
    await connection.run('SET lock_configuration = true');
    if (isOtlp) {
      const spans = spansReader(files.map(({ path }) => path));
      return {
        connection,
        columns: await otlpColumns(connection, spans),
        // Its columns stand for several attributes already.
        empty: new Set(),
        source: (chosen) => otlpSource(spans, chosen),
        readInOneThread: () => undefined,
        close,
      };
    }
    const dialect = file.format === 'csv' && other === undefined ? await dialectOf(connection, file) : null;
    let isParallel = true;
    const types = dialect === null ? await columnsOf(connection, reader(files, null, null, isParallel)) : null;
    const columns = types === null ? dialect!.columns : [...types.keys()];
    if (columns.includes('resourceSpans') && file.compression === 'zstd') {
      throw new UnreadableLog(
        'holds OpenTelemetry spans packed with zstd, which cannot be taken apart here. Unpack it, or pack it with gzip.',
      );
    }
    if (file.format !== 'csv' && file.format !== 'parquet')
      await refuseWrapped(connection, reader(files, columns, dialect, isParallel), columns);
    const source = (chosen: readonly string[]): string => reader(files, chosen, dialect, isParallel);
    // Parquet has objects of its own; elsewhere they are text.
    const textOf = (column: string): string =>
      file.format === 'parquet' && /^(STRUCT|MAP|JSON)|\[\]$/.test(types?.get(column) ?? '')
        ? `CAST(to_json(${quoteName(column)}) AS VARCHAR)`
        : quoteName(column);
    const asText = (column: string): string => `CAST(${textOf(column)} AS VARCHAR)`;
    const { nested, empty } = await nestedColumns(connection, source(columns), asText, columns);
    return {
      connection,
      columns: [...columns, ...nested.keys()],
      empty,
      source: (chosen) => withNested(chosen, nested, textOf, source),
      readInOneThread: () => {
        isParallel = false;
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** One object with a list of objects in it is no log of one row, whatever its other fields are. */
async function refuseWrapped(connection: DuckDBConnection, source: string, columns: readonly string[]): Promise<void> {
  if (columns.length > MOST_BESIDE_LIST) return;
  const found = await connection.runAndReadAll(
    `SELECT ${columns.map((column) => `left(${quoteName(column)}, 16)`).join(', ')} FROM ${source} LIMIT 2`,
  );
  const [only, ...others] = found.getRows();
  if (only === undefined || others.length > 0) return;
  const list = columns.find((_, at) => /^\s*\[\s*\{/.test(String(only[at] ?? '')));
  if (list !== undefined) throw new UnreadableLog(wrappedSentence(`in a list named “${list}”`));
}

/** With more fields than these beside it, a list belongs to a row. */
const MOST_BESIDE_LIST = 8;
const wrappedSentence = (where: string): string =>
  `holds its rows ${where} inside one object, and such lists are known as ${WRAPPER_EXAMPLES} only, unpacked or packed with gzip. Save the list alone, as JSON or one row a line, then open it again.`;

const pathsOf = (files: readonly TableFile[]): string => files.map(({ path }) => quoteText(path)).join(', ');

/** Columns with their types. */
async function columnsOf(connection: DuckDBConnection, source: string): Promise<ReadonlyMap<string, string>> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  return new Map(described.getRows().map((row) => [String(row[0]), String(row[1])]));
}

/** How a CSV is written; '' = nothing is quoted or escaped. */
interface Dialect {
  readonly columns: readonly string[];
  readonly delim: string;
  readonly quote: string;
  readonly escape: string;
  readonly newLine: string;
  readonly skippedLines: number;
}

/** Short rows become rows with missing values, which are counted with their reason instead of stopping the import. */
const csvOptions = (file: TableFile): string =>
  `all_varchar = true, header = true, null_padding = true, compression = '${file.compression}'${file.isTabSeparated ? ", delim = '\\t'" : ''}`;

/**
 * Found out once, as DuckDB would for every query: it takes as long as reading 200 000 rows. It looks at
 * the first 20 480 rows; if there are no quotes in them, cells further down may still be quoted, in the usual way (RFC 4180).
 */
async function dialectOf(connection: DuckDBConnection, file: TableFile): Promise<Dialect> {
  const sniffed = await connection.runAndReadAll(
    `SELECT Delimiter, Quote, Escape, NewLineDelimiter, SkipRows, list_transform(Columns, lambda c: c.name) FROM sniff_csv(${quoteText(file.path)}, ${csvOptions(file)})`,
  );
  const row = sniffed.getRows()[0]!;
  const [delim, quote, escaping, newLine] = row.slice(0, 4).map((text) => (text === '(empty)' ? '' : String(text))) as [
    string,
    string,
    string,
    string,
  ];
  const dialect = {
    columns: (row[5] as { readonly items: readonly string[] }).items,
    delim,
    quote,
    escape: escaping === '' ? quote : escaping,
    newLine,
    skippedLines: Number(row[4]),
  };
  if (quote !== '' || (await hasQuotes(connection, file, dialect))) return dialect;
  return { ...dialect, quote: '"', escape: '"' };
}

const SNIFFED_ROWS = 20_480;

async function hasQuotes(connection: DuckDBConnection, file: TableFile, dialect: Dialect): Promise<boolean> {
  const cells = dialect.columns.map(quoteName).join(', ');
  const found = await connection.runAndReadAll(
    `SELECT count(*) FROM (SELECT ${cells} FROM ${reader([file], null, dialect, true)} LIMIT ${SNIFFED_ROWS}) WHERE contains(concat(${cells}), '"')`,
  );
  return found.getRows()[0]![0] !== 0n;
}

function reader(files: readonly TableFile[], columns: readonly string[] | null, dialect: Dialect | null, isParallel: boolean): string {
  const file = files[0]!;
  const path = `[${pathsOf(files)}]`;
  const byName = files.length > 1 ? ', union_by_name = true' : '';
  switch (file.format) {
    case 'csv': {
      const threads = isParallel ? '' : ', parallel = false';
      return `read_csv(${path}, ${csvOptions(file)}${byName}${threads}${dialect === null ? '' : dialectOptions(file, dialect)})`;
    }
    case 'parquet':
      return `read_parquet(${path}${byName})`;
    case 'jsonl':
    case 'json': {
      const packed = `compression = '${file.compression === 'none' ? 'uncompressed' : file.compression}'`;
      const layout = file.format === 'jsonl' ? "format = 'newline_delimited'" : "format = 'auto'";
      // Deeper than its columns, types of an object matter to nobody.
      if (columns === null) return `read_json(${path}, ${layout}, ${packed}, records = true, maximum_depth = 1${byName})`;
      const types = columns.map((column) => `${quoteName(column)}: 'VARCHAR'`).join(', ');
      return `read_json(${path}, ${layout}, ${packed}, columns = {${types}})`;
    }
  }
}

function dialectOptions(file: TableFile, dialect: Dialect): string {
  const names = dialect.columns.map((column) => `${quoteText(column)}: 'VARCHAR'`).join(', ');
  const options = [
    'auto_detect = false',
    ...(file.isTabSeparated ? [] : [`delim = ${quoteText(dialect.delim)}`]),
    `quote = ${quoteText(dialect.quote)}`,
    `escape = ${quoteText(dialect.escape)}`,
    ...(dialect.newLine === '' ? [] : [`new_line = ${quoteText(dialect.newLine)}`]),
    `skip = ${dialect.skippedLines}`,
    `columns = {${names}}`,
  ];
  return `, ${options.join(', ')}`;
}

/** A sentence for what DuckDB says about a broken file: what is wrong and where, without our SQL and without the folder. */
export function damageOf(files: readonly TableFile[], log: string, error: unknown): TrafficProblem {
  if (error instanceof UnreadableLog) return { reason: 'not-readable', message: `“${log}” ${error.message}` };
  let said = (error instanceof Error ? error.message : String(error)).replaceAll(SPLIT_PATH, log);
  const atFault = files.find(({ path }) => said.includes(path));
  const name = atFault === undefined ? log : basename(atFault.path);
  for (const { path } of files) said = said.replaceAll(path, basename(path));
  if (/maximum_object_size/.test(said)) {
    return { reason: 'not-readable', message: `“${name}” ${wrappedSentence('or something else of more than 16 MB')}` };
  }
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
