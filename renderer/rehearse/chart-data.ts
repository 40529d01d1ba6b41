import type { RunResult } from '../../shared/model/index.ts';
import { type TimeAxis, timeAxis, type ValueScale, valueScale } from './time-axis.ts';

/** Columns for the charts, in the units of their axes. x is milliseconds since the first request. */

/** One more point than buckets: a step chart needs to know where its last step ends. */
function bucketEdges(axis: TimeAxis): number[] {
  return Array.from({ length: axis.bucketCount + 1 }, (_, i) => Math.min(axis.endMs, i * axis.bucketMs));
}
const withLastStep = <T>(values: readonly T[]): T[] => (values.length === 0 ? [] : [...values, values.at(-1)!]);

export interface AnswersData {
  readonly x: number[];
  /** Cumulative from the bottom: tier 1, + tier 2, + tier 3, + blocked, + failed. One value a bucket edge. */
  readonly stack: readonly [number[], number[], number[], number[], number[]];
  readonly scale: ValueScale;
}

export function answersData(run: RunResult): AnswersData {
  const { answeredByTier, blocked, failed } = run.series;
  const axis = timeAxis(run);
  const layers = [...answeredByTier, blocked, failed];
  let below = new Array<number>(axis.bucketCount).fill(0);
  const stack = layers.map((layer) => {
    below = below.map((sum, i) => sum + (layer[i] ?? 0));
    return withLastStep(below);
  }) as unknown as AnswersData['stack'];
  return { x: bucketEdges(axis), stack, scale: valueScale(Math.max(0, ...below), 3, 0.12) };
}

export interface FailureTick {
  readonly startMs: number;
  readonly endMs: number;
  readonly count: number;
}

/** Buckets in which requests failed. Failures are too few to see in a stack, so they get a row of their own. */
export function failureTicks(run: RunResult): FailureTick[] {
  const axis = timeAxis(run);
  return run.series.failed.flatMap((count, i) =>
    count === 0 ? [] : [{ startMs: i * axis.bucketMs, endMs: Math.min(axis.endMs, (i + 1) * axis.bucketMs), count }],
  );
}

export interface LatencyData {
  /** Middles of the buckets. */
  readonly x: number[];
  /** Seconds; null where no request ended, which the line leaves open. */
  readonly p50: (number | null)[];
  readonly p95: (number | null)[];
  readonly p99: (number | null)[];
  readonly scale: ValueScale;
}

export function latencyData(run: RunResult, slaP95Ms: number | null): LatencyData {
  const axis = timeAxis(run);
  const seconds = (values: readonly (number | null)[]) => values.map((ms) => (ms === null ? null : ms / 1000));
  const { p50, p95, p99 } = run.series.latencyMs;
  const highest = Math.max(slaP95Ms ?? 0, ...[...p50, ...p95, ...p99].map((ms) => ms ?? 0)) / 1000;
  return {
    x: Array.from({ length: axis.bucketCount }, (_, i) => Math.min(axis.endMs, (i + 0.5) * axis.bucketMs)),
    p50: seconds(p50),
    p95: seconds(p95),
    p99: seconds(p99),
    scale: valueScale(highest, 3),
  };
}

export interface QuantileLabels {
  readonly atMs: number;
  /** Seconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Where the three names fit best: the bucket, away from both ends, in which the lines lie farthest apart. Null when no bucket has all three. */
export function quantileLabels(data: LatencyData): QuantileLabels | null {
  const margin = Math.floor(data.x.length * 0.04);
  let best: (QuantileLabels & { readonly gap: number }) | null = null;
  for (let i = margin; i < data.x.length - margin; i++) {
    const [p50, p95, p99] = [data.p50[i], data.p95[i], data.p99[i]];
    if (p50 == null || p95 == null || p99 == null) continue;
    const gap = Math.min(p99 - p95, p95 - p50);
    if (best === null || gap > best.gap) best = { atMs: data.x[i]!, p50, p95, p99, gap };
  }
  return best;
}

export interface CostData {
  readonly x: number[];
  /** One value a bucket edge. */
  readonly usdPerMin: number[];
  readonly scale: ValueScale;
}

export function costData(run: RunResult): CostData {
  const axis = timeAxis(run);
  const usdPerMin = run.series.usd.map((usd) => (usd * 60_000) / axis.bucketMs);
  return { x: bucketEdges(axis), usdPerMin: withLastStep(usdPerMin), scale: valueScale(Math.max(0, ...usdPerMin), 2) };
}

export interface TierLabel {
  readonly tier: 1 | 2 | 3;
  /** Middle of the label. */
  readonly atMs: number;
  /** Room that the label has. */
  readonly widthMs: number;
  /** Height of the layer's middle in requests, for placing the words. */
  readonly value: number;
}

/** A layer must be this share of the axis high before words fit into it. */
const LABEL_HEIGHT_SHARE = 0.18;
const LABELS_A_TIER = 2;

/** Where each tier's name fits inside its own area: its widest stretches that are high enough for words. */
export function tierLabels(run: RunResult): TierLabel[] {
  const axis = timeAxis(run);
  const { answeredByTier } = run.series;
  const { stack, scale } = answersData(run);
  return ([1, 2, 3] as const).flatMap((tier) => {
    const layer = answeredByTier[tier - 1] ?? [];
    const runs: { from: number; to: number }[] = [];
    for (let i = 0; i < layer.length; i++) {
      if (layer[i]! < scale.top * LABEL_HEIGHT_SHARE) continue;
      const last = runs.at(-1);
      if (last !== undefined && last.to === i) last.to = i + 1;
      else runs.push({ from: i, to: i + 1 });
    }
    return runs
      .sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)
      .slice(0, LABELS_A_TIER)
      .map(({ from, to }) => {
        const heights = layer.slice(from, to).map((_, k) => {
          const above = stack[tier - 1]![from + k]!;
          return { bottom: tier === 1 ? 0 : stack[tier - 2]![from + k]!, above };
        });
        const bottom = Math.max(...heights.map((height) => height.bottom));
        const above = Math.min(...heights.map((height) => height.above));
        // A ragged layer has no common band; its mean middle is then the best place.
        const middles = heights.map((height) => (height.bottom + height.above) / 2);
        const value = above > bottom ? (above + bottom) / 2 : middles.reduce((sum, middle) => sum + middle, 0) / middles.length;
        return { tier, atMs: ((from + to) / 2) * axis.bucketMs, widthMs: (to - from) * axis.bucketMs, value };
      });
  });
}
