import type { Calibrated } from '../../shared/calibration/index.ts';
import { readPolicy } from '../../shared/format/index.ts';
import { primaryProvider } from '../../shared/kinds/index.ts';
import type { Comparison, Policy, RunResult, Scenario, Traffic } from '../../shared/model/index.ts';
import { resolveTargets } from '../../shared/scenario/index.ts';
import { compare } from './compare.ts';
import { eventStream } from './event-stream.ts';
import type { PoolOptions } from './open-pool.ts';
import type { Progress } from './pool.ts';
import { rehearse } from './rehearse.ts';
import type { RunMemory } from './run-memory.ts';

export interface WhatIfOptions extends PoolOptions {
  /** A policy file's content: what the change is compared with. It has been run before. */
  readonly beforeText: string;
  readonly afterText: string;
  readonly traffic: Traffic;
  /** Of the log's file. */
  readonly trafficSha256: string;
  readonly scenario: Scenario;
  /** As of a rehearsal. */
  readonly calibrated?: readonly Calibrated[];
  /** Unsigned 32 bit. */
  readonly seed: number;
  /** Pairs of runs at which the evidence is told, growing; 2 or more each. None = no evidence is wanted. */
  readonly stages: readonly number[];
  readonly workers: number;
  readonly memory: RunMemory;
}

export type WhatIfEvent =
  | ({ readonly kind: 'progress' } & Progress)
  /** The changed policy on the luck of the first replication. Without traces: nobody follows a request of a run that the next turn replaces. */
  | { readonly kind: 'run'; readonly run: RunResult; readonly elapsedMs: number }
  /** Before against after on so many pairs, more with each. */
  | { readonly kind: 'evidence'; readonly comparison: Comparison }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * What a change does, as soon as it is known: first what is counted so far, then the changed policy's run, then the difference on more and more pairs of
 * runs. The incidents strike the provider that the policy before the change calls first, in all runs.
 */
export function streamWhatIf(options: WhatIfOptions, signal?: AbortSignal): AsyncGenerator<WhatIfEvent, void, void> {
  const { afterText, beforeText, stages, memory, ...on } = options;
  return eventStream<WhatIfEvent>(async (say, own) => {
    const [before, after] = [readPolicy(beforeText), readPolicy(afterText)];
    for (const read of [before, after]) if (!read.ok) return say({ kind: 'refused', message: read.error.message });
    if (!before.ok || !after.ok) return;
    const scenario = resolveTargets(on.scenario, primaryProvider(before.value.document.policy));
    const run = await rehearse({
      ...on,
      scenario,
      policyText: afterText,
      replications: 1,
      traces: 0,
      signal: own,
      onProgress: (progress) => say({ kind: 'progress', ...progress }),
    });
    if (run.kind === 'refused') return say({ kind: 'refused', message: run.message });
    if (run.kind === 'cancelled') return;
    say({ kind: 'run', run: run.result, elapsedMs: run.elapsedMs });
    for (const replications of stages) {
      const compared = await compare({
        ...on,
        design: 'pair',
        variants: [variant('before', before.value.document.policy), variant('after', after.value.document.policy)],
        axes: [],
        scenarios: [scenario],
        replications,
        mostReplications: replications,
        precision: [],
        memory,
        signal: own,
      });
      if (compared.kind === 'refused') return say({ kind: 'refused', message: compared.message });
      if (compared.kind !== 'comparison') return;
      say({ kind: 'evidence', comparison: compared.comparison });
    }
  }, signal);
}

const variant = (id: 'before' | 'after', policy: Policy) => ({ id, label: id, policy, changes: [], leftOut: null });
