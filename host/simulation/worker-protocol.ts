import type { SoFar } from '../../shared/engine/index.ts';
import type { Traffic } from '../../shared/model/index.ts';
import type { Task } from './pool.ts';
import type { ReplicationOutcome } from './replication.ts';

/** What the host and a simulation thread say to each other. Progress goes through shared memory, so that no message has to wait in a queue. */

export interface WorkerStart {
  /** Its columns lie in shared memory. Everything else comes with each task: it is small, and a sweep has thousands of policies. */
  readonly traffic: Traffic;
  readonly progress: SharedProgress;
}

export type ToWorker = Task;

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'outcome'; readonly outcome: ReplicationOutcome }
  /** The task was given up because `STOP` was set; the thread is ready for another. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'fault'; readonly message: string; readonly stack: string };

/** Requests done, requests in all, whether to stop, and what has been counted so far, of the replication at hand. */
export type SharedProgress = Int32Array;
export const REQUESTS_DONE = 0;
export const REQUESTS = 1;
/** Written by the host: 1 = give the task up at the next slice. */
export const STOP = 2;
/** Five places, in the order of `SoFar`. */
const SO_FAR = 3;

export const createProgress = (): SharedProgress => new Int32Array(new SharedArrayBuffer((SO_FAR + 5) * 4));

export function writeSoFar(progress: SharedProgress, { answeredByTier, blocked, failed }: SoFar): void {
  [...answeredByTier, blocked, failed].forEach((count, place) => {
    Atomics.store(progress, SO_FAR + place, count);
  });
}

export function readSoFar(progress: SharedProgress): SoFar {
  const at = (place: number): number => Atomics.load(progress, SO_FAR + place);
  return { answeredByTier: [at(0), at(1), at(2)], blocked: at(3), failed: at(4) };
}

/** Events between two reports of progress: some tens of milliseconds of work. */
export const SLICE_EVENTS = 20_000;
