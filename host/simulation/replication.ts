import { setFlagsFromString } from 'node:v8';
import { comparedRun } from '../../shared/compare/index.ts';
import { hashOf, threefry } from '../../shared/dice/index.ts';
import { createRun, type Run, type RunFigures } from '../../shared/engine/index.ts';
import { compilePolicy, conditionTargetsOf, primaryProvider } from '../../shared/kinds/index.ts';
import type { ComparedRun, Policy, Scenario, Traffic } from '../../shared/model/index.ts';
import { applySurges, compileScenario, resolveTargets } from '../../shared/scenario/index.ts';

// The run loop is one large function over many small ones, and V8's limits on inlining are made for pages: with these a run is a tenth faster
// (docs/performance.md). They hold for the whole process, and only for code that is compiled after this.
setFlagsFromString('--max-inlined-bytecode-size=1000');
setFlagsFromString('--max-inlined-bytecode-size-cumulative=2000');

/** What a replication is a replication of. Plain data: it is sent to worker threads, which have the traffic already. */
export interface Rehearsed {
  readonly policy: Policy;
  /** `primary-provider` is the one that this policy calls first, where it is not resolved already. */
  readonly scenario: Scenario;
  /** Unsigned 32 bit. */
  readonly seed: number;
  readonly bucketMs: number;
  /** About how many requests of the first replication keep a full trace. */
  readonly traceCount: number;
}

/** What of a run is kept: the figures of the first replication and a summary of all, or what comparisons need. */
export type Kept = 'figures' | 'comparison';

export interface RehearsalInput extends Rehearsed {
  readonly traffic: Traffic;
}

/** What the intervals need of a replication. */
export interface ReplicationSummary {
  readonly availability: number;
  readonly p95Ms: number | null;
  readonly usd: number;
  readonly answeredByTier: readonly number[];
  readonly failed: number;
}

export interface ReplicationOutcome {
  readonly replication: number;
  readonly summary: ReplicationSummary;
  /** Only the first replication's: the others are there for the intervals. */
  readonly figures: RunFigures | null;
  /** Of a run kept for a comparison. */
  readonly compared: Pick<ComparedRun, 'figures' | 'latency'> | null;
}

/** Luck of replication `r` (from 0), the same however many replications there are and whichever thread runs it. */
export const seedOf = (seed: number, replication: number): number => threefry(seed, hashOf('replication'), replication, 0) >>> 0;

export function startReplication(input: RehearsalInput, replication: number): { readonly run: Run; readonly requests: number } {
  const { policy } = input;
  const seed = seedOf(input.seed, replication);
  const scenario = resolveTargets(input.scenario, primaryProvider(policy));
  const traffic = applySurges(input.traffic, scenario, seed);
  const conditionTargets = conditionTargetsOf(policy);
  const plan = compilePolicy(policy, {
    traffic,
    conditions: compileScenario(scenario, conditionTargets),
    conditionTargets,
    seed,
    bucketMs: input.bucketMs,
    traceCount: replication === 0 ? input.traceCount : 0,
  });
  return { run: createRun(plan), requests: traffic.requestCount };
}

export function outcomeOf(run: Run, replication: number, keeps: Kept): ReplicationOutcome {
  const figures = run.figures();
  const { availability, latencyMs, cost, outcomes } = figures;
  return {
    replication,
    summary: { availability, p95Ms: latencyMs.p95, usd: cost.usd, answeredByTier: outcomes.answeredByTier, failed: outcomes.failed },
    figures: keeps === 'figures' && replication === 0 ? figures : null,
    compared: keeps === 'comparison' ? comparedRun(figures, run.latencySketch.toJSON()) : null,
  };
}
