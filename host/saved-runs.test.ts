import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPolicy, readRun, readScenario, writeRun } from '../shared/format/index.ts';
import { CALM, type RunResult } from '../shared/model/index.ts';
import { smallPolicyText, smallTraffic } from '../test/fixtures/small-policy.ts';
import { nodeFileSystem, sha256Of } from './files/index.ts';
import { createSavedRuns, type SavedRuns } from './saved-runs.ts';
import { rehearse } from './simulation/index.ts';

let folder: string;
let run: RunResult;
let runs: SavedRuns;
const said: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gracefall-runs-'));
  said.length = 0;
  let day = 1;
  runs = createSavedRuns({ folder, now: () => new Date(Date.UTC(2026, 10, day++)), log: (sentence) => said.push(sentence) });
  if (run !== undefined) return;
  const traffic = { policyText: smallPolicyText, traffic: smallTraffic, trafficSha256: sha256Of('traffic') };
  const rehearsed = await rehearse({ ...traffic, scenario: CALM, seed: 1 });
  if (rehearsed.kind !== 'result') throw new Error('no result');
  run = rehearsed.result;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const saveAs = async (name: string) => {
  const saved = await runs.save({ name, runText: writeRun(run), policyText: smallPolicyText, scenario: CALM, trafficPath: '/logs/a.csv' });
  if (!saved.ok) throw new Error(saved.message);
  return saved.saved;
};

describe('saved runs', () => {
  it('are listed with what they were made of, the latest first, and opened with all that is needed to make them again', async () => {
    const first = await saveAs('Black Friday, 10 ×');
    await saveAs('Another');
    expect((await runs.list()).map(({ name }) => name)).toEqual(['Another', 'Black Friday, 10 ×']);
    expect(first).toMatchObject({ policy: run.policy, seed: 1, hash: run.hash, figures: { availability: run.availability } });
    expect(await runs.open(first.id)).toEqual({ ok: true, run, policyText: smallPolicyText, scenario: CALM, trafficPath: '/logs/a.csv' });
  });

  it('are files in their own formats, which any reader of them can read', async () => {
    const { id } = await saveAs('One');
    const text = (name: string) => readFile(join(folder, id, name), 'utf8');
    expect(id).toMatch(/^one-/);
    expect(readRun(await text('result.run.json')).ok).toBe(true);
    expect(readPolicy(await text('drawn.policy.json')).ok).toBe(true);
    expect(readScenario(await text('played.scenario.json')).ok).toBe(true);
  });

  it('are renamed and removed, and a removed one is not found', async () => {
    const { id } = await saveAs('One');
    expect(await runs.rename(id, 'Two')).toMatchObject({ ok: true, saved: { name: 'Two', id } });
    expect((await runs.list()).map(({ name }) => name)).toEqual(['Two']);
    expect(await runs.remove(id)).toEqual({ ok: true });
    expect(await runs.list()).toEqual([]);
    expect(await runs.open(id)).toMatchObject({ ok: false, reason: 'not-found' });
  });

  it('whose figures were changed by hand are called damaged, and left as they are', async () => {
    const { id } = await saveAs('One');
    const file = join(folder, id, 'result.run.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/"availability": [\d.]+/, '"availability": 0.5'));
    expect(await runs.open(id)).toMatchObject({ ok: false, reason: 'damaged', message: expect.stringContaining('hash') });
    await writeFile(join(folder, id, 'about.json'), '{');
    expect(await runs.list()).toEqual([]);
    expect(said.at(-1)).toContain(id);
    expect(await readdir(join(folder, id))).toHaveLength(4);
  });

  it('leave nothing behind on a full disk, and say so', async () => {
    const full = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    const onFullDisk = createSavedRuns({ folder, now: () => new Date(), log: () => undefined, fs: { ...nodeFileSystem, open: full } });
    const saved = await onFullDisk.save({
      name: 'One',
      runText: writeRun(run),
      policyText: smallPolicyText,
      scenario: CALM,
      trafficPath: null,
    });
    expect(saved).toMatchObject({ ok: false, reason: 'disk-full' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('that a killed process left unfinished are cleared away, and never listed', async () => {
    await mkdir(join(folder, '.unfinished-999999999-abc'));
    expect(await runs.list()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('never reach outside their folder', async () => {
    for (const id of ['../secrets', '..', 'a/b', '']) {
      expect(await runs.open(id)).toMatchObject({ reason: 'not-found' });
      expect(await runs.remove(id)).toEqual({ ok: true });
    }
  });
});
