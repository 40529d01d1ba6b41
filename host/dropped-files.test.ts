import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDroppedFiles, type DroppedFiles } from './dropped-files.ts';
import { createBoundary } from './files/index.ts';

let folder: string;
let dropped: DroppedFiles;
const boundaryOf = () => createBoundary({ base: folder, roots: [] });
let boundary = boundaryOf();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gracefall-dropped-'));
  boundary = boundaryOf();
  dropped = createDroppedFiles({ folder: join(folder, 'dropped'), boundary });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const never = new AbortController().signal;
const received = async (name: string, text = 'a,b\n1,2\n') => {
  const answer = await dropped.receive(name, Readable.from([Buffer.from(text)]), text.length, never);
  if (!answer.ok) throw new Error(answer.message);
  return answer.path;
};
const filesIn = async (): Promise<string[]> =>
  (await readdir(join(folder, 'dropped'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

it('keeps the bytes under their own name, lets them be read, and removes them when told', async () => {
  const path = await received('day one.csv');
  expect(basename(path)).toBe('day one.csv');
  expect(await readFile(path, 'utf8')).toBe('a,b\n1,2\n');
  expect(await boundary.resolve(path, 'read')).toMatchObject({ ok: true });
  await dropped.remove(path);
  expect(existsSync(path)).toBe(false);
});

it.each(['../../outside.csv', '/etc/passwd', 'C:\\logs\\..\\x.csv', '..', '', '.hidden', 'a\u0000b.csv'])(
  'a name like %j leads nowhere',
  async (name) => {
    const path = await received(name);
    expect(path.startsWith(join(folder, 'dropped'))).toBe(true);
  },
);

it('removes nothing that did not come this way', async () => {
  await mkdir(join(folder, 'mine'));
  await dropped.remove(join(folder, 'mine', 'log.csv'));
  expect(existsSync(join(folder, 'mine'))).toBe(true);
});

it('keeps nothing of a file that is cut off or given up', async () => {
  const short = await dropped.receive('a.csv', Readable.from([Buffer.from('12')]), 3, never);
  expect(short).toMatchObject({ ok: false, reason: 'cut-off' });
  const stop = new AbortController();
  const slow = new PassThrough();
  slow.write('1');
  const answer = dropped.receive('a.csv', slow, 10, stop.signal);
  setTimeout(() => stop.abort(new Error('given up')), 20);
  await expect(answer).rejects.toThrow('given up');
  expect(await filesIn()).toEqual([]);
});

it('says at once when there is no room', async () => {
  const answer = await dropped.receive('a.csv', Readable.from([]), 2 ** 60, never);
  expect(answer).toMatchObject({ ok: false, reason: 'disk-full', message: expect.stringContaining('no room for a copy of “a.csv”') });
});

it('goes with its process', async () => {
  await received('a.csv');
  await dropped.close();
  expect(await readdir(join(folder, 'dropped'))).toEqual([]);
});
