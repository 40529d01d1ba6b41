import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sha256Of } from './files/index.ts';
import { createRecentFiles } from './recent.ts';

let folder: string;
let sentences: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gracefall-recent-'));
  sentences = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const recentFiles = () =>
  createRecentFiles({ dataFolder: join(folder, 'data'), now: () => new Date(0), log: (sentence) => sentences.push(sentence) });

it('says whether each file is what it was', async () => {
  const recent = recentFiles();
  for (const name of ['same', 'changed', 'gone']) {
    const path = join(folder, name);
    await writeFile(path, name);
    await recent.add({ path, name, sha256: sha256Of(name) });
  }
  await writeFile(join(folder, 'changed'), 'by git');
  await rm(join(folder, 'gone'));
  expect((await recentFiles().list()).map(({ name, state }) => [name, state])).toEqual([
    ['gone', 'missing'],
    ['changed', 'changed-outside'],
    ['same', 'unchanged'],
  ]);
  await recent.remove(join(folder, 'gone'));
  expect(await recent.list()).toHaveLength(2);
});

it('keeps twenty, each once, even when many are added at once', async () => {
  const recent = recentFiles();
  await Promise.all(Array.from({ length: 25 }, (_, i) => recent.add({ path: `/none/${i % 23}`, name: `${i % 23}`, sha256: sha256Of('') })));
  const names = (await recent.list()).map(({ name }) => name);
  expect(names).toHaveLength(20);
  expect(new Set(names).size).toBe(20);
  expect(names[0]).toBe('1');
});

it('starts empty, and says so, when its list is damaged', async () => {
  await recentFiles().add({ path: '/a', name: 'a', sha256: sha256Of('') });
  await writeFile(join(folder, 'data', 'recent.json'), '[{');
  expect(await recentFiles().list()).toEqual([]);
  expect(sentences.join()).toContain('is damaged');
});
