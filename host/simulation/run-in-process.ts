import { setImmediate } from 'node:timers/promises';
import { outcomeOf, type RehearsalInput, type ReplicationOutcome, startReplication } from './replication.ts';
import { SLICE_EVENTS } from './worker-protocol.ts';

export interface ReplicationsOptions {
  readonly replications: number;
  readonly workers: number;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal | undefined;
}

export interface Progress {
  /** 0..1 of all replications. */
  readonly share: number;
  readonly requestsDone: number;
  readonly requests: number;
}

export const PROGRESS_EVERY_MS = 100;

/** All replications on this thread, letting other work in between slices: from sources, where no worker bundle exists. Null = cancelled. */
export async function runInProcess(input: RehearsalInput, options: ReplicationsOptions): Promise<ReplicationOutcome[] | null> {
  const outcomes: ReplicationOutcome[] = [];
  let reportedAt = performance.now();
  for (let replication = 0; replication < options.replications; replication++) {
    const { run, requests } = startReplication(input, replication);
    for (let hasEnded = false; !hasEnded; ) {
      await setImmediate();
      if (options.signal?.aborted) return null;
      hasEnded = run.advance(SLICE_EVENTS);
      const now = performance.now();
      if (now - reportedAt >= PROGRESS_EVERY_MS) {
        reportedAt = now;
        const share = (replication + (requests === 0 ? 1 : run.requestsDone / requests)) / options.replications;
        options.onProgress({
          share,
          requestsDone: Math.round(share * requests * options.replications),
          requests: requests * options.replications,
        });
      }
    }
    outcomes.push(outcomeOf(run, replication));
  }
  return outcomes;
}
