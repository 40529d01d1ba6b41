import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { fail, ok, type Result } from '../../shared/model/index.ts';
import { mappingFor } from '../../shared/traffic/index.ts';
import { writeProblem } from '../files/index.ts';
import { columnsOf } from './import-query.ts';
import { firstLineOf, type LoadOptions } from './load.ts';
import { logFiles } from './log-files.ts';
import type { TrafficProblem } from './problem.ts';
import { readRowsAsText } from './read-rows-as-text.ts';
import { countRows, readingOf } from './rows.ts';
import { damageOf, openTable, type Table } from './table.ts';

export interface RejectsRequest {
  readonly target: string;
  readonly mayReplace: boolean;
}

export interface RejectsProblem {
  readonly reason: TrafficProblem['reason'] | 'already-exists' | 'read-only' | 'disk-full' | 'not-writable';
  readonly message: string;
}

/**
 * Writes the rows that an import with these options leaves out as CSV: row of the log, reason, and the columns that the import reads as they stand there; no
 * others, so that no prompt gets into it. User ids stay out when they are to be hashed. Whole or not at all. Returns the number of rows.
 */
export async function writeRejects(
  path: string,
  { target, mayReplace }: RejectsRequest,
  options: LoadOptions = {},
): Promise<Result<number, RejectsProblem>> {
  const files = await logFiles(path);
  if (!files.ok) return files;
  if (!mayReplace && existsSync(target)) {
    return fail({ reason: 'already-exists', message: `“${basename(target)}” exists, so it was left as it is. Choose another name.` });
  }
  const part = `${target}.${randomUUID()}.part`;
  let table: Table | undefined;
  try {
    table = await openTable(files.value, { signal: options.signal });
    const mapping = mappingFor(options.preset ?? 'auto', table.columns, options.mapping, table.empty);
    if (!mapping.ok) return fail({ reason: 'unknown-format', message: `“${basename(path)}”: ${mapping.error.message}` });
    const columns = columnsOf(mapping.value).filter((column) => !(options.hashUsers && column === mapping.value.user));
    await countRows(table, columnsOf(mapping.value));
    const reading = await readingOf(table, mapping.value, table.source);
    const firstLine = firstLineOf(files.value);
    return ok(
      await written(part, target, [firstLine === 2 ? 'line' : 'row', 'reason', ...columns], async function* () {
        for await (const row of readRowsAsText(table!.connection, reading, 'rejected')) {
          options.signal?.throwIfAborted();
          yield [String(row.at + (firstLine ?? 1)), row.rejection ?? '', ...columns.map((column) => row.stands[column] ?? '')];
        }
      }),
    );
  } catch (error) {
    options.signal?.throwIfAborted();
    if (isOfSystem(error)) {
      const { reason, message } = writeProblem(error, target);
      return fail({ reason, message });
    }
    return fail(damageOf(files.value, basename(path), error));
  } finally {
    await rm(part, { force: true });
    table?.close();
  }
}

const isOfSystem = (error: unknown): boolean => typeof (error as NodeJS.ErrnoException | null)?.syscall === 'string';

const BUFFER_CHARACTERS = 1 << 20;

async function written(
  part: string,
  target: string,
  header: readonly string[],
  rows: () => AsyncGenerator<readonly string[]>,
): Promise<number> {
  const file = await open(part, 'wx');
  let count = 0;
  try {
    let text = csvLine(header);
    for await (const row of rows()) {
      text += csvLine(row);
      count++;
      if (text.length < BUFFER_CHARACTERS) continue;
      await file.writeFile(text);
      text = '';
    }
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, target);
  return count;
}

const csvLine = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\n`;
const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
