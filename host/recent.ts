import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { sha256Of, systemCode, writeAtomic } from './files/index.ts';

const MOST_RECENT_FILES = 20;

const storedSchema = z.array(z.strictObject({ path: z.string(), name: z.string(), openedAt: z.string(), sha256: z.string() }));
type StoredRecent = z.infer<typeof storedSchema>[number];

export interface RecentFile {
  readonly path: string;
  readonly name: string;
  readonly openedAt: string;
  readonly state: 'unchanged' | 'changed-outside' | 'missing';
}

/** Files opened or saved lately, newest first, at most 20, each compared with what it was when last seen. */
export interface RecentFiles {
  list(): Promise<RecentFile[]>;
  add(file: { path: string; name: string; sha256: string }): Promise<void>;
  remove(path: string): Promise<void>;
}

export interface RecentFilesOptions {
  readonly dataFolder: string;
  readonly now: () => Date;
  readonly log: (sentence: string) => void;
}

export function createRecentFiles({ dataFolder, now, log }: RecentFilesOptions): RecentFiles {
  const file = join(dataFolder, 'recent.json');
  // Changes are read-modify-write: one after another, or the later would undo the earlier.
  let queue: Promise<unknown> = Promise.resolve();

  async function read(): Promise<StoredRecent[]> {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') log(`The list of recent files ${file} cannot be read (${systemCode(error)}); it starts empty.`);
      return [];
    }
    try {
      return storedSchema.parse(JSON.parse(text));
    } catch {
      log(`The list of recent files ${file} is damaged; it starts empty.`);
      return [];
    }
  }

  function change(edit: (files: StoredRecent[]) => StoredRecent[]): Promise<void> {
    const done = queue.then(async () => {
      const files = edit(await read()).slice(0, MOST_RECENT_FILES);
      try {
        await mkdir(dataFolder, { recursive: true });
        await writeAtomic(file, `${JSON.stringify(files, null, 2)}\n`);
      } catch (error) {
        // A convenience only: losing it must not disturb the work at hand.
        log(`The list of recent files ${file} could not be written (${systemCode(error) ?? String(error)}).`);
      }
    });
    queue = done;
    return done;
  }

  return {
    async list() {
      await queue;
      return Promise.all(
        (await read()).map(async ({ path, name, openedAt, sha256 }) => {
          const onDisk = await readFile(path).then(sha256Of, () => null);
          const state = onDisk === null ? 'missing' : onDisk === sha256 ? 'unchanged' : 'changed-outside';
          return { path, name, openedAt, state };
        }),
      );
    },
    add: ({ path, name, sha256 }) =>
      change((files) => [{ path, name, openedAt: now().toISOString(), sha256 }, ...files.filter((other) => other.path !== path)]),
    remove: (path) => change((files) => files.filter((other) => other.path !== path)),
  };
}
