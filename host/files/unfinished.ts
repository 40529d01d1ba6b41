import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from './problem.ts';

/** What is written before it is put in its place bears the number of the process that writes it, so that a later one can tell what a killed one left. */
export const nameInWork = (prefix: string): string => `${prefix}${process.pid}-${randomBytes(6).toString('hex')}`;

/** Of these names, the ones in work that no running program can finish; those of programs that still run are theirs. */
export const abandoned = (names: readonly string[], prefix: string): string[] =>
  names.filter((name) => {
    if (!name.startsWith(prefix)) return false;
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    return Number.isInteger(pid) && !isRunning(pid);
  });

const UNFINISHED = '.unfinished-';

/** A folder within `folder` in which a whole is put together, or taken apart, before or after it is seen there. */
export const unfinishedFolder = (folder: string): string => join(folder, nameInWork(UNFINISHED));

/** Removes what a killed process left of such folders. */
export async function removeUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of abandoned(names, UNFINISHED)) await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return systemCode(error) === 'EPERM';
  }
}
