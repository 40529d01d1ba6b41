import { mkdir, readdir, readFile, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { type FileSystem, nodeFileSystem, type Problem, systemCode, writeAtomic, writeProblem } from './files/index.ts';

/**
 * Unsaved work, kept so that a crash loses at most the last seconds. Beside the file as `.<name>.gracefall-journal` once
 * there is one, else in the app's own folder; a pointer there remembers which files have a journal beside them.
 */
export interface Journal {
  keep(entry: Omit<JournalEntry, 'keptAt'>): Promise<{ ok: true; keptAt: string } | Problem<'not-writable' | 'disk-full'>>;
  /** Newest first. A journal that cannot be read is left where it is and reported to `log`. */
  list(): Promise<JournalEntry[]>;
  drop(documentKey: string, path: string | null): Promise<void>;
}

const entrySchema = z.strictObject({
  documentKey: z.string().regex(/^[A-Za-z0-9-]{1,80}$/),
  path: z.string().nullable(),
  name: z.string().max(200),
  text: z.string(),
  baseSha256: z.string().nullable(),
  /** The file as it was when the work began; journals of before this was kept have none. */
  baseText: z.string().nullable().default(null),
  keptAt: z.string(),
});
export type JournalEntry = z.infer<typeof entrySchema>;

const pointerSchema = z.strictObject({ beside: z.string() });

export interface JournalOptions {
  readonly dataFolder: string;
  readonly now: () => Date;
  readonly log: (sentence: string) => void;
  readonly fileSystem?: FileSystem;
}

export const journalBeside = (path: string): string => join(dirname(path), `.${basename(path)}.gracefall-journal`);

export function createJournal({ dataFolder, now, log, fileSystem = nodeFileSystem }: JournalOptions): Journal {
  const folder = join(dataFolder, 'journal');
  const ownFile = (documentKey: string): string => join(folder, `${documentKey}.json`);

  async function write(path: string, value: unknown): Promise<void> {
    await mkdir(folder, { recursive: true });
    await writeAtomic(path, JSON.stringify(value), fileSystem);
  }

  async function read(path: string): Promise<JournalEntry | undefined> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if (systemCode(error) !== 'ENOENT')
        log(`The recovery journal ${path} cannot be read (${systemCode(error)}), so its work is not offered.`);
      return undefined;
    }
    const entry = entrySchema.safeParse(parseJson(text));
    if (entry.success) return entry.data;
    log(
      `The recovery journal ${path} is damaged, so its work is not offered. The file is left as it is; open it in an editor to save what it holds.`,
    );
    return undefined;
  }

  async function remove(path: string): Promise<void> {
    await unlink(path).catch((error) => {
      if (systemCode(error) !== 'ENOENT')
        log(`The recovery journal ${path} could not be removed (${systemCode(error)}); it will be offered again.`);
    });
  }

  /** Beside the file, unless another session's unsaved work lies there: that must not be overwritten. */
  async function besideIfFree(entry: JournalEntry): Promise<string | undefined> {
    if (entry.path === null) return undefined;
    const beside = journalBeside(entry.path);
    const there = await read(beside);
    return there === undefined || there.documentKey === entry.documentKey ? beside : undefined;
  }

  return {
    async keep(work) {
      const entry: JournalEntry = { ...work, keptAt: now().toISOString() };
      const beside = await besideIfFree(entry);
      try {
        if (beside !== undefined) {
          try {
            await write(beside, entry);
            await write(ownFile(entry.documentKey), { beside });
            return { ok: true, keptAt: entry.keptAt };
          } catch (error) {
            // A folder that may not be written still deserves a journal; the app's own folder takes it.
            if (writeProblem(error, beside).reason === 'disk-full') throw error;
          }
        }
        await write(ownFile(entry.documentKey), entry);
        return { ok: true, keptAt: entry.keptAt };
      } catch (error) {
        const { reason, message } = writeProblem(error, beside ?? ownFile(entry.documentKey));
        return { ok: false, reason: reason === 'disk-full' ? reason : 'not-writable', message };
      }
    },

    async list() {
      const names = await readdir(folder).catch(() => []);
      const entries = new Map<string, JournalEntry>();
      for (const name of names) {
        if (!name.endsWith('.json') || name.startsWith('.')) continue;
        const own = join(folder, name);
        const pointer = pointerSchema.safeParse(parseJson(await readFile(own, 'utf8').catch(() => '')));
        const entry = await read(pointer.success ? pointer.data.beside : own);
        if (entry) entries.set(entry.documentKey, entry);
      }
      return [...entries.values()].sort((a, b) => b.keptAt.localeCompare(a.keptAt));
    },

    async drop(documentKey, path) {
      const own = ownFile(documentKey);
      const pointer = pointerSchema.safeParse(parseJson(await readFile(own, 'utf8').catch(() => '')));
      const places = new Set<string>();
      if (pointer.success) places.add(pointer.data.beside);
      if (path !== null) places.add(journalBeside(path));
      for (const beside of places) {
        const there = await read(beside);
        if (there?.documentKey === documentKey) await remove(beside);
      }
      await remove(own);
    },
  };
}

/** Undefined for anything that is no JSON: the schema then says so. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
