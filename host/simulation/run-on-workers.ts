import { Worker } from 'node:worker_threads';
import type { SoFar } from '../../shared/engine/index.ts';
import type { MetadataColumn, Traffic } from '../../shared/model/index.ts';
import { type Pool, PROGRESS_EVERY_MS, progressOf, type Task, type TasksOptions } from './pool.ts';
import type { ReplicationOutcome } from './replication.ts';
import {
  createProgress,
  type FromWorker,
  REQUESTS,
  REQUESTS_DONE,
  readSoFar,
  type SharedProgress,
  STOP,
  type WorkerStart,
  writeSoFar,
} from './worker-protocol.ts';

/** A cancelled run has ended after 200 ms at the latest: a thread that has not given its task up by then is ended. */
const STOP_WITHIN_MS = 120;

/**
 * Replications handed to as many threads as asked for, each taking the next when it is free. Which thread ran which cannot
 * show in the outcomes: a replication's luck depends on its number alone. When cancelled, threads give their tasks up between two slices; one that is
 * too deep in something to look is ended. Threads start with the first tasks, never more than there are tasks; afterwards they are kept for the next
 * rehearsal of the same traffic, also after a cancellation: a knob that is turned cancels run after run.
 */
export function poolOnWorkers(traffic: Traffic, workers: number, workerFile: string): Pool {
  let warm: WarmThreads | undefined;
  let isSpent = false;
  let isClosed = false;
  let release = (): void => undefined;
  const beginRelease = (): void => {
    if (isClosed) return;
    releasing = new Promise((resolve) => {
      release = resolve;
      setTimeout(resolve, RELEASE_WITHIN_MS).unref();
    });
  };
  return {
    async run(tasks, options) {
      // A knob that is turned cancels a run and begins the next before the threads of the first have given up: they are worth the wait.
      await releasing;
      options.signal?.addEventListener('abort', beginRelease, { once: true });
      warm ??= takeWarm(traffic, workerFile);
      const { threads, shared } = warm;
      const wanted = Math.min(workers, tasks.length);
      while (threads.length < wanted) threads.push(startThread(shared, workerFile));
      isSpent = true;
      const { outcomes, areReady } = await runTasks(threads.slice(0, wanted), tasks, options, traffic.requestCount);
      isSpent = !areReady;
      return outcomes;
    },
    close() {
      if (warm !== undefined) {
        if (isSpent) endThreads(warm);
        else keepWarm(warm);
      }
      warm = undefined;
      isClosed = true;
      release();
    },
  };
}

/** Whoever turns a knob looks for a first figure at once. */
const FIRST_PROGRESS_MS = 50;

/** Until when threads are being given up. */
let releasing: Promise<void> = Promise.resolve();
/** Nobody waits longer, whatever became of them. */
const RELEASE_WITHIN_MS = 300;

const NOTHING_YET: SoFar = { answeredByTier: [0, 0, 0], blocked: 0, failed: 0 };

/** Threads that have compiled the run loop and hold the traffic. */
interface WarmThreads {
  readonly traffic: Traffic;
  readonly workerFile: string;
  readonly shared: Traffic;
  readonly threads: Thread[];
}

/**
 * The threads of the last rehearsal wait for the next: a person turns a knob and looks again, and new threads would spend twice the run's time on
 * loading and compiling. Only of one traffic, and they keep no process alive.
 */
let kept: WarmThreads | undefined;

function takeWarm(traffic: Traffic, workerFile: string): WarmThreads {
  const warm = kept;
  if (warm === undefined || warm.traffic !== traffic || warm.workerFile !== workerFile) {
    return { traffic, workerFile, shared: shareTraffic(traffic), threads: [] };
  }
  kept = undefined;
  for (const { worker } of warm.threads) worker.ref();
  return warm;
}

function keepWarm(warm: WarmThreads): void {
  if (kept !== undefined) endThreads(kept);
  for (const thread of warm.threads) {
    thread.worker.removeAllListeners();
    // Cancelled while it was loading: it will say once that it is ready.
    if (!thread.isReady) {
      thread.worker.once('message', () => {
        thread.isReady = true;
      });
    }
    thread.worker.on('error', () => undefined);
    thread.worker.on('exit', () => {
      warm.threads.splice(warm.threads.indexOf(thread), 1);
    });
    thread.worker.unref();
  }
  kept = warm;
}

function endThreads({ threads }: WarmThreads): void {
  for (const { worker } of threads) {
    worker.removeAllListeners();
    // A thread that is being ended may still report an error; nobody is left to hear it.
    worker.on('error', () => undefined);
    void worker.terminate();
  }
  threads.length = 0;
}

async function runTasks(
  threads: readonly Thread[],
  tasks: readonly Task[],
  { onProgress, signal }: TasksOptions,
  usualRequests: number,
): Promise<{ readonly outcomes: ReplicationOutcome[] | null; readonly areReady: boolean }> {
  if (signal?.aborted) return { outcomes: null, areReady: true };
  for (const { progress } of threads) Atomics.store(progress, STOP, 0);
  const outcomes: ReplicationOutcome[] = [];
  let next = 0;
  let ended = 0;

  const report = (): void => {
    let requests = usualRequests;
    let done = ended;
    for (const { progress, isBusy } of threads) {
      const ofThis = Atomics.load(progress, REQUESTS);
      if (ofThis === 0) continue;
      requests = ofThis;
      if (isBusy) done += Atomics.load(progress, REQUESTS_DONE) / ofThis;
    }
    const only = tasks.length === 1 ? threads[0] : undefined;
    onProgress({ ...progressOf(done, tasks.length, requests), ...(only?.isBusy && { soFar: readSoFar(only.progress) }) });
  };

  /** Feeds one thread until nothing is left to run. */
  const drive = (thread: Thread): Promise<void> =>
    new Promise((resolve, reject) => {
      let at = -1;
      const feed = (): void => {
        const task = signal?.aborted ? undefined : tasks[next];
        if (task === undefined) {
          resolve();
          return;
        }
        at = next++;
        Atomics.store(thread.progress, REQUESTS_DONE, 0);
        writeSoFar(thread.progress, NOTHING_YET);
        thread.isBusy = true;
        thread.worker.postMessage(task);
      };
      thread.worker.removeAllListeners();
      thread.worker.on('message', (message: FromWorker) => {
        thread.isBusy = false;
        thread.isReady = true;
        if (message.kind === 'fault') {
          reject(Object.assign(new Error(message.message), { stack: message.stack }));
          return;
        }
        if (message.kind === 'outcome') {
          outcomes[at] = message.outcome;
          ended++;
        }
        feed();
      });
      thread.worker.on('error', (error: NodeJS.ErrnoException) => {
        const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        reject(isMemory ? new Error('The simulation ran out of memory. Use fewer workers or a shorter part of the traffic.') : error);
      });
      thread.worker.on('exit', (code) => reject(new Error(`a simulation thread ended by itself with code ${code}`)));
      if (thread.isReady) feed();
    });

  let timer = setTimeout(() => {
    report();
    timer = setInterval(report, PROGRESS_EVERY_MS);
  }, FIRST_PROGRESS_MS);
  let cancel = (): void => undefined;
  try {
    const cancelled = new Promise<'cancelled'>((resolve) => {
      cancel = () => resolve('cancelled');
      signal?.addEventListener('abort', cancel, { once: true });
    });
    const drives = threads.map(drive);
    const end = await Promise.race([Promise.all(drives), cancelled]);
    if (end !== 'cancelled' && !signal?.aborted) return { outcomes, areReady: true };
    for (const { progress } of threads) Atomics.store(progress, STOP, 1);
    // A thread that has not finished loading has no task to give up.
    const giveUp = Promise.all(drives.filter((_, at) => threads[at]!.isReady)).then(() => true);
    const late = new Promise<false>((resolve) => setTimeout(resolve, STOP_WITHIN_MS, false));
    // Whatever else goes wrong with a run that nobody wants any more is nobody's concern: its threads are ended.
    const areReady = await Promise.race([giveUp.catch(() => false), late]);
    for (const waiting of drives) waiting.catch(() => undefined);
    return { outcomes: null, areReady };
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

interface Thread {
  readonly worker: Worker;
  readonly progress: SharedProgress;
  /** It has loaded and waits for tasks. */
  isReady: boolean;
  isBusy: boolean;
}

function startThread(traffic: Traffic, workerFile: string): Thread {
  const progress = createProgress();
  const workerData: WorkerStart = { traffic, progress };
  return { worker: new Worker(workerFile, { workerData }), progress, isReady: false, isBusy: false };
}

/** The columns moved into shared memory, so that ten threads hold one copy. Columns that are there already stay. */
function shareTraffic(traffic: Traffic): Traffic {
  const metadata: Record<string, MetadataColumn> = {};
  for (const [key, column] of Object.entries(traffic.metadata)) metadata[key] = { ...column, codes: shareInt32(column.codes) };
  // What was recorded is not simulated, and would be copied for every thread.
  const { recorded: _, ...simulated } = traffic;
  return {
    ...simulated,
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
