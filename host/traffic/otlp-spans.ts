import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { TableFile } from './file-format.ts';
import { UnreadableLog } from './problem.ts';

/**
 * OTLP (ExportTraceServiceRequest as JSON: one object a line, as OpenTelemetry's collector writes it, or one in all) as one span a line of a temporary file. DuckDB
 * would hold whole batches and copy their lists again and again; here the bytes stream by once, and spans are told apart by their brackets without being read.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COLON = 0x3a;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;

/** Where a span and its resource stand: depth, and the keys on the way there. */
const SPAN_PATH = 'resourceSpans/scopeSpans/spans';
const RESOURCE_PATH = 'resourceSpans/resource';

/** Hands over each span and each resource as its bytes, which are the caller's until it returns, in the order of the document. */
export class SpanScanner {
  readonly #take: (kind: 'span' | 'resource', bytes: Buffer) => void;
  /** Keys under which the open containers stand, '' for those that stand in a list. */
  readonly #keys: string[] = [];
  #key = '';
  #text: number[] = [];
  #inString = false;
  #isEscaped = false;
  #depth = 0;
  #captured: Buffer[] = [];
  #capturing: 'span' | 'resource' | null = null;
  #captureDepth = 0;

  constructor(take: (kind: 'span' | 'resource', bytes: Buffer) => void) {
    this.#take = take;
  }

  /** `chunk` may be used again by the caller afterwards. */
  read(chunk: Buffer): void {
    let start = 0;
    let inString = this.#inString;
    let isEscaped = this.#isEscaped;
    let depth = this.#depth;
    let capturing = this.#capturing;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (inString) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) inString = false;
        else if (capturing === null && this.#text.length < LONGEST_KEY) this.#text.push(byte);
        continue;
      }
      if (byte === QUOTE) {
        inString = true;
        if (capturing === null) this.#text = [];
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        depth++;
        if (capturing !== null) continue;
        this.#keys.push(this.#key);
        this.#key = '';
        capturing = byte === OPEN_OBJECT ? this.#kindAt(depth) : null;
        if (capturing === null) continue;
        this.#captureDepth = depth;
        start = at;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        if (capturing !== null && depth === this.#captureDepth) {
          this.#give(capturing, chunk.subarray(start, at + 1));
          capturing = null;
        }
        if (capturing === null) this.#keys.pop();
        depth--;
      } else if (capturing === null && byte === COLON) this.#key = String.fromCharCode(...this.#text);
      // What comes next in a list has no key; in an object its key comes first.
      else if (capturing === null && byte === COMMA) this.#key = '';
    }
    if (capturing !== null) this.#captured.push(Buffer.from(chunk.subarray(start)));
    this.#inString = inString;
    this.#isEscaped = isEscaped;
    this.#depth = depth;
    this.#capturing = capturing;
  }

  /** Was the last bracket closed? */
  get isWhole(): boolean {
    return this.#depth === 0 && !this.#inString;
  }

  #kindAt(depth: number): 'span' | 'resource' | null {
    if (depth !== 7 && depth !== 4) return null;
    const path = this.#keys.filter((key) => key !== '').join('/');
    if (depth === 7) return path === SPAN_PATH ? 'span' : null;
    return path === RESOURCE_PATH ? 'resource' : null;
  }

  #give(kind: 'span' | 'resource', last: Buffer): void {
    const whole = this.#captured.length === 0 ? last : Buffer.concat([...this.#captured, last]);
    this.#captured = [];
    this.#take(kind, whole);
  }
}

const LONGEST_KEY = 64;

export interface SplitFile {
  readonly file: TableFile;
  remove(): Promise<void>;
}

const SPLIT_FOLDER = 'gracefall-spans-';
/** Paths of temporary files, in what DuckDB says. */
export const SPLIT_PATH = new RegExp(`[^"'\\s]*${SPLIT_FOLDER}[^"'\\s]*`, 'g');
const BUFFER_BYTES = 1 << 20;
const SERVICE = 'service.name';

/**
 * `most` spans, then the rest is left. A resource that stands behind its spans is not known to them. Throws for a document that breaks off in its middle and
 * for a full disk.
 */
export async function splitSpans(file: TableFile, most: number, signal?: AbortSignal): Promise<SplitFile> {
  const folder = await mkdtemp(join(tmpdir(), SPLIT_FOLDER));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'spans.jsonl');
    const target = await open(path, 'wx');
    let sizeBytes = 0;
    try {
      let head = lineHead(null);
      const tail = Buffer.from('}\n');
      let buffer = Buffer.allocUnsafe(2 * BUFFER_BYTES);
      let used = 0;
      let count = 0;
      const scanner = new SpanScanner((kind, bytes) => {
        if (kind === 'resource') head = lineHead(bytes);
        else if (count < most) {
          count++;
          const needed = head.length + bytes.length + tail.length;
          if (used + needed > buffer.length) buffer = Buffer.concat([buffer.subarray(0, used)], 2 * (used + needed));
          used += head.copy(buffer, used);
          const from = used;
          used += bytes.copy(buffer, used);
          // Line breaks stand between tokens only, never raw in a string.
          blankOut(LINE_FEED, buffer.subarray(from, used));
          blankOut(CARRIAGE_RETURN, buffer.subarray(from, used));
          used += tail.copy(buffer, used);
        }
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
    return { file: { ...file, path, format: 'jsonl', compression: 'none', sizeBytes, isOtlp: false }, remove };
  } catch (error) {
    await remove();
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    throw new UnreadableLog(
      'is taken apart into a temporary file first, and the disk is full. Free as much space as it takes unpacked, then open it again.',
    );
  }
}

function blankOut(byte: number, bytes: Buffer): void {
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) bytes[at] = BLANK;
}

/** Of all that a resource tells, the name of the service is kept. */
function lineHead(resource: Buffer | null): Buffer {
  return Buffer.from(`{"service":${JSON.stringify(serviceOf(resource))},"span":`);
}

function serviceOf(resource: Buffer | null): string | null {
  if (resource === null) return null;
  let read: { attributes?: { key?: string; value?: { stringValue?: string } }[] };
  try {
    read = JSON.parse(resource.toString('utf8'));
  } catch {
    return null;
  }
  return read.attributes?.find(({ key }) => key === SERVICE)?.value?.stringValue ?? null;
}
