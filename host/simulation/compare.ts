import {
  assembleComparison,
  assembleShard,
  isPrecise,
  looks,
  type PlannedRun,
  plannedRuns,
  shardRuns,
  tableOf,
} from '../../shared/compare/index.ts';
import { canonicalJson } from '../../shared/format/index.ts';
import type { ComparedRun, Comparison, ComparisonShard, Finding } from '../../shared/model/index.ts';
import { sha256Of } from '../files/index.ts';
import { openPool, type PoolOptions } from './open-pool.ts';
import { type ComparisonInput, type Planned, planComparison } from './plan-comparison.ts';
import type { Pool, Progress, Task } from './pool.ts';
import type { RunMemory } from './run-memory.ts';

export interface ComparisonOptions extends ComparisonInput, PoolOptions {
  /** Threads at most. The result does not depend on it. */
  readonly workers?: number;
  /** At most ten times a second. With a wished precision it starts anew with every look. */
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
  /** Runs that were made before; those found here are not run again, and new ones are added. */
  readonly memory?: RunMemory;
}

export type Compared =
  | { readonly kind: 'comparison'; readonly comparison: Comparison; readonly elapsedMs: number; readonly warnings: readonly Finding[] }
  | { readonly kind: 'shard'; readonly shard: ComparisonShard; readonly elapsedMs: number; readonly warnings: readonly Finding[] }
  | { readonly kind: 'refused'; readonly message: string; readonly findings: readonly Finding[] }
  | { readonly kind: 'cancelled' };

/** Runs variants of a policy on the same traffic, scenarios and luck. Everything a person can get wrong comes back as `refused`; an engine fault throws. */
export async function compare(options: ComparisonOptions): Promise<Compared> {
  const startedAt = performance.now();
  const planning = planComparison(options);
  if (planning.kind === 'refused') return planning;
  const { plan, warnings } = planning;
  const pool = openPool(options.traffic, options.workers ?? 1, options);
  const collect = collector(pool, planning, options);
  try {
    if (options.shard !== undefined) {
      const { index, count } = options.shard;
      const runs = await collect(shardRuns(plan, index, count));
      if (runs === null) return { kind: 'cancelled' };
      return {
        kind: 'shard',
        shard: assembleShard(plan, { index, count }, runs, sha256Of),
        elapsedMs: performance.now() - startedAt,
        warnings,
      };
    }
    const runs: ComparedRun[] = [];
    let done = 0;
    for (const look of looks(plan.stopping)) {
      const more = await collect(plannedRuns(plan, done, look));
      if (more === null) return { kind: 'cancelled' };
      runs.push(...more);
      done = look;
      if (plan.stopping.precision.length > 0 && isPrecise(plan, tableOf(plan, runs, look), look)) break;
    }
    return { kind: 'comparison', comparison: assembleComparison(plan, runs, sha256Of), elapsedMs: performance.now() - startedAt, warnings };
  } finally {
    pool.close();
  }
}

function collector(pool: Pool, { plan, scenarios }: Planned, options: ComparisonOptions) {
  const { variants, seed, onProgress = () => undefined, signal, memory } = options;
  const struck = memory === undefined ? [] : scenarios.map((ofVariants) => ofVariants.map((scenario) => sha256Of(canonicalJson(scenario))));
  const keyOf = ({ scenario, variant, replication }: PlannedRun): string =>
    `${plan.traffic.columnsSha256} ${seed} ${replication} ${struck[scenario]![variant]} ${plan.variants[variant]!.policy.sha256}`;
  const rehearsed = scenarios.map((ofVariants) =>
    ofVariants.map((scenario, variant) => ({
      policy: variants[variant]!.policy,
      scenario,
      seed,
      // One bucket: nobody looks at the time series of a compared run.
      bucketMs: Math.max(1, plan.traffic.durationMs),
      traceCount: 0,
    })),
  );
  return async (planned: readonly PlannedRun[]): Promise<ComparedRun[] | null> => {
    const known = planned.map((run) => memory?.get(keyOf(run)));
    const missing = planned.filter((_, at) => known[at] === undefined);
    const tasks = missing.map(
      ({ scenario, variant, replication }): Task => ({ rehearsed: rehearsed[scenario]![variant]!, replication, keeps: 'comparison' }),
    );
    const outcomes = tasks.length === 0 ? [] : await pool.run(tasks, { onProgress, signal });
    if (outcomes === null) return null;
    const made = new Map(missing.map((run, at) => [run, outcomes[at]!.compared!]));
    for (const [run, compared] of made) memory?.set(keyOf(run), compared);
    return planned.map((run, at) => ({ ...run, ...(known[at] ?? made.get(run)!) }));
  };
}
