import type { Ms } from '../../model/index.ts';
import { CALL, FAILED, SLOW } from './sliding-window.ts';

/**
 * Windows that libraries use in place of an exact one: sums that are forgotten part by part, result by result, or as a whole. Plain data without
 * instants that are not numbers, so state survives JSON. Instants must not decrease.
 */
export interface Tally {
  calls: number;
  failures: number;
  slow: number;
  /** Sums of each part, in a ring. */
  readonly callsOf: number[];
  readonly failuresOf: number[];
  readonly slowOf: number[];
  /** When each part began; used by parts that results begin. */
  readonly startMs: Ms[];
  /** Parts in use from `first` on, for parts that results begin. */
  first: number;
  held: number;
  /** Number of the current part (or whole) since the start of the traffic, when the clock cuts. */
  part: number;
  /** Entries of the last calls, in a ring. */
  readonly ring: number[];
  next: number;
  filled: number;
  /** Instant at which a tumbling window began, −1 before its first. */
  beganMs: Ms;
}

export const createTally = (parts: number, ringLength: number): Tally => ({
  calls: 0,
  failures: 0,
  slow: 0,
  callsOf: new Array<number>(parts).fill(0),
  failuresOf: new Array<number>(parts).fill(0),
  slowOf: new Array<number>(parts).fill(0),
  startMs: new Array<number>(parts).fill(0),
  first: 0,
  held: 0,
  part: 0,
  ring: new Array<number>(ringLength).fill(0),
  next: 0,
  filled: 0,
  beganMs: -1,
});

/** Adds an entry to the sums; for a window that forgets nothing by itself, this is all. */
export function addEntry(tally: Tally, entry: number): void {
  if ((entry & CALL) !== 0) tally.calls += 1;
  if ((entry & FAILED) !== 0) tally.failures += 1;
  if ((entry & SLOW) !== 0) tally.slow += 1;
}

/** The last `ring.length` entries. */
export function addToRing(tally: Tally, entry: number): void {
  const { ring } = tally;
  if (tally.filled === ring.length) {
    const old = ring[tally.next] as number;
    if ((old & CALL) !== 0) tally.calls -= 1;
    if ((old & FAILED) !== 0) tally.failures -= 1;
    if ((old & SLOW) !== 0) tally.slow -= 1;
  } else {
    tally.filled += 1;
  }
  ring[tally.next] = entry;
  tally.next = tally.next + 1 === ring.length ? 0 : tally.next + 1;
  addEntry(tally, entry);
}

/** Parts cut by the clock: the current one and the `parts − 1` before it count, however long nothing happened. */
export function addToClockPart(tally: Tally, entry: number, nowMs: Ms, partMs: Ms): void {
  const parts = tally.callsOf.length;
  const part = Math.floor(nowMs / partMs);
  for (let number = Math.max(tally.part + 1, part - parts + 1); number <= part; number++) dropPart(tally, number % parts);
  tally.part = part;
  addToPart(tally, part % parts, entry);
}

/** Parts begun by the first entry after the last one ended; one goes out when it began `parts × partMs` ago. */
export function addToCallPart(tally: Tally, entry: number, nowMs: Ms, partMs: Ms): void {
  const parts = tally.callsOf.length;
  while (tally.held > 0 && (nowMs - (tally.startMs[tally.first] as Ms) >= partMs * parts || tally.held > parts)) dropFirst(tally);
  const last = (tally.first + tally.held - 1 + parts) % parts;
  if (tally.held > 0 && nowMs - (tally.startMs[last] as Ms) < partMs) {
    addToPart(tally, last, entry);
    return;
  }
  // Rounding alone could leave the ring full here.
  if (tally.held === parts) dropFirst(tally);
  const begun = (tally.first + tally.held) % parts;
  tally.startMs[begun] = nowMs;
  tally.held += 1;
  addToPart(tally, begun, entry);
}

function dropFirst(tally: Tally): void {
  dropPart(tally, tally.first);
  tally.first = (tally.first + 1) % tally.callsOf.length;
  tally.held -= 1;
}

function dropPart(tally: Tally, at: number): void {
  tally.calls -= tally.callsOf[at] as number;
  tally.failures -= tally.failuresOf[at] as number;
  tally.slow -= tally.slowOf[at] as number;
  tally.callsOf[at] = 0;
  tally.failuresOf[at] = 0;
  tally.slowOf[at] = 0;
}

function addToPart(tally: Tally, at: number, entry: number): void {
  addEntry(tally, entry);
  if ((entry & CALL) !== 0) tally.callsOf[at] = (tally.callsOf[at] as number) + 1;
  if ((entry & FAILED) !== 0) tally.failuresOf[at] = (tally.failuresOf[at] as number) + 1;
  if ((entry & SLOW) !== 0) tally.slowOf[at] = (tally.slowOf[at] as number) + 1;
}

/** Starts a tumbling window over when it is older than `windowMs` (gobreaker's comparison is strict); true when there was one that ended. */
export function startOver(tally: Tally, nowMs: Ms, windowMs: Ms): boolean {
  const { beganMs } = tally;
  if (beganMs >= 0 && nowMs <= beganMs + windowMs) return false;
  if (beganMs >= 0) clearTally(tally);
  tally.beganMs = nowMs;
  return beganMs >= 0;
}

/** The same at every multiple of `windowMs`. */
export function startOverByClock(tally: Tally, nowMs: Ms, windowMs: Ms): boolean {
  const part = Math.floor(nowMs / windowMs);
  if (part === tally.part) return false;
  clearTally(tally);
  tally.part = part;
  return true;
}

/** Forgets what happened; which part it is, and when a tumbling window began, stay. */
export function clearTally(tally: Tally): void {
  tally.calls = 0;
  tally.failures = 0;
  tally.slow = 0;
  tally.callsOf.fill(0);
  tally.failuresOf.fill(0);
  tally.slowOf.fill(0);
  tally.first = 0;
  tally.held = 0;
  tally.next = 0;
  tally.filled = 0;
}
