import { setImmediate } from 'node:timers/promises';
import type { Traffic } from '../../shared/model/index.ts';
import { type Pool, PROGRESS_EVERY_MS, progressOf } from './pool.ts';
import { type ReplicationOutcome, startReplication } from './replication.ts';
import { SLICE_EVENTS } from './worker-protocol.ts';

/** All replications on this thread, letting other work in between slices: from sources, where no worker bundle exists. */
export const poolInProcess = (traffic: Traffic): Pool => ({
  async run(tasks, { onProgress, signal }) {
    const outcomes: ReplicationOutcome[] = [];
    let reportedAt = performance.now();
    for (const { rehearsed, replication, keeps } of tasks) {
      const { run, requests } = startReplication({ ...rehearsed, traffic }, replication, keeps);
      for (let hasEnded = false; !hasEnded; ) {
        await setImmediate();
        if (signal?.aborted) return null;
        hasEnded = run.advance(SLICE_EVENTS);
        const now = performance.now();
        if (now - reportedAt >= PROGRESS_EVERY_MS) {
          reportedAt = now;
          onProgress({
            ...progressOf(outcomes.length + (requests === 0 ? 1 : run.requestsDone / requests), tasks.length, requests),
            ...(tasks.length === 1 && { soFar: run.soFar }),
          });
        }
      }
      outcomes.push(run.outcome());
    }
    return outcomes;
  },
  close: () => undefined,
});
