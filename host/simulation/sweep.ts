import { gridVariants, oneAtATimeVariants, parseAxes } from '../../shared/compare/index.ts';
import { readPolicy } from '../../shared/format/index.ts';
import type { Comparison, Scenario, Traffic } from '../../shared/model/index.ts';
import { compare } from './compare.ts';
import { eventStream } from './event-stream.ts';
import type { PoolOptions } from './open-pool.ts';
import type { RunMemory } from './run-memory.ts';

export interface SweepOptions extends PoolOptions {
  /** A policy file's content: the policy as drawn, which all variants are compared with. */
  readonly policyText: string;
  readonly design: 'grid' | 'one-at-a-time';
  /** What is varied, as on the command line: `guard.failureCount=3:10:8`, `all=±20%`. */
  readonly vary: readonly string[];
  readonly traffic: Traffic;
  /** Of the log's file. */
  readonly trafficSha256: string;
  readonly scenario: Scenario;
  /** Unsigned 32 bit. */
  readonly seed: number;
  /** Replications at which the result is told, growing; 2 or more each. */
  readonly stages: readonly number[];
  readonly workers: number;
  readonly memory: RunMemory;
}

export type SweepEvent =
  /** `share` is of all stages together. */
  | { readonly kind: 'progress'; readonly share: number; readonly runsDone: number; readonly runs: number }
  /** The same experiment, more precise with each. */
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  | { readonly kind: 'refused'; readonly message: string };

/** A sweep as a stream: a rough answer soon, then better ones. */
export function streamSweep(options: SweepOptions, signal?: AbortSignal): AsyncGenerator<SweepEvent, void, void> {
  const { policyText, design, vary, scenario, stages, ...on } = options;
  return eventStream<SweepEvent>(async (say, own) => {
    const read = readPolicy(policyText);
    if (!read.ok) return say({ kind: 'refused', message: read.error.message });
    const { policy } = read.value.document;
    const axes = parseAxes(policy, vary);
    if (!axes.ok) return say({ kind: 'refused', message: axes.error });
    const variants = (design === 'grid' ? gridVariants : oneAtATimeVariants)(policy, axes.value);
    if (!variants.ok) return say({ kind: 'refused', message: variants.error });
    const toRun = variants.value.filter(({ leftOut }) => leftOut === null).length;
    const runs = toRun * (stages.at(-1) ?? 0);
    let done = 0;
    for (const replications of stages) {
      const runsOfStage = toRun * replications - done;
      const from = done;
      const compared = await compare({
        ...on,
        design,
        variants: variants.value,
        axes: axes.value,
        scenarios: [scenario],
        replications,
        mostReplications: replications,
        precision: [],
        signal: own,
        onProgress: ({ share }) => {
          const runsDone = from + share * runsOfStage;
          say({ kind: 'progress', share: runs === 0 ? 1 : runsDone / runs, runsDone: Math.floor(runsDone), runs });
        },
      });
      if (compared.kind === 'refused') return say({ kind: 'refused', message: compared.message });
      if (compared.kind !== 'comparison') return;
      done = toRun * replications;
      say({ kind: 'comparison', comparison: compared.comparison });
    }
  }, signal);
}
