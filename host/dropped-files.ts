import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Boundary, type Problem, problem, removeUnfinished, systemCode, unfinishedFolder } from './files/index.ts';

/**
 * Files that were dropped on a page. A browser does not say where such a file lies, so its bytes are sent, kept under their sha256 while the log is read from
 * them, and removed afterwards; what a killed process left is removed at the next start.
 */
export interface DroppedFiles {
  /** Reads `bytes` to their end. `sizeBytes` = how many there should be; a file that is cut off is not kept. Aborted, it rejects with the signal's reason. */
  receive(
    name: string,
    bytes: Readable,
    sizeBytes: number,
    signal: AbortSignal,
  ): Promise<{ readonly ok: true; readonly path: string; readonly sizeBytes: number } | Problem<'disk-full' | 'not-writable' | 'cut-off'>>;
  /** Does nothing to a file that did not come this way. */
  remove(path: string): Promise<void>;
  /** Removes all of them. */
  close(): Promise<void>;
}

const LONGEST_NAME = 120;
const HASH_CHARACTERS = 16;

export function createDroppedFiles({ folder, boundary }: { readonly folder: string; readonly boundary: Boundary }): DroppedFiles {
  const own = unfinishedFolder(folder);
  const received = new Set<string>();
  let count = 0;
  void removeUnfinished(folder);

  return {
    async receive(name, bytes, sizeBytes, signal) {
      const shown = plainName(name);
      const part = join(own, `part-${++count}`);
      const hash = createHash('sha256');
      let taken = 0;
      try {
        await mkdir(own, { recursive: true });
        // Said before and not after a gigabyte was sent.
        const { bavail, bsize } = await statfs(own);
        if (bavail * bsize < sizeBytes) return full(shown);
        await pipeline(
          bytes,
          async function* (parts: AsyncIterable<Buffer>) {
            for await (const bytesOfPart of parts) {
              taken += bytesOfPart.length;
              hash.update(bytesOfPart);
              yield bytesOfPart;
            }
          },
          createWriteStream(part, { flags: 'wx' }),
          { signal },
        );
        if (taken !== sizeBytes)
          return problem('cut-off', `“${shown}” did not come whole, so it was not kept. Drop it again, or choose it in the dialog.`);
        const path = join(own, hash.digest('hex').slice(0, HASH_CHARACTERS), shown);
        await mkdir(dirname(path), { recursive: true });
        await rename(part, path);
        await boundary.allow(path);
        received.add(path);
        return { ok: true, path, sizeBytes: taken };
      } catch (error) {
        signal.throwIfAborted();
        const code = systemCode(error);
        if (code === 'ENOSPC' || code === 'EDQUOT') return full(shown);
        return problem(
          'not-writable',
          `“${shown}” could not be put into ${folder} (${code ?? String(error)}). Choose it in the dialog instead, where it is read from its own place.`,
        );
      } finally {
        await rm(part, { force: true }).catch(() => undefined);
      }
    },
    async remove(path) {
      if (!received.delete(path)) return;
      await rm(dirname(path), { recursive: true, force: true });
    },
    async close() {
      received.clear();
      await rm(own, { recursive: true, force: true });
    },
  };
}

const full = (name: string): Problem<'disk-full'> =>
  problem(
    'disk-full',
    `The disk has no room for a copy of “${name}”, so nothing was kept. Free some space, or choose it in the dialog, where it is read from its own place.`,
  );

/** The file's own name without anything that leads elsewhere: what a page sends is no more than a wish. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const plain = last.replace(/[\u0000-\u001f<>:"|?*[\]]/g, '_').replace(/^\.+/, '');
  return plain === '' ? 'log' : plain.slice(-LONGEST_NAME);
}
