import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readShard, writeComparison, writeShard } from '../format/index.ts';
import type { ComparisonPlan, ComparisonShard } from '../model/index.ts';
import { assembleComparison } from './assemble.ts';
import { assembleShard, mergeShards } from './merge.ts';
import { mostReplications, shardRuns } from './plan.ts';
import { testPlan, testRun, testRuns, testSha256 } from './test-plan.ts';

const shardOf = (plan: ComparisonPlan, index: number, count: number): ComparisonShard =>
  assembleShard(
    plan,
    { index, count },
    shardRuns(plan, index, count).map((run) => testRun(run)),
    testSha256,
  );
const shardsOf = (plan: ComparisonPlan, count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `part-${at + 1}`, shard: shardOf(plan, at + 1, count) }));
const merged = (shards: Parameters<typeof mergeShards>[0]) => {
  const result = mergeShards(shards, testSha256);
  if (!result.ok) throw new Error(result.error.join('\n'));
  return result.value;
};
const refusal = (shards: Parameters<typeof mergeShards>[0]): string => {
  const result = mergeShards(shards, testSha256);
  return result.ok ? 'merged' : result.error.join('\n');
};

describe('mergeShards', () => {
  it('gives the bytes of one run for any number of shards, named in any order, also with a wished precision', () => {
    const precise = testPlan({
      stopping: { atLeast: 10, atMost: 40, precision: [{ figure: 'p95Ms', halfWidth: 0.2, isRelative: false }] },
    });
    for (const plan of [testPlan(), precise]) {
      const one = writeComparison(assembleComparison(plan, testRuns(plan, mostReplications(plan)), testSha256));
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 60 }), fc.infiniteStream(fc.double({ noNaN: true })), (count, keys) => {
          const shuffled = shardsOf(plan, count)
            .map((shard) => ({ shard, key: keys.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ shard }) => shard);
          expect(writeComparison(merged(shuffled))).toBe(one);
        }),
        { numRuns: 20 },
      );
    }
  });

  it('reads shards as they were written', () => {
    const shard = shardOf(testPlan(), 2, 3);
    expect(readShard(writeShard(shard))).toEqual({ ok: true, value: shard });
  });

  it('names missing and overlapping shards', () => {
    const [one, two, three] = shardsOf(testPlan(), 3);
    expect(refusal([one!, three!])).toMatch(/Shard 2 of 3 is missing/);
    expect(refusal([one!])).toMatch(/Shards 2, 3 of 3 are missing/);
    expect(refusal([one!, two!, { ...two!, name: 'again' }, three!])).toMatch(/part-2 and again overlap/);
    expect(refusal([one!, two!, three!, ...shardsOf(testPlan(), 4).slice(3)])).toMatch(/one of 4 shards, part-1 one of 3/);
    expect(refusal([])).toMatch(/no shards/);
  });

  it.each([
    ['the seed', { seed: 2 }],
    ['the engine', { engineVersion: '1' }],
    ['the traffic file', { traffic: { ...testPlan().traffic, sha256: 'b'.repeat(64) } }],
    ['the columns', { traffic: { ...testPlan().traffic, columnsSha256: 'b'.repeat(64) } }],
    ['the scenarios', { scenarios: testPlan().scenarios.slice(0, 1) }],
    ['the policy', { variants: [{ ...testPlan().variants[0]!, label: 'other' }, testPlan().variants[1]!] }],
    ['what it is compared with', { variants: [testPlan().variants[0]!, { ...testPlan().variants[1]!, label: 'other' }] }],
    ['the number of replications', { stopping: { atLeast: 11, atMost: 11, precision: [] } }],
  ] as const)('says that shards differ in %s', (what, changed) => {
    const [one] = shardsOf(testPlan(), 2);
    const [, other] = shardsOf(testPlan(changed as Partial<ComparisonPlan>), 2);
    expect(refusal([one!, other!])).toMatch(new RegExp(`part-1 and part-2.*differ in ${what}`));
  });

  it('refuses a shard that was changed, or that holds other runs than its own', () => {
    const [one, two] = shardsOf(testPlan(), 2);
    const first = two!.shard.runs[0]!;
    const changed = { ...two!.shard, runs: [{ ...first, figures: { ...first.figures, p95Ms: 1 } }, ...two!.shard.runs.slice(1)] };
    expect(refusal([one!, { name: 'part-2', shard: changed }])).toMatch(/part-2 does not match its own hash/);
    const short = assembleShard(testPlan(), { index: 2, count: 2 }, two!.shard.runs.slice(1), testSha256);
    expect(refusal([one!, { name: 'part-2', shard: short }])).toMatch(/part-2 holds 19 runs that are not the 20/);
  });
});
