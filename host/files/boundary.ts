import { lstat, readlink, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Problem, problem, systemCode } from './problem.ts';

/**
 * Where this host may read and write: the folders it was started with, and the single files a person chose in a native
 * dialog. Symbolic links are followed first and the end of the chain is judged, so a link cannot lead out.
 */
export interface Boundary {
  /** Absolute path without symbolic links; the file itself need not exist yet. Relative paths start at the first root. */
  resolve(path: string, purpose: 'read' | 'write'): Promise<{ ok: true; path: string } | Problem<'outside-workspace'>>;
  /** A person pointed at this file: it may be read and written from now on. */
  allow(path: string): Promise<void>;
  /** The folders that may be browsed, without symbolic links. */
  roots(): Promise<readonly string[]>;
}

export interface BoundaryOptions {
  /** Base of relative paths. */
  readonly base: string;
  readonly roots: readonly string[];
  /** May be read, never written: the shipped examples. */
  readonly readOnlyRoots?: readonly string[];
}

const LONGEST_LINK_CHAIN = 40;

/** Follows links even when the last name does not exist, which `realpath` alone refuses to do. */
export async function realPathOf(path: string): Promise<string> {
  let current = resolve(path);
  for (let hops = 0; hops < LONGEST_LINK_CHAIN; hops++) {
    try {
      return await realpath(current);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') return current;
    }
    const target = await lstat(current).then(
      (stat) => (stat.isSymbolicLink() ? readlink(current) : undefined),
      () => undefined,
    );
    const folder = dirname(current);
    if (target !== undefined) current = resolve(await realPathOf(folder), target);
    else return folder === current ? current : join(await realPathOf(folder), current.slice(folder.length));
  }
  return current;
}

export function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

export function createBoundary(options: BoundaryOptions): Boundary {
  const writable = Promise.all(options.roots.map(realPathOf));
  const readable = Promise.all((options.readOnlyRoots ?? []).map(realPathOf));
  const chosen = new Set<string>();

  return {
    async resolve(path, purpose) {
      if (path.includes('\0'))
        return problem('outside-workspace', 'The path holds a null character, so no file can have it. Choose a file.');
      const real = await realPathOf(isAbsolute(path) ? path : join(options.base, path));
      if (chosen.has(real)) return { ok: true, path: real };
      const roots = purpose === 'read' ? [...(await writable), ...(await readable)] : await writable;
      if (roots.some((root) => isInside(real, root))) return { ok: true, path: real };
      if (purpose === 'write' && (await readable).some((root) => isInside(real, root))) {
        return problem(
          'outside-workspace',
          `${real} belongs to the shipped examples, which are never changed. Save it under a name of your own.`,
        );
      }
      const places = await writable;
      return problem(
        'outside-workspace',
        places.length === 0
          ? `${real} was not chosen in a dialog, so it is not touched. Open it with the file dialog.`
          : `${real} lies outside ${places.join(' and ')}, so it is not touched. Choose a file inside, or start Gracefall with --workspace on its folder.`,
      );
    },
    async allow(path) {
      chosen.add(await realPathOf(path));
    },
    roots: () => writable,
  };
}
