import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFileSystem } from './files/index.ts';
import { createJournal, journalBeside } from './journal.ts';

let folder: string;
let dataFolder: string;
let sentences: string[];
let instant: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gracefall-journal-'));
  dataFolder = join(folder, 'data');
  sentences = [];
  instant = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const journal = (fileSystem = nodeFileSystem) =>
  createJournal({ dataFolder, now: () => new Date(instant++ * 1000), log: (sentence) => sentences.push(sentence), fileSystem });
const work = (documentKey: string, path: string | null, text = 'unsaved') => ({
  documentKey,
  path,
  name: documentKey,
  text,
  baseSha256: null,
  baseText: null,
});

describe('journal', () => {
  it('keeps work without a file in the app’s own folder, and offers it to the next session', async () => {
    expect(await journal().keep(work('doc-1', null))).toEqual({ ok: true, keptAt: new Date(0).toISOString() });
    expect(await journal().list()).toEqual([{ ...work('doc-1', null), keptAt: new Date(0).toISOString() }]);
  });

  it('keeps work beside its file, newest first in the list, and drops it without a trace', async () => {
    const path = join(folder, 'a.policy.json');
    await journal().keep(work('old', null));
    await journal().keep(work('doc-1', path, 'one'));
    await journal().keep(work('doc-1', path, 'two'));
    expect(await readdir(folder)).toContain('.a.policy.json.gracefall-journal');
    expect((await journal().list()).map(({ documentKey, text }) => [documentKey, text])).toEqual([
      ['doc-1', 'two'],
      ['old', 'unsaved'],
    ]);
    await journal().drop('doc-1', path);
    expect((await journal().list()).map(({ documentKey }) => documentKey)).toEqual(['old']);
    expect(await readdir(folder)).toEqual(['data']);
  });

  it('moves work to the file once it has one', async () => {
    const path = join(folder, 'a.policy.json');
    await journal().keep(work('doc-1', null, 'one'));
    await journal().keep(work('doc-1', path, 'two'));
    expect((await journal().list()).map(({ text }) => text)).toEqual(['two']);
  });

  it('does not overwrite what a crashed session left beside the same file', async () => {
    const path = join(folder, 'a.policy.json');
    await journal().keep(work('crashed', path, 'precious'));
    await journal().keep(work('now', path, 'new'));
    expect((await journal().list()).map(({ text }) => text)).toEqual(['new', 'precious']);
    await journal().drop('now', path);
    expect((await journal().list()).map(({ text }) => text)).toEqual(['precious']);
  });

  it('reports a damaged journal and leaves it where it is', async () => {
    const path = join(folder, 'a.policy.json');
    await journal().keep(work('doc-1', path));
    await writeFile(journalBeside(path), '{"documentKey":"doc-1","te');
    expect(await journal().list()).toEqual([]);
    expect(sentences.join()).toContain('is damaged');
    expect(await readdir(folder)).toContain('.a.policy.json.gracefall-journal');
  });

  it('forgets work whose file’s folder is gone', async () => {
    await journal().keep(work('doc-1', join(folder, 'a.policy.json')));
    await rm(journalBeside(join(folder, 'a.policy.json')));
    expect(await journal().list()).toEqual([]);
  });

  it('says that the disk is full', async () => {
    const full = { ...nodeFileSystem, open: () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })) };
    expect(await journal(full).keep(work('doc-1', join(folder, 'a')))).toMatchObject({ ok: false, reason: 'disk-full' });
    expect(await journal(full).keep(work('doc-1', null))).toMatchObject({ ok: false, reason: 'disk-full' });
  });

  it('keeps work in the app’s own folder when the file’s folder may not be written', async () => {
    const locked = join(folder, 'locked');
    const refusing: typeof nodeFileSystem = {
      ...nodeFileSystem,
      open: (path, ...rest) =>
        String(path).startsWith(locked)
          ? Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }))
          : nodeFileSystem.open(path, ...rest),
    };
    expect(await journal(refusing).keep(work('doc-1', join(locked, 'a.policy.json')))).toMatchObject({ ok: true });
    expect((await journal().list()).map(({ path }) => path)).toEqual([join(locked, 'a.policy.json')]);
  });
});
