import { setImmediate } from 'node:timers/promises';
import type { Sliced } from '../shared/traffic/index.ts';

/** Longest time that other work waits for: a cancel is heard within 200 ms. */
const SLICE_MS = 20;

export interface Driven {
  readonly signal?: AbortSignal | undefined;
  /** Share done, 0 to 1; at most ten times a second. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Drives sliced work and lets others have their turn. Rejects with the signal's reason when it is aborted. */
export async function inSlices<Made>(work: Sliced<Made>, { signal, onProgress }: Driven = {}): Promise<Made> {
  let breathedAt = performance.now();
  let toldAt = breathedAt;
  for (;;) {
    signal?.throwIfAborted();
    const { done, value } = work.next();
    if (done === true) return value;
    const now = performance.now();
    if (now - toldAt >= 100) {
      toldAt = now;
      onProgress?.(value);
    }
    if (now - breathedAt < SLICE_MS) continue;
    await setImmediate();
    breathedAt = performance.now();
  }
}
