import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { fail, type MadeFrom, ok, type Result, type Traffic, trafficStepSchema } from '../../shared/model/index.ts';
import {
  type FileSystem,
  nodeFileSystem,
  problem,
  removeUnfinished,
  systemCode,
  unfinishedFolder,
  writeAtomic,
  writeProblem,
} from '../files/index.ts';
import type { Driven } from '../slices.ts';
import { type CanonicalColumn, canonicalOf, canonicalSha256, emptyColumn, trafficOf } from './canonical-columns.ts';
import { inDatabase, ROWS_A_PART, readPart, writePart } from './parquet-parts.ts';

/**
 * Traffics that outlive their logs. Each is a folder of the app's own data, named by the sha256 of its canonical columns: Parquet parts, the texts that their
 * codes stand for, and a description. It is made beside and renamed when all of it is on the disk, so that it is there whole or not at all.
 * Questions and answers are not among the columns, and so are never here.
 */
export interface TrafficStore {
  /** The latest first; what is damaged or not ours is told with a sentence and left where it is. */
  list(): Promise<StoredTraffic[]>;
  add(traffic: Traffic, from: Provenance, driven?: Driven): Promise<Result<StoredTraffic, StoreProblem>>;
  open(id: string, driven?: Driven): Promise<Result<OpenedTraffic, StoreProblem>>;
  remove(id: string): Promise<{ ok: true } | { ok: false; reason: 'not-writable'; message: string }>;
}

export interface Provenance {
  /** By which runs name it: of the log's file, or of that and the steps that were done to it. */
  readonly sha256: string;
  /** Of the log; null where it is not known. */
  readonly path: string | null;
}

export interface OpenedTraffic extends Provenance {
  readonly traffic: Traffic;
}

export interface StoreProblem {
  readonly reason: 'not-found' | 'damaged' | 'disk-full' | 'not-writable';
  readonly message: string;
}

export interface StoredTraffic {
  readonly id: string;
  readonly label: string;
  readonly source: string | null;
  readonly origin: Traffic['origin'];
  readonly requests: number;
  readonly durationMs: number;
  readonly startUnixMs: number | null;
  readonly hasOutcomes: boolean;
  readonly sizeBytes: number;
  readonly storedAt: string;
  readonly damage: string | null;
}

const FORMAT = 1;
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const fileSchema = z.strictObject({ name: z.string().regex(/^[a-z0-9-]+\.(parquet|json)$/), bytes: z.number().int().min(1) });
const aboutSchema = z.strictObject({
  format: z.literal(FORMAT),
  id: sha256,
  label: z.string(),
  source: z.string().nullable(),
  trafficSha256: sha256,
  origin: z.enum(['recorded', 'generated']),
  requests: z.number().int().min(1),
  durationMs: z.number().min(0),
  startUnixMs: z.number().nullable(),
  storedAt: z.string(),
  columns: z.array(z.strictObject({ name: z.string(), type: z.enum(['DOUBLE', 'FLOAT', 'INTEGER', 'UINTEGER', 'UTINYINT']) })).min(3),
  parts: z.array(fileSchema).min(1),
  texts: fileSchema,
  madeFrom: z.strictObject({ label: z.string(), sha256, steps: z.array(trafficStepSchema), sentences: z.array(z.string()) }).nullable(),
});
type About = z.infer<typeof aboutSchema>;
const textsSchema = z.record(z.string(), z.array(z.string()));

const ABOUT = 'about.json';
const TEXTS = 'texts.json';

export interface StoreOptions {
  readonly folder: string;
  readonly now: () => Date;
  readonly log: (sentence: string) => void;
  readonly fs?: FileSystem;
}

export function createTrafficStore({ folder, now, log, fs = nodeFileSystem }: StoreOptions): TrafficStore {
  async function add(
    traffic: Traffic,
    from: Provenance,
    { signal, onProgress }: Driven = {},
  ): Promise<Result<StoredTraffic, StoreProblem>> {
    const canonical = canonicalOf(traffic);
    const id = await canonicalSha256(canonical, signal);
    const place = join(folder, id);
    const there = await readAbout(place);
    if (there.ok) return ok(storedOf(there.value));
    const unfinished = unfinishedFolder(folder);
    try {
      await mkdir(unfinished, { recursive: true });
      const parts: { name: string; bytes: number }[] = [];
      await inDatabase(unfinished, signal, async (connection) => {
        for (let row = 0; row < traffic.requestCount; row += ROWS_A_PART) {
          const name = `part-${String(parts.length).padStart(4, '0')}.parquet`;
          const end = Math.min(traffic.requestCount, row + ROWS_A_PART);
          await writePart(connection, canonical.columns, row, end, join(unfinished, name), signal);
          parts.push({ name, bytes: (await stat(join(unfinished, name))).size });
          onProgress?.(end / traffic.requestCount);
        }
      });
      const texts = Buffer.from(JSON.stringify(canonical.dictionaries));
      await writeAtomic(join(unfinished, TEXTS), texts, fs);
      const about: About = {
        format: FORMAT,
        id,
        label: traffic.label,
        source: from.path,
        trafficSha256: from.sha256,
        origin: traffic.origin,
        requests: traffic.requestCount,
        durationMs: traffic.arrivalMs[traffic.requestCount - 1] ?? 0,
        startUnixMs: canonical.startUnixMs,
        storedAt: now().toISOString(),
        columns: canonical.columns.map(({ name, type }) => ({ name, type })),
        parts,
        texts: { name: TEXTS, bytes: texts.byteLength },
        madeFrom: traffic.madeFrom === undefined ? null : ownCopy(traffic.madeFrom),
      };
      await writeAtomic(join(unfinished, ABOUT), JSON.stringify(about, null, 2), fs);
      signal?.throwIfAborted();
      // One that is damaged has its place taken, and is kept beside under another name.
      if (await exists(place)) await rename(place, join(folder, `${id}.damaged-${now().getTime()}`));
      await rename(unfinished, place);
      return ok(storedOf(about));
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
      signal?.throwIfAborted();
      return fail(notStored(error, traffic.label));
    }
  }

  async function open(id: string, { signal, onProgress }: Driven = {}): Promise<Result<OpenedTraffic, StoreProblem>> {
    const place = join(folder, id);
    const read = await readAbout(place);
    if (!read.ok) return fail({ reason: (await exists(place)) ? 'damaged' : 'not-found', message: read.error });
    const about = read.value;
    const columns = about.columns.map(({ name, type }): CanonicalColumn => ({ name, type, values: emptyColumn(type, about.requests) }));
    try {
      let rows = 0;
      await inDatabase(place, signal, async (connection) => {
        for (const { name } of about.parts) {
          rows += await readPart(connection, join(place, name), columns, rows, signal);
          onProgress?.((0.9 * rows) / about.requests);
        }
      });
      if (rows !== about.requests) return fail(damaged(about.label, place, `it holds ${rows} of ${about.requests} requests`));
      const dictionaries = textsSchema.parse(JSON.parse(await readFile(join(place, TEXTS), 'utf8')));
      const canonical = { startUnixMs: about.startUnixMs, columns, dictionaries };
      if ((await canonicalSha256(canonical, signal)) !== about.id) {
        return fail(damaged(about.label, place, 'its content is not what was stored (the sha256 differs)'));
      }
      const traffic = trafficOf(canonical, about.label, about.origin);
      return ok({
        traffic: about.madeFrom === null ? traffic : { ...traffic, madeFrom: about.madeFrom },
        sha256: about.trafficSha256,
        path: about.source,
      });
    } catch (error) {
      signal?.throwIfAborted();
      return fail(damaged(about.label, place, reasonOf(error, place)));
    }
  }

  return {
    async list() {
      await removeUnfinished(folder);
      const names = (await readdir(folder, { withFileTypes: true }).catch(() => [])).filter(
        (entry) => entry.isDirectory() && sha256.safeParse(entry.name).success,
      );
      const listed: StoredTraffic[] = [];
      for (const { name } of names) {
        const read = await readAbout(join(folder, name));
        if (!read.ok) log(read.error);
        listed.push(read.ok ? storedOf(read.value) : await unreadable(join(folder, name), read.error));
      }
      return listed.sort((a, b) => (a.storedAt < b.storedAt ? 1 : a.storedAt > b.storedAt ? -1 : a.id < b.id ? -1 : 1));
    },
    add,
    open,
    async remove(id) {
      const place = join(folder, id);
      // Renamed first: a removal that is broken off leaves litter, never half a traffic.
      const gone = unfinishedFolder(folder);
      try {
        await rename(place, gone);
        await rm(gone, { recursive: true, force: true });
        return { ok: true };
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return { ok: true };
        return problem('not-writable', `The stored traffic was not removed: ${writeProblem(error, place).message}`);
      }
    },
  };
}

const ownCopy = ({ label, sha256: of, steps, sentences }: MadeFrom): NonNullable<About['madeFrom']> => ({
  label,
  sha256: of,
  steps: [...steps],
  sentences: [...sentences],
});

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The description, if the files are there as long as it says. The error is a sentence. */
async function readAbout(place: string): Promise<Result<About, string>> {
  const id = basename(place);
  let text: string;
  try {
    text = await readFile(join(place, ABOUT), 'utf8');
  } catch (error) {
    const isThere = await exists(place);
    return fail(
      isThere
        ? `The stored traffic in ${place} has no readable ${ABOUT} (${systemCode(error) ?? 'unknown'}), so it cannot be opened. It was left where it is.`
        : `There is no stored traffic ${id.slice(0, 12)}. It was removed; import its log again.`,
    );
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  const about = aboutSchema.safeParse(parsed);
  if (!about.success || about.data.id !== id) {
    return fail(
      `What lies in ${place} is not a traffic that this version of Gracefall stored, so it cannot be opened. It was left where it is.`,
    );
  }
  const { label, parts, texts } = about.data;
  for (const { name, bytes } of [...parts, texts]) {
    const size = await stat(join(place, name)).then(
      (facts) => facts.size,
      () => null,
    );
    if (size !== bytes) {
      return fail(damaged(label, place, size === null ? `${name} is missing` : `${name} has ${size} of ${bytes} bytes`).message);
    }
  }
  return ok(about.data);
}

const storedOf = (about: About): StoredTraffic => ({
  id: about.id,
  label: about.label,
  source: about.source,
  origin: about.origin,
  requests: about.requests,
  durationMs: about.durationMs,
  startUnixMs: about.startUnixMs,
  hasOutcomes: about.columns.some(({ name }) => name === 'outcome'),
  sizeBytes: [...about.parts, about.texts].reduce((sum, { bytes }) => sum + bytes, 0),
  storedAt: about.storedAt,
  damage: null,
});

/** What can be told of it without its description. */
async function unreadable(place: string, sentence: string): Promise<StoredTraffic> {
  const told = await readFile(join(place, ABOUT), 'utf8')
    .then((text) => aboutSchema.safeParse(JSON.parse(text)).data)
    .catch(() => undefined);
  if (told !== undefined && told.id === basename(place)) return { ...storedOf(told), damage: sentence };
  const changedAt = await stat(place).then(
    ({ mtime }) => mtime,
    () => new Date(0),
  );
  return {
    id: basename(place),
    label: basename(place).slice(0, 12),
    source: null,
    origin: 'recorded',
    requests: 0,
    durationMs: 0,
    startUnixMs: null,
    hasOutcomes: false,
    sizeBytes: 0,
    storedAt: changedAt.toISOString(),
    damage: sentence,
  };
}

const damaged = (label: string, place: string, reason: string): StoreProblem => ({
  reason: 'damaged',
  message: `The stored traffic “${label}” is damaged: ${reason}. It was left in ${place}; import its log again, or remove it.`,
});

function reasonOf(error: unknown, place: string): string {
  const said = error instanceof Error ? error.message : String(error);
  const [first = said] = said.split('\n').filter((line) => line.trim() !== '');
  return first
    .replaceAll(`${place}/`, '')
    .replace(/^(Error: )?(Invalid Input|IO|Conversion|Binder|Invalid) Error: /, '')
    .replace(/\.\s*$/, '');
}

function notStored(error: unknown, label: string): StoreProblem {
  const said = error instanceof Error ? error.message : String(error);
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || /no space left|disk quota/i.test(said)) {
    return {
      reason: 'disk-full',
      message: `The disk is full, so “${label}” was not stored; nothing was lost, and it can be rehearsed on until the app ends. Free some space, then store it again.`,
    };
  }
  // DuckDB tells of the system's refusals in words.
  if (code === undefined && !/IO Error/.test(said)) throw error;
  return {
    reason: 'not-writable',
    message: `“${label}” was not stored (${code ?? said.split('\n')[0]}); it can be rehearsed on until the app ends. Check the folder of the app’s data, then store it again.`,
  };
}
