import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { runFigures } from '../shared/compare/index.ts';
import { hashedText, readPolicy, readRun, readScenario, writeRun, writeScenario } from '../shared/format/index.ts';
import type { RunResult, Scenario } from '../shared/model/index.ts';
import { type SavedRun, savedRunSchema } from '../shared/rpc/index.ts';
import {
  type FileSystem,
  nodeFileSystem,
  type Problem,
  problem,
  removeUnfinished,
  sha256Of,
  systemCode,
  unfinishedFolder,
  writeAtomic,
  writeProblem,
} from './files/index.ts';

/**
 * Runs that a person keeps. Each is a folder of the app's own data with four files: the run, the policy and the scenario in their own formats, so that
 * the command line reads them too, and a description. It is made beside and renamed when all of it is on the disk: it is there whole or not at all.
 */
export interface SavedRuns {
  /** The latest first; what is damaged or not ours is told to `log` and left where it is. */
  list(): Promise<SavedRun[]>;
  save(request: SaveRunRequest): Promise<{ ok: true; saved: SavedRun } | Problem<'unreadable' | 'disk-full' | 'not-writable'>>;
  open(id: string): Promise<OpenedRun | Problem<'not-found' | 'damaged'>>;
  rename(id: string, name: string): Promise<{ ok: true; saved: SavedRun } | Problem<'not-found' | 'disk-full' | 'not-writable'>>;
  remove(id: string): Promise<{ ok: true } | Problem<'not-writable'>>;
}

export interface SaveRunRequest {
  /** As a person calls it; two may have the same. */
  readonly name: string;
  /** Content of a run file. */
  readonly runText: string;
  /** The policy as it was drawn for the run. */
  readonly policyText: string;
  readonly scenario: Scenario;
  /** Where the traffic can be read again; null where it has no file. */
  readonly trafficPath: string | null;
}

export interface OpenedRun {
  readonly ok: true;
  readonly run: RunResult;
  readonly policyText: string;
  readonly scenario: Scenario;
  readonly trafficPath: string | null;
}

const FORMAT = 1;
const aboutSchema = z.strictObject({ format: z.literal(FORMAT), trafficPath: z.string().nullable(), saved: savedRunSchema });
type About = z.infer<typeof aboutSchema>;

const FILES = { about: 'about.json', run: 'result.run.json', policy: 'drawn.policy.json', scenario: 'played.scenario.json' } as const;
export const SAVED_RUN_ID = /^[a-z0-9][a-z0-9-]{0,79}$/;

export interface SavedRunsOptions {
  readonly folder: string;
  readonly now: () => Date;
  readonly log: (sentence: string) => void;
  readonly fs?: FileSystem;
}

export function createSavedRuns({ folder, now, log, fs = nodeFileSystem }: SavedRunsOptions): SavedRuns {
  async function readAbout(id: string): Promise<About | 'missing' | 'damaged'> {
    if (!SAVED_RUN_ID.test(id)) return 'missing';
    try {
      const about = aboutSchema.safeParse(JSON.parse(await readFile(join(folder, id, FILES.about), 'utf8')));
      return about.success && about.data.saved.id === id ? about.data : 'damaged';
    } catch (error) {
      return systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR' ? 'missing' : 'damaged';
    }
  }

  return {
    async list() {
      await removeUnfinished(folder);
      const names = await readdir(folder).catch((error) => {
        if (systemCode(error) !== 'ENOENT') log(`The saved runs in ${folder} cannot be read (${systemCode(error) ?? String(error)}).`);
        return [];
      });
      const found: SavedRun[] = [];
      for (const name of names) {
        if (!SAVED_RUN_ID.test(name)) continue;
        const about = await readAbout(name);
        if (typeof about === 'object') found.push(about.saved);
        else log(`The saved run ${join(folder, name)} cannot be read, so it is not listed. It is left as it is.`);
      }
      return found.sort((a, b) => b.savedAt.localeCompare(a.savedAt) || a.id.localeCompare(b.id));
    },

    async save({ name, runText, policyText, scenario, trafficPath }) {
      const [run, policy] = [readRun(runText), readPolicy(policyText)];
      if (!run.ok) return problem('unreadable', run.error.message);
      if (!policy.ok) return problem('unreadable', policy.error.message);
      const savedAt = now().toISOString();
      const id = `${slugOf(name)}-${randomBytes(4).toString('hex')}`;
      const saved = savedOf(run.value, id, name, savedAt);
      const unfinished = unfinishedFolder(folder);
      try {
        await mkdir(unfinished, { recursive: true });
        await writeAtomic(join(unfinished, FILES.run), writeRun(run.value), fs);
        await writeAtomic(join(unfinished, FILES.policy), policyText, fs);
        await writeAtomic(join(unfinished, FILES.scenario), writeScenario(scenario), fs);
        await writeAtomic(join(unfinished, FILES.about), aboutText({ format: FORMAT, trafficPath, saved }), fs);
        await rename(unfinished, join(folder, id));
        return { ok: true, saved };
      } catch (error) {
        await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
        return notWritten(error, `the run “${name}”`);
      }
    },

    async open(id) {
      const about = await readAbout(id);
      if (about === 'missing') return problem('not-found', 'This run is no longer there: it was removed outside the app.');
      const damaged = (why: string) =>
        problem('damaged', `The saved run in ${join(folder, id)} cannot be opened: ${why} The folder is left as it is.`);
      if (about === 'damaged') return damaged('its description is damaged.');
      const texts = await Promise.all(
        [FILES.run, FILES.policy, FILES.scenario].map((file) => readFile(join(folder, id, file), 'utf8')),
      ).catch(() => null);
      if (texts === null) return damaged('one of its files is missing or cannot be read.');
      const [runText = '', policyText = '', scenarioText = ''] = texts;
      const [run, policy, scenario] = [readRun(runText), readPolicy(policyText), readScenario(scenarioText)];
      if (!run.ok) return damaged(run.error.message);
      if (!policy.ok) return damaged(policy.error.message);
      if (!scenario.ok) return damaged(scenario.error.message);
      if (sha256Of(hashedText(run.value)) !== run.value.hash)
        return damaged('its figures are not those that the run made, since its hash is another.');
      return { ok: true, run: run.value, policyText, scenario: scenario.value, trafficPath: about.trafficPath };
    },

    async rename(id, name) {
      const about = await readAbout(id);
      if (typeof about !== 'object') return problem('not-found', 'This run is no longer there, so it was not renamed.');
      const renamed: About = { ...about, saved: { ...about.saved, name } };
      try {
        await writeAtomic(join(folder, id, FILES.about), aboutText(renamed), fs);
        return { ok: true, saved: renamed.saved };
      } catch (error) {
        return notWritten(error, `the name “${name}”`);
      }
    },

    async remove(id) {
      if (!SAVED_RUN_ID.test(id)) return { ok: true };
      const place = join(folder, id);
      const isThere = await stat(place).then(
        () => true,
        () => false,
      );
      if (!isThere) return { ok: true };
      try {
        // Renamed first: a removal that breaks off leaves nothing that looks like a run.
        const away = unfinishedFolder(folder);
        await rename(place, away);
        await rm(away, { recursive: true, force: true });
        return { ok: true };
      } catch (error) {
        return problem('not-writable', `The run could not be removed from ${place} (${systemCode(error) ?? String(error)}). Try again.`);
      }
    },
  };
}

const aboutText = (about: About): string => `${JSON.stringify(about, null, 2)}\n`;

const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '') || 'run';

const savedOf = (run: RunResult, id: string, name: string, savedAt: string): SavedRun => ({
  id,
  name,
  savedAt,
  engineVersion: run.engineVersion,
  seed: run.seed,
  replications: run.replications,
  requests: run.requests,
  policy: run.policy,
  traffic: { label: run.traffic.label, sha256: run.traffic.sha256 },
  scenario: { id: run.scenario.id, name: run.scenario.name, sha256: run.scenario.sha256 },
  figures: { ...runFigures(run) },
  hash: run.hash,
});

function notWritten(error: unknown, what: string): Problem<'disk-full' | 'not-writable'> {
  const { reason } = writeProblem(error, what);
  return reason === 'disk-full'
    ? problem('disk-full', `The disk is full, so ${what} was not saved. Free some space, then save again.`)
    : problem(
        'not-writable',
        `${what.charAt(0).toUpperCase()}${what.slice(1)} could not be saved in the app’s own folder (${systemCode(error)}).`,
      );
}
