import type { BreakerState, BreakerTimeline, RunResult } from '../../shared/model/index.ts';
import { countText, words } from '../words/index.ts';
import type { Names } from './names.ts';
import { timeAxis } from './time-axis.ts';

export interface BreakerSegment {
  readonly startMs: number;
  readonly endMs: number;
  readonly state: BreakerState;
}
export interface BreakerRow {
  readonly nodeId: string;
  readonly name: string;
  readonly segments: readonly BreakerSegment[];
  readonly openings: number;
}

/** A breaker starts closed; each transition ends one segment. */
export function breakerSegments(timeline: BreakerTimeline, endMs: number): BreakerSegment[] {
  const segments: BreakerSegment[] = [];
  let startMs = 0;
  let state: BreakerState = 'closed';
  for (const { atMs, to } of timeline.transitions) {
    if (atMs > startMs) segments.push({ startMs, endMs: Math.min(atMs, endMs), state });
    startMs = atMs;
    state = to;
  }
  if (startMs < endMs) segments.push({ startMs, endMs, state });
  return segments;
}

export function breakerStateAt(timeline: BreakerTimeline, atMs: number): BreakerState {
  let state: BreakerState = 'closed';
  for (const transition of timeline.transitions) {
    if (transition.atMs > atMs) break;
    state = transition.to;
  }
  return state;
}

/** A trial that fails sends a breaker back to open; that is the same opening going on, not a new one. */
export const openingsOf = (timeline: BreakerTimeline): number =>
  timeline.transitions.filter(({ from, to }) => from === 'closed' && to === 'open').length;

export function breakerRows(run: RunResult, names: Names): BreakerRow[] {
  const { endMs } = timeAxis(run);
  return run.breakers.map((timeline) => ({
    nodeId: timeline.nodeId,
    name: shortBreakerName(names.node(timeline.nodeId)),
    segments: breakerSegments(timeline, endMs),
    openings: openingsOf(timeline),
  }));
}

/** The row already says "breaker": "Breaker, primary" → "primary". */
export function shortBreakerName(name: string): string {
  const short = name
    .replace(/\b(circuit )?breaker\b/i, '')
    .replace(/^[\s,:–-]+|[\s,:–-]+$/g, '')
    .replace(/\s{2,}/g, ' ');
  return short === '' ? name : short;
}

/** "primary open", "all closed": the states at one instant, the worst first; without an instant, how often any of them opened. */
export function breakersNow(run: RunResult, names: Names, atMs: number | null): { readonly text: string; readonly state: BreakerState } {
  if (atMs === null) {
    const openings = run.breakers.reduce((sum, timeline) => sum + openingsOf(timeline), 0);
    return {
      text:
        openings === 0 ? words.rehearse.charts.breakers.neverOpened : words.rehearse.charts.breakers.opened(openings, countText(openings)),
      state: 'closed',
    };
  }
  const of = (wanted: BreakerState) =>
    run.breakers
      .filter((timeline) => breakerStateAt(timeline, atMs) === wanted)
      .map((timeline) => shortBreakerName(names.node(timeline.nodeId)));
  const open = of('open');
  const half = of('half-open');
  if (open.length > 0) return { text: words.rehearse.charts.breakers.are(open, 'open'), state: 'open' };
  if (half.length > 0) return { text: words.rehearse.charts.breakers.are(half, 'half-open'), state: 'half-open' };
  return { text: words.rehearse.charts.breakers.allClosed(run.breakers.length), state: 'closed' };
}
