import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Traffic } from '../../shared/model/index.ts';
import { generate } from '../../shared/traffic/index.ts';
import { nodeFileSystem } from '../files/index.ts';
import { createTrafficStore } from './store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gracefall-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const from = { sha256: 'ab'.repeat(32), path: '/logs/azure.csv' };
const storeOf = (fs = nodeFileSystem) =>
  createTrafficStore({ folder: join(folder, 'traffic'), now: () => new Date('2026-11-25T02:00:00Z'), log: () => undefined, fs });

function log(seed = 1, requestsPerS = 2): Traffic {
  const traffic = generate(
    {
      label: 'azure.csv',
      durationMs: 3_600_000,
      requestsPerS,
      arrivals: { kind: 'poisson' },
      inputTokens: { p50: 300, p95: 900, max: 100_000 },
      outputTokens: { p50: 80, p95: 300, max: 1000 },
      users: { count: 30, zipfExponent: 1 },
      complexity: { a: 1, b: 2 },
      metadata: { 'plan "x"': [{ value: 'frei, „ja“', share: 0.7 }] },
    },
    seed,
  );
  const { requestCount } = traffic;
  return {
    ...traffic,
    origin: 'recorded',
    startUnixMs: 1_700_000_000_000.5,
    recorded: {
      latencyMs: Float32Array.from({ length: requestCount }, (_, i) => (i % 7 === 0 ? Number.NaN : i / 3)),
      ttftMs: null,
      outcome: new Uint8Array(requestCount).fill(255, 0, 10),
      model: { codes: new Int32Array(requestCount).fill(-1), values: [] },
      provider: null,
      usd: new Float64Array(requestCount).fill(0.001),
    },
  };
}

async function stored(traffic: Traffic) {
  const added = await storeOf().add(traffic, from);
  if (!added.ok) throw new Error(added.error.message);
  return added.value;
}

test('a traffic comes back whole in another session, without its log: every column, text and what runs name it by', async () => {
  const traffic = log();
  const added = await stored(traffic);
  expect(added).toMatchObject({
    label: 'azure.csv',
    source: '/logs/azure.csv',
    requests: traffic.requestCount,
    hasOutcomes: true,
    damage: null,
  });
  expect(await storeOf().list()).toEqual([added]);
  const opened = await storeOf().open(added.id);
  expect(opened).toEqual({ ok: true, value: { traffic, ...from } });
  // The same columns are there once, whatever they are called.
  expect((await stored({ ...traffic, label: 'again.csv' })).label).toBe('azure.csv');
  expect(await readdir(join(folder, 'traffic'))).toEqual([added.id]);
});

test('what is not recorded is not there: a traffic of arrivals and tokens alone', async () => {
  const { recorded: _, ...rest } = log();
  const bare: Traffic = { ...rest, user: null, users: [], complexity: null, metadata: {} };
  const opened = await storeOf().open((await stored(bare)).id);
  expect(opened).toEqual({ ok: true, value: { traffic: bare, ...from } });
});

test('removed is gone; to remove it twice is no fault', async () => {
  const { id } = await stored(log());
  expect(await storeOf().remove(id)).toEqual({ ok: true });
  expect(await storeOf().remove(id)).toEqual({ ok: true });
  expect(await storeOf().list()).toEqual([]);
  expect(await storeOf().open(id)).toMatchObject({ ok: false, error: { reason: 'not-found' } });
});

test('a truncated part, changed content and a foreign folder are told, not opened and not deleted; storing again repairs', async () => {
  const traffic = log();
  const { id } = await stored(traffic);
  const place = join(folder, 'traffic', id);
  const part = join(place, 'part-0000.parquet');
  const whole = await readFile(part);
  await truncate(part, 1000);
  expect(await storeOf().list()).toMatchObject([
    { id, label: 'azure.csv', damage: expect.stringMatching(/part-0000.parquet has 1000 of \d+ bytes.*import its log again/) },
  ]);
  expect(await storeOf().open(id)).toMatchObject({ ok: false, error: { reason: 'damaged' } });
  const again = await stored(traffic);
  expect(await storeOf().open(again.id)).toMatchObject({ ok: true });
  expect((await readdir(join(folder, 'traffic'))).sort()).toEqual([id, expect.stringContaining('.damaged-')]);

  // As long as before, but other bytes.
  const texts = join(place, 'texts.json');
  await writeFile(texts, (await readFile(texts, 'utf8')).replace('user-01', 'user-XX'));
  expect(await storeOf().open(id)).toMatchObject({ ok: false, error: { message: expect.stringContaining('the sha256 differs') } });
  whole[1500]! ^= 255;
  await writeFile(part, whole);
  expect(await storeOf().open(id)).toMatchObject({ ok: false, error: { reason: 'damaged' } });

  const foreign = join(folder, 'traffic', 'cd'.repeat(32));
  await mkdir(foreign);
  await appendFile(join(foreign, 'about.json'), '{"format":9}');
  const listed = await storeOf().list();
  expect(listed.find((one) => one.id === 'cd'.repeat(32))!.damage).toMatch(/not a traffic that this version of Gracefall stored/);
  expect(await readdir(foreign)).toEqual(['about.json']);
});

test('a full disk is a sentence, and leaves nothing half done', async () => {
  const full = {
    ...nodeFileSystem,
    open: () => Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })),
  };
  const refused = await storeOf(full).add(log(), from);
  expect(refused).toMatchObject({ ok: false, error: { reason: 'disk-full', message: expect.stringContaining('nothing was lost') } });
  expect(await readdir(join(folder, 'traffic'))).toEqual([]);
});

test('it tells how far it is, stops at its next step, and leaves nothing', async () => {
  const traffic = log(3, 200);
  // Asked for after the first part of two: the second is never told of. Asked for within a part: not even the first.
  for (const [stopAfter, told] of [
    ['a part', 1],
    ['a breath', 0],
  ] as const) {
    const shares: number[] = [];
    const stop = new AbortController();
    const adding = storeOf().add(traffic, from, {
      signal: stop.signal,
      onProgress: (share) => {
        shares.push(share);
        if (stopAfter === 'a part') stop.abort(new Error('stopped'));
      },
    });
    if (stopAfter === 'a breath') setImmediate(() => stop.abort(new Error('stopped')));
    await expect(adding).rejects.toThrow('stopped');
    expect(shares).toHaveLength(told);
    expect(await readdir(join(folder, 'traffic')).catch(() => [])).toEqual([]);
  }
  const opened = await storeOf().open((await stored(traffic)).id);
  expect(opened.ok && opened.value.traffic.requestCount).toBe(traffic.requestCount);
});

test('what a killed process left is cleared away, and is never listed', async () => {
  await mkdir(join(folder, 'traffic', '.unfinished-999999999-abc'), { recursive: true });
  expect(await storeOf().list()).toEqual([]);
  expect(await readdir(join(folder, 'traffic'))).toEqual([]);
});
