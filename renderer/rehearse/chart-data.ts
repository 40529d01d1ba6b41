import type { FailureClass, RunResult, StationSeries } from '../../shared/model/index.ts';
import { bucketsIn, type TimeAxis, type TimeView, timeAxis, type ValueScale, valueScale, wholeView } from './time-axis.ts';

/** Columns for the charts, in the units of their axes. x is milliseconds since the first request. */

/** One more point than buckets: a step chart needs to know where its last step ends. */
function bucketEdges(axis: TimeAxis): number[] {
  return Array.from({ length: axis.bucketCount + 1 }, (_, i) => Math.min(axis.endMs, i * axis.bucketMs));
}
/** Greatest of the values that a view shows; null counts as none. */
function greatestIn(axis: TimeAxis, view: TimeView, columns: readonly (readonly (number | null)[])[]): number {
  const { first, end } = bucketsIn(axis, view);
  return Math.max(0, ...columns.flatMap((column) => column.slice(first, end).map((value) => value ?? 0)));
}
const withLastStep = <T>(values: readonly T[]): T[] => (values.length === 0 ? [] : [...values, values.at(-1)!]);

export interface AnswersData {
  readonly x: number[];
  /** Cumulative from the bottom: tier 1, + tier 2, + tier 3, + blocked, + failed. One value a bucket edge. */
  readonly stack: readonly [number[], number[], number[], number[], number[]];
  readonly scale: ValueScale;
}

export function answersData(run: RunResult, view: TimeView = wholeView(timeAxis(run))): AnswersData {
  const { answeredByTier, blocked, failed } = run.series;
  const axis = timeAxis(run);
  const layers = [...answeredByTier, blocked, failed];
  let below = new Array<number>(axis.bucketCount).fill(0);
  const stack = layers.map((layer) => {
    below = below.map((sum, i) => sum + (layer[i] ?? 0));
    return withLastStep(below);
  }) as unknown as AnswersData['stack'];
  return { x: bucketEdges(axis), stack, scale: valueScale(greatestIn(axis, view, [below]), 3, 0.12) };
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
  /** Ends of the interval of P95 over the replications; null when the run was not replicated. */
  readonly band: { readonly low: (number | null)[]; readonly high: (number | null)[] } | null;
  readonly scale: ValueScale;
}

export function latencyData(run: RunResult, slaP95Ms: number | null, view: TimeView = wholeView(timeAxis(run))): LatencyData {
  const axis = timeAxis(run);
  const seconds = (values: readonly (number | null)[]) => values.map((ms) => (ms === null ? null : ms / 1000));
  const { p50, p95, p99 } = run.series.latencyMs;
  const band = run.intervals?.series?.p95Ms;
  const highest = Math.max(slaP95Ms ?? 0, greatestIn(axis, view, [p50, p95, p99, band?.high ?? []])) / 1000;
  return {
    x: Array.from({ length: axis.bucketCount }, (_, i) => Math.min(axis.endMs, (i + 0.5) * axis.bucketMs)),
    p50: seconds(p50),
    p95: seconds(p95),
    p99: seconds(p99),
    band: band === undefined ? null : { low: seconds(band.low), high: seconds(band.high) },
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
export function quantileLabels(data: Pick<LatencyData, 'x' | 'p50' | 'p95' | 'p99'>, view: TimeView): QuantileLabels | null {
  const margin = (view.toMs - view.fromMs) * 0.04;
  let best: (QuantileLabels & { readonly gap: number }) | null = null;
  for (let i = 0; i < data.x.length; i++) {
    if (data.x[i]! < view.fromMs + margin || data.x[i]! > view.toMs - margin) continue;
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
  /** Ends of its interval over the replications; null when the run was not replicated. */
  readonly band: { readonly low: number[]; readonly high: number[] } | null;
  readonly scale: ValueScale;
}

export function costData(run: RunResult, view: TimeView = wholeView(timeAxis(run))): CostData {
  const axis = timeAxis(run);
  const perMin = (usd: readonly number[]) => usd.map((value) => (value * 60_000) / axis.bucketMs);
  const usdPerMin = perMin(run.series.usd);
  const over = run.intervals?.series?.usd;
  // An interval may reach below nothing; money does not.
  const band = over === undefined ? null : { low: perMin(over.low).map((value) => Math.max(0, value)), high: perMin(over.high) };
  return {
    x: bucketEdges(axis),
    usdPerMin: withLastStep(usdPerMin),
    band: band && { low: withLastStep(band.low), high: withLastStep(band.high) },
    scale: valueScale(greatestIn(axis, view, [usdPerMin, band?.high ?? []]), 2),
  };
}

/** Classes are told apart by their names and shades; more than so many would be neither. */
const MOST_CLASSES = 4;

export interface FailuresData {
  readonly x: number[];
  /** The most frequent first; `null` = all the others together. Its own counts, not stacked: one a bucket. */
  readonly classes: readonly { readonly failure: FailureClass | null; readonly counts: readonly number[]; readonly total: number }[];
  /** Cumulative from the bottom, in the order of `classes`; one value a bucket edge. */
  readonly stack: readonly number[][];
  readonly scale: ValueScale;
}

/** Requests without an answer by failure class. Blocked ones are policy, not failure, and stand among the answers. Null for a run of an engine that did not count them. */
export function failuresData(run: RunResult, view: TimeView = wholeView(timeAxis(run))): FailuresData | null {
  const { byFailure } = run.series;
  if (byFailure === undefined) return null;
  const axis = timeAxis(run);
  const all = Object.entries(byFailure)
    .filter(([failure]) => failure !== 'blocked-by-guard')
    .map(([failure, counts = []]) => ({ failure: failure as FailureClass, counts, total: counts.reduce((sum, count) => sum + count, 0) }))
    .sort((a, b) => b.total - a.total);
  const others = all.length > MOST_CLASSES ? all.slice(MOST_CLASSES - 1) : [];
  const classes: FailuresData['classes'] =
    others.length === 0
      ? all
      : [
          ...all.slice(0, MOST_CLASSES - 1),
          {
            failure: null,
            counts: others[0]!.counts.map((_, bucket) => others.reduce((sum, { counts }) => sum + (counts[bucket] ?? 0), 0)),
            total: others.reduce((sum, { total }) => sum + total, 0),
          },
        ];
  let below = new Array<number>(axis.bucketCount).fill(0);
  const stack = classes.map(({ counts }) => {
    below = below.map((sum, bucket) => sum + (counts[bucket] ?? 0));
    return withLastStep(below);
  });
  return { x: bucketEdges(axis), classes, stack, scale: valueScale(greatestIn(axis, view, [below]), 2) };
}

export interface StationData {
  readonly x: number[];
  /** Mean slots in use, and on top of them the mean number of calls that wait. One value a bucket edge. */
  readonly inUse: number[];
  readonly withWaiting: number[];
  /** Slots there are; null where there is no limit. */
  readonly slots: (number | null)[];
  readonly scale: ValueScale;
}

export function stationData(run: RunResult, station: StationSeries, view: TimeView = wholeView(timeAxis(run))): StationData {
  const axis = timeAxis(run);
  const withWaiting = station.inUse.map((inUse, bucket) => inUse + (station.waiting[bucket] ?? 0));
  return {
    x: bucketEdges(axis),
    inUse: withLastStep(station.inUse),
    withWaiting: withLastStep(withWaiting),
    slots: withLastStep(station.slots),
    scale: valueScale(greatestIn(axis, view, [withWaiting, station.slots]), 2),
  };
}

export interface BudgetsData {
  readonly x: number[];
  /** Percent of the limit used, by account. One value a bucket edge: what was used up to there. */
  readonly accounts: readonly { readonly nodeId: string; readonly percent: number[] }[];
  readonly scale: ValueScale;
}

/** What was used of each budget; 100 % is its limit. */
export function budgetsData(run: RunResult, view: TimeView = wholeView(timeAxis(run))): BudgetsData {
  const axis = timeAxis(run);
  const accounts = (run.series.accounts ?? []).map(({ nodeId, used }) => ({ nodeId, percent: used.map((share) => share * 100) }));
  const most = greatestIn(
    axis,
    view,
    accounts.map(({ percent }) => percent),
  );
  return {
    // The level at the end of each bucket; what came before the first is not known to the run.
    x: Array.from({ length: axis.bucketCount }, (_, bucket) => Math.min(axis.endMs, (bucket + 1) * axis.bucketMs)),
    accounts,
    scale: valueScale(Math.max(most, 100), 2, 0.1),
  };
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
export function tierLabels(run: RunResult, view: TimeView = wholeView(timeAxis(run))): TierLabel[] {
  const axis = timeAxis(run);
  const { answeredByTier } = run.series;
  const { stack, scale } = answersData(run, view);
  const { first, end } = bucketsIn(axis, view);
  return ([1, 2, 3] as const).flatMap((tier) => {
    const layer = answeredByTier[tier - 1] ?? [];
    const runs: { from: number; to: number }[] = [];
    for (let i = first; i < Math.min(end, layer.length); i++) {
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
        const startMs = Math.max(view.fromMs, from * axis.bucketMs);
        const endMs = Math.min(view.toMs, to * axis.bucketMs);
        return { tier, atMs: (startMs + endMs) / 2, widthMs: endMs - startMs, value };
      });
  });
}
