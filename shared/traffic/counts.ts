/** Quantiles out of counts: one pass over ten million values, and no sorting. */

export interface Quantiles {
  readonly p5: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly mean: number;
}

/** Bars of a histogram: bar i counts the values from `edges[i]` on and below `edges[i + 1]`. */
export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

const COUNTED_BELOW = 1 << 16;

/** Whole numbers of 32 bits, exactly: those below 65 536 are counted, the few above are kept. */
export class TokenCounts {
  readonly #counts = new Uint32Array(COUNTED_BELOW);
  #above = new Uint32Array(0);
  #aboveCount = 0;
  #sum = 0;
  #max = 0;
  #count = 0;

  add(tokens: number): void {
    this.#sum += tokens;
    this.#count++;
    if (tokens > this.#max) this.#max = tokens;
    if (tokens < COUNTED_BELOW) {
      this.#counts[tokens]!++;
      return;
    }
    if (this.#aboveCount === this.#above.length) {
      const grown = new Uint32Array(Math.max(1024, 2 * this.#above.length));
      grown.set(this.#above);
      this.#above = grown;
    }
    this.#above[this.#aboveCount++] = tokens;
  }

  quantiles(): Quantiles {
    return quantilesOf(this.#cells(), this.#count, this.#max, this.#sum);
  }

  /** Bars of half an octave; nothing left out. */
  histogram(): Histogram {
    return histogramOf(this.#cells(), 1);
  }

  *#cells(): Generator<readonly [value: number, count: number]> {
    for (let value = 0; value < COUNTED_BELOW; value++) if (this.#counts[value]! > 0) yield [value, this.#counts[value]!];
    for (const value of this.#above.subarray(0, this.#aboveCount).sort()) yield [value, 1];
  }
}

/** Bits of a float that are kept: sign, exponent and seven of the fraction, so that cells are 0.8 % wide. */
const DROPPED_BITS = 16;
const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** Times of 0 ms and more, to half a per cent. */
export class TimeCounts {
  readonly #cells = new Uint32Array(1 << (31 - DROPPED_BITS));
  #sum = 0;
  #max = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Values that are not recorded (NaN) are passed over. */
  add(ms: number): void {
    if (!(ms >= 0 && ms < Number.POSITIVE_INFINITY)) return;
    float[0] = ms;
    this.#cells[bits[0]! >>> DROPPED_BITS]!++;
    this.#sum += ms;
    this.#count++;
    if (ms > this.#max) this.#max = ms;
  }

  quantiles(): Quantiles {
    return quantilesOf(this.#values(), this.#count, this.#max, this.#sum);
  }

  histogram(): Histogram {
    return histogramOf(this.#values(), 1);
  }

  *#values(): Generator<readonly [value: number, count: number]> {
    for (let cell = 0; cell < this.#cells.length; cell++) {
      if (this.#cells[cell]! === 0) continue;
      bits[0] = (cell << DROPPED_BITS) + (1 << (DROPPED_BITS - 1));
      yield [cell === 0 ? 0 : Math.min(this.#max, float[0]!), this.#cells[cell]!];
    }
  }
}

/** By nearest rank; values in ascending order. All 0 without a value. */
function quantilesOf(cells: Iterable<readonly [value: number, count: number]>, count: number, max: number, sum: number): Quantiles {
  const shares = [0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
  const found: number[] = [];
  let below = 0;
  for (const [value, times] of cells) {
    below += times;
    while (found.length < shares.length && below >= Math.max(1, Math.ceil(shares[found.length]! * count))) found.push(value);
  }
  const [p5 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0, p99 = 0] = found;
  return { p5, p25, p50, p75, p95, p99, max, mean: count === 0 ? 0 : sum / count };
}

const BARS_AN_OCTAVE = 2;

/** On a logarithmic axis; what is below `least` falls into the first bar. */
function histogramOf(cells: Iterable<readonly [value: number, count: number]>, least: number): Histogram {
  const byBar = new Map<number, number>();
  for (const [value, count] of cells) {
    const bar = Math.max(0, Math.floor(Math.log2(Math.max(value, least) / least) * BARS_AN_OCTAVE + 1e-9));
    byBar.set(bar, (byBar.get(bar) ?? 0) + count);
  }
  if (byBar.size === 0) return { edges: [], counts: [] };
  const first = Math.min(...byBar.keys());
  const last = Math.max(...byBar.keys());
  return {
    edges: Array.from({ length: last - first + 2 }, (_, i) => least * 2 ** ((first + i) / BARS_AN_OCTAVE)),
    counts: Array.from({ length: last - first + 1 }, (_, i) => byBar.get(first + i) ?? 0),
  };
}
