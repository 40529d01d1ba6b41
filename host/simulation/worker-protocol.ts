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
  | { readonly kind: 'fault'; readonly message: string; readonly stack: string };

/** Requests done, and requests in all, of the replication at hand. */
export type SharedProgress = Int32Array;
export const REQUESTS_DONE = 0;
export const REQUESTS = 1;
export const createProgress = (): SharedProgress => new Int32Array(new SharedArrayBuffer(2 * 4));

/** Events between two reports of progress: some tens of milliseconds of work. */
export const SLICE_EVENTS = 20_000;
