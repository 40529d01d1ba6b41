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

/** The stretch of the axis that is shown. */
export interface TimeView {
  readonly fromMs: number;
  readonly toMs: number;
}

export const wholeView = (axis: TimeAxis): TimeView => ({ fromMs: 0, toMs: axis.endMs });

/** A view may be no shorter than so many buckets: below, nothing but the breakers would show more. */
const FEWEST_BUCKETS = 4;

/** The nearest stretch that the axis can show; null = all of it, or as good as all. */
export function fittingView(axis: TimeAxis, { fromMs, toMs }: TimeView): TimeView | null {
  const shortest = Math.min(axis.endMs, FEWEST_BUCKETS * axis.bucketMs);
  const length = Math.min(axis.endMs, Math.max(shortest, Math.abs(toMs - fromMs)));
  if (length >= axis.endMs * 0.995) return null;
  const middle = (fromMs + toMs) / 2;
  const from = Math.min(axis.endMs - length, Math.max(0, middle - length / 2));
  return { fromMs: from, toMs: from + length };
}

/** Closer by `factor` (2 = half as long), about an instant that stays where it is. */
export function zoomed(axis: TimeAxis, view: TimeView, factor: number, aboutMs: number): TimeView | null {
  return fittingView(axis, { fromMs: aboutMs - (aboutMs - view.fromMs) / factor, toMs: aboutMs + (view.toMs - aboutMs) / factor });
}

/** Moved by a share of its length. */
export function panned(axis: TimeAxis, view: TimeView, share: number): TimeView | null {
  const byMs = (view.toMs - view.fromMs) * share;
  return fittingView(axis, { fromMs: view.fromMs + byMs, toMs: view.toMs + byMs });
}

/** Where an instant stands in a view: 0..1 within it. */
export const placeIn = (view: TimeView, atMs: number): number => (atMs - view.fromMs) / (view.toMs - view.fromMs);

/** The same for CSS. */
export const leftIn = (view: TimeView, atMs: number): string => `${placeIn(view, atMs) * 100}%`;

/** A length of time as a share of the view's, for CSS. */
export const widthIn = (view: TimeView, ms: number): string => `${(ms / (view.toMs - view.fromMs)) * 100}%`;

/** Part of a span that a view shows; null when none of it. */
export function clippedTo(view: TimeView, span: { readonly startMs: number; readonly endMs: number }) {
  const startMs = Math.max(view.fromMs, span.startMs);
  const endMs = Math.min(view.toMs, span.endMs);
  return endMs < startMs || (endMs === startMs && span.endMs > span.startMs) ? null : { startMs, endMs };
}

/** Buckets that a view shows, at least in part. */
export function bucketsIn(axis: TimeAxis, view: TimeView): { readonly first: number; readonly end: number } {
  const first = Math.max(0, Math.floor(view.fromMs / axis.bucketMs));
  return { first, end: Math.max(first, Math.min(axis.bucketCount, Math.ceil(view.toMs / axis.bucketMs))) };
}

const STEPS_MS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 345_600, 604_800,
].map((seconds) => seconds * 1000);

/** Round instants for the ticks of a view, at most `most` steps of them. */
export function timeTicks({ fromMs, toMs }: TimeView, most: number): number[] {
  const lengthMs = toMs - fromMs;
  const longest = STEPS_MS.at(-1)!;
  const step = STEPS_MS.find((candidate) => lengthMs / candidate <= most) ?? longest * Math.ceil(lengthMs / longest / most);
  const ticks: number[] = [];
  for (let at = Math.ceil(fromMs / step) * step; at <= toMs; at += step) ticks.push(at);
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
