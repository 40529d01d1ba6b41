import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readPolicy } from '../../shared/format/index.ts';
import { lint } from '../../shared/lint/index.ts';
import type { Finding, RunResult, Scenario, Traffic } from '../../shared/model/index.ts';
import { checkScenario } from '../../shared/scenario/index.ts';
import { sha256Of } from '../files/index.ts';
import { outsideArchive } from '../installation.ts';
import { assembleRun } from './assemble-run.ts';
import { bucketMsFor } from './buckets.ts';
import type { RehearsalInput } from './replication.ts';
import { type Progress, runInProcess } from './run-in-process.ts';
import { runOnWorkers } from './run-on-workers.ts';

export interface RehearsalOptions {
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
  /** Threads at most; never more than replications. The result does not depend on it. */
  readonly workers?: number;
  /** At most ten times a second. */
  readonly onProgress?: (progress: Progress) => void;
  /** The run ends within 200 ms of its abortion. */
  readonly signal?: AbortSignal;
  /** Stay on this thread. Without it this is done only where the worker bundle is missing, as it is when run from sources. */
  readonly inProcess?: boolean;
  /** Bundle of `worker.ts`; a build finds its own. */
  readonly workerFile?: string;
}

export type Rehearsal =
  | { readonly kind: 'result'; readonly result: RunResult; readonly elapsedMs: number; readonly warnings: readonly Finding[] }
  /** The inputs cannot be run; `message` says all reasons, one a line. */
  | { readonly kind: 'refused'; readonly message: string; readonly findings: readonly Finding[] }
  | { readonly kind: 'cancelled' };

const TRACES = 200;

/** Runs a policy on traffic under a scenario. Everything a person can get wrong comes back as `refused`; an engine fault throws. */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const { policyText, traffic, scenario, seed, replications = 1, workers = 1, onProgress = () => undefined, signal } = options;
  const startedAt = performance.now();
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
  const findings = [...lint(policy), ...checkScenario(scenario, policy, durationMs)];
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { kind: 'refused', message: errors.map(({ message }) => message).join('\n'), findings: errors };

  const input: RehearsalInput = { policy, traffic, scenario, seed, bucketMs: bucketMsFor(durationMs), traceCount: TRACES };
  const run = { replications, workers, onProgress, signal };
  const workerFile = options.inProcess ? undefined : (options.workerFile ?? findWorker());
  const outcomes = await (workerFile ? runOnWorkers(input, run, workerFile) : runInProcess(input, run));
  if (outcomes === null) return { kind: 'cancelled' };
  const result = assembleRun(input, options.trafficSha256, outcomes, sha256Of);
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  return { kind: 'result', result, elapsedMs: performance.now() - startedAt, warnings };
}

/** Of this very build: beside the bundle or above its chunks. A worker found from sources may be older than they are, so none is looked for there. */
function findWorker(): string | undefined {
  if (import.meta.url.endsWith('.ts')) return undefined;
  return ['simulation-worker.js', '../simulation-worker.js']
    .map((name) => outsideArchive(fileURLToPath(new URL(name, import.meta.url))))
    .find((file) => existsSync(file));
}
