import type { ComparedRun, ComparisonPlan } from '../model/index.ts';

/** Which runs a plan asks for, in what order, and which shard does which. */

export interface PlannedRun {
  readonly scenario: number;
  readonly variant: number;
  readonly replication: number;
}

/** Runs of the replications from `from` up to, not including, `to`; replication by replication, so that a prefix is a smaller experiment. */
export function plannedRuns(plan: ComparisonPlan, from: number, to: number): PlannedRun[] {
  const runs: PlannedRun[] = [];
  for (let replication = from; replication < to; replication++) {
    for (let scenario = 0; scenario < plan.scenarios.length; scenario++) {
      plan.variants.forEach(({ leftOut }, variant) => {
        if (leftOut === null) runs.push({ scenario, variant, replication });
      });
    }
  }
  return runs;
}

/** Replications that the shards of a plan have to run: all that might be needed, since a shard cannot know the others' intervals. */
export const mostReplications = ({ stopping }: ComparisonPlan): number =>
  stopping.precision.length === 0 ? stopping.atLeast : stopping.atMost;

/** The runs of one shard, `index` from 1: dealt like cards, so that each gets its share of the costly variants. */
export function shardRuns(plan: ComparisonPlan, index: number, count: number): PlannedRun[] {
  return plannedRuns(plan, 0, mostReplications(plan)).filter((_, position) => position % count === index - 1);
}

export const runKey = ({ scenario, variant, replication }: PlannedRun): string => `${scenario}/${variant}/${replication}`;

/** [scenario][variant][replication]; empty for a variant that was left out. */
export type RunTable = readonly (readonly (readonly ComparedRun[])[])[];

/** Throws when a run is missing or not of the plan: a fault of whoever collected them. `replications` are kept, further ones passed over. */
export function tableOf(plan: ComparisonPlan, runs: readonly ComparedRun[], replications: number): RunTable {
  const table: ComparedRun[][][] = plan.scenarios.map(() => plan.variants.map(() => []));
  for (const run of runs) {
    const list = table[run.scenario]?.[run.variant];
    if (list === undefined) throw new Error(`run ${runKey(run)} is none of the plan`);
    if (run.replication < replications) list[run.replication] = run;
  }
  for (const planned of plannedRuns(plan, 0, replications)) {
    if (table[planned.scenario]?.[planned.variant]?.[planned.replication] === undefined) {
      throw new Error(`run ${runKey(planned)} of the plan is missing`);
    }
  }
  return table;
}
