import type { Calibrated } from '../../shared/calibration/index.ts';
import { readPolicy } from '../../shared/format/index.ts';
import { lint, trafficFigures } from '../../shared/lint/index.ts';
import type { Finding, Policy, RequestQuery, RunResult, Scenario, Series, Traffic } from '../../shared/model/index.ts';
import { checkScenario } from '../../shared/scenario/index.ts';
import { sha256Of } from '../files/index.ts';
import { assembleRun } from './assemble-run.ts';
import { bucketMsFor } from './buckets.ts';
import { openPool, type PoolOptions } from './open-pool.ts';
import type { Progress } from './pool.ts';
import type { FoundRequests, RehearsalInput, Rehearsed } from './replication.ts';

export interface RehearsalOptions extends PoolOptions {
  /** A policy file's content. */
  readonly policyText: string;
  readonly traffic: Traffic;
  /** Of the log's file. */
  readonly trafficSha256: string;
  readonly scenario: Scenario;
  /** Unsigned 32 bit. */
  readonly seed: number;
  /** 1 or more; the figures describe the first, the intervals all. */
  readonly replications?: number;
  /** About how many requests keep a full trace; 200 when absent. */
  readonly traces?: number;
  /** Width of the time series' buckets; one that cuts the traffic into at most 120 when absent. */
  readonly bucketMs?: number;
  /** What was fitted to logs before: models that still are so are told as fitted, with the error of the back-test. */
  readonly calibrated?: readonly Calibrated[];
  /** Threads at most; never more than replications. The result does not depend on it. */
  readonly workers?: number;
  /** At most ten times a second. */
  readonly onProgress?: (progress: Progress) => void;
  /** The run ends within 200 ms of its abortion. */
  readonly signal?: AbortSignal;
}

export type Rehearsal =
  | { readonly kind: 'result'; readonly result: RunResult; readonly elapsedMs: number; readonly warnings: readonly Finding[] }
  /** The inputs cannot be run; `message` says all reasons, one a line. */
  | { readonly kind: 'refused'; readonly message: string; readonly findings: readonly Finding[] }
  | { readonly kind: 'cancelled' };

const TRACES = 200;

/** Runs a policy on traffic under a scenario. Everything a person can get wrong comes back as `refused`; an engine fault throws. */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const { traffic, scenario, seed, replications = 1, workers = 1, onProgress = () => undefined, signal } = options;
  const startedAt = performance.now();
  const checked = checkInputs(options);
  if (checked.kind === 'refused') return checked;
  const { policy, durationMs, warnings } = checked;
  const rehearsed: Rehearsed = {
    policy,
    scenario,
    seed,
    bucketMs: options.bucketMs ?? bucketMsFor(durationMs),
    traceCount: options.traces ?? TRACES,
  };
  const pool = openPool(traffic, workers, options);
  const tasks = Array.from({ length: replications }, (_, replication) => ({ rehearsed, replication, keeps: 'figures' as const }));
  const outcomes = await pool.run(tasks, { onProgress, signal }).finally(pool.close);
  if (outcomes === null) return { kind: 'cancelled' };
  const input: RehearsalInput = { ...rehearsed, traffic };
  const result = assembleRun(input, options.trafficSha256, outcomes, sha256Of, options.calibrated);
  return { kind: 'result', result, elapsedMs: performance.now() - startedAt, warnings };
}

/** Of a series in narrow buckets: more would be more than a screen is wide, many times over. */
const MOST_FINE_BUCKETS = 6_000;

export type FinerOptions = Omit<RehearsalOptions, 'replications' | 'trafficSha256' | 'workers' | 'traces' | 'bucketMs'> & {
  /** A stretch of time that is looked at, in ms: its buckets are as narrow as those of a whole run of that length. */
  readonly lengthMs: number;
};

export type FinerSeries = { readonly kind: 'series'; readonly series: Series } | Exclude<Rehearsal, { kind: 'result' }>;

/** The time series of a run's first replication in narrower buckets, without its edges: the run is made again, and is the same. */
export async function finerSeries({ lengthMs, ...options }: FinerOptions): Promise<FinerSeries> {
  const { arrivalMs, requestCount } = options.traffic;
  const durationMs = arrivalMs[requestCount - 1] ?? 0;
  const bucketMs = Math.max(bucketMsFor(lengthMs), bucketMsFor((durationMs * 120) / MOST_FINE_BUCKETS));
  const end = await rehearse({ ...options, trafficSha256: NO_FILE, replications: 1, workers: 1, traces: 0, bucketMs });
  return end.kind === 'result' ? { kind: 'series', series: { ...end.result.series, edges: [] } } : end;
}

/** Stands where a result would name its log and nobody reads it. */
const NO_FILE = '0'.repeat(64);

export type FindingOptions = Omit<RehearsalOptions, 'replications' | 'trafficSha256' | 'workers'> & { readonly query: RequestQuery };

export type FoundTraces = ({ readonly kind: 'found' } & FoundRequests) | Exclude<Rehearsal, { kind: 'result' }>;

/** Looks for requests among all of a run's first replication, which is made again for it: the same inputs and seed are the same run. */
export async function findTraces(options: FindingOptions): Promise<FoundTraces> {
  const { traffic, scenario, seed, query, onProgress = () => undefined, signal } = options;
  const checked = checkInputs(options);
  if (checked.kind === 'refused') return checked;
  const { policy, durationMs } = checked;
  const rehearsed: Rehearsed = { policy, scenario, seed, bucketMs: bucketMsFor(durationMs), traceCount: 0, find: query };
  const pool = openPool(traffic, 1, options);
  const outcomes = await pool.run([{ rehearsed, replication: 0, keeps: 'requests' }], { onProgress, signal }).finally(pool.close);
  const found = outcomes?.[0]?.found;
  return found == null ? { kind: 'cancelled' } : { kind: 'found', ...found };
}

interface CheckedInputs {
  readonly kind: 'checked';
  readonly policy: Policy;
  /** Of the traffic. */
  readonly durationMs: number;
  readonly warnings: readonly Finding[];
}

function checkInputs({
  policyText,
  traffic,
  scenario,
}: Pick<RehearsalOptions, 'policyText' | 'traffic' | 'scenario'>): CheckedInputs | Extract<Rehearsal, { kind: 'refused' }> {
  const opened = readPolicy(policyText);
  if (!opened.ok) return { kind: 'refused', message: opened.error.message, findings: [] };
  const { policy } = opened.value.document;
  if (traffic.requestCount === 0) {
    return {
      kind: 'refused',
      message: `The traffic “${traffic.label}” has no requests, so there is nothing to simulate. Choose another log.`,
      findings: [],
    };
  }
  const durationMs = traffic.arrivalMs[traffic.requestCount - 1] ?? 0;
  const findings = [...lint(policy, trafficFigures(traffic)), ...checkScenario(scenario, policy, durationMs)];
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { kind: 'refused', message: errors.map(({ message }) => message).join('\n'), findings: errors };
  return { kind: 'checked', policy, durationMs, warnings: findings.filter(({ severity }) => severity === 'warning') };
}
