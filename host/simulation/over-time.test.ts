import { expect, test } from 'vitest';
import { readPolicy, writePolicy } from '../../shared/format/index.ts';
import { CALM, type Policy, type RunResult, type Scenario } from '../../shared/model/index.ts';
import { smallPolicyText, smallTraffic } from '../../test/fixtures/small-policy.ts';
import { sha256Of } from '../files/index.ts';
import { finerSeries, rehearse } from './rehearse.ts';

/** What a result says over time besides its answers: failure classes, slots and lines, accounts, intervals. */

const smallDocument = (() => {
  const opened = readPolicy(smallPolicyText);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value.document;
})();

async function resultOf(policy: Policy, scenario: Scenario = CALM, replications = 1): Promise<RunResult> {
  const rehearsal = await rehearse({
    policyText: writePolicy({ ...smallDocument, policy }),
    traffic: smallTraffic,
    trafficSha256: sha256Of('traffic'),
    scenario,
    seed: 1,
    replications,
    inProcess: true,
  });
  if (rehearsal.kind !== 'result') throw new Error(JSON.stringify(rehearsal));
  return rehearsal.result;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test('failure classes over time sum to those of the whole run, bucket by bucket to what failed', async () => {
  const everybodyAway: Scenario = {
    ...CALM,
    id: 'away',
    events: smallDocument.policy.providers.map(({ id }, position) => ({
      id: `away-${position}`,
      name: `${id} is away`,
      target: { kind: 'provider' as const, providerId: id },
      effect: { kind: 'outage' as const, share: 1, failure: 'connection' as const },
      startMs: 200_000,
      durationMs: 100_000,
      rampUpMs: 0,
      rampDownMs: 0,
    })),
  };
  const { series, outcomes } = await resultOf(smallDocument.policy, everybodyAway);
  const byFailure = Object.entries(series.byFailure!);
  expect(Object.fromEntries(byFailure.map(([failure, counts]) => [failure, sum(counts!)]))).toEqual(outcomes.byFailure);
  series.failed.forEach((failed, bucket) => {
    expect(sum(byFailure.filter(([failure]) => failure !== 'blocked-by-guard').map(([, counts]) => counts![bucket]!))).toBe(failed);
  });
});

test('the slots of a provider are in use as much as its calls are in progress, and the line is never longer than its longest', async () => {
  const policy: Policy = {
    ...smallDocument.policy,
    providers: smallDocument.policy.providers.map((provider) => ({ ...provider, concurrency: 2, queueLength: 50 })),
  };
  const { series, nodes } = await resultOf(policy);
  const stations = series.stations!;
  expect(stations.map(({ id }) => id)).toEqual(policy.providers.map(({ id }) => id));
  const [first] = stations;
  expect(first!.inUse).toHaveLength(series.requests.length);
  expect(Math.max(...first!.inUse)).toBeLessThanOrEqual(2 + 1e-9);
  expect(first!.slots.every((slots) => slots === 2)).toBe(true);
  first!.waiting.forEach((waiting, bucket) => {
    expect(waiting).toBeLessThanOrEqual(first!.longestLine[bucket]! + 1e-9);
  });
  const queued = sum(nodes.map(({ facts }) => facts['queued'] ?? 0));
  expect(Math.max(...stations.map(({ longestLine }) => Math.max(...longestLine))) > 0).toBe(queued > 0);
});

test('intervals over time hold their own mean bucket by bucket, and are there only when there are several runs', async () => {
  expect((await resultOf(smallDocument.policy)).intervals).toBeNull();
  const { intervals, series } = await resultOf(smallDocument.policy, CALM, 4);
  const over = intervals!.series!;
  expect(over.usd.low).toHaveLength(series.usd.length);
  const middles = over.usd.low.map((low, bucket) => (low + over.usd.high[bucket]!) / 2);
  // The last answers of another run may come a bucket later, which the first one's series does not have.
  expect(Math.abs(sum(middles) / intervals!.usd.mean - 1)).toBeLessThan(0.01);
  over.p95Ms.low.forEach((low, bucket) => {
    if (low !== null) expect(low).toBeLessThanOrEqual(over.p95Ms.high[bucket]!);
  });
});

test('a series in narrower buckets is of the same run: four of its buckets are one of the result', async () => {
  const { series } = await resultOf(smallDocument.policy);
  const end = await finerSeries({
    policyText: smallPolicyText,
    traffic: smallTraffic,
    scenario: CALM,
    seed: 1,
    lengthMs: (series.bucketMs * 120) / 5,
    inProcess: true,
  });
  if (end.kind !== 'series') throw new Error(JSON.stringify(end));
  const finer = end.series;
  const times = series.bucketMs / finer.bucketMs;
  expect(times).toBeGreaterThan(1);
  expect(Number.isInteger(times)).toBe(true);
  series.requests.forEach((requests, bucket) => {
    expect(sum(finer.requests.slice(bucket * times, (bucket + 1) * times))).toBe(requests);
  });
});

test('a trace tells when a call that stood in line got its slot', async () => {
  const policy: Policy = {
    ...smallDocument.policy,
    providers: smallDocument.policy.providers.map((provider) => ({ ...provider, concurrency: 1, queueLength: 500 })),
  };
  const { traces } = await resultOf(policy);
  const facts = traces
    .flatMap(({ spans }) => spans.map((span) => span.facts.map(({ fact }) => fact)))
    .filter((one) => one.includes('queued'));
  expect(facts.length).toBeGreaterThan(0);
  expect(facts.some((one) => one.indexOf('got a slot') === one.indexOf('queued') + 1)).toBe(true);
});
