import type { Ms } from '../../model/index.ts';

/** Parts into which a window is cut: a sum is over the last window, the oldest part of it let go at once (as Finagle's WindowedAdder). */
const PARTS = 10;

/** A sum over a window that moves on: plain data, a fixed number of parts, a part's turn costs its share only. */
export interface RollingSum {
  readonly parts: number[];
  total: number;
  /** Number of the part that is filled now, counted from the beginning of the run. */
  part: number;
}

export const createRollingSum = (): RollingSum => ({ parts: new Array<number>(PARTS).fill(0), total: 0, part: 0 });

/** Lets go of what is older than the window; to be called before the sum is read or added to. */
export function moveOn(sum: RollingSum, nowMs: Ms, windowMs: Ms): void {
  const part = Math.floor((nowMs * PARTS) / windowMs);
  const parted = Math.min(PARTS, part - sum.part);
  for (let n = 1; n <= parted; n++) {
    const at = (sum.part + n) % PARTS;
    sum.total -= sum.parts[at]!;
    sum.parts[at] = 0;
  }
  // After a whole window of silence every part is empty, whichever is begun next.
  sum.part = part;
}

export function add(sum: RollingSum, amount: number): void {
  sum.parts[sum.part % PARTS]! += amount;
  sum.total += amount;
}
