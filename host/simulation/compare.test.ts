import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DrawnVariant, mergeShards, oneAtATimeVariants, parseAxes, withField } from '../../shared/compare/index.ts';
import { comparisonHashText, readPolicy, writeComparison } from '../../shared/format/index.ts';
import { CALM, type Policy, type Scenario, type ScenarioTarget } from '../../shared/model/index.ts';
import { smallPolicyText, smallTraffic } from '../../test/fixtures/small-policy.ts';
import { sha256Of } from '../files/index.ts';
import { type ComparisonOptions, compare } from './compare.ts';

const read = readPolicy(smallPolicyText);
if (!read.ok) throw new Error(read.error.message);
const policy = read.value.document.policy;

function changed(address: string, value: number, from: Policy = policy): Policy {
  const set = withField(from, address, value);
  if (!set.ok) throw new Error(set.error);
  return set.value.policy;
}
const pair = (head: Policy, base: Policy = policy): DrawnVariant[] => [
  { id: 'base', label: 'base', policy: base, changes: [], leftOut: null },
  { id: 'head', label: 'head', policy: head, changes: [], leftOut: null },
];
const outage = (target: ScenarioTarget = { kind: 'primary-provider' }): Scenario => ({
  id: 'outage',
  name: 'Outage',
  description: '',
  events: [
    {
      id: 'away',
      name: 'It is away',
      target,
      effect: { kind: 'outage', share: 1, failure: 'connection' },
      startMs: 200_000,
      durationMs: 200_000,
      rampUpMs: 0,
      rampDownMs: 0,
    },
  ],
});
const longer = changed('guard.openForMs', 120_000);
const options: ComparisonOptions = {
  design: 'pair',
  variants: pair(longer),
  axes: [],
  traffic: smallTraffic,
  trafficSha256: sha256Of('traffic'),
  scenarios: [CALM, outage()],
  seed: 1,
  replications: 4,
  mostReplications: 4,
  precision: [],
};

async function resultOf(different: Partial<ComparisonOptions> = {}) {
  const compared = await compare({ ...options, ...different });
  if (compared.kind !== 'comparison') throw new Error(`no comparison: ${JSON.stringify(compared)}`);
  return compared.comparison;
}
async function shardsOf(count: number, different: Partial<ComparisonOptions> = {}) {
  const shards = [];
  for (let index = 1; index <= count; index++) {
    const compared = await compare({ ...options, ...different, shard: { index, count } });
    if (compared.kind !== 'shard') throw new Error(`no shard: ${JSON.stringify(compared)}`);
    shards.push({ name: `part-${index}`, shard: compared.shard });
  }
  return shards;
}
const mergedText = (shards: Awaited<ReturnType<typeof shardsOf>>): string => {
  const merged = mergeShards(shards, sha256Of);
  if (!merged.ok) throw new Error(merged.error.join('\n'));
  return writeComparison(merged.value);
};

describe('compare', () => {
  it('finds that a breaker which stays open longer sends more to tier 2, and nothing in calm', async () => {
    const { results } = await resultOf();
    const head = (scenario: string) => results.find((result) => result.scenario === scenario && result.variant === 'head')!;
    expect(head('outage').differences['tier1Share']).toMatchObject({ verdict: 'worse' });
    expect(head('outage').differences['tier2Share']).toMatchObject({ verdict: 'higher' });
    expect(head('outage').latencyMs.p95).toBeGreaterThan(0);
  });

  it('counts what is owed by the hour: throughput that costs more than the tokens it serves is no saving', async () => {
    const contracted = (usdPerHour: number): Policy => ({
      ...policy,
      providers: policy.providers.map((one) =>
        one.id === 'openai' ? { ...one, provisionedTokensPerMin: 1e9, provisionedUsdPerHour: usdPerHour } : one,
      ),
    });
    const verdicts = async (usdPerHour: number) => {
      const { results, figures } = await resultOf({ variants: pair(contracted(usdPerHour)), scenarios: [CALM] });
      expect(figures.map(({ id }) => id)).toContain('provisionedUsd');
      const { differences } = results.find(({ variant }) => variant === 'head')!;
      return ['usd', 'usdPerRequest', 'provisionedUsd'].map((id) => differences[id]?.verdict);
    };
    expect(await verdicts(10_000)).toEqual(['worse', 'worse', 'worse']);
    expect(await verdicts(0.01)).toEqual(['better', 'better', 'worse']);
  });

  it('finds no difference at all between a policy and itself: the luck is the same', async () => {
    const { results } = await resultOf({ variants: pair({ ...policy, name: 'The same', nodes: [...policy.nodes].reverse() }) });
    for (const { variant, differences } of results) {
      if (variant === 'base') expect(differences).toEqual({});
      else for (const difference of Object.values(differences)) expect(difference).toMatchObject({ mean: 0, low: 0, high: 0 });
    }
  });

  it('carries a hash that anybody can check', async () => {
    const result = await resultOf();
    expect(sha256Of(comparisonHashText(result))).toBe(result.hash);
  });

  it('strikes the provider that the base calls first, in every variant, so that a policy which moved away has escaped', async () => {
    const swapped: Policy = {
      ...policy,
      edges: policy.edges.map((edge) =>
        edge.from === 'guard' ? { ...edge, to: 'cheap' } : edge.from === 'tiers' && edge.port === 't2' ? { ...edge, to: 'big' } : edge,
      ),
    };
    const { results } = await resultOf({ variants: pair(swapped), scenarios: [outage()] });
    const head = results.find(({ variant }) => variant === 'head')!;
    // Its first tier is now the cheap model of the other provider: it answers as tier 2, also in the third of the time that the outage takes.
    expect(head.means['tier2Share']).toBeGreaterThan(0.8);
    expect(head.means['tier1Share']).toBeLessThan(0.15);
  });

  it('lets an incident pass by a variant that does not have what it strikes, and says so', async () => {
    const moved: Policy = {
      ...policy,
      nodes: policy.nodes.filter(({ id }) => id !== 'cheap'),
      edges: policy.edges.map((edge) => (edge.to === 'cheap' ? { ...edge, to: 'apology' } : edge)),
      providers: policy.providers.filter(({ id }) => id !== 'anthropic'),
    };
    const { plan } = await resultOf({ variants: pair(moved), scenarios: [outage({ kind: 'provider', providerId: 'anthropic' })] });
    expect(plan.assumptions).toContainEqual({
      subject: 'It is away',
      statement: expect.stringContaining('passes “head” by'),
      basis: 'model',
    });
  });

  it('goes on until the wished precision is there, and only so far', async () => {
    const wish = { precision: [{ figure: 'tier1Share', halfWidth: 0.02, isRelative: false }], replications: 2, mostReplications: 30 };
    const result = await resultOf({ ...wish, scenarios: [outage()] });
    expect(result.isPrecise).toBe(true);
    expect(result.replications).toBeLessThan(30);
    const { low, high } = result.results[1]!.differences['tier1Share']!;
    expect((high - low) / 2).toBeLessThanOrEqual(0.02);
    expect(mergedText(await shardsOf(3, { ...wish, scenarios: [outage()] }))).toBe(writeComparison(result));
  });
});

describe('a sweep', () => {
  it('leaves out variants that cannot run, says why, and shards like any other comparison', async () => {
    const axes = parseAxes(policy, ['guard.failureCount=3/20', 'big.requestTimeoutMs=1000/30000']);
    if (!axes.ok) throw new Error(axes.error);
    const variants = oneAtATimeVariants(policy, axes.value);
    if (!variants.ok) throw new Error(variants.error);
    const broken: DrawnVariant = { ...variants.value[1]!, id: 'broken', policy: { ...policy, edges: [] } };
    const sweep: Partial<ComparisonOptions> = {
      design: 'one-at-a-time',
      axes: axes.value,
      variants: [...variants.value, broken],
      scenarios: [outage()],
      replications: 2,
    };
    const result = await resultOf(sweep);
    expect(result.plan.variants.at(-1)!.leftOut).not.toBeNull();
    expect(result.results.map(({ variant }) => variant)).toEqual(['base', 'v1', 'v2', 'v3', 'v4']);
    expect(result.sensitivities.map(({ address }) => address).sort()).toEqual(['big.requestTimeoutMs', 'guard.failureCount']);
    expect(result.paretoFronts[0]!.variants.length).toBeGreaterThan(0);
    expect(mergedText(await shardsOf(3, sweep))).toBe(writeComparison(result));
  });
});

describe('shards', () => {
  it('1, 2, 3 and 7 of them merge to the bytes of one run', async () => {
    const one = writeComparison(await resultOf());
    for (const count of [1, 2, 3, 7]) expect(mergedText((await shardsOf(count)).reverse())).toBe(one);
  });

  it('do not merge when the same file was read with other columns', async () => {
    const [one] = await shardsOf(2);
    const [, two] = await shardsOf(2, { traffic: { ...smallTraffic, outputTokens: smallTraffic.inputTokens } });
    expect(mergeShards([one!, two!], sha256Of)).toMatchObject({ ok: false, error: [expect.stringContaining('the columns read')] });
  });
});

describe('what cannot be compared', () => {
  it.each<[string, Partial<ComparisonOptions>, RegExp]>([
    ['a head with errors', { variants: pair({ ...policy, edges: [] }) }, /\(head\)/],
    ['no requests', { traffic: { ...smallTraffic, requestCount: 0, arrivalMs: new Float64Array(0) } }, /no requests/],
    ['one scenario twice', { scenarios: [CALM, CALM] }, /id “calm”/],
    ['a scenario that strikes nobody', { scenarios: [outage({ kind: 'provider', providerId: 'nobody' })] }, /nobody/],
    ['more runs than fit', { scenarios: [CALM], replications: 100_001 }, /up to 200002 runs; 200000 are the most/],
    [
      'a shard of more runs than its file may hold',
      { scenarios: [CALM], replications: 10_001, shard: { index: 1, count: 2 } },
      /10001 runs.*into 3 shards or more/,
    ],
    ['a precision of no figure', { precision: [{ figure: 'beauty', halfWidth: 1, isRelative: false }] }, /“beauty”/],
  ])('%s is refused', async (_, different, sentence) => {
    expect(await compare({ ...options, ...different })).toMatchObject({ kind: 'refused', message: expect.stringMatching(sentence) });
  });

  it('a comparison that is told to stop says only that', async () => {
    expect(await compare({ ...options, signal: AbortSignal.abort() })).toEqual({ kind: 'cancelled' });
  });
});

describe('on worker threads', () => {
  let folder: string;
  let workerFile: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gracefall-compare-'));
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

  it('gives the bytes of this thread, also over several looks', async () => {
    const wish = { precision: [{ figure: 'p95Ms', halfWidth: 1e-9, isRelative: false }], replications: 2, mostReplications: 4 };
    const here = writeComparison(await resultOf({ ...wish, inProcess: true }));
    for (const workers of [1, 3]) expect(writeComparison(await resultOf({ ...wish, workers, workerFile }))).toBe(here);
  });
});
