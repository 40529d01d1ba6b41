import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { fail, ok, type Result } from '../../shared/model/index.ts';
import type { TrafficProblem } from './problem.ts';
import { wrapperOf } from './wrapped-rows.ts';
import { isWholeZstd } from './zstd-frames.ts';

export type TableFormat = 'csv' | 'jsonl' | 'json' | 'parquet';
export type Compression = 'none' | 'gzip' | 'zstd';

export interface TableFile {
  readonly path: string;
  readonly format: TableFormat;
  readonly compression: Compression;
  /** Tabs instead of a guessed separator. */
  readonly isTabSeparated: boolean;
  readonly sizeBytes: number;
  /** JSON of OpenTelemetry, whose rows are the spans inside it. */
  readonly isOtlp: boolean;
  /** Name of the list inside one object that holds the rows; null = they stand where they are looked for. */
  readonly rowsUnder: string | null;
}

const EXTENSIONS: Readonly<Record<string, TableFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  parquet: 'parquet',
  pq: 'parquet',
};

/** Tells what kind of table a file is: by its first bytes where they say so, else by its name, else by its first character. */
export async function recogniseFile(path: string): Promise<Result<TableFile, TrafficProblem>> {
  const name = basename(path);
  let sizeBytes: number;
  let head: Buffer;
  try {
    const info = await stat(path);
    if (!info.isFile()) return fail({ reason: 'not-readable', message: `“${name}” is not a file; choose a log inside it.` });
    sizeBytes = info.size;
    head = await firstBytes(path, 4096);
  } catch (error) {
    return fail(unreadable(name, error));
  }
  if (sizeBytes === 0) return fail({ reason: 'empty', message: `“${name}” is empty: 0 bytes. Choose a log with at least one request.` });

  if (head.subarray(0, 4).toString('latin1') === 'PAR1') {
    return ok({ path, format: 'parquet', compression: 'none', isTabSeparated: false, sizeBytes, isOtlp: false, rowsUnder: null });
  }
  const compression = compressionOf(head);
  const names = name.toLowerCase().split('.');
  if (compression !== 'none' && ['gz', 'gzip', 'zst', 'zstd'].includes(names.at(-1) ?? '')) names.pop();
  const extension = names.length > 1 ? (names.at(-1) ?? '') : '';
  const known = EXTENSIONS[extension];
  const text = compression === 'none' ? head : compression === 'gzip' ? await firstUnzipped(path, 4096) : null;
  // A NUL is in no text and at the start of most binary formats; UTF-16 is caught by it too.
  const isBinary = text?.includes(0) ?? false;
  if (isUtf16(text)) {
    return fail({
      reason: 'unknown-format',
      message: `“${name}” is text in UTF-16, which cannot be read here. Save it as UTF-8 and open it again.`,
    });
  }
  const format = isBinary ? undefined : firstOf(text, known);
  if (format === undefined || known === 'parquet') {
    return fail({
      reason: 'unknown-format',
      message: `“${name}” is not a table that can be read: ${known === 'parquet' ? 'it is named Parquet but does not begin like one' : 'its content is neither text nor Parquet'}. Bring CSV, TSV, JSON lines, JSON or Parquet; text may be packed with gzip or zstd.`,
    });
  }
  const file = { path, format, compression, isTabSeparated: extension === 'tsv' || extension === 'tab', sizeBytes };
  const isOtlp = (format === 'json' || format === 'jsonl') && /^\uFEFF?\s*\{\s*"resourceSpans"/.test(text?.toString('utf8') ?? '');
  const rowsUnder = (format === 'json' || format === 'jsonl') && !isOtlp && text !== null ? wrapperOf(text) : null;
  return ok({ ...file, isOtlp, rowsUnder });
}

const isUtf16 = (text: Buffer | null): boolean =>
  text !== null && ((text[0] === 0xff && text[1] === 0xfe) || (text[0] === 0xfe && text[1] === 0xff));

/** What the content says about JSON goes before the name: logs are often `.json` and hold one object a line. */
function firstOf(text: Buffer | null, known: TableFormat | undefined): TableFormat | undefined {
  if (text === null) return known ?? 'csv';
  const start = text
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (start.startsWith('{')) return known === 'csv' ? 'csv' : isOneObject(start) ? 'json' : 'jsonl';
  if (start.startsWith('[') && known !== 'csv') return 'json';
  return known === 'json' || known === 'jsonl' ? known : 'csv';
}

/** An object that does not end on its own line is a pretty-printed document, not a line of a log. */
const isOneObject = (start: string): boolean => /^\{\s*\n/.test(start);

export const compressionOf = (head: Buffer): Compression =>
  head[0] === 0x1f && head[1] === 0x8b ? 'gzip' : head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : 'none';

async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Nothing for a damaged archive: `digestFile` reads all of it and says what is wrong. */
async function firstUnzipped(path: string, count: number): Promise<Buffer | null> {
  const unzipped = createReadStream(path).pipe(createGunzip());
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of unzipped as AsyncIterable<Buffer>) {
      parts.push(part);
      length += part.length;
      if (length >= count) break;
    }
  } catch {
    return null;
  }
  return Buffer.concat(parts).subarray(0, count);
}

/**
 * sha256 of the file's bytes as they are, and proof that an archive is whole. DuckDB reads a cut-off archive without a word and
 * would replay part of a day as all of it.
 */
export async function digestFile(file: TableFile, signal?: AbortSignal): Promise<Result<string, TrafficProblem>> {
  const name = basename(file.path);
  const hash = createHash('sha256');
  try {
    if (file.compression === 'gzip') {
      const bytes = createReadStream(file.path, { signal, highWaterMark: READ_BYTES });
      bytes.on('data', (part) => hash.update(part));
      const unzipped = createGunzip();
      bytes.on('error', (error) => unzipped.destroy(error));
      await finished(bytes.pipe(unzipped).resume());
    } else {
      for await (const part of partsOf(file.path)) {
        signal?.throwIfAborted();
        hash.update(part);
      }
      if (file.compression === 'zstd' && !(await isWhole(file))) return fail(cutOff(name, 'zstd'));
    }
  } catch (error) {
    signal?.throwIfAborted();
    const code = codeOf(error);
    if (code === 'Z_BUF_ERROR') {
      return fail(cutOff(name, 'gzip'));
    }
    if (code.startsWith('Z_')) {
      return fail({
        reason: 'not-readable',
        message: `“${name}” is a damaged gzip archive (${reasonOf(error)}). Copy or download it again.`,
      });
    }
    return fail(unreadable(name, error));
  }
  return ok(hash.digest('hex'));
}

const READ_BYTES = 1 << 20;

/** Through one buffer, used again for each part: a stream allocates one a part, which costs as much as the hash. */
async function* partsOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, READ_BYTES);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function isWhole(file: TableFile): Promise<boolean> {
  const handle = await open(file.path, 'r');
  try {
    return await isWholeZstd(handle, file.sizeBytes);
  } finally {
    await handle.close();
  }
}

const cutOff = (name: string, archive: string): TrafficProblem => ({
  reason: 'not-readable',
  message: `“${name}” ends in the middle of its ${archive} archive, so part of the log is missing. Copy or download it again.`,
});

function unreadable(name: string, error: unknown): TrafficProblem {
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
    // A path with a NUL in it: no file can have it.
    case 'ERR_INVALID_ARG_VALUE':
      return { reason: 'not-found', message: `“${name}” is not there any more. Choose the log again.` };
    case 'EACCES':
    case 'EPERM':
      return { reason: 'not-readable', message: `“${name}” may not be read by you. Change its permissions or choose another log.` };
    default:
      return { reason: 'not-readable', message: `“${name}” could not be read: ${reasonOf(error)}.` };
  }
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException | null)?.code ?? '');
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
