import { basename, dirname, join } from 'node:path';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { systemCode } from './problem.ts';
import { abandoned, nameInWork } from './unfinished.ts';

/**
 * Replaces a file's content in one step: whoever reads it, whenever the power goes, sees the old bytes or the new, never
 * a mixture. Temporary file in the same folder, fsync, rename, fsync of the folder. `write-file-atomic` does not sync the
 * folder, cannot be given a failing disk in a test, and leaves its litter for ever after a kill; hence these lines.
 */
export async function writeAtomic(path: string, content: string | Uint8Array, fs: FileSystem = nodeFileSystem): Promise<void> {
  const folder = dirname(path);
  const prefix = temporaryPrefix(path);
  const old = await fs.stat(path).catch((error) => {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (old?.isDirectory()) throw Object.assign(new Error(`${path} is a folder`), { code: 'EISDIR' });
  const temporary = join(folder, nameInWork(prefix));
  let isPlaced = false;
  try {
    const file = await fs.open(temporary, 'wx', old ? old.mode & 0o777 : 0o666);
    try {
      await file.writeFile(content);
      if (old) {
        // The mode given to open is cut by the umask. Owner and group can be kept by root only: refusal is no fault.
        await file.chmod(old.mode & 0o7777);
        await file.chown(old.uid, old.gid).catch(() => undefined);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await fs.rename(temporary, path);
    isPlaced = true;
  } finally {
    if (!isPlaced) await fs.unlink(temporary).catch(() => undefined);
  }
  await syncFolder(folder, fs);
  await removeLitter(folder, prefix, fs);
}

const temporaryPrefix = (path: string): string => `.${basename(path)}.gracefall-tmp-`;

/** Makes the rename itself survive a power cut. Windows and some network folders cannot: there the rename stands as it is. */
async function syncFolder(folder: string, fs: FileSystem): Promise<void> {
  const handle = await fs.open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close().catch(() => undefined);
}

/** Removes what a killed save of the same file left. */
async function removeLitter(folder: string, prefix: string, fs: FileSystem): Promise<void> {
  const names = await fs.readdir(folder).catch(() => []);
  for (const name of abandoned(names, prefix)) await fs.unlink(join(folder, name)).catch(() => undefined);
}
