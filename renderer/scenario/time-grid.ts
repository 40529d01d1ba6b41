import type { ScenarioEvent } from '../../shared/model/index.ts';

/** Times and pixels of the timeline. */

const SECOND_MS = 1000;
const STEPS_MS = [1, 5, 10, 15, 30, 60, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400].map((s) => s * SECOND_MS);
/** Below this a step cannot be aimed at. */
const SMALLEST_STEP_PX = 6;

/** The finest step that a hand can aim at, in round times; a second at the least. */
export const gridMs = (msPerPx: number): number =>
  STEPS_MS.find((step) => step / msPerPx >= SMALLEST_STEP_PX) ??
  STEPS_MS.at(-1)! * Math.ceil((SMALLEST_STEP_PX * msPerPx) / STEPS_MS.at(-1)!);

/** One step by key: further along on the grid, also from between two of its lines. */
export const steppedOnGrid = (ms: number, grid: number, direction: 1 | -1): number =>
  direction === 1 ? (Math.floor(ms / grid + 1e-9) + 1) * grid : (Math.ceil(ms / grid - 1e-9) - 1) * grid;

/** The nearest of the instants that others have, where one is within reach; else the nearest line of the grid. */
export function snapped(ms: number, grid: number, instants: readonly number[], reachMs: number): number {
  let best = Math.round(ms / grid) * grid;
  let distance = reachMs;
  for (const instant of instants) {
    const away = Math.abs(instant - ms);
    // An instant of another event before a line of the grid that is as near.
    if (away <= distance) [best, distance] = [instant, away];
  }
  return best;
}

/** Starts and ends of the other events, and the ends of the traffic: what one wants to be flush with. */
export const instantsOf = (events: readonly ScenarioEvent[], moving: ReadonlySet<string>, trafficMs: number | null): number[] => [
  0,
  ...(trafficMs === null ? [] : [trafficMs]),
  ...events.filter(({ id }) => !moving.has(id)).flatMap(({ startMs, durationMs }) => [startMs, startMs + durationMs]),
];

/** A round length that is a good part of what is seen, for an event that is not drawn by hand. */
export function firstDurationMs(spanMs: number): number {
  return [...STEPS_MS].reverse().find((step) => step <= spanMs / 5) ?? SECOND_MS;
}

export interface Packed {
  /** Row of each event, from 0. */
  readonly rowOf: ReadonlyMap<string, number>;
  readonly rowCount: number;
}

/** Rows of a lane in which no two blocks touch. `leastMs`: as long as a block is on the screen at the least, so that its words can be read. */
export function packed(events: readonly ScenarioEvent[], leastMs: (event: ScenarioEvent) => number): Packed {
  const rowOf = new Map<string, number>();
  const freeFromMs: number[] = [];
  const inOrder = [...events].sort((a, b) => a.startMs - b.startMs || b.durationMs - a.durationMs || (a.id < b.id ? -1 : 1));
  for (const event of inOrder) {
    const { id, startMs, durationMs } = event;
    const free = freeFromMs.findIndex((fromMs) => fromMs <= startMs);
    const row = free === -1 ? freeFromMs.length : free;
    freeFromMs[row] = startMs + Math.max(durationMs, leastMs(event));
    rowOf.set(id, row);
  }
  return { rowOf, rowCount: Math.max(1, freeFromMs.length) };
}

const HOUR_MS = 3_600_000;

/** Everything there is to see: the traffic (an hour until its length is known), and events that reach beyond it. */
export const timelineMs = (events: readonly ScenarioEvent[], trafficMs: number | null): number =>
  Math.max(1000, trafficMs ?? HOUR_MS, ...events.map(({ startMs, durationMs }) => startMs + durationMs));
