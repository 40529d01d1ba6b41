import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Boundary, isInside } from './boundary.ts';
import { type Problem, problem, systemCode } from './problem.ts';

export interface FolderEntry {
  readonly name: string;
  readonly path: string;
  readonly isFolder: boolean;
  readonly sizeBytes: number;
  readonly modifiedAt: string;
}

export type ListedFolder =
  | { readonly ok: true; readonly folder: string; readonly parent: string | null; readonly entries: FolderEntry[] }
  | Problem<'outside-workspace' | 'not-found' | 'not-readable'>;

/** Folders first, then the files with one of the extensions (`.policy.json`; none given = all), by name. Hidden names are left out. */
export async function listFolder(boundary: Boundary, folder: string, extensions: readonly string[]): Promise<ListedFolder> {
  const inside = await boundary.resolve(folder, 'read');
  if (!inside.ok) return inside;
  let names: string[];
  try {
    names = await readdir(inside.path);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    if (code === 'ENOENT') return problem('not-found', `There is no folder ${inside.path}. Go up and choose another.`);
    if (code === 'ENOTDIR') return problem('not-found', `${inside.path} is a file, not a folder. Choose its folder.`);
    return problem('not-readable', `The folder ${inside.path} cannot be read (${code}). Choose another, or change its permissions.`);
  }
  const entries: FolderEntry[] = [];
  for (const name of names) {
    if (name.startsWith('.')) continue;
    const entry = await boundary.resolve(join(inside.path, name), 'read');
    if (!entry.ok) continue;
    // A file that vanished between the two calls is simply not there any more.
    const facts = await stat(entry.path).catch(() => undefined);
    if (!facts || (!facts.isDirectory() && !facts.isFile())) continue;
    const isFolder = facts.isDirectory();
    if (!isFolder && extensions.length > 0 && !extensions.some((extension) => name.toLowerCase().endsWith(extension.toLowerCase())))
      continue;
    entries.push({
      name,
      path: join(inside.path, name),
      isFolder,
      sizeBytes: isFolder ? 0 : facts.size,
      modifiedAt: facts.mtime.toISOString(),
    });
  }
  entries.sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || a.name.localeCompare(b.name, 'en', { numeric: true }));
  const parent = dirname(inside.path);
  const roots = await boundary.roots();
  const hasParent = parent !== inside.path && roots.some((root) => isInside(parent, root));
  return { ok: true, folder: inside.path, parent: hasParent ? parent : null, entries };
}
