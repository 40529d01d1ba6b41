import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trafficCsv } from '../host/index.ts';
import { gracefallIn } from '../test/fixtures/gracefall.ts';
import { smallPolicyText, smallTraffic } from '../test/fixtures/small-policy.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gracefall-traces-')));
  await writeFile(join(folder, 'small.policy.json'), smallPolicyText);
  await writeFile(join(folder, 'log.csv'), trafficCsv(smallTraffic));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SIMULATE = 'simulate small.policy.json --traffic log.csv --out a.run.json';
const gracefall = (args: string) => gracefallIn(folder, args);
const rootsIn = async (name: string) => {
  const data = JSON.parse(await readFile(join(folder, name), 'utf8'));
  return data.resourceSpans[0].scopeSpans[0].spans.filter((span: any) => span.parentSpanId === undefined);
};
const numberOf = (span: any, key: string): number => {
  const { value } = span.attributes.find((one: any) => one.key === key);
  return Number(value.doubleValue ?? value.intValue);
};

describe('gracefall simulate --traces', () => {
  it('writes the worst of all requests, and again with the same bytes', async () => {
    const { code, err } = await gracefall(`${SIMULATE} --traces worst.json --traces-of worst --traces-count 5`);
    expect(code).toBe(0);
    expect(err).toContain(`The traces of 5 requests of ${smallTraffic.requestCount} that are as asked were written to`);
    const roots = await rootsIn('worst.json');
    const latencies = roots.map((span: any) => numberOf(span, 'gracefall.latency.ms'));
    expect(latencies).toEqual([...latencies].sort((a, b) => b - a));
    const run = JSON.parse(await readFile(join(folder, 'a.run.json'), 'utf8'));
    expect(latencies[0]).toBeCloseTo(run.latencyMs.max, 6);
    const first = await readFile(join(folder, 'worst.json'), 'utf8');
    expect((await gracefall(`${SIMULATE} --traces worst.json --traces-of worst --traces-count 5`)).code).toBe(0);
    expect(await readFile(join(folder, 'worst.json'), 'utf8')).toBe(first);
  });

  it('writes what the import reads: a log of the model calls', async () => {
    await gracefall(`${SIMULATE} --traces sample.json`);
    const { code, out, err } = await gracefall('import sample.json --json');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(out).toContain('requestCount');
  });

  it('writes the sample of the result when nothing else is asked, from the instant that is given', async () => {
    expect((await gracefall(`${SIMULATE} --traces sample.json --traces-count 3 --traces-from 2026-03-01T00:00:00Z`)).code).toBe(0);
    const roots = await rootsIn('sample.json');
    expect(roots).toHaveLength(3);
    expect(Number(BigInt(roots[0].startTimeUnixNano) / 1_000_000n)).toBeGreaterThanOrEqual(Date.UTC(2026, 2, 1));
  });

  it('refuses before it runs what it could not write', async () => {
    expect(await gracefall(`${SIMULATE} --traces-of worst`)).toMatchObject({ code: 2, err: expect.stringContaining('--traces FILE') });
    expect(await gracefall(`${SIMULATE} --traces t.json --traces-from yesterday`)).toMatchObject({
      code: 2,
      err: expect.stringContaining('no instant'),
    });
    expect(await gracefall(`${SIMULATE} --traces log.csv`)).toMatchObject({ code: 2, err: expect.stringContaining('log.csv') });
  });
});
