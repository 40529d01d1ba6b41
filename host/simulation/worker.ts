import { parentPort, workerData } from 'node:worker_threads';
import { startReplication } from './replication.ts';
import {
  type FromWorker,
  REQUESTS,
  REQUESTS_DONE,
  SLICE_EVENTS,
  STOP,
  type ToWorker,
  type WorkerStart,
  writeSoFar,
} from './worker-protocol.ts';

/** Entry of a simulation thread: runs the replications that it is handed, one after another, until it is terminated. */

const port = parentPort;
if (!port) throw new Error('the simulation worker was started outside a worker thread');
const { traffic, progress } = workerData as WorkerStart;
const say = (message: FromWorker): void => port.postMessage(message);

function simulate({ rehearsed, replication, keeps }: ToWorker): FromWorker {
  const { run, requests } = startReplication({ ...rehearsed, traffic }, replication, keeps);
  Atomics.store(progress, REQUESTS_DONE, 0);
  Atomics.store(progress, REQUESTS, requests);
  while (!run.advance(SLICE_EVENTS)) {
    if (Atomics.load(progress, STOP) === 1) return { kind: 'stopped' };
    Atomics.store(progress, REQUESTS_DONE, run.requestsDone);
    writeSoFar(progress, run.soFar);
  }
  return { kind: 'outcome', outcome: run.outcome() };
}

port.on('message', (task: ToWorker) => {
  try {
    say(simulate(task));
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    say({ kind: 'fault', message, stack });
  }
});
say({ kind: 'ready' });
