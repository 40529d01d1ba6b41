import type { RunFigureId, RunResult } from '../model/index.ts';

/** Figures that can be read off a finished run as it is kept, with the ids that comparisons use. Shares are of all requests. */
export function runFigures(run: RunResult): RunFigureValues {
  const share = (count: number): number => (run.requests === 0 ? 0 : count / run.requests);
  return {
    availability: run.availability,
    tier1Share: share(run.outcomes.answeredByTier[0] ?? 0),
    failedShare: share(run.outcomes.failed),
    p50Ms: run.latencyMs.p50,
    p95Ms: run.latencyMs.p95,
    p99Ms: run.latencyMs.p99,
    usdPerRequest: run.cost.perRequestUsd,
    wastedUsd: run.cost.wastedUsd,
    attemptsPerRequest: run.attempts.perRequest,
  };
}

/** Null where the run has nothing to take it from. */
export type RunFigureValues = Readonly<Record<RunFigureId, number | null>>;
