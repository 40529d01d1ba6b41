import { DDSketch, PLACES } from './sketch.ts';

/** A row's totals. */
export const SUM = 0;
export const MIN = 1;
export const MAX = 2;
export const TOTALS = 4;

export { PLACES };

/**
 * Many latency sketches in two arrays. One reply is counted by a dozen of them at one instant, mostly with the same duration, so the place of a
 * value is looked up once and each row takes it ready-made: `counts[row × PLACES + place]`, `totals[row × TOTALS + SUM]`. The run loop
 * writes them itself.
 */
export class SketchRows {
  readonly counts: Uint32Array;
  readonly totals: Float64Array;

  constructor(rows: number) {
    this.counts = new Uint32Array(rows * PLACES);
    this.totals = new Float64Array(rows * TOTALS);
    for (let row = 0; row < rows; row++) this.clear(row);
  }

  clear(row: number): void {
    this.counts.fill(0, row * PLACES, (row + 1) * PLACES);
    this.totals[row * TOTALS + SUM] = 0;
    this.totals[row * TOTALS + MIN] = Number.POSITIVE_INFINITY;
    this.totals[row * TOTALS + MAX] = Number.NEGATIVE_INFINITY;
  }

  /** Counts all of another row in this one too. */
  add(row: number, other: number): void {
    const { counts, totals } = this;
    for (let place = 0; place < PLACES; place++) counts[row * PLACES + place]! += counts[other * PLACES + place]!;
    const at = row * TOTALS;
    const from = other * TOTALS;
    totals[at + SUM]! += totals[from + SUM]!;
    totals[at + MIN] = Math.min(totals[at + MIN]!, totals[from + MIN]!);
    totals[at + MAX] = Math.max(totals[at + MAX]!, totals[from + MAX]!);
  }

  /** A copy of the row. */
  sketch(row: number): DDSketch {
    const { counts, totals } = this;
    const at = row * TOTALS;
    return DDSketch.fromPlaces(counts.subarray(row * PLACES, (row + 1) * PLACES), totals[at + SUM]!, totals[at + MIN]!, totals[at + MAX]!);
  }
}
