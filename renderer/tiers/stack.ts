import type { RunResult } from '../../shared/model/index.ts';
import { timeAxis, timeTicks, wholeView } from '../rehearse/time-axis.ts';

export type EndState = 't1' | 't2' | 't3' | 'blocked' | 'failed';
const STATES: readonly EndState[] = ['t1', 't2', 't3', 'blocked', 'failed'];
const MOST_COLUMNS = 240;
/** Fewer ticks than the rehearsal's charts have: this is a glance. */
const MOST_TICKS = 8;

export interface Stack {
  /** Paths in a box of 1000 × 100, tier 1 at the bottom; the height is the share of the requests that ended then. */
  readonly bands: readonly { readonly state: EndState; readonly path: string }[];
  /** Instants of the time axis in ms. */
  readonly ticks: readonly number[];
  readonly endMs: number;
}

/** How the requests of a run ended, over time. Instants at which nothing ended stay empty. */
export function stackOf(run: RunResult): Stack {
  const { answeredByTier, blocked, failed } = run.series;
  const axis = timeAxis(run);
  const counts: readonly (readonly number[])[] = [...answeredByTier, blocked, failed];
  const perColumn = Math.max(1, Math.ceil(axis.bucketCount / MOST_COLUMNS));
  const columns = Array.from({ length: Math.ceil(axis.bucketCount / perColumn) }, (_, column) =>
    counts.map((series) => series.slice(column * perColumn, (column + 1) * perColumn).reduce((sum, count) => sum + count, 0)),
  );
  const bands = STATES.flatMap((state, index) => {
    const boxes = columns.flatMap((column, position) => {
      const total = column.reduce((sum, count) => sum + count, 0);
      const count = column[index] ?? 0;
      if (count === 0) return [];
      const below = column.slice(0, index).reduce((sum, value) => sum + value, 0);
      const left = x(position * perColumn * axis.bucketMs, axis.endMs);
      const right = x((position + 1) * perColumn * axis.bucketMs, axis.endMs);
      const top = 100 - ((below + count) / total) * 100;
      const bottom = 100 - (below / total) * 100;
      return `M${left} ${round(bottom)}V${round(top)}H${right}V${round(bottom)}z`;
    });
    return boxes.length === 0 ? [] : [{ state, path: boxes.join('') }];
  });
  return { bands, ticks: timeTicks(wholeView(axis), MOST_TICKS), endMs: axis.endMs };
}

const round = (value: number): number => Math.round(value * 100) / 100;
const x = (ms: number, endMs: number): number => round((Math.min(ms, endMs) / endMs) * 1000);
