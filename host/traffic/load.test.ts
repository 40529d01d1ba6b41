import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ANSWERED } from '../../shared/model/index.ts';
import { generate, summarise } from '../../shared/traffic/index.ts';
import { type LoadOptions, loadTraffic, writeTraffic } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gracefall-traffic-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function loaded(path: string, options?: LoadOptions) {
  const result = await loadTraffic(path, options);
  if (!result.ok) throw new Error(`${result.error.reason}: ${result.error.message}`);
  return result.value;
}

async function refused(path: string, options?: LoadOptions) {
  const result = await loadTraffic(path, options);
  if (result.ok) throw new Error('was loaded');
  return result.error;
}

const three = 'arrival_ms,input_tokens,output_tokens,user,capability\n100,10,1,ann,billing\n250.5,20,2,bob,\n1100,30,3,ann,technical\n';
const threeObjects = [
  { arrival_ms: 100, input_tokens: 10, output_tokens: 1, user: 'ann', capability: 'billing', nested: [1, 2] },
  { arrival_ms: 250.5, input_tokens: 20, output_tokens: 2, user: 'bob' },
  { arrival_ms: 1100, input_tokens: 30, output_tokens: 3, user: 'ann', capability: 'technical' },
];
const many = `arrival_ms,input_tokens,output_tokens\n${Array.from({ length: 30_000 }, (_, i) => `${i},1,1`).join('\n')}\n`;
const lines = threeObjects.map((object) => JSON.stringify(object)).join('\n');

async function viaDuckDb(name: string, options: string, content = three): Promise<string> {
  const source = await file(`source-of-${name}.csv`, content);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const path = join(folder, name);
  await connection.run(`COPY (SELECT * FROM read_csv('${source}')) TO '${path}' (${options})`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

describe('every format gives the same columns', () => {
  test.each([
    ['CSV', () => file('three.csv', three)],
    ['CSV with a mark of byte order and CRLF', () => file('crlf.csv', `\uFEFF${three.replaceAll('\n', '\r\n')}`)],
    ['CSV with semicolons', () => file('semicolons.csv', three.replaceAll(',', ';'))],
    ['TSV', () => file('three.tsv', three.replaceAll(',', '\t'))],
    ['CSV, gzip', () => file('three.csv.gz', gzipSync(three))],
    ['gzip without its ending in the name', () => file('three-packed.csv', gzipSync(three))],
    ['CSV, zstd', () => viaDuckDb('three.csv.zst', 'FORMAT csv, COMPRESSION zstd')],
    ['JSON lines', () => file('three.jsonl', lines)],
    ['JSON lines, gzip', () => file('three.jsonl.gz', gzipSync(lines))],
    ['JSON lines called .json', () => file('lines.json', lines)],
    ['JSON', () => file('three.json', JSON.stringify(threeObjects, null, 2))],
    ['Parquet', () => viaDuckDb('three.parquet', 'FORMAT parquet')],
    ['Parquet, zstd', () => viaDuckDb('three-zstd.parquet', 'FORMAT parquet, COMPRESSION zstd')],
    ['a path with quotes and a pattern in it', () => file("it's [1]*?.csv", three)],
  ])('%s', async (_name, make) => {
    const path = await make();
    const { traffic, rejected, sha256, notes } = await loaded(path);
    expect([...traffic.arrivalMs]).toEqual([0, 150.5, 1000]);
    expect([...traffic.inputTokens]).toEqual([10, 20, 30]);
    expect([...traffic.outputTokens]).toEqual([1, 2, 3]);
    expect([...traffic.user!].map((user) => traffic.users[user])).toEqual(['ann', 'bob', 'ann']);
    expect(traffic.metadata['capability']).toEqual({ codes: Int32Array.of(0, -1, 1), values: ['billing', 'technical'] });
    expect(traffic.origin).toBe('recorded');
    expect(rejected).toEqual([]);
    expect(notes).toEqual([]);
    expect(sha256).toBe(
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    );
  });
});

describe('times', () => {
  const withTimes = (name: string, times: readonly (string | number)[], column = 'timestamp') =>
    file(name, `${column},input_tokens,output_tokens\n${times.map((time) => `${time},1,1`).join('\n')}\n`);

  test.each([
    ['100 ns digits', ['2023-11-16 18:15:46.6805900', '2023-11-16 18:15:46.6806901', '2023-11-16 18:15:50.9951690']],
    ['ISO 8601 with offsets', ['2023-11-16T18:15:46.6805900Z', '2023-11-16T20:15:46.6806901+02:00', '2023-11-16T18:15:50.995169Z']],
    ['epoch seconds', ['1700158546.6805900', '1700158546.6806901', '1700158550.9951690']],
    ['epoch milliseconds', ['1700158546680.5900', '1700158546680.6901', '1700158550995.1690']],
    ['epoch microseconds', ['1700158546680590.0', '1700158546680690.1', '1700158550995169.0']],
    ['epoch nanoseconds', ['1700158546680590000', '1700158546680690100', '1700158550995169000']],
  ])('%s become milliseconds since the first request', async (name, times) => {
    const { traffic, notes } = await loaded(await withTimes(`times-${name}.csv`, times));
    expect([...traffic.arrivalMs]).toEqual([0, 0.1001, 4314.579]);
    expect(notes).toEqual([]);
  });

  test('numbers without a unit are taken as milliseconds, or seconds if they have fractions, and the person is told', async () => {
    const whole = await loaded(await withTimes('whole.csv', [0, 3000, 6000]));
    expect(whole.traffic.arrivalMs[2]).toBe(6000);
    expect(whole.notes[0]).toContain('read as milliseconds');
    const fractions = await loaded(await withTimes('fractions.csv', [0, 1.5, 6]));
    expect(fractions.traffic.arrivalMs[2]).toBe(6000);
    expect(fractions.notes[0]).toContain('read as seconds');
    const named = await loaded(await withTimes('named.csv', [0, 3, 6], 'arrival_s'));
    expect([named.traffic.arrivalMs[2], named.notes]).toEqual([6000, []]);
  });

  test('times out of order are sorted, and how many is said', async () => {
    const { traffic, notes } = await loaded(await withTimes('disorder.csv', [300, 100, 200], 'arrival_ms'));
    expect([...traffic.arrivalMs]).toEqual([0, 100, 200]);
    expect(notes).toEqual(['2 of 3 requests stood later in the log than a request that came after them; they were sorted by time.']);
  });
});

describe('rows that cannot be used are counted with reason and first line', () => {
  test('each reason once', async () => {
    const rows = ['10,1,1', ',1,1', 'soon,1,1', '20,,1', '30,-5,1', '40,2.5,1', '50,1', '60,1,x', '70,1,1'];
    const { traffic, rejected } = await loaded(await file('wrong.csv', `arrival_ms,input_tokens,output_tokens\n${rows.join('\n')}\n`));
    expect([...traffic.arrivalMs]).toEqual([0, 60]);
    expect(rejected).toEqual([
      { reason: 'no time', rows: 1, firstLine: 3 },
      { reason: 'a time that cannot be read', rows: 1, firstLine: 4 },
      { reason: 'no input tokens', rows: 1, firstLine: 5 },
      { reason: 'input tokens that are not a whole number of 0 or more', rows: 2, firstLine: 6 },
      { reason: 'no output tokens', rows: 1, firstLine: 8 },
      { reason: 'output tokens that are not a whole number of 0 or more', rows: 1, firstLine: 9 },
    ]);
  });

  test('a failed call of BurstGPT, and a complexity out of bounds', async () => {
    const burst = 'Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type\n';
    const failed = await loaded(
      await file(
        'burst.csv',
        `${burst}5,s1,1.5,ChatGPT,472,18,490,Conversation log\n45,s2,0,GPT-4,1087,0,1087,API log\n118,s1,3,GPT-4,417,276,693,API log\n`,
      ),
    );
    expect([...failed.traffic.arrivalMs]).toEqual([0, 40_000, 113_000]);
    expect([...failed.traffic.outputTokens]).toEqual([18, 18, 276]);
    expect(failed.rejected).toEqual([]);
    expect([...failed.traffic.recorded!.outcome].map((code) => code === ANSWERED)).toEqual([true, false, true]);
    expect([...failed.traffic.recorded!.latencyMs]).toEqual([1500, 0, 3000]);
    expect(failed.notes.join(' ')).toContain('an answer to 1 of them has 18 tokens, the median of the log’s others');
    expect(failed.traffic.metadata['Model']!.values).toEqual(['ChatGPT', 'GPT-4']);
    const complex = await loaded(await file('complex.csv', 'arrival_ms,input_tokens,output_tokens,complexity\n0,1,1,0.25\n1,1,1,1.5\n'));
    expect([...complex.traffic.complexity!]).toEqual([0.25]);
    expect(complex.rejected).toMatchObject([{ rows: 1, firstLine: 3 }]);
  });
});

describe('what cannot be used is a value with a sentence', () => {
  test.each([
    ['nothing there', async () => join(folder, 'absent.csv'), 'not-found', 'is not there any more'],
    ['a folder', async () => folder, 'not-readable', 'is not a file'],
    ['an empty file', () => file('empty.csv', ''), 'empty', '0 bytes'],
    ['a header alone', () => file('header.csv', 'arrival_ms,input_tokens,output_tokens\n'), 'empty', 'columns but no rows'],
    ['a picture', () => file('picture.csv', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 0)), 'unknown-format', 'not a table'],
    ['prose', () => file('letter.txt', 'Dear all,\n\nplease find the log attached.\n'), 'no-time-column', 'Columns found:'],
    ['text called Parquet', () => file('fake.parquet', three), 'unknown-format', 'does not begin like one'],
    [
      'no time',
      () => file('timeless.csv', 'input_tokens,output_tokens,cost\n1,2,3\n'),
      'no-time-column',
      'Columns found: input_tokens, output_tokens, cost.',
    ],
    ['no tokens', () => file('tokenless.csv', 'arrival_ms,cost\n1,2\n'), 'unknown-format', 'No column gives the input tokens'],
    [
      'only negative tokens',
      () => file('negative.csv', 'arrival_ms,input_tokens,output_tokens\n1,-2,3\n'),
      'bad-values',
      '1 with input tokens that are not a whole number',
    ],
    [
      'half a gzip archive',
      () => file('half.csv.gz', gzipSync(three.repeat(50)).subarray(0, -30)),
      'not-readable',
      'ends in the middle of its gzip archive',
    ],
    ['a gzip archive without its end', () => file('endless.csv.gz', gzipSync(three).subarray(0, -6)), 'not-readable', 'ends in the middle'],
    [
      'half a zstd archive',
      async () => file('half.csv.zst', (await readFile(await viaDuckDb('whole.csv.zst', 'FORMAT csv, COMPRESSION zstd'))).subarray(0, -4)),
      'not-readable',
      'ends in the middle of its zstd archive',
    ],
    [
      'a row too long after many good ones',
      () => file('long-row.csv', `${many}5,6,7,8,9\n${many.slice(many.indexOf('\n') + 1)}`),
      'not-readable',
      'has other than 3 columns in line 30002',
    ],
    [
      'a line of JSON broken after many good ones',
      () => file('late.jsonl', `${`${lines}\n`.repeat(10_000)}{"arrival_ms": 12, "inp\n${lines}\n`),
      'not-readable',
      'near line',
    ],
    ['Latin-1', () => file('latin.csv', Buffer.from(`${three}9,1,1,Jürgen,\n`, 'latin1')), 'not-readable', 'Save it as UTF-8'],
    ['UTF-16', () => file('wide.csv', Buffer.from(`\uFEFF${three}`, 'utf16le')), 'unknown-format', 'Save it as UTF-8'],
    ['half of packed JSON lines', () => file('half.jsonl.gz', gzipSync(lines).subarray(0, 60)), 'not-readable', 'ends in the middle'],
    ['a broken line of JSON', () => file('broken.jsonl', `${lines}\n{"arrival_ms": 12, "inp\n`), 'not-readable', 'near line'],
    [
      'half a Parquet file',
      async () => file('half.parquet', (await readFile(await viaDuckDb('whole.parquet', 'FORMAT parquet'))).subarray(0, 100)),
      'not-readable',
      '“half.parquet”',
    ],
  ])('%s', async (_name, make, reason, sentence) => {
    const problem = await refused(await make());
    expect(problem.reason).toBe(reason);
    expect(problem.message).toContain(sentence);
    expect(problem.message).not.toContain(folder);
    expect(problem.message).not.toContain('SELECT');
  });

  test('a column that was asked for but is not there', async () => {
    const path = await file('mapped.csv', three);
    expect(await refused(path, { mapping: { user: 'customer' } })).toMatchObject({
      message: expect.stringContaining('no column “customer”'),
    });
  });
});

test('column names are data, never SQL', async () => {
  const name = `x" FROM read_csv('/etc/passwd') --`;
  const path = await file('injection.csv', `arrival_ms,input_tokens,output_tokens,"${name.replaceAll('"', '""')}"\n1,2,3,four\n`);
  const { traffic } = await loaded(path, { mapping: { metadata: [name] } });
  expect(traffic.metadata[name]).toEqual({ codes: Int32Array.of(0), values: ['four'] });
});

test('a zstd archive of many blocks is whole, and so are two behind each other', async () => {
  const path = await viaDuckDb(
    'many.csv.zst',
    'FORMAT csv, COMPRESSION zstd',
    many.replaceAll(/^(\d+),1,1$/gm, (_, i) => `${i},${(i * 7919) % 10_007},${(i * 104_729) % 1_009}`),
  );
  expect((await loaded(path)).traffic.requestCount).toBe(30_000);
  const second = await viaDuckDb('second.csv.zst', 'FORMAT csv, COMPRESSION zstd, HEADER false');
  const both = await file(
    'both.csv.zst',
    Buffer.concat([await readFile(await viaDuckDb('first.csv.zst', 'FORMAT csv, COMPRESSION zstd')), await readFile(second)]),
  );
  expect((await loaded(both)).traffic.requestCount).toBe(6);
});

describe('several files as one log', () => {
  const part = (from: number) =>
    `arrival_ms,input_tokens,output_tokens,user\n${Array.from({ length: 3 }, (_, at) => `${from + at * 100},${from + at},1,u${at}`).join('\n')}\n`;

  test('a pattern reads all that it names in the order of their names, columns by name, with one digest of all', async () => {
    const second = await file('day-2.csv', part(1_000));
    const first = await file(
      'day-1.csv',
      `user,${part(0).replace('arrival_ms,input_tokens,output_tokens,user', 'arrival_ms,input_tokens,output_tokens')}`
        .split('\n')
        .map((line, at) => (at === 0 || line === '' ? line : `${line.split(',')[3]},${line.split(',').slice(0, 3).join(',')}`))
        .join('\n'),
    );
    const { traffic, sha256 } = await loaded(join(folder, 'day-*.csv'));
    expect([...traffic.arrivalMs]).toEqual([0, 100, 200, 1_000, 1_100, 1_200]);
    expect([...traffic.inputTokens]).toEqual([0, 1, 2, 1_000, 1_001, 1_002]);
    expect(traffic.users).toEqual(['u0', 'u1', 'u2']);
    const digests = [];
    for (const path of [first, second])
      digests.push(
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
      );
    expect(sha256).toBe(
      createHash('sha256')
        .update(`${digests.join('\n')}\n`)
        .digest('hex'),
    );
    expect(traffic.label).toBe('day-*.csv');
  });

  test('Parquet too; a file that really has such a name is itself', async () => {
    await viaDuckDb('hour-1.parquet', 'FORMAT parquet', part(0));
    await viaDuckDb('hour-2.parquet', 'FORMAT parquet', part(5_000));
    expect((await loaded(join(folder, 'hour-?.parquet'))).traffic.requestCount).toBe(6);
    expect((await loaded(await file('what[1].csv', part(0)))).traffic.requestCount).toBe(3);
  });

  test('files that are written differently, a pattern that names none, and rows of several files without a line', async () => {
    await file('mix-1.csv', part(0));
    await file('mix-2.csv.gz', gzipSync(part(0)));
    expect((await refused(join(folder, 'mix-*'))).message).toMatch(
      /“mix-1.csv” and “mix-2.csv.gz” are not written the same way \(csv, csv in gzip\)/,
    );
    expect((await refused(join(folder, 'none-*.csv'))).reason).toBe('not-found');
    await file('bad-1.csv', part(0));
    await file('bad-2.csv', 'arrival_ms,input_tokens,output_tokens,user\nnever,1,1,u\n');
    expect((await loaded(join(folder, 'bad-*.csv'))).rejected).toEqual([
      { reason: 'a time that cannot be read', rows: 1, firstLine: null },
    ]);
  });
});

test('columns that do not fit into the memory that is there are refused with both sizes', async () => {
  const { reason, message } = await refused(await file('big.csv', many), { availableBytes: 1_000_000 });
  expect(reason).toBe('too-large');
  expect(message).toMatch(/has 30000 rows, whose columns need 0\.001 GiB of memory where 0\.00093 GiB are free/);
});

test('blanks around cells mean nothing, and a cell of blanks is missing', async () => {
  const { traffic, rejected } = await loaded(
    await file(
      'blanks.csv',
      'arrival_ms,input_tokens,output_tokens,user\n 100 , 10,1 , ann \n  200,20, 2,ann\n 300 ,  ,3,bob\n400,4,4,  \n',
    ),
  );
  expect([...traffic.arrivalMs]).toEqual([0, 100, 300]);
  expect(traffic.users).toEqual(['ann']);
  expect([...traffic.user!]).toEqual([0, 0, -1]);
  expect(rejected.map(({ reason }) => reason)).toEqual(['no input tokens']);
});

test('a text with more values than a dictionary is read all the same', async () => {
  const rows = Array.from({ length: 70_000 }, (_, at) => `${at},1,1,user-${at % 65_000}`).join('\n');
  const { traffic } = await loaded(await file('users.csv', `arrival_ms,input_tokens,output_tokens,user\n${rows}\n`));
  expect(traffic.users).toHaveLength(65_000);
  expect([traffic.user![0], traffic.user![64_999], traffic.user![65_000]]).toEqual([0, 64_999, 0]);
});

describe('long logs, which DuckDB reads on several threads', () => {
  const header = 'arrival_ms,input_tokens,output_tokens,user\n';
  const long = (rows: number, row: (at: number) => string) => `${header}${Array.from({ length: rows }, (_, at) => row(at)).join('\n')}\n`;

  test('rows stay in the order of the log, bad ones far down are counted with their line, and texts that the first rows do not have are read', async () => {
    const rows = 400_000;
    // All at one time but the last, so that nothing but the log orders them; wide rows, so that there is something for every thread.
    const row = (at: number) =>
      at === 300_000
        ? 'soon,1,1,late'
        : at % 100_000 === 99_999
          ? `5,${at},2.5,late`
          : `${at === rows - 2 ? 0 : 5},${at},1,${at < 200_000 ? `user-${at % 50}` : `user-of-the-second-half-${at % 70}`}`;
    const { traffic, rejected, notes } = await loaded(await file('long-order.csv', long(rows, row)));
    expect(rejected).toEqual([
      { reason: 'a time that cannot be read', rows: 1, firstLine: 300_002 },
      { reason: 'output tokens that are not a whole number of 0 or more', rows: 4, firstLine: 100_001 },
    ]);
    expect(notes[0]).toContain('1 of 399\u2009995 requests stood later in the log');
    const kept = Array.from({ length: rows }, (_, at) => at).filter((at) => at !== 300_000 && at % 100_000 !== 99_999);
    kept.unshift(...kept.splice(kept.indexOf(rows - 2), 1));
    expect(kept.every((at, place) => traffic.inputTokens[place] === at)).toBe(true);
    expect([traffic.arrivalMs[0], traffic.arrivalMs[1]]).toEqual([0, 5]);
    expect(traffic.users).toHaveLength(120);
    expect(kept.every((at, place) => traffic.users[traffic.user![place]!] === row(at).split(',')[3])).toBe(true);
  });

  test('a cell is quoted for the first time far down', async () => {
    const rows = long(60_000, (at) => (at === 50_000 ? `${at},1,1,"Ann ""A"", Ltd"` : `${at},1,1,bob`));
    const { traffic } = await loaded(await file('late-quote.csv', rows));
    expect(traffic.users).toEqual(['bob', 'Ann "A", Ltd']);
    expect((await loaded(await file('late-quote.csv.gz', gzipSync(rows)))).traffic.users).toEqual(['bob', 'Ann "A", Ltd']);
  });

  test('where quotes mean nothing they stay what they are', async () => {
    const { traffic } = await loaded(
      await file(
        'inch.csv',
        long(30_000, (at) => `${at},1,1,${at % 2 ? '5" disk' : '"half'}`),
      ),
    );
    expect(traffic.users).toEqual(['"half', '5" disk']);
  });

  test('cells with line breaks, in a file of more than one buffer of DuckDB', async () => {
    const text = 'dear all,\nplease '.repeat(20);
    const lines = Array.from({ length: 110_000 }, (_, at) => `${at},1,1,ann,"${text}"`);
    const path = await file('prompts.csv', `arrival_ms,input_tokens,output_tokens,user,prompt\n${lines.join('\n')}\n5,1\n`);
    const { traffic, rejected } = await loaded(path);
    expect(traffic.requestCount).toBe(110_000);
    expect(rejected).toMatchObject([{ reason: 'no output tokens', rows: 1 }]);
  });

  test('what breaks the stream in its middle is told with its line', async () => {
    const wrong = Buffer.from(
      long(300_000, (at) => (at === 250_000 ? `${at},1,1,Jürgen` : `${at},1,1,ann`)),
      'latin1',
    );
    const { reason, message } = await refused(await file('late-latin.csv', wrong));
    expect(reason).toBe('not-readable');
    expect(message).toMatch(/in line 25000[12]\. Save it as UTF-8/);
  });
});

test('times of more than a hundred days, and before 1970, keep their milliseconds', async () => {
  const times = ['2024-03-01T00:00:00.123Z', '1969-12-31T23:59:59.999Z', '2024-03-01T00:00:00.124Z'];
  const { traffic } = await loaded(
    await file('years.csv', `timestamp,input_tokens,output_tokens\n${times.map((time, at) => `${time},${at},1`).join('\n')}\n`),
  );
  const first = Date.parse(times[1]!);
  expect([...traffic.arrivalMs].map(Math.round)).toEqual([0, Date.parse(times[0]!) - first, Date.parse(times[2]!) - first]);
  expect([...traffic.inputTokens]).toEqual([1, 0, 2]);
});

test('an aborted import stops', async () => {
  const path = await file(
    'long.csv',
    `arrival_ms,input_tokens,output_tokens\n${Array.from({ length: 200_000 }, (_, i) => `${i},1,1`).join('\n')}\n`,
  );
  const before = new AbortController();
  before.abort();
  await expect(loadTraffic(path, { signal: before.signal })).rejects.toThrow('aborted');
  const during = new AbortController();
  const reports: number[] = [];
  const onProgress = (rowsRead: number) => {
    reports.push(rowsRead);
    during.abort();
  };
  await expect(loadTraffic(path, { signal: during.signal, onProgress })).rejects.toThrow('aborted');
  expect(reports).toHaveLength(1);
});

test('what is written is read back as it was', async () => {
  const spec = {
    label: 'made',
    durationMs: 60_000,
    requestsPerS: 20,
    arrivals: { kind: 'poisson' },
    inputTokens: { p50: 100, p95: 300, max: 1000 },
    outputTokens: { p50: 10, p95: 30, max: 100 },
    users: { count: 20, zipfExponent: 1 },
    complexity: { a: 2, b: 2 },
    metadata: { plan: [{ value: 'a "quoted", value', share: 0.5 }] },
  } as const;
  const made = generate({ ...spec, metadata: { plan: [...spec.metadata.plan] } }, 3);
  const path = join(folder, 'written.csv.gz');
  await writeTraffic(made, path, 'csv.gz');
  const { traffic } = await loaded(path, { mapping: { metadata: ['plan'] } });
  expect(traffic.requestCount).toBe(made.requestCount);
  const plan = ({ metadata }: typeof made) => [...metadata['plan']!.codes].map((code) => metadata['plan']!.values[code] ?? null);
  expect(plan(traffic)).toEqual(plan(made));
  expect(traffic.inputTokens).toEqual(made.inputTokens);
  for (let i = 0; i < made.requestCount; i++) expect(Math.abs(traffic.arrivalMs[i]! - made.arrivalMs[i]!)).toBeLessThanOrEqual(0.1001);
});

const shared = resolve(import.meta.dirname, '../../../shared/data/traffic');
describe.skipIf(!existsSync(shared))('recorded traces beside the checkout (skipped where ../shared/data is absent)', () => {
  test('the Azure conversation trace', async () => {
    const { traffic, rejected, mapping } = await loaded(join(shared, 'AzureLLMInferenceTrace_conv.csv'));
    const summary = summarise(traffic);
    expect(mapping.preset).toBe('azure');
    expect(rejected).toEqual([]);
    expect(summary).toMatchObject({
      requestCount: 19_366,
      inputTokens: { p50: 1020, p95: 4083, p99: 4142 },
      outputTokens: { p50: 129, p95: 451, p99: 601 },
    });
    expect(Math.round(summary.durationMs / 1000)).toBe(3502);
    expect(summary.requestsPerS).toBeCloseTo(5.53, 2);
    expect(summary.interArrivalCv).toBeCloseTo(1.09, 2);
    expect(traffic.arrivalMs[1]).toBe(4314.579);
  });

  test('the Mooncake trace', async () => {
    const { traffic, mapping, notes } = await loaded(join(shared, 'mooncake_conversation_trace.jsonl'));
    expect(notes.join(' ')).toMatch(/steps of about 3(\.\d)? s/);
    expect(mapping.preset).toBe('mooncake');
    expect(traffic.requestCount).toBe(12_031);
    expect(Math.round(summarise(traffic).inputTokens.p99 / 100)).toBe(854);
    expect(traffic.recorded).toBeUndefined();
  });
});
