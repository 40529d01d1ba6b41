import type { Ms } from '../../model/index.ts';

/**
 * The half-open window (now − windowMs, now], exact to the result, never bucketed. Plain data, so state survives JSON.
 * Instants must not decrease. A jump of the clock of any length empties it, because every reading compares instants and counts no ticks.
 */

/** Instants of the last `failureCount` failures, in a ring: recording and deciding take O(1) at any rate of calls. */
export interface CountWindow {
  readonly ring: Ms[];
  next: number;
  held: number;
}

export const createCountWindow = (failureCount: number): CountWindow => ({ ring: new Array<Ms>(failureCount).fill(0), next: 0, held: 0 });

/** Records a failure; true when it is the last of `failureCount` within the window. */
export function recordFailure(window: CountWindow, nowMs: Ms, windowMs: Ms): boolean {
  const { ring } = window;
  ring[window.next] = nowMs;
  window.next = window.next + 1 === ring.length ? 0 : window.next + 1;
  if (window.held < ring.length) window.held += 1;
  // After the step, `next` is the oldest of the last `failureCount` failures.
  return window.held === ring.length && (ring[window.next] as Ms) > nowMs - windowMs;
}

export function clearCountWindow(window: CountWindow): void {
  window.next = 0;
  window.held = 0;
}

/** What an entry of a window stands for, as a bit set: a call in the denominator, a failure, a slow call. */
export const CALL = 1;
export const FAILED = 2;
export const SLOW = 4;

/** Every entry within the window, oldest first from `head`. Amortised O(1) a call; memory grows with calls × windowMs. */
export interface ResultWindow {
  readonly atMs: Ms[];
  readonly entries: number[];
  head: number;
  calls: number;
  failures: number;
  slow: number;
}

export const createResultWindow = (): ResultWindow => ({ atMs: [], entries: [], head: 0, calls: 0, failures: 0, slow: 0 });

/** Adds an entry (0 adds none) and lets go of those that are `windowMs` old or older. */
export function recordResult(window: ResultWindow, entry: number, nowMs: Ms, windowMs: Ms): void {
  const { atMs, entries } = window;
  if (entry !== 0) {
    atMs.push(nowMs);
    entries.push(entry);
    count(window, entry, 1);
  }
  while (window.head < atMs.length && (atMs[window.head] as Ms) <= nowMs - windowMs) {
    count(window, entries[window.head] as number, -1);
    window.head += 1;
  }
  if (window.head > 4096 && window.head * 2 > atMs.length) {
    atMs.splice(0, window.head);
    entries.splice(0, window.head);
    window.head = 0;
  }
}

function count(window: ResultWindow, entry: number, step: 1 | -1): void {
  if ((entry & CALL) !== 0) window.calls += step;
  if ((entry & FAILED) !== 0) window.failures += step;
  if ((entry & SLOW) !== 0) window.slow += step;
}

export function clearResultWindow(window: ResultWindow): void {
  window.atMs.length = 0;
  window.entries.length = 0;
  window.head = 0;
  window.calls = 0;
  window.failures = 0;
  window.slow = 0;
}
