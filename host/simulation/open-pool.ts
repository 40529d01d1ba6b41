import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Traffic } from '../../shared/model/index.ts';
import { outsideArchive } from '../installation.ts';
import type { Pool } from './pool.ts';
import { poolInProcess } from './run-in-process.ts';
import { poolOnWorkers } from './run-on-workers.ts';

export interface PoolOptions {
  /** Stay on this thread. Without it this is done only where the worker bundle is missing, as it is when run from sources. */
  readonly inProcess?: boolean;
  /** Bundle of `worker.ts`; a build finds its own. */
  readonly workerFile?: string;
}

export function openPool(traffic: Traffic, workers: number, options: PoolOptions): Pool {
  const workerFile = options.inProcess ? undefined : (options.workerFile ?? findWorker());
  return workerFile === undefined ? poolInProcess(traffic) : poolOnWorkers(traffic, workers, workerFile);
}

/** Of this very build: beside the bundle or above its chunks. A worker found from sources may be older than they are, so none is looked for there. */
function findWorker(): string | undefined {
  if (import.meta.url.endsWith('.ts')) return undefined;
  return ['simulation-worker.js', '../simulation-worker.js']
    .map((name) => outsideArchive(fileURLToPath(new URL(name, import.meta.url))))
    .find((file) => existsSync(file));
}
