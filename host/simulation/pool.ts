import type { SoFar } from '../../shared/engine/index.ts';
import type { Kept, Rehearsed, ReplicationOutcome } from './replication.ts';

/** Runs replications on one traffic: on threads, or on this one where no worker bundle exists. Kept open between the looks of a comparison. */
export interface Pool {
  /** Outcomes in the order of the tasks. Null = cancelled; the pool is then only good for `close`. */
  run(tasks: readonly Task[], options: TasksOptions): Promise<ReplicationOutcome[] | null>;
  close(): void;
}

export interface Task {
  readonly rehearsed: Rehearsed;
  readonly replication: number;
  readonly keeps: Kept;
}

export interface TasksOptions {
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal | undefined;
}

export interface Progress {
  /** 0..1 of all tasks. */
  readonly share: number;
  readonly requestsDone: number;
  readonly requests: number;
  /** What has been counted of a run that is the only one under way; absent where several are. */
  readonly soFar?: SoFar;
}

export const PROGRESS_EVERY_MS = 100;

/** `done` is in tasks and may be broken. The requests of surges differ from task to task, so their sum is an estimate until the end. */
export function progressOf(done: number, tasks: number, requestsOfOne: number): Progress {
  const share = tasks === 0 ? 1 : Math.min(1, done / tasks);
  return { share, requestsDone: Math.round(share * requestsOfOne * tasks), requests: requestsOfOne * tasks };
}
