import { chmod, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LARGEST_TEXT_BYTES, openText } from './open.ts';
import { sha256Of } from './sha256.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gracefall-open-'));
  path = join(folder, 'a.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('gives text, and the hash of the bytes on disk', async () => {
  await writeFile(path, '\uFEFF{"ä":1}');
  expect(await openText(path)).toEqual({ ok: true, path, text: '{"ä":1}', sha256: sha256Of('\uFEFF{"ä":1}'), isReadOnly: false });
});

it('says that a file is read-only', async () => {
  await writeFile(path, '{}');
  await chmod(path, 0o444);
  expect(await openText(path)).toMatchObject({ ok: true, isReadOnly: true });
});

it.each([
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
  ['null characters', Buffer.from('{\0}')],
])('refuses %s', async (_, bytes) => {
  await writeFile(path, bytes);
  expect(await openText(path)).toMatchObject({ ok: false, reason: 'not-text' });
});

it('refuses a file above the limit without reading it', async () => {
  await writeFile(path, '');
  await truncate(path, LARGEST_TEXT_BYTES + 1);
  expect(await openText(path)).toMatchObject({ ok: false, reason: 'too-large', message: expect.stringContaining('64 MiB') });
});

it('says that nothing is there, or a folder', async () => {
  expect(await openText(path)).toMatchObject({ reason: 'not-found' });
  expect(await openText(folder)).toMatchObject({ reason: 'not-readable' });
});
