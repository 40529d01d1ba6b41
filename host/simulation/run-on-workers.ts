import { Worker } from 'node:worker_threads';
import type { MetadataColumn, Traffic } from '../../shared/model/index.ts';
import type { RehearsalInput, ReplicationOutcome } from './replication.ts';
import { PROGRESS_EVERY_MS, type ReplicationsOptions } from './run-in-process.ts';
import {
  createProgress,
  type FromWorker,
  REQUESTS,
  REQUESTS_DONE,
  type SharedProgress,
  type ToWorker,
  type WorkerStart,
} from './worker-protocol.ts';

/**
 * Replications handed to as many threads as asked for, each taking the next when it is free. Which thread ran which cannot
 * show in the outcomes: a replication's luck depends on its number alone. Null = cancelled; threads are then stopped in
 * whatever they are doing, which `terminate` does at once.
 */
export async function runOnWorkers(
  input: RehearsalInput,
  options: ReplicationsOptions,
  workerFile: string,
): Promise<ReplicationOutcome[] | null> {
  const { replications, onProgress, signal } = options;
  if (signal?.aborted) return null;
  const shared: RehearsalInput = { ...input, traffic: shareTraffic(input.traffic) };
  const threads = Array.from({ length: Math.max(1, Math.min(options.workers, replications)) }, () => startThread(shared, workerFile));
  const outcomes: ReplicationOutcome[] = [];
  let next = 0;

  const report = (): void => {
    let requests = input.traffic.requestCount;
    let done = outcomes.length;
    for (const { progress, isBusy } of threads) {
      const ofThis = Atomics.load(progress, REQUESTS);
      if (ofThis === 0) continue;
      requests = ofThis;
      if (isBusy) done += Atomics.load(progress, REQUESTS_DONE) / ofThis;
    }
    const share = Math.min(1, done / replications);
    onProgress({ share, requestsDone: Math.round(share * requests * replications), requests: requests * replications });
  };

  /** Feeds one thread until nothing is left to run. */
  const drive = (thread: Thread): Promise<void> =>
    new Promise((resolve, reject) => {
      thread.worker.on('message', (message: FromWorker) => {
        thread.isBusy = false;
        if (message.kind === 'fault') {
          reject(Object.assign(new Error(message.message), { stack: message.stack }));
          return;
        }
        if (message.kind === 'outcome') outcomes.push(message.outcome);
        if (next >= replications) {
          resolve();
          return;
        }
        Atomics.store(thread.progress, REQUESTS_DONE, 0);
        thread.isBusy = true;
        const task: ToWorker = { replication: next++ };
        thread.worker.postMessage(task);
      });
      thread.worker.on('error', (error: NodeJS.ErrnoException) => {
        const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        reject(isMemory ? new Error('The simulation ran out of memory. Use fewer workers or a shorter part of the traffic.') : error);
      });
      thread.worker.on('exit', (code) => reject(new Error(`a simulation thread ended by itself with code ${code}`)));
    });

  const timer = setInterval(report, PROGRESS_EVERY_MS);
  let cancel = (): void => undefined;
  try {
    const cancelled = new Promise<'cancelled'>((resolve) => {
      cancel = () => resolve('cancelled');
      signal?.addEventListener('abort', cancel, { once: true });
    });
    const end = await Promise.race([Promise.all(threads.map(drive)), cancelled]);
    return end === 'cancelled' ? null : outcomes;
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', cancel);
    for (const { worker } of threads) {
      worker.removeAllListeners();
      // A thread that is being ended may still report an error; nobody is left to hear it.
      worker.on('error', () => undefined);
      void worker.terminate();
    }
  }
}

interface Thread {
  readonly worker: Worker;
  readonly progress: SharedProgress;
  isBusy: boolean;
}

function startThread(input: RehearsalInput, workerFile: string): Thread {
  const progress = createProgress();
  const workerData: WorkerStart = { input, progress };
  return { worker: new Worker(workerFile, { workerData }), progress, isBusy: false };
}

/** The columns moved into shared memory, so that ten threads hold one copy. Columns that are there already stay. */
function shareTraffic(traffic: Traffic): Traffic {
  const metadata: Record<string, MetadataColumn> = {};
  for (const [key, column] of Object.entries(traffic.metadata)) metadata[key] = { ...column, codes: shareInt32(column.codes) };
  return {
    ...traffic,
    arrivalMs: isShared(traffic.arrivalMs) ? traffic.arrivalMs : new Float64Array(sharedCopy(traffic.arrivalMs)),
    inputTokens: isShared(traffic.inputTokens) ? traffic.inputTokens : new Uint32Array(sharedCopy(traffic.inputTokens)),
    outputTokens: isShared(traffic.outputTokens) ? traffic.outputTokens : new Uint32Array(sharedCopy(traffic.outputTokens)),
    user: traffic.user && shareInt32(traffic.user),
    complexity:
      traffic.complexity && (isShared(traffic.complexity) ? traffic.complexity : new Float32Array(sharedCopy(traffic.complexity))),
    ...(traffic.luckKey && {
      luckKey: isShared(traffic.luckKey) ? traffic.luckKey : new Uint32Array(sharedCopy(traffic.luckKey)),
    }),
    metadata,
  };
}

const isShared = (column: ArrayBufferView): boolean => column.buffer instanceof SharedArrayBuffer;
const shareInt32 = (column: Int32Array): Int32Array => (isShared(column) ? column : new Int32Array(sharedCopy(column)));

function sharedCopy(column: ArrayBufferView): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(column.byteLength);
  new Uint8Array(memory).set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  return memory;
}
