import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerFrom, ORIGIN } from './scheme.ts';

let parent: string;
let folder: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'gracefall-scheme-'));
  folder = join(parent, 'renderer');
  await mkdir(folder);
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  await writeFile(join(parent, 'secret.json'), '{}');
});
afterAll(() => rm(parent, { recursive: true }));

test('the page comes with the content security policy', async () => {
  const answer = await answerFrom(folder, `${ORIGIN}/`, "default-src 'self'");
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'self'");
  expect(answer.headers.get('content-type')).toContain('text/html');
});

test.each([
  ['a file outside the folder', `${ORIGIN}/..%2fsecret.json`],
  ['a file outside the folder, encoded twice', `${ORIGIN}/%2e%2e/secret.json`],
  ['another host', 'gracefall://elsewhere/index.html'],
  ['a broken escape', `${ORIGIN}/%zz.html`],
  ['a type that the renderer never asks for', `${ORIGIN}/index.sh`],
  ['a missing file', `${ORIGIN}/missing.js`],
])('%s is not served', async (_case, url) => {
  expect((await answerFrom(folder, url, '')).status).toBe(404);
});
