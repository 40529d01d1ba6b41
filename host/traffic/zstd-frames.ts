import type { FileHandle } from 'node:fs/promises';

/**
 * Is a zstd file whole? Walks the frames by their headers (RFC 8878, section 3) without unpacking: DuckDB reads a cut-off file up to the cut and
 * says nothing, and Node learns zstd only in version 22. Cost: one small read for each block of up to 128 KiB.
 */
export async function isWholeZstd(file: FileHandle, sizeBytes: number): Promise<boolean> {
  let at = 0;
  while (at < sizeBytes) {
    const head = await bytesAt(file, at, 18);
    if (head.length < 5) return false;
    const magic = head.readUInt32LE(0);
    if (isSkippable(magic)) {
      if (head.length < 8) return false;
      at += 8 + head.readUInt32LE(4);
      continue;
    }
    if (magic !== ZSTD_MAGIC) return false;
    const descriptor = head[4]!;
    const end = await endOfBlocks(file, at + 5 + restOfHeader(descriptor), sizeBytes);
    if (end === null) return false;
    at = end + (descriptor & 0b100 ? CHECKSUM_BYTES : 0);
  }
  return at === sizeBytes;
}

const ZSTD_MAGIC = 0xfd2fb528;
const CHECKSUM_BYTES = 4;
const isSkippable = (magic: number): boolean => magic >>> 4 === 0x184d2a5;

/** Window descriptor, dictionary id and content size: which of them are there is written in the descriptor. */
function restOfHeader(descriptor: number): number {
  const isSingleSegment = (descriptor & 0b100000) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 0b11]!;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >>> 6]!;
  return (isSingleSegment ? 0 : 1) + dictionaryBytes + sizeBytes;
}

/** Where the last block of a frame ends, or null where the file ends before it. */
async function endOfBlocks(file: FileHandle, start: number, sizeBytes: number): Promise<number | null> {
  let at = start;
  for (;;) {
    const head = await bytesAt(file, at, 3);
    if (head.length < 3) return null;
    const header = head.readUIntLE(0, 3);
    const isRunLength = ((header >>> 1) & 0b11) === 1;
    at += 3 + (isRunLength ? 1 : header >>> 3);
    if (at > sizeBytes) return null;
    if (header & 1) return at;
  }
}

async function bytesAt(file: FileHandle, position: number, count: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, position);
  return buffer.subarray(0, bytesRead);
}
