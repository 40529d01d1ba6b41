import { setFlagsFromString } from 'node:v8';
import { comparedRun } from '../../shared/compare/index.ts';
import { hashOf, threefry } from '../../shared/dice/index.ts';
import { createRun, type RunFigures, type SoFar } from '../../shared/engine/index.ts';
import { compilePolicy, conditionTargetsOf, primaryProvider } from '../../shared/kinds/index.ts';
import type { ComparedRun, Policy, RequestQuery, RequestTrace, Scenario, Traffic } from '../../shared/model/index.ts';
import { applySurges, compileScenario, resolveTargets } from '../../shared/scenario/index.ts';
import { findingRun } from './find-requests.ts';

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
  /** Of a run that keeps requests. */
  readonly find?: RequestQuery;
}

/** What of a run is kept: the figures of the first replication and a summary of all, what comparisons need, or the requests that were looked for. */
export type Kept = 'figures' | 'comparison' | 'requests';

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
  /** One value a bucket; of runs kept for their figures. */
  readonly series: {
    readonly p95Ms: readonly (number | null)[];
    readonly usd: readonly number[];
    readonly failed: readonly number[];
  } | null;
}

/** Requests that were looked for, in the order asked, with their traces. */
export interface FoundRequests {
  readonly traces: readonly RequestTrace[];
  /** How many requests of the run are as asked, those that were left off included. */
  readonly matches: number;
  readonly requests: number;
}

export interface ReplicationOutcome {
  readonly replication: number;
  readonly summary: ReplicationSummary;
  /** Only the first replication's: the others are there for the intervals. */
  readonly figures: RunFigures | null;
  /** Of a run kept for a comparison. */
  readonly compared: Pick<ComparedRun, 'figures' | 'latency'> | null;
  /** Of a run that keeps requests. */
  readonly found: FoundRequests | null;
}

/** A replication under way. */
export interface Replication {
  /** Runs at most so many events; true when it has ended. */
  advance(maxEvents: number): boolean;
  readonly requestsDone: number;
  /** May be asked at any time. */
  readonly soFar: SoFar;
  /** Throws before the end. */
  outcome(): ReplicationOutcome;
}

/** Luck of replication `r` (from 0), the same however many replications there are and whichever thread runs it. */
export const seedOf = (seed: number, replication: number): number => threefry(seed, hashOf('replication'), replication, 0) >>> 0;

export function startReplication(
  input: RehearsalInput,
  replication: number,
  keeps: Kept = 'figures',
): { readonly run: Replication; readonly requests: number } {
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
  if (keeps === 'requests') {
    if (input.find === undefined) throw new Error('a run that keeps requests was not told which');
    return { run: findingRun(plan, input.find, replication), requests: 2 * traffic.requestCount };
  }
  const run = createRun(plan);
  return {
    run: {
      advance: (maxEvents) => run.advance(maxEvents),
      get requestsDone() {
        return run.requestsDone;
      },
      get soFar() {
        return run.soFar;
      },
      outcome: () => outcomeOf(run.figures(), () => run.latencySketch.toJSON(), replication, keeps),
    },
    requests: traffic.requestCount,
  };
}

function outcomeOf(
  figures: RunFigures,
  latency: () => Parameters<typeof comparedRun>[1],
  replication: number,
  keeps: Exclude<Kept, 'requests'>,
): ReplicationOutcome {
  const { availability, latencyMs, cost, outcomes, series } = figures;
  return {
    replication,
    summary: {
      availability,
      p95Ms: latencyMs.p95,
      usd: cost.usd,
      answeredByTier: outcomes.answeredByTier,
      failed: outcomes.failed,
      series: keeps === 'figures' ? { p95Ms: series.latencyMs.p95, usd: series.usd, failed: series.failed } : null,
    },
    figures: keeps === 'figures' && replication === 0 ? figures : null,
    compared: keeps === 'comparison' ? comparedRun(figures, latency()) : null,
    found: null,
  };
}
