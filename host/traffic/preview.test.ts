import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LoadOptions, loadTraffic, previewTraffic, writeRejects } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gracefall-preview-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function previewed(path: string, options?: Parameters<typeof previewTraffic>[1]) {
  const result = await previewTraffic(path, options);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const mixed =
  'timestamp,prompt_tokens,completion_tokens,latency_ms,status_code,user,prompt,usage\n' +
  '2026-01-05T10:00:00Z,10,5,800,200,ann,hello,"{""tier"":""a""}"\n' +
  'yesterday,10,5,800,200,ann,hello,"{""tier"":""b""}"\n' +
  '2026-01-05T10:00:02Z,10,,30,429,bob,hello,"{""tier"":""a""}"\n' +
  '2026-01-05T10:00:03Z,ten,5,800,200,bob,hello,\n' +
  '2026-01-05T10:00:04Z,10,5,slow,200,bob,hello,\n';

describe('a preview', () => {
  test('shows the first rows as they will be read, bad cells with their reason', async () => {
    const { preset, columns, shown, mapping, problem, reading } = await previewed(await file('mixed.csv', mixed));
    expect([preset, problem]).toEqual(['generic', null]);
    expect(columns).toContain('usage.tier');
    expect(shown).not.toContain('prompt');
    expect(mapping).toMatchObject({ arrival: 'timestamp', inputTokens: 'prompt_tokens', latency: 'latency_ms', status: 'status_code' });
    expect(reading).toMatchObject({
      columns: ['arrival', 'inputTokens', 'outputTokens', 'latency', 'outcome', 'user'],
      rowsRead: 5,
      isWhole: true,
      requests: 3,
      timeUnit: 'date',
      durationUnit: 'ms',
      outcomes: [
        { outcome: 'answered', requests: 2 },
        { outcome: 'rate limit', requests: 1 },
      ],
    });
    expect(reading!.rejected.map(({ reason, rows, firstLine }) => [reason, rows, firstLine])).toEqual([
      ['a time that cannot be read', 1, 3],
      ['input tokens that are not a whole number of 0 or more', 1, 5],
    ]);
    const shows = reading!.rows.map(({ rejection, cells }) => [
      rejection,
      ...cells.map(({ text, reason }) => (reason === null ? text : `${text} ✗`)),
    ]);
    expect(shows).toEqual([
      ['', '2026-01-05 10:00:00.000', '10', '5', '800 ms', 'answered', 'ann'],
      ['a time that cannot be read', 'yesterday ✗', '10', '5', '800', '200', 'ann'],
      ['', '2026-01-05 10:00:02.000', '10', 'unknown', '30 ms', 'rate limit', 'bob'],
      ['input tokens that are not a whole number of 0 or more', '2026-01-05T10:00:03Z', 'ten ✗', '5', '800', '200', 'bob'],
      ['', '2026-01-05 10:00:04.000', '10', '5', 'slow ✗', 'answered', 'bob'],
    ]);
  });

  test('follows what a person chooses, and says what is missing', async () => {
    const path = await file('chosen.csv', 'when,in,out,who\n2026-03-29 01:30:00,5,6,ann\n2026-03-29 03:30:00,5,6,bob\n');
    const unknown = await previewed(path);
    expect(unknown.reading).toBeNull();
    expect(unknown.problem).toContain('No column says when a request arrived');
    const mapping = { arrival: 'when', inputTokens: 'in', outputTokens: 'out', user: null };
    const utc = await previewed(path, { mapping });
    expect(utc.reading!.rows.map(({ cells }) => cells[0]!.text)).toEqual(['2026-03-29 01:30:00.000', '2026-03-29 03:30:00.000']);
    expect(utc.reading!.columns).not.toContain('user');
    // Between the two the clocks of Berlin were put forward, so an hour lies between them and not two.
    const berlin = await previewed(path, { mapping: { ...mapping, timeZone: 'Europe/Berlin' } });
    expect(berlin.reading!.rows.map(({ cells }) => cells[0]!.text)).toEqual(['2026-03-29 00:30:00.000', '2026-03-29 01:30:00.000']);
  });

  test('says what was recognised also where a column is missing', async () => {
    const { mapping } = await previewed(await file('partly.csv', 'when,prompt_tokens,user_id\n1,2,ann\n'));
    expect(mapping).toEqual({ inputTokens: 'prompt_tokens', user: 'user_id', metadata: [], costUnit: 'usd' });
  });

  test('takes the column that is filled where a log has several that would do', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => `r${at},acompletion,0.1,10,5,2026-01-05T10:00:${String(at).padStart(2, '0')}Z,,ann`);
    const path = await file(
      'unfilled.csv',
      `request_id,call_type,spend,prompt_tokens,completion_tokens,startTime,end_user,user\n${rows.join('\n')}\n`,
    );
    const { preset, mapping } = await previewed(path);
    expect([preset, mapping.user]).toEqual(['litellm-spend', 'user']);
    expect((await previewed(path, { mapping: { user: 'end_user' } })).mapping.user).toBe('end_user');
  });

  test('of a log of which nothing can be used shows why', async () => {
    const { problem, reading } = await previewed(
      await file('hopeless.csv', 'timestamp,input_tokens,output_tokens\nnever,1,1\nnever,1,1\n'),
    );
    expect(problem).toContain('none can be used: 2 with a time that cannot be read');
    expect(reading!.rows).toHaveLength(2);
  });
});

describe('the rows that an import leaves out', () => {
  const reject = async (path: string, target: string, mayReplace = false, options: LoadOptions = {}) =>
    writeRejects(path, { target, mayReplace }, options);

  test('are written with line, reason and the columns that are read, without any text of people', async () => {
    const path = await file('rejects-of.csv', mixed);
    const target = join(folder, 'rejects.csv');
    expect(await reject(path, target)).toEqual({ ok: true, value: 2 });
    expect(await readFile(target, 'utf8')).toBe(
      'line,reason,timestamp,prompt_tokens,completion_tokens,latency_ms,status_code,user\n' +
        '3,a time that cannot be read,yesterday,10,5,800,200,ann\n' +
        '5,input tokens that are not a whole number of 0 or more,2026-01-05T10:00:03Z,ten,5,800,200,bob\n',
    );
    expect(await reject(path, target)).toMatchObject({ ok: false, error: { reason: 'already-exists' } });
    expect(await reject(path, target, true, { hashUsers: true })).toEqual({ ok: true, value: 2 });
    expect(await readFile(target, 'utf8')).not.toContain(',ann');
    expect(await reject(path, join(folder, 'absent', 'rejects.csv'))).toMatchObject({ ok: false, error: { reason: 'not-writable' } });
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('are as many as were counted, however far down', async () => {
    const rows = Array.from({ length: 150_000 }, (_, at) => `${at % 1_000 === 999 ? 'x' : at},1,${at % 1_500 === 7 ? '' : 1}`);
    const path = await file('many-rejects.csv', `arrival_ms,input_tokens,output_tokens\n${rows.join('\n')}\n`);
    const loaded = await loadTraffic(path);
    const target = join(folder, 'many-rejects-out.csv');
    const counted = loaded.ok ? loaded.value.rejected.reduce((sum, { rows: count }) => sum + count, 0) : 0;
    expect(await reject(path, target)).toEqual({ ok: true, value: counted });
    const lines = (await readFile(target, 'utf8')).trimEnd().split('\n').slice(1);
    expect(lines).toHaveLength(counted);
    for (const line of lines) {
      const [place, reason, time] = line.split(',');
      expect(time).toBe(rows[Number(place) - 2]!.split(',')[0]);
      expect(reason).toBe(time === 'x' ? 'a time that cannot be read' : 'no output tokens');
    }
  });
});

test('users are hashed with a salt of their own for each import, wherever the column is kept', async () => {
  const path = await file('users-hashed.csv', 'arrival_ms,input_tokens,output_tokens,user\n0,1,1,ann\n1,1,1,bob\n2,1,1,ann\n');
  const users = async () => {
    const loaded = await loadTraffic(path, { hashUsers: true, mapping: { metadata: ['user'] } });
    if (!loaded.ok) throw new Error(loaded.error.message);
    const { traffic } = loaded.value;
    expect(traffic.metadata['user']!.values).toEqual(traffic.users);
    expect([...traffic.user!]).toEqual([0, 1, 0]);
    return traffic.users;
  };
  const [first, second] = [await users(), await users()];
  expect(first.every((user) => /^[0-9a-f]{24}$/.test(user))).toBe(true);
  expect(new Set([...first, ...second]).size).toBe(4);
});

test('an import that is stopped while DuckDB is at work does not go on to its end', async () => {
  const rows = Array.from({ length: 600_000 }, (_, at) => `${at},1,1,user-${at % 999}`);
  const path = await file('stopped.csv', `arrival_ms,input_tokens,output_tokens,user\n${rows.join('\n')}\n`);
  for (const afterMs of [30, 120]) {
    const stop = new AbortController();
    const loading = loadTraffic(path, { signal: stop.signal }).then(
      () => 'loaded',
      () => 'stopped',
    );
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    const stoppedAt = performance.now();
    stop.abort();
    if ((await loading) === 'stopped') expect(performance.now() - stoppedAt).toBeLessThan(1_000);
  }
  expect(existsSync(path)).toBe(true);
});
