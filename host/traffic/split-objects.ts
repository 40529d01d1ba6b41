import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { TableFile } from './file-format.ts';
import { ObjectScanner, type WantedAt } from './object-scanner.ts';
import { UnreadableLog } from './problem.ts';

/**
 * Objects out of the inside of a JSON document, one a line of a temporary file. DuckDB would hold a whole document, and copy lists in it again and again; here the
 * bytes stream by once.
 */

export interface SplitFile {
  readonly file: TableFile;
  remove(): Promise<void>;
}

export interface Split<Kind> {
  readonly wantedAt: WantedAt<Kind>;
  /** What stands before and behind the object on its line; null = the object becomes no row. `bytes` are the scanner's. */
  lineOf(kind: Kind, bytes: Buffer): { readonly head: Buffer; readonly tail: Buffer } | null;
}

const SPLIT_FOLDER = 'gracefall-rows-';
/** Paths of temporary files, in what DuckDB says. */
export const SPLIT_PATH = new RegExp(`[^"'\\s]*${SPLIT_FOLDER}[^"'\\s]*`, 'g');
const BUFFER_BYTES = 1 << 20;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;

/** `most` rows, then the rest is left. Throws for a document that breaks off in its middle and for a full disk. */
export async function splitObjects<Kind>(file: TableFile, split: Split<Kind>, most: number, signal?: AbortSignal): Promise<SplitFile> {
  const folder = await mkdtemp(join(tmpdir(), SPLIT_FOLDER));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'rows.jsonl');
    const target = await open(path, 'wx');
    let sizeBytes = 0;
    try {
      let buffer = Buffer.allocUnsafe(2 * BUFFER_BYTES);
      let used = 0;
      let count = 0;
      const scanner = new ObjectScanner<Kind>(split.wantedAt, (kind, bytes) => {
        if (count >= most) return;
        const line = split.lineOf(kind, bytes);
        if (line === null) return;
        count++;
        const needed = line.head.length + bytes.length + line.tail.length;
        if (used + needed > buffer.length) buffer = Buffer.concat([buffer.subarray(0, used)], 2 * (used + needed));
        used += line.head.copy(buffer, used);
        used += bytes.copy(buffer, used);
        used += line.tail.copy(buffer, used);
        // Line breaks stand between tokens only, never raw in a string; most documents have none inside their rows.
        if (bytes.includes(LINE_FEED)) blankOut(LINE_FEED, buffer.subarray(used - needed, used - 1));
        if (bytes.includes(CARRIAGE_RETURN)) blankOut(CARRIAGE_RETURN, buffer.subarray(used - needed, used - 1));
      });
      const write = async (): Promise<void> => {
        await target.writeFile(buffer.subarray(0, used));
        sizeBytes += used;
        used = 0;
      };
      const read = createReadStream(file.path, { highWaterMark: BUFFER_BYTES, ...(signal && { signal }) });
      const unpacked = file.compression === 'gzip' ? read.pipe(createGunzip({ chunkSize: BUFFER_BYTES })) : read;
      if (unpacked !== read) read.on('error', (error) => unpacked.destroy(error));
      for await (const chunk of unpacked as AsyncIterable<Buffer>) {
        scanner.read(chunk);
        if (used >= BUFFER_BYTES) await write();
        if (count >= most) break;
      }
      await write();
      if (count < most && !scanner.isWhole) throw new Error('its last bracket is missing');
    } finally {
      await target.close();
    }
    return { file: { ...file, path, format: 'jsonl', compression: 'none', sizeBytes, isOtlp: false, rowsUnder: null }, remove };
  } catch (error) {
    await remove();
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    throw new UnreadableLog(
      'is taken apart into a temporary file first, and the disk is full. Free as much space as it takes unpacked, then open it again.',
    );
  }
}

/** The last byte of a line is its end and stays. */
function blankOut(byte: number, bytes: Buffer): void {
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) bytes[at] = BLANK;
}
