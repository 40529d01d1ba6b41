import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rehearse } from '../../host/simulation/index.ts';
import { trafficFromExample } from '../../host/traffic/index.ts';
import { readPolicy, readScenario, writePolicy } from '../../shared/format/index.ts';
import type { Policy, PolicyDocument } from '../../shared/model/index.ts';

/** The story that the example's README tells, figure by figure. */
const folder = join(import.meta.dirname, '../../policies/metastable-collapse');

type Change = (policy: Policy) => void;

const withRetries =
  (maxRetries: number): Change =>
  (policy) => {
    policy.nodes.find((node) => node.id === 'retry')!.config['maxRetries'] = maxRetries;
  };

/** Puts a node between the retry and the model. */
const between =
  (kind: string, config: Record<string, unknown>): Change =>
  (policy) => {
    policy.nodes.push({ id: 'between', kind, name: 'Between', config });
    policy.edges.find((edge) => edge.from === 'retry')!.to = 'between';
    policy.edges.push({ from: 'between', port: 'next', to: 'writer' });
  };

const withCluster =
  (fields: Partial<Policy['providers'][number]>): Change =>
  (policy) =>
    Object.assign(policy.providers[0]!, fields);

const opened = async (): Promise<PolicyDocument> => {
  const read = readPolicy(await readFile(join(folder, 'metastable-collapse.policy.json'), 'utf8'));
  if (!read.ok) throw new Error(read.error.message);
  return structuredClone(read.value.document);
};

async function badMinute(...changes: readonly Change[]) {
  const document = await opened();
  for (const change of changes) change(document.policy);
  const traffic = await trafficFromExample(folder);
  if (!traffic.ok) throw new Error(traffic.error.message);
  const scenario = readScenario(await readFile(join(folder, 'scenarios/one-bad-minute.scenario.json'), 'utf8'));
  if (!scenario.ok) throw new Error(scenario.error.message);
  const rehearsal = await rehearse({
    policyText: writePolicy(document),
    traffic: traffic.value.traffic,
    trafficSha256: traffic.value.sha256,
    scenario: scenario.value,
    seed: 1,
    inProcess: true,
  });
  if (rehearsal.kind !== 'result') throw new Error(JSON.stringify(rehearsal));
  return rehearsal.result;
}

const thousands = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, ' ');

const COMES_BACK = 13_000;
const STAYS_DOWN = 4_000;

describe('one bad minute', () => {
  test.each([
    ['nothing, two retries (as drawn)', STAYS_DOWN, []],
    ['nothing, one retry', STAYS_DOWN, [withRetries(1)]],
    ['nothing, no retry', COMES_BACK, [withRetries(0)]],
    ['retry budget: 10 % of the traffic', COMES_BACK, [between('retry-budget', { depositRatio: 0.1, floorPerS: 0 })]],
    ['retry budget: 20 % and 10 a second, the defaults', STAYS_DOWN, [between('retry-budget', {})]],
    [
      'breaker: half of at least 20 calls in 30 s, open for 30 s',
      COMES_BACK,
      [between('breaker', { tripRule: 'rate', failureRatio: 0.5, minimumCalls: 20, windowMs: 30_000, openForMs: 30_000 })],
    ],
    [
      'concurrency limit: 40, a queue of 20, 2 s at most',
      COMES_BACK,
      [between('concurrency-limit', { slots: 40, queueLength: 20, maxWaitMs: 2000 })],
    ],
  ] as const)('%s', async (words, border, changes) => {
    const { outcomes, cost } = await badMinute(...changes);
    const written = outcomes.answeredByTier[0]!;
    if (border === COMES_BACK) expect(written).toBeGreaterThan(border);
    else expect(written).toBeLessThan(border);
    const readme = await readFile(join(folder, 'README.md'), 'utf8');
    const row = readme.split('\n').find((line) => line.startsWith(`| ${words} `));
    expect(row?.split('|').map((cell) => cell.trim())).toEqual(['', words, thousands(written), `$${cost.wastedUsd.toFixed(2)}`, '']);
  });

  test('what the README says of slots, queues and work that stops', async () => {
    const written = async (...changes: readonly Change[]) => (await badMinute(...changes)).outcomes.answeredByTier[0];
    expect(await written(withCluster({ queueLength: 20 }))).toBeGreaterThan(COMES_BACK);
    expect(await written(withCluster({ queueLength: 40 }))).toBe(14_080);
    expect(await written(withCluster({ queueLength: 100 }))).toBe(3_712);
    expect(await written(withCluster({ abandonedWork: 'stops' }))).toBeLessThan(5_000);
    expect(await written(withRetries(1), withCluster({ abandonedWork: 'stops' }))).toBeGreaterThan(COMES_BACK);
  });

  test('60 slots and one retry come back at minute 19', async () => {
    const { series } = await badMinute(withRetries(1), withCluster({ concurrency: 60 }));
    const perMinute = 60_000 / series.bucketMs;
    const writtenIn = (minute: number) =>
      series.answeredByTier[0]!.slice(minute * perMinute, (minute + 1) * perMinute).reduce((sum, count) => sum + count, 0);
    expect(writtenIn(17)).toBeLessThan(50);
    expect(writtenIn(19)).toBeGreaterThan(300);
  });

  test('the cluster works for nobody until minute 73', async () => {
    const { series } = await badMinute();
    expect(Math.floor((series.requests.length * series.bucketMs) / 60_000)).toBe(73);
  });

  test('nobody is left without the plain results', async () => {
    const { availability } = await badMinute();
    expect(availability).toBe(1);
  });
});
