import type { ComparedRun } from '../../shared/model/index.ts';

export type RememberedRun = Pick<ComparedRun, 'figures' | 'latency'>;

/** Compared runs by everything that decides their figures. */
export interface RunMemory {
  get(key: string): RememberedRun | undefined;
  set(key: string, run: RememberedRun): void;
}

/** Some 3 KB each. */
const MOST_RUNS = 4_000;

/**
 * What a person compares again and again: the policy before the change on the same luck, and the runs of a sweep that is made more precise. The run that
 * was asked for longest ago is forgotten first.
 */
export function createRunMemory(mostRuns = MOST_RUNS): RunMemory {
  const runs = new Map<string, RememberedRun>();
  return {
    get(key) {
      const run = runs.get(key);
      if (run === undefined) return undefined;
      runs.delete(key);
      runs.set(key, run);
      return run;
    },
    set(key, run) {
      runs.delete(key);
      runs.set(key, run);
      const oldest = runs.size > mostRuns ? runs.keys().next().value : undefined;
      if (oldest !== undefined) runs.delete(oldest);
    },
  };
}
