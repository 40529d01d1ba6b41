import { DDSketch, SKETCH_ACCURACY, type SketchData } from '../engine/index.ts';
import type { ComparedRun, LatencyFigures } from '../model/index.ts';

const GAMMA = (1 + SKETCH_ACCURACY) / (1 - SKETCH_ACCURACY);

/**
 * Quantile of a sketch, interpolated inside its bin by rank. A sketch answers with the middle of a bin, and bins are 2 % wide: two runs
 * whose P95 differ by 1 % would seem equal, or 2 % apart. Inside so narrow a bin values lie nearly evenly (on the log scale), so
 * the interpolated difference is right to a small part of that. Null when empty. Still within 1 % of the true quantile for a bin of one value.
 */
export function quantileOf({ count, min, max, zeros, firstBin, bins }: SketchData, q: number): number | null {
  if (count === 0 || min === null || max === null) return null;
  const rank = q * (count - 1);
  let before = zeros;
  if (rank < before) return min;
  for (let at = 0; at < bins.length; at++) {
    const inBin = bins[at]!;
    if (rank < before + inBin) {
      // Bin b holds (γ^(b−1), γ^b].
      const value = GAMMA ** (firstBin + at - 1 + Math.min(1, (rank - before + 0.5) / inBin));
      return Math.min(max, Math.max(min, value));
    }
    before += inBin;
  }
  return max;
}

export const latencyFigures = (sketch: SketchData): LatencyFigures => ({
  p50: quantileOf(sketch, 0.5),
  p95: quantileOf(sketch, 0.95),
  p99: quantileOf(sketch, 0.99),
  mean: sketch.count === 0 ? null : sketch.sum / sketch.count,
  max: sketch.max,
});

/** Of the answers of several runs together. */
export function pooledLatency(sketches: readonly ComparedRun['latency'][]): LatencyFigures {
  const pooled = new DDSketch();
  for (const sketch of sketches) pooled.merge(DDSketch.from(sketch));
  return latencyFigures(pooled.toJSON());
}

/** Without the empty bins at both ends, so that the same values give the same data however the sketch grew. */
export function trimmedSketch(sketch: SketchData): ComparedRun['latency'] {
  const first = sketch.bins.findIndex((bin) => bin > 0);
  if (first === -1) return { ...sketch, firstBin: 0, bins: [] };
  const last = sketch.bins.findLastIndex((bin) => bin > 0);
  return { ...sketch, firstBin: sketch.firstBin + first, bins: sketch.bins.slice(first, last + 1) };
}
