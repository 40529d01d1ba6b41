import { constants } from 'node:fs';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { type Problem, problem, systemCode, writeProblem } from './problem.ts';
import { sha256Of } from './sha256.ts';
import { writeAtomic } from './write-atomic.ts';

export interface SaveRequest {
  /** Absolute, links already followed, inside the boundary. */
  readonly path: string;
  readonly text: string;
  /** Hash of what the caller last read or wrote there; null = the file must not exist yet. */
  readonly expectedSha256: string | null;
  /** A person has seen that the file is another one and wants it replaced. */
  readonly mayReplace: boolean;
}

export type Saved =
  | { readonly ok: true; readonly path: string; readonly sha256: string }
  | Problem<'changed-outside' | 'already-exists' | 'read-only' | 'disk-full' | 'not-writable'>;

/** Writes a text atomically, after comparing what is on disk with what the caller believes is there. */
export const saveText = ({ text, ...place }: SaveRequest, fs: FileSystem = nodeFileSystem): Promise<Saved> => saveContent(place, text, fs);

/** The same for what is made anew each time and never read back, such as a picture: nothing is expected to be there. */
export const saveBytes = (
  { path, mayReplace }: Pick<SaveRequest, 'path' | 'mayReplace'>,
  bytes: Uint8Array,
  fs: FileSystem = nodeFileSystem,
): Promise<Saved> => saveContent({ path, expectedSha256: null, mayReplace }, bytes, fs);

async function saveContent(place: Omit<SaveRequest, 'text'>, content: string | Uint8Array, fs: FileSystem): Promise<Saved> {
  const { path, expectedSha256, mayReplace } = place;
  try {
    const onDisk = await hashOnDisk(path, fs);
    if (!mayReplace) {
      if (expectedSha256 === null && onDisk !== null) {
        return problem(
          'already-exists',
          `${path} already exists, so nothing was saved. Choose another name, or say that it may be replaced.`,
        );
      }
      if (expectedSha256 !== null && onDisk === null) {
        return problem(
          'changed-outside',
          `${path} was removed or renamed while it was open, so nothing was saved. Save it again to restore it, or save under another name.`,
        );
      }
      if (expectedSha256 !== null && onDisk !== expectedSha256) {
        return problem(
          'changed-outside',
          `${path} was changed by another program while it was open, so nothing was saved. Reload it, replace it knowingly, or save under another name.`,
        );
      }
    }
    if (onDisk !== null) await refuseReadOnly(path, fs);
    await writeAtomic(path, content, fs);
    return { ok: true, path, sha256: sha256Of(content) };
  } catch (error) {
    return writeProblem(error, path);
  }
}

async function hashOnDisk(path: string, fs: FileSystem): Promise<string | null> {
  try {
    return sha256Of(await fs.readFile(path));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Renaming would succeed over a read-only file wherever the folder is writable, and so defeat its owner's wish. */
async function refuseReadOnly(path: string, fs: FileSystem): Promise<void> {
  const facts = await fs.stat(path);
  if ((facts.mode & 0o222) === 0) throw Object.assign(new Error(`${path} has no write permission`), { code: 'EACCES' });
  await fs.access(path, constants.W_OK);
}
