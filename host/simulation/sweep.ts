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
  /**
   * The same experiment, more precise with each. `still`: addresses of a one-at-a-time sweep that changed nothing in any run of the first stage; later ones
   * leave them out, since what nothing depends on costs as many runs as what matters.
   */
  | { readonly kind: 'comparison'; readonly comparison: Comparison; readonly still: readonly string[] }
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
    const variantsOf = (of: typeof axes.value) => (design === 'grid' ? gridVariants : oneAtATimeVariants)(policy, of);
    let left = axes.value;
    const still: string[] = [];
    let done = 0;
    for (const [place, replications] of stages.entries()) {
      const variants = variantsOf(left);
      if (!variants.ok) return say({ kind: 'refused', message: variants.error });
      const toRun = variants.value.filter(({ leftOut }) => leftOut === null).length;
      const before = stages[place - 1] ?? 0;
      const runsOfStage = toRun * (replications - before);
      const runs = done + toRun * ((stages.at(-1) ?? replications) - before);
      const from = done;
      const compared = await compare({
        ...on,
        design,
        variants: variants.value,
        axes: left,
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
      done += runsOfStage;
      say({ kind: 'comparison', comparison: compared.comparison, still: [...still] });
      if (design === 'grid' || place > 0) continue;
      const moved = movedBy(compared.comparison);
      still.push(...left.filter(({ address }) => !moved.has(address)).map(({ address }) => address));
      left = left.filter(({ address }) => moved.has(address));
      if (left.length === 0) return;
    }
  }, signal);
}

/** Addresses that moved a figure in any pair of runs, however little. */
function movedBy({ plan, results }: Comparison): ReadonlySet<string> {
  const moved = new Set<string>();
  for (const { variant, differences } of results) {
    const address = plan.variants.find(({ id }) => id === variant)?.changes[0]?.address;
    if (address === undefined) continue;
    if (Object.values(differences).some((difference) => difference !== null && (difference.low !== 0 || difference.high !== 0)))
      moved.add(address);
  }
  return moved;
}
