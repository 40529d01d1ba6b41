import type { RunResult } from '../../shared/model/index.ts';

/** The one time axis that everything in the room shares: 0 is the first request. */
export interface TimeAxis {
  readonly endMs: number;
  readonly bucketMs: number;
  readonly bucketCount: number;
}

/** Requests may end after the last one arrived: the axis is as long as the longer of traffic and series, and never empty. */
export function timeAxis(run: RunResult): TimeAxis {
  const { bucketMs, requests } = run.series;
  return { endMs: Math.max(run.traffic.durationMs, bucketMs * requests.length, 1), bucketMs, bucketCount: requests.length };
}

/** Bucket that an instant falls in; −1 when the run has none. */
export function bucketAt(axis: TimeAxis, atMs: number): number {
  if (axis.bucketCount === 0) return -1;
  return Math.min(axis.bucketCount - 1, Math.max(0, Math.floor(atMs / axis.bucketMs)));
}

const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800].map(
  (seconds) => seconds * 1000,
);

/** Round instants for the ticks of the axis, at most `most` of them, 0 included. */
export function timeTicks(endMs: number, most: number): number[] {
  const step = STEPS_MS.find((candidate) => endMs / candidate <= most) ?? STEPS_MS.at(-1)! * Math.ceil(endMs / STEPS_MS.at(-1)! / most);
  const ticks: number[] = [];
  for (let at = 0; at <= endMs; at += step) ticks.push(at);
  return ticks;
}

export interface ValueScale {
  readonly top: number;
  readonly ticks: readonly number[];
}

/**
 * A value axis from 0 to a little above `max`, with at most `most` round steps of 1, 2, 2.5 or 5 times a power of ten. `headroom`: share
 * of `max` left free above it, for marks that stand there.
 */
export function valueScale(max: number, most: number, headroom = 0.06): ValueScale {
  const top = (max > 0 ? max : 1) * (1 + headroom);
  const power = 10 ** Math.floor(Math.log10(top / most));
  const step = [1, 2, 2.5, 5, 10, 20].map((factor) => factor * power).find((candidate) => top / candidate < most + 1)!;
  const count = Math.floor(top / step + 1e-9);
  return { top, ticks: Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12))) };
}
