import type { Ms, Ratio } from '../../model/index.ts';

/**
 * What a closed breaker remembers: the half-open window (now − windowMs, now], exact to the result, never bucketed. Plain data, so state survives JSON.
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

/** Every result within the window, oldest first from `head`. Amortised O(1) a call; memory grows with calls × windowMs. */
export interface RateWindow {
  readonly atMs: Ms[];
  /** 1 for a failure, 0 for a success. */
  readonly failed: number[];
  head: number;
  failures: number;
}

export const createRateWindow = (): RateWindow => ({ atMs: [], failed: [], head: 0, failures: 0 });

/** Records a result; true when at least `minimumCalls` results stand in the window and the share of failures has reached `ratio`. */
export function recordResult(window: RateWindow, hasFailed: boolean, nowMs: Ms, windowMs: Ms, minimumCalls: number, ratio: Ratio): boolean {
  const { atMs, failed } = window;
  atMs.push(nowMs);
  failed.push(hasFailed ? 1 : 0);
  if (hasFailed) window.failures += 1;
  while ((atMs[window.head] as Ms) <= nowMs - windowMs) {
    window.failures -= failed[window.head] as number;
    window.head += 1;
  }
  if (window.head > 4096 && window.head * 2 > atMs.length) {
    atMs.splice(0, window.head);
    failed.splice(0, window.head);
    window.head = 0;
  }
  const calls = atMs.length - window.head;
  return calls >= minimumCalls && window.failures / calls >= ratio;
}

export function clearRateWindow(window: RateWindow): void {
  window.atMs.length = 0;
  window.failed.length = 0;
  window.head = 0;
  window.failures = 0;
}
