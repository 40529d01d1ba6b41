import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { type Problem, problem, readProblem } from './problem.ts';
import { sha256Of } from './sha256.ts';

/** Inclusive. A policy of 20 000 nodes is about 10 MiB: more than this is some other file. */
export const LARGEST_TEXT_BYTES = 64 * 1024 * 1024;

export type OpenedText =
  | { readonly ok: true; readonly path: string; readonly text: string; readonly sha256: string; readonly isReadOnly: boolean }
  | Problem<'not-found' | 'not-readable' | 'too-large' | 'not-text'>;

/** Reads a UTF-8 text. `sha256` is of the bytes on disk; `path` must already lie inside the boundary. */
export async function openText(path: string): Promise<OpenedText> {
  let bytes: Buffer;
  try {
    const file = await open(path, 'r');
    try {
      const facts = await file.stat();
      if (facts.isDirectory()) throw Object.assign(new Error(`${path} is a folder`), { code: 'EISDIR' });
      if (!facts.isFile()) return problem('not-readable', `${path} is not an ordinary file, so it is not read. Choose a policy file.`);
      if (facts.size > LARGEST_TEXT_BYTES) {
        const mebibytes = Math.round(facts.size / 1024 / 1024);
        return problem(
          'too-large',
          `${path} is ${mebibytes} MiB; a policy or scenario has at most 64 MiB, so it was not opened. Is it a traffic log?`,
        );
      }
      bytes = await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    return readProblem(error, path);
  }
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    return problem(
      'not-text',
      `${path} is not a text file in UTF-8, so it was not opened. Choose a policy file, or save it as UTF-8 first.`,
    );
  }
  return { ok: true, path, text, sha256: sha256Of(bytes), isReadOnly: !(await isWritable(path)) };
}

/** Undefined for bytes that are no UTF-8 or hold null characters, as every binary format does. A byte order mark is dropped. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * May this file be replaced by its user? A file without any write bit counts as read-only even where the system would let
 * us rename over it (the folder's owner, root): whoever took the bits away meant it.
 */
export async function isWritable(path: string): Promise<boolean> {
  const facts = await stat(path);
  if ((facts.mode & 0o222) === 0) return false;
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
