import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { sha256Of } from './sha256.ts';

export interface WatchOptions {
  readonly signal?: AbortSignal;
  /** Silence after the last event before the file is read: editors and git write in several steps. */
  readonly settleMs?: number;
}

/**
 * Yields the hash whenever the file's content changes, null when it is gone. The folder is watched, not the file: an
 * atomic save puts a new file in the place of the old, and a watch on the old one would go deaf.
 */
export async function* watchFile(path: string, options: WatchOptions = {}): AsyncGenerator<{ sha256: string | null }, void, void> {
  const { signal, settleMs = 80 } = options;
  let wake = (): void => undefined;
  let isDue = false;
  let isOver = signal?.aborted ?? false;
  let timer: NodeJS.Timeout | undefined;
  const due = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      isDue = true;
      wake();
    }, settleMs);
  };
  const stop = (): void => {
    isOver = true;
    wake();
  };
  signal?.addEventListener('abort', stop, { once: true });
  const name = basename(path);
  const watcher = watch(dirname(path), { persistent: false }, (_event, changed) => {
    // Some systems do not say which file it was.
    if (changed === null || changed === name) due();
  });
  // The folder itself went away: what there is to say is said by one last look.
  watcher.on('error', due);
  try {
    let known = await hashOf(path);
    while (!isOver) {
      if (!isDue) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (isOver || isDue) resolve();
        });
        continue;
      }
      isDue = false;
      const sha256 = await hashOf(path);
      if (sha256 === known) continue;
      known = sha256;
      yield { sha256 };
    }
  } finally {
    clearTimeout(timer);
    watcher.close();
    signal?.removeEventListener('abort', stop);
  }
}

const hashOf = (path: string): Promise<string | null> =>
  readFile(path).then(
    (bytes) => sha256Of(bytes),
    () => null,
  );
