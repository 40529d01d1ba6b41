import { canonicalJson, comparisonHashText } from '../format/index.ts';
import {
  type ComparedRun,
  type Comparison,
  type ComparisonPlan,
  type ComparisonShard,
  fail,
  ok,
  type Result,
  SHARD_FORMAT,
} from '../model/index.ts';
import { assembleComparison } from './assemble.ts';
import { runKey, shardRuns } from './plan.ts';

type Sha256 = (text: string) => string;

export function assembleShard(
  plan: ComparisonPlan,
  shard: ComparisonShard['shard'],
  runs: readonly ComparedRun[],
  sha256Of: Sha256,
): ComparisonShard {
  const position = new Map(shardRuns(plan, shard.index, shard.count).map((run, at) => [runKey(run), at]));
  const ordered = [...runs].sort((a, b) => position.get(runKey(a))! - position.get(runKey(b))!);
  const content: Omit<ComparisonShard, 'hash'> = { format: SHARD_FORMAT, plan, shard, runs: ordered };
  return { ...content, hash: sha256Of(comparisonHashText(content)) };
}

/** A shard and what it is called in sentences: its file's name. */
export interface NamedShard {
  readonly name: string;
  readonly shard: ComparisonShard;
}

/**
 * All shards of one plan → the result that one machine would have given, byte for byte. Fails with one sentence a fault: changed
 * by hand, of other inputs, overlapping, missing.
 */
export function mergeShards(shards: readonly NamedShard[], sha256Of: Sha256): Result<Comparison, readonly string[]> {
  const [first] = shards;
  if (first === undefined) return fail(['There are no shards to merge. Name their files.']);
  const changed = shards
    .filter(({ shard }) => sha256Of(comparisonHashText(shard)) !== shard.hash)
    .map(({ name }) => `${name} does not match its own hash: it was changed or cut short after it was written. Run that shard again.`);
  if (changed.length > 0) return fail(changed);
  const others = shards.slice(1).flatMap((other) => otherInputs(first, other));
  if (others.length > 0) return fail(others);
  const places = misplaced(shards);
  if (places.length > 0) return fail(places);
  const incomplete = shards.flatMap(({ name, shard }) => {
    const expected = shardRuns(shard.plan, shard.shard.index, shard.shard.count).map(runKey);
    const found = shard.runs.map(runKey);
    return expected.length === found.length && expected.every((key, at) => key === found[at])
      ? []
      : [
          `${name} holds ${found.length} runs that are not the ${expected.length} of shard ${shard.shard.index} of ${shard.shard.count}. Run that shard again.`,
        ];
  });
  if (incomplete.length > 0) return fail(incomplete);
  return ok(
    assembleComparison(
      first.shard.plan,
      shards.flatMap(({ shard }) => shard.runs),
      sha256Of,
    ),
  );
}

/** Which of the inputs differ, in the words of the person who gave them. */
function otherInputs(first: NamedShard, other: NamedShard): string[] {
  const a = first.shard.plan;
  const b = other.shard.plan;
  if (canonicalJson(a) === canonicalJson(b)) return [];
  const isOther = (read: (plan: ComparisonPlan) => unknown): boolean => canonicalJson(read(a)) !== canonicalJson(read(b));
  const different = [
    ...(isOther(({ engineVersion }) => engineVersion) ? [`the engine (${a.engineVersion} and ${b.engineVersion})`] : []),
    ...(isOther(({ traffic }) => traffic.sha256)
      ? ['the traffic file']
      : isOther(({ traffic }) => traffic)
        ? ['the columns read from the traffic file']
        : []),
    ...(isOther(({ scenarios }) => scenarios) ? ['the scenarios'] : []),
    ...(isOther(({ variants }) => variants[0]) ? ['the policy'] : []),
    ...(isOther(({ design, variants, varied }) => [design, variants.slice(1), varied]) ? ['what it is compared with'] : []),
    ...(isOther(({ seed }) => seed) ? [`the seed (${a.seed} and ${b.seed})`] : []),
    ...(isOther(({ stopping }) => stopping) ? ['the number of replications or the precision'] : []),
    ...(isOther(({ assumptions }) => assumptions) ? ['the assumptions'] : []),
  ];
  return [
    `${first.name} and ${other.name} are shards of different comparisons: they differ in ${different.join(', ')}. Run all shards with the same inputs.`,
  ];
}

function misplaced(shards: readonly NamedShard[]): string[] {
  const count = shards[0]!.shard.shard.count;
  const problems: string[] = [];
  const names = new Map<number, string>();
  for (const { name, shard } of shards) {
    const { index } = shard.shard;
    if (shard.shard.count !== count) {
      problems.push(`${name} is one of ${shard.shard.count} shards, ${shards[0]!.name} one of ${count}. Merge shards of one cut.`);
      continue;
    }
    if (index > count) problems.push(`${name} says that it is shard ${index} of ${count}, which there is not. Run that shard again.`);
    const other = names.get(index);
    if (other !== undefined) problems.push(`${other} and ${name} overlap: both are shard ${index} of ${count}. Name one of them.`);
    names.set(index, name);
  }
  const missing = Array.from({ length: Math.min(count, 10_000) }, (_, at) => at + 1).filter((index) => !names.has(index));
  if (problems.length === 0 && missing.length > 0) {
    const shown = missing.length > 20 ? `${missing.slice(0, 20).join(', ')} …` : missing.join(', ');
    problems.push(
      `${missing.length === 1 ? `Shard ${shown} of ${count} is` : `Shards ${shown} of ${count} are`} missing. Run ${missing.length === 1 ? 'it' : 'them'} and merge again.`,
    );
  }
  return problems;
}
