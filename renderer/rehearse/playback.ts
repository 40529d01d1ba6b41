import type { RunResult } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';
import { incidentBands } from './incidents.ts';
import type { Names } from './names.ts';
import { timeAxis } from './time-axis.ts';

export const PLAYBACK_SPEEDS = [10, 30, 60, 120, 300, 1200] as const;
export type PlaybackSpeed = (typeof PLAYBACK_SPEEDS)[number];

const FULL_PLAYBACK_MS = 60_000;

/** The slowest speed that shows the whole run within about a minute. */
export const fittingSpeed = (endMs: number): PlaybackSpeed =>
  PLAYBACK_SPEEDS.find((speed) => endMs / speed <= FULL_PLAYBACK_MS * 1.05) ?? PLAYBACK_SPEEDS.at(-1)!;

/** Where playback stands after `elapsedMs` on the wall; it stops at the end. */
export function advanced(
  scrubMs: number,
  elapsedMs: number,
  speed: number,
  endMs: number,
): { readonly scrubMs: number; readonly hasEnded: boolean } {
  const next = scrubMs + elapsedMs * speed;
  return next >= endMs ? { scrubMs: endMs, hasEnded: true } : { scrubMs: next, hasEnded: false };
}

export interface Moment {
  readonly atMs: number;
  readonly what: string;
}

/** Moments closer together than this are one stop. */
const ONE_STOP_MS = 1000;

/** Instants worth stopping at: incidents beginning and ending, breakers opening and closing for good. */
export function moments(run: RunResult, names: Names): Moment[] {
  const { endMs } = timeAxis(run);
  const all: Moment[] = [];
  for (const band of incidentBands(run, names, endMs)) {
    all.push({ atMs: band.startMs, what: words.rehearse.playback.begins(band.label) });
    if (band.endMs < endMs) all.push({ atMs: band.endMs, what: words.rehearse.playback.ends(band.label) });
  }
  for (const timeline of run.breakers) {
    const name = names.node(timeline.nodeId);
    for (const { atMs, from, to } of timeline.transitions) {
      // Open to half-open and back is the breaker's own trial every few seconds: only what changes the traffic is a stop.
      if (from === 'closed' && to === 'open') all.push({ atMs, what: words.rehearse.playback.opens(name) });
      else if (to === 'closed') all.push({ atMs, what: words.rehearse.playback.closes(name) });
    }
  }
  const firstFailed = run.series.failed.findIndex((count) => count > 0);
  if (firstFailed >= 0) all.push({ atMs: firstFailed * run.series.bucketMs, what: words.rehearse.playback.firstFailed });
  all.sort((a, b) => a.atMs - b.atMs);
  const stops: Moment[] = [];
  for (const moment of all) {
    const last = stops.at(-1);
    if (last !== undefined && moment.atMs - last.atMs < ONE_STOP_MS)
      stops[stops.length - 1] = { atMs: last.atMs, what: words.rehearse.playback.together(last.what, moment.what) };
    else stops.push(moment);
  }
  return stops;
}

/** The next stop after an instant; null past the last. A moment within the same millisecond counts as reached. */
export const nextMoment = (stops: readonly Moment[], atMs: number): Moment | null => stops.find((stop) => stop.atMs > atMs + 1) ?? null;
export const previousMoment = (stops: readonly Moment[], atMs: number): Moment | null =>
  stops.findLast((stop) => stop.atMs < atMs - 1) ?? null;
