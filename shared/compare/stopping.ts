import type { ComparisonPlan } from '../model/index.ts';
import { figureOf } from './figures.ts';
import { pairedInterval95 } from './intervals.ts';
import type { RunTable } from './plan.ts';

type Stopping = ComparisonPlan['stopping'];

/**
 * Replications after which the intervals are looked at: `atLeast`, then each time half as many again, up to `atMost`. Fixed
 * before the first run, so that shards which know nothing of each other stop where one machine would have stopped. Few looks
 * and ten replications before the first keep the intervals near their 95 % (93.6 % to 94.4 % of normal differences when measured): stopping at
 * the first narrow one favours narrow ones.
 */
export function looks({ atLeast, atMost, precision }: Stopping): number[] {
  if (precision.length === 0) return [atLeast];
  const found: number[] = [];
  for (let at = atLeast; at < atMost; at = Math.ceil(at * 1.5)) found.push(at);
  return [...found, atMost];
}

/**
 * Is every wished half-width reached, for every variant under every scenario? A figure that some replication lacks has no interval, and
 * more replications would not give it one, so it does not keep a comparison running.
 */
export function isPrecise(plan: ComparisonPlan, table: RunTable, replications: number): boolean {
  return table.every(([firstRuns = [], ...others]) =>
    others.every((runs) =>
      plan.stopping.precision.every(({ figure, halfWidth, isRelative }) => {
        if (runs.length === 0) return true;
        const firsts = firstRuns.slice(0, replications).map(({ figures }) => figureOf(figures, figure));
        const interval = pairedInterval95(
          firsts,
          runs.slice(0, replications).map(({ figures }) => figureOf(figures, figure)),
        );
        if (interval === null) return true;
        const mean = firsts.reduce<number>((sum, value) => sum + (value ?? 0), 0) / firsts.length;
        return (interval.high - interval.low) / 2 <= (isRelative ? halfWidth * Math.abs(mean) : halfWidth);
      }),
    ),
  );
}
