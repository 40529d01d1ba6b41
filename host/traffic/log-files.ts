import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { fail, ok, type Result } from '../../shared/model/index.ts';
import { digestFile, recogniseFile, type TableFile } from './file-format.ts';
import type { TrafficProblem } from './problem.ts';
import { quoteText } from './sql.ts';

/** Files of one log: one, or all that a pattern names (`*`, `?`, `[…]`, `**` for any depth), in the order of their paths. A file that really has such a name is meant itself. */
export async function logFiles(path: string): Promise<Result<readonly TableFile[], TrafficProblem>> {
  const isPattern = /[*?[]/.test(path) && !existsSync(path);
  const paths = isPattern ? await matching(path) : [path];
  if (paths.length === 0)
    return fail({ reason: 'not-found', message: `No file matches “${basename(path)}”. Check the pattern and the folder.` });
  const files: TableFile[] = [];
  for (const one of paths) {
    const recognised = await recogniseFile(one);
    if (!recognised.ok) return recognised;
    files.push(recognised.value);
  }
  const [first] = files as [TableFile];
  const other = files.find(
    ({ format, compression, isTabSeparated, isOtlp, rowsUnder }) =>
      format !== first.format ||
      rowsUnder !== first.rowsUnder ||
      isOtlp !== first.isOtlp ||
      compression !== first.compression ||
      isTabSeparated !== first.isTabSeparated,
  );
  if (other !== undefined) {
    return fail({
      reason: 'unknown-format',
      message: `“${basename(first.path)}” and “${basename(other.path)}” are not written the same way (${wayOf(first)}, ${wayOf(other)}), so they cannot be read as one log. Narrow the pattern.`,
    });
  }
  return ok(files);
}

const wayOf = ({ format, compression, isTabSeparated, isOtlp, rowsUnder }: TableFile): string =>
  `${isOtlp ? 'otlp' : rowsUnder !== null ? `${format} with its rows under “${rowsUnder}”` : isTabSeparated ? 'tsv' : format}${compression === 'none' ? '' : ` in ${compression}`}`;

/** DuckDB's own patterns, in a database that has nothing in it. */
async function matching(pattern: string): Promise<string[]> {
  const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' });
  const connection = await instance.connect();
  try {
    const found = await connection.runAndReadAll(`SELECT file FROM glob(${quoteText(pattern)}) ORDER BY file`);
    return found.getRows().map((row) => String(row[0]));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** sha256 of the file's bytes; of several files, of their sha256s, one a line in the order of their paths. */
export async function digestLog(files: readonly TableFile[], signal?: AbortSignal): Promise<Result<string, TrafficProblem>> {
  const digests: string[] = [];
  for (const file of files) {
    const digest = await digestFile(file, signal);
    if (!digest.ok) return digest;
    digests.push(digest.value);
  }
  const [only] = digests as [string];
  return ok(
    digests.length === 1
      ? only
      : createHash('sha256')
          .update(digests.map((digest) => `${digest}\n`).join(''))
          .digest('hex'),
  );
}
