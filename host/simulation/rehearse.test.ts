import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashedText, readRun, writeRun } from '../../shared/format/index.ts';
import { CALM, runResultSchema, type Scenario } from '../../shared/model/index.ts';
import { generate } from '../../shared/traffic/index.ts';
import { smallOutage, smallPolicy, smallPolicyText, smallTraffic, smallTrafficSpec } from '../../test/fixtures/small-policy.ts';
import { sha256Of } from '../files/index.ts';
import { type RehearsalOptions, rehearse } from './rehearse.ts';
import { streamRehearsal } from './stream.ts';

const options: RehearsalOptions = {
  policyText: smallPolicyText,
  traffic: smallTraffic,
  trafficSha256: sha256Of('traffic'),
  scenario: smallOutage,
  seed: 1,
};

async function resultOf(changed: Partial<RehearsalOptions> = {}) {
  const rehearsal = await rehearse({ ...options, ...changed });
  if (rehearsal.kind !== 'result') throw new Error(`no result: ${JSON.stringify(rehearsal)}`);
  return rehearsal.result;
}

describe('rehearse', () => {
  it('shows the outage: tier 2 answers while the breaker of tier 1 is open, and tier 1 comes back', async () => {
    const result = await resultOf();
    expect(runResultSchema.parse(result)).toEqual(result);
    expect(result.requests).toBe(smallTraffic.requestCount);
    expect(result.breakers[0]?.transitions[0]).toMatchObject({ from: 'closed', to: 'open' });
    const { series } = result;
    const bucketAt = (ms: number): number => Math.floor(ms / series.bucketMs);
    const tierAt = (tier: number, ms: number): number => series.answeredByTier[tier]?.[bucketAt(ms)] ?? 0;
    expect(tierAt(0, 100_000)).toBeGreaterThan(0);
    expect(tierAt(0, 300_000)).toBe(0);
    expect(tierAt(1, 300_000)).toBeGreaterThan(0);
    expect(tierAt(0, 500_000)).toBeGreaterThan(0);
    expect(result.scenario.events[0]?.target).toEqual({ kind: 'provider', providerId: 'openai' });
  });

  it('carries a hash that anybody can check, also after it was written and read', async () => {
    const result = await resultOf();
    const read = readRun(writeRun(result));
    if (!read.ok) throw new Error(read.error.message);
    const { hash, ...rest } = read.value;
    expect(hash).toBe(sha256Of(hashedText(rest)));
    expect(hash).toBe(result.hash);
  });

  it('gives the same bytes twice, and others for another seed or scenario', async () => {
    const first = writeRun(await resultOf());
    expect(writeRun(await resultOf())).toBe(first);
    expect(writeRun(await resultOf({ seed: 2 }))).not.toBe(first);
    expect((await resultOf({ scenario: CALM })).outcomes).not.toEqual((await resultOf()).outcomes);
  });

  it('hashes the meaning of a policy, not its layout or the order in its file', async () => {
    const moved = {
      ...smallPolicy,
      policy: { ...smallPolicy.policy, nodes: [...smallPolicy.policy.nodes].reverse() },
      layout: { nodes: { big: { x: 4, y: 5 } }, notes: [], groups: [] },
    };
    expect((await resultOf({ policyText: JSON.stringify(moved) })).hash).toBe((await resultOf()).hash);
  });

  it('describes the first replication, whose luck does not depend on how many follow, and spans intervals over all', async () => {
    const alone = await resultOf();
    const five = await resultOf({ replications: 5 });
    expect(five.outcomes).toEqual(alone.outcomes);
    expect(alone.intervals).toBeNull();
    const { low, mean, high } = five.intervals!.answeredByTier[1]!;
    expect(low).toBeLessThan(mean);
    expect(high).toBeGreaterThan(mean);
    const answered = five.intervals!.answeredByTier.reduce((sum, tier) => sum + tier.mean, 0);
    expect(answered + five.intervals!.failed.mean).toBeCloseTo(five.requests, 6);
  });

  it('surges: more requests than the log has', async () => {
    const surge: Scenario = {
      ...smallOutage,
      events: [{ ...smallOutage.events[0]!, target: { kind: 'traffic' }, effect: { kind: 'surge', multiplier: 3 } }],
    };
    const { requests } = await resultOf({ scenario: surge });
    expect(requests).toBeGreaterThan(smallTraffic.requestCount * 1.4);
  });

  it('says what it rests on', async () => {
    const { assumptions } = await resultOf();
    expect(assumptions.map(({ subject }) => subject)).toEqual(expect.arrayContaining(['OpenAI is away', 'ten minutes', 'Big model']));
  });
});

describe('what cannot be run', () => {
  it('is refused with the reader’s sentence', async () => {
    expect(await rehearse({ ...options, policyText: '{ "format": 1,' })).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/\w+\./),
    });
  });

  it('is refused with every lint error', async () => {
    const { nodes, edges } = smallPolicy.policy;
    const broken = { ...smallPolicy, policy: { ...smallPolicy.policy, nodes, edges: edges.filter(({ port }) => port !== 'next') } };
    const rehearsal = await rehearse({ ...options, policyText: JSON.stringify(broken) });
    expect(rehearsal.kind).toBe('refused');
    expect(rehearsal.kind === 'refused' && rehearsal.findings.length).toBeGreaterThanOrEqual(2);
  });

  it('is refused when the graph has a cycle', async () => {
    const cyclic = structuredClone(smallPolicy) as any;
    cyclic.policy.edges.find((edge: any) => edge.from === 'guard').to = 'tiers';
    expect(await rehearse({ ...options, policyText: JSON.stringify(cyclic) })).toMatchObject({ kind: 'refused' });
  });

  it('is refused when the scenario strikes a provider that the policy does not have', async () => {
    const elsewhere = {
      ...smallOutage,
      events: [{ ...smallOutage.events[0]!, target: { kind: 'provider' as const, providerId: 'nobody' } }],
    };
    expect(await rehearse({ ...options, scenario: elsewhere })).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('nobody'),
    });
  });

  it('is refused without requests', async () => {
    const empty = { ...smallTraffic, requestCount: 0, arrivalMs: new Float64Array(0) };
    expect(await rehearse({ ...options, traffic: empty })).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('no requests'),
    });
  });
});

describe('streamRehearsal', () => {
  it('ends with one result', async () => {
    const events = [];
    for await (const event of streamRehearsal(options)) events.push(event.kind);
    expect(events.at(-1)).toBe('result');
    expect(events.filter((kind) => kind !== 'progress')).toHaveLength(1);
  });

  it('says nothing more once it is cancelled', async () => {
    const stop = new AbortController();
    stop.abort();
    const events = [];
    for await (const event of streamRehearsal({ ...options, replications: 100 }, stop.signal)) events.push(event.kind);
    expect(events).toEqual([]);
  });
});

describe('on worker threads', () => {
  let folder: string;
  let workerFile: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gracefall-worker-'));
    await build({
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      ssr: { noExternal: true },
      build: { ssr: join(import.meta.dirname, 'worker.ts'), outDir: folder, emptyOutDir: true, target: 'node20' },
    });
    workerFile = join(folder, 'worker.js');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('one worker, two workers and this thread give the same bytes', async () => {
    const here = writeRun(await resultOf({ replications: 3, inProcess: true }));
    for (const workers of [1, 2, 5]) expect(writeRun(await resultOf({ replications: 3, workers, workerFile }))).toBe(here);
  });

  const long = { ...options, traffic: generate({ ...smallTrafficSpec, durationMs: 36_000_000, requestsPerS: 10 }, 1), replications: 20 };

  it('reports progress that only grows, and stops within 200 ms of being told', async () => {
    const stop = new AbortController();
    const shares: number[] = [];
    let abortedAt = 0;
    const rehearsal = await rehearse({
      ...long,
      workers: 2,
      workerFile,
      signal: stop.signal,
      onProgress: ({ share }) => {
        shares.push(share);
        if (shares.length === 3) {
          abortedAt = performance.now();
          stop.abort();
        }
      },
    });
    expect(rehearsal).toEqual({ kind: 'cancelled' });
    expect(performance.now() - abortedAt).toBeLessThan(200);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
  });

  it('begins again on the same threads, as a knob that is turned does, and with the same bytes', async () => {
    const whole = writeRun(await resultOf({ inProcess: true }));
    for (const afterMs of [0, 5, 40]) {
      const stop = new AbortController();
      const given = rehearse({ ...long, traffic: options.traffic, replications: 5, workerFile, signal: stop.signal });
      setTimeout(() => stop.abort(), afterMs);
      const next = resultOf({ workerFile });
      expect(['cancelled', 'result']).toContain((await given).kind);
      expect(writeRun(await next)).toBe(whole);
    }
  });

  it('on this thread, too, a run can be stopped', async () => {
    const stop = new AbortController();
    const rehearsal = await rehearse({ ...long, inProcess: true, signal: stop.signal, onProgress: () => stop.abort() });
    expect(rehearsal).toEqual({ kind: 'cancelled' });
  });

  it('a fault in a thread comes back as an error', async () => {
    await expect(rehearse({ ...options, workerFile: join(folder, 'missing.js') })).rejects.toThrow();
  });
});
