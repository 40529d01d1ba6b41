/** The operating system's error codes turned into this program's closed list of reasons, each with its sentence. */

export interface Problem<Reason extends string> {
  readonly ok: false;
  readonly reason: Reason;
  readonly message: string;
}

export const problem = <Reason extends string>(reason: Reason, message: string): Problem<Reason> => ({ ok: false, reason, message });

/** `ENOENT` and so on; undefined for anything that is not a system error. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

export function readProblem(error: unknown, path: string): Problem<'not-found' | 'not-readable'> {
  const code = systemCode(error);
  if (code === undefined) throw error;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return problem('not-found', `There is no file ${path}: it was moved, renamed or removed. Choose it again.`);
  }
  if (code === 'EISDIR') return problem('not-readable', `${path} is a folder, so it cannot be read as a file. Choose a file inside it.`);
  if (code === 'EACCES' || code === 'EPERM') {
    return problem('not-readable', `You have no permission to read ${path}. Change its permissions or choose another file.`);
  }
  return problem('not-readable', `${path} could not be read (${code}). Check the disk or the network folder, then try again.`);
}

export function writeProblem(error: unknown, path: string): Problem<'read-only' | 'disk-full' | 'not-writable'> {
  const code = systemCode(error);
  if (code === undefined) throw error;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return problem(
      'disk-full',
      `The disk is full, so ${path} was not saved; the file on disk is as it was. Free some space, then save again.`,
    );
  }
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return problem('read-only', `${path} is read-only, so it was not saved. Save under another name or change its permissions.`);
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return problem('not-writable', `The folder of ${path} does not exist, so nothing was saved. Choose another folder.`);
  }
  if (code === 'EISDIR') return problem('not-writable', `${path} is a folder, so nothing was saved. Choose a file name.`);
  return problem('not-writable', `${path} could not be saved (${code}); the file on disk is as it was. Check the disk, then save again.`);
}
