import type { LatencyFigures } from '../model/index.ts';

/** Relative error of every quantile. */
export const SKETCH_ACCURACY = 0.01;

const GAMMA = (1 + SKETCH_ACCURACY) / (1 - SKETCH_ACCURACY);
const PER_LOG = 1 / Math.log(GAMMA);
/** Shorter than a nanosecond counts as zero: a reply at the same instant. */
const SMALLEST = 1e-6;
/** In ms, 30 000 years: far beyond any run; larger values share the last bin. */
const LARGEST = 1e15;
const LOWEST_BIN = Math.ceil(Math.log(SMALLEST) * PER_LOG);
const HIGHEST_BIN = Math.ceil(Math.log(LARGEST) * PER_LOG);

/** Upper ends of the bins, from `LOWEST_BIN` on: bin b holds (γ^(b − 1), γ^b]. */
const upperEnds = Float64Array.from({ length: HIGHEST_BIN - LOWEST_BIN + 1 }, (_, at) => GAMMA ** (at + LOWEST_BIN));

// A logarithm a value was a fifth of a run's time. The exponent and six bits of the fraction of a double say where to start looking, and
// a step of theirs is narrower than a bin, so at most two comparisons follow. (Little-endian, as is every machine that V8 runs on.)
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const LOW_KEY = keyOf(SMALLEST);
const startAt = new Int32Array(keyOf(LARGEST) - LOW_KEY + 1);
for (let step = 0, at = 0; step < startAt.length; step++) {
  words[0] = 0;
  words[1] = (step + LOW_KEY) << 14;
  while (at < upperEnds.length - 1 && double[0]! > upperEnds[at]!) at++;
  startAt[step] = at;
}

function keyOf(value: number): number {
  double[0] = value;
  return words[1]! >>> 14;
}

/** Input of `placeOfMeasured`: a number with a fraction that is an argument is a new object wherever the compiler does not inline the call. */
export const measured = double;

/** Places that a value may have: that of zero first, then the bins. */
export const PLACES = upperEnds.length + 1;

/** Place of the value in `measured`, 0 or more. */
export function placeOfMeasured(): number {
  const value = double[0]!;
  if (!(value > SMALLEST)) return 0;
  if (value >= LARGEST) return PLACES - 1;
  let at = startAt[(words[1]! >>> 14) - LOW_KEY]!;
  while (value > upperEnds[at]!) at++;
  return at + 1;
}

function placeOf(value: number): number {
  double[0] = value;
  return placeOfMeasured();
}

/** Position in `upperEnds` of the bin of a value above `SMALLEST`. */
function positionOf(value: number): number {
  if (value >= LARGEST) return upperEnds.length - 1;
  let at = startAt[keyOf(value) - LOW_KEY]!;
  while (value > upperEnds[at]!) at++;
  return at;
}

/**
 * DDSketch (Masson, Rim, Lee, VLDB 2019) with logarithmic bins and no bin limit: any quantile of non-negative values
 * within 1 % of the true one. Two sketches merge exactly, so the number of workers cannot change a result.
 * Count, mean and maximum are exact.
 */
export class DDSketch {
  count = 0;
  sum = 0;
  max = Number.NEGATIVE_INFINITY;
  min = Number.POSITIVE_INFINITY;
  private zeros = 0;
  /** Counts of bins from `firstBin` on; empty until the first value. */
  private bins: Float64Array = new Float64Array(0);
  private firstBin = 0;

  /** `value` in any unit, 0 or more; throws for anything else. */
  add(value: number): void {
    // The first comparison is false for NaN, too. Short, so that the compiler inlines it: a latency handed to a call is an object made for it.
    const at = value > SMALLEST && value < LARGEST ? LOWEST_BIN + positionOf(value) - this.firstBin : -1;
    if (!(at >= 0 && at < this.bins.length)) {
      this.addElsewhere(value);
      return;
    }
    this.count++;
    this.sum += value;
    if (value > this.max) this.max = value;
    if (value < this.min) this.min = value;
    this.bins[at]!++;
  }

  /** Value at rank ⌊q × (count − 1)⌋, within 1 %; null when empty. */
  quantile(q: number): number | null {
    if (this.count === 0) return null;
    const rank = Math.floor(q * (this.count - 1));
    let seen = this.zeros;
    if (rank < seen) return this.min;
    for (let at = 0; at < this.bins.length; at++) {
      seen += this.bins[at]!;
      if (rank < seen) {
        const middle = (2 * GAMMA ** (at + this.firstBin)) / (GAMMA + 1);
        return Math.min(this.max, Math.max(this.min, middle));
      }
    }
    return this.max;
  }

  /** Adds all values of the other sketch; equal to having added them here one by one (the mean up to rounding). */
  merge(other: DDSketch): void {
    if (other.count === 0) return;
    this.count += other.count;
    this.sum += other.sum;
    this.zeros += other.zeros;
    if (other.max > this.max) this.max = other.max;
    if (other.min < this.min) this.min = other.min;
    if (other.bins.length === 0) return;
    this.reach(other.firstBin, other.firstBin + other.bins.length - 1);
    const shift = other.firstBin - this.firstBin;
    for (let at = 0; at < other.bins.length; at++) this.bins[at + shift]! += other.bins[at]!;
  }

  /** Empties it and keeps its memory. */
  clear(): void {
    this.count = 0;
    this.sum = 0;
    this.zeros = 0;
    this.max = Number.NEGATIVE_INFINITY;
    this.min = Number.POSITIVE_INFINITY;
    this.bins.fill(0);
  }

  figures(): LatencyFigures {
    return {
      p50: this.quantile(0.5),
      p95: this.quantile(0.95),
      p99: this.quantile(0.99),
      mean: this.count === 0 ? null : this.sum / this.count,
      max: this.count === 0 ? null : this.max,
    };
  }

  /** Plain data that survives a worker's message or JSON. */
  toJSON(): SketchData {
    return {
      count: this.count,
      sum: this.sum,
      min: this.count === 0 ? null : this.min,
      max: this.count === 0 ? null : this.max,
      zeros: this.zeros,
      firstBin: this.firstBin,
      bins: Array.from(this.bins),
    };
  }

  /** The sketch of values that were counted by place (`placeOfMeasured`), of which these are the sum, the least and the greatest. */
  static fromPlaces(counts: Uint32Array, sum: number, min: number, max: number): DDSketch {
    const sketch = new DDSketch();
    sketch.sum = sum;
    sketch.min = min;
    sketch.max = max;
    if (!(min <= max)) return sketch;
    // Nothing is counted outside of these: a run closes a sketch a bucket, and its two thousand places are mostly empty.
    const least = placeOf(min);
    const greatest = placeOf(max);
    sketch.zeros = counts[0]!;
    sketch.count = sketch.zeros;
    const first = Math.max(1, least);
    if (greatest < first) return sketch;
    sketch.reach(LOWEST_BIN + first - 1, LOWEST_BIN + greatest - 1);
    for (let place = first; place <= greatest; place++) {
      sketch.count += counts[place]!;
      sketch.bins[LOWEST_BIN + place - 1 - sketch.firstBin] = counts[place]!;
    }
    return sketch;
  }

  static from(data: SketchData): DDSketch {
    const sketch = new DDSketch();
    sketch.count = data.count;
    sketch.sum = data.sum;
    if (data.min !== null) sketch.min = data.min;
    if (data.max !== null) sketch.max = data.max;
    sketch.zeros = data.zeros;
    sketch.firstBin = data.firstBin;
    sketch.bins = Float64Array.from(data.bins);
    return sketch;
  }

  /** Zero, the first value of a bin that has no place yet, and what is no latency. */
  private addElsewhere(value: number): void {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw new RangeError(`a latency sketch takes 0 or more, not ${value}`);
    this.count++;
    this.sum += value;
    if (value > this.max) this.max = value;
    if (value < this.min) this.min = value;
    if (value <= SMALLEST) {
      this.zeros++;
      return;
    }
    const bin = LOWEST_BIN + positionOf(value);
    this.reach(bin, bin);
    this.bins[bin - this.firstBin]!++;
  }

  /** Makes room for both bins, in steps of 128 so that it happens seldom. */
  private reach(low: number, high: number): void {
    const isEmpty = this.bins.length === 0;
    const lowest = Math.min(low, isEmpty ? low : this.firstBin);
    const highest = Math.max(high, isEmpty ? high : this.firstBin + this.bins.length - 1);
    const first = Math.max(LOWEST_BIN, Math.floor(lowest / 128) * 128);
    const end = (Math.floor(highest / 128) + 1) * 128;
    if (!isEmpty && first === this.firstBin && end === this.firstBin + this.bins.length) return;
    const wider = new Float64Array(end - first);
    if (!isEmpty) wider.set(this.bins, this.firstBin - first);
    this.bins = wider;
    this.firstBin = first;
  }
}

export interface SketchData {
  readonly count: number;
  readonly sum: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly zeros: number;
  readonly firstBin: number;
  readonly bins: readonly number[];
}
