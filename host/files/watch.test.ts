import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sha256Of } from './sha256.ts';
import { watchFile } from './watch.ts';
import { writeAtomic } from './write-atomic.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gracefall-watch-'));
  path = join(folder, 'a.json');
  await writeFile(path, 'first');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts a watch and waits until it has read the file, so that the change made next is seen as one. */
async function watching(options: Parameters<typeof watchFile>[1] = {}) {
  const stop = new AbortController();
  const changes = watchFile(path, { settleMs: 0, signal: stop.signal, ...options });
  const first = changes.next();
  await new Promise((resolve) => setImmediate(resolve));
  return { changes, first, stop };
}

it('tells of a change, of an atomic replacement after it, and of removal', async () => {
  const { changes, first, stop } = await watching();
  await writeAtomic(path, 'second');
  expect((await first).value).toEqual({ sha256: sha256Of('second') });
  const next = changes.next();
  await writeFile(join(folder, 'b'), 'third');
  await rename(join(folder, 'b'), path);
  expect((await next).value).toEqual({ sha256: sha256Of('third') });
  const last = changes.next();
  await rm(path);
  expect((await last).value).toEqual({ sha256: null });
  stop.abort();
  expect((await changes.next()).done).toBe(true);
});

it('is silent about neighbours and equal bytes', async () => {
  const { first, stop } = await watching();
  await writeFile(join(folder, 'neighbour'), 'x');
  await writeAtomic(path, 'first');
  await writeAtomic(path, 'theirs');
  expect((await first).value).toEqual({ sha256: sha256Of('theirs') });
  stop.abort();
});

it('ends when it is aborted while nothing happens', async () => {
  const { first, stop } = await watching();
  stop.abort();
  expect((await first).done).toBe(true);
});
