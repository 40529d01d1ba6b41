import type { RunResult } from '../../shared/model/index.ts';
import type { Progress } from './pool.ts';
import { type Rehearsal, type RehearsalOptions, rehearse } from './rehearse.ts';

export type RehearsalEvent =
  | ({ readonly kind: 'progress' } & Progress)
  | { readonly kind: 'result'; readonly result: RunResult; readonly elapsedMs: number }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * A rehearsal as a stream: progress, then one result or refusal; nothing after a cancellation. Progress that the reader
 * was too slow for is dropped, since only the latest means anything. Leaving the loop early cancels the run.
 */
export async function* streamRehearsal(options: RehearsalOptions, signal?: AbortSignal): AsyncGenerator<RehearsalEvent, void, void> {
  const own = new AbortController();
  const cancel = (): void => {
    own.abort();
    wake();
  };
  let latest: Progress | undefined;
  let end: Rehearsal | undefined;
  let fault: unknown;
  let isOver = false;
  let wake = (): void => undefined;
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) own.abort();
  rehearse({
    ...options,
    signal: own.signal,
    onProgress: (progress) => {
      latest = progress;
      wake();
    },
  })
    .then(
      (rehearsal) => {
        end = rehearsal;
      },
      (error) => {
        fault = error;
      },
    )
    .finally(() => {
      isOver = true;
      wake();
    });
  try {
    while (!isOver) {
      if (latest === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const progress = latest;
      latest = undefined;
      yield { kind: 'progress', ...progress };
    }
    if (fault !== undefined) throw fault;
    if (end?.kind === 'result') yield { kind: 'result', result: end.result, elapsedMs: end.elapsedMs };
    if (end?.kind === 'refused') yield { kind: 'refused', message: end.message };
  } finally {
    own.abort();
    signal?.removeEventListener('abort', cancel);
  }
}
