import { type EdgeFigures, FAILURE_CLASSES, type Ms, type Series } from '../model/index.ts';
import type { Chains } from './chains.ts';
import type { DDSketch } from './sketch.ts';
import type { CallStatistics } from './statistics.ts';

/** What is counted of one edge in one bucket: failures, answers of tier 1 to 3, calls that nobody waited for any longer. */
export const EDGE_COLUMNS = 5;
export const EDGE_ABANDONED = 4;

/** A bucket's record of doubles. The run loop writes them itself. */
export const REQUESTS = 0;
/** Then tier 2 and 3. */
export const ANSWERED_TIER_1 = 1;
export const BLOCKED = 4;
export const FAILED = 5;
export const BUCKET_USD = 6;
export const ATTEMPTS = 7;
export const BUCKET_RECORD = 8;

const FAILURES = FAILURE_CLASSES.length;

/** Bound on memory when work ends ages after the traffic (a retry told to wait for a year): later ends fall into the last bucket. */
const BUCKETS_AFTER_TRAFFIC = 10_000;

/** Counts by bucket of simulated time. Time never goes back, so only the bucket of now needs a latency sketch. */
export class BucketSeries {
  /** Where the counts of the present bucket start. */
  row = 0;
  edgeRow = 0;
  records = new Float64Array(0);
  edges = new Uint32Array(0);
  /** Requests without an answer by bucket and failure class; where those of the present bucket start. */
  failures = new Uint32Array(0);
  failureRow = 0;
  /** Start and end of the present bucket, in one array as the clock is. */
  readonly bounds = new Float64Array(2);

  private readonly bucketMs: Ms;
  private readonly statistics: CallStatistics;
  private readonly edgeCount: number;
  private readonly chains: Chains;
  /** Edges, then chains. */
  private readonly columns: number;
  readonly lastBucket: number;
  private bucket = 0;
  private capacity = 0;
  private readonly p50: (number | null)[] = [];
  private readonly p95: (number | null)[] = [];
  private readonly p99: (number | null)[] = [];

  constructor(bucketMs: Ms, trafficEndMs: Ms, statistics: CallStatistics, chains: Chains) {
    if (!(bucketMs > 0)) throw new RangeError(`a time series needs buckets longer than 0 ms, not ${bucketMs}`);
    this.bucketMs = bucketMs;
    this.statistics = statistics;
    this.edgeCount = statistics.edgeCount;
    this.chains = chains;
    this.columns = statistics.edgeCount + chains.count;
    this.bounds[1] = bucketMs;
    const trafficBuckets = Math.floor(trafficEndMs / bucketMs) + 1;
    this.lastBucket = trafficBuckets - 1 + BUCKETS_AFTER_TRAFFIC;
    this.reserve(trafficBuckets);
  }

  /** To be said whenever the clock reaches the end of the present bucket, before anything is counted. */
  moveTo(clock: Float64Array): void {
    const nowMs = clock[0]!;
    const startMs = this.bounds[0]!;
    this.closeLatency();
    const next = Math.max(this.bucket + 1, Math.floor(nowMs / this.bucketMs));
    this.bucket = Math.min(next, this.lastBucket);
    this.row = this.bucket * BUCKET_RECORD;
    this.edgeRow = this.bucket * this.columns * EDGE_COLUMNS;
    this.failureRow = this.bucket * FAILURES;
    this.bounds[0] = this.bucket * this.bucketMs;
    this.bounds[1] = this.bucket === this.lastBucket ? Number.POSITIVE_INFINITY : (this.bucket + 1) * this.bucketMs;
    this.statistics.closeBucket(this.bounds[0] - startMs);
    if (this.bucket >= this.capacity) this.reserve(Math.min(2 * this.bucket + 2, this.lastBucket + 1));
  }

  /** The run is over: closes the present bucket at this instant. */
  end(nowMs: Ms): void {
    this.closeLatency();
    this.statistics.closeBucket(nowMs - this.bounds[0]!);
    this.foldChains();
  }

  /** What was counted of chains as a whole is that of each edge from one of their nodes. */
  private foldChains(): void {
    const { edges, columns, chains } = this;
    const { portOffset, edgeOfPort } = this.statistics;
    for (let row = 0; row < edges.length; row += columns * EDGE_COLUMNS) {
      for (let chain = 0; chain < chains.count; chain++) {
        const from = row + (this.edgeCount + chain) * EDGE_COLUMNS;
        for (let at = chains.offset[chain]!; at < chains.offset[chain + 1]!; at++) {
          const to = row + edgeOfPort[portOffset[chains.nodes[at]!]!]! * EDGE_COLUMNS;
          for (let column = 0; column < EDGE_COLUMNS; column++) edges[to + column]! += edges[from + column]!;
        }
        edges.fill(0, from, from + EDGE_COLUMNS);
      }
    }
  }

  figures(): Series {
    const length = Math.max(this.lastCounted + 1, this.p50.length, this.trafficBuckets);
    const column = (offset: number) => Array.from({ length }, (_, bucket) => this.records[bucket * BUCKET_RECORD + offset]!);
    const quantiles = (values: readonly (number | null)[]) => Array.from({ length }, (_, bucket) => values[bucket] ?? null);
    const edgeColumn = (edge: number, offset: number) =>
      Array.from({ length }, (_, bucket) => this.edges[(bucket * this.columns + edge) * EDGE_COLUMNS + offset]!);
    return {
      bucketMs: this.bucketMs,
      requests: column(REQUESTS),
      answeredByTier: [0, 1, 2].map((tier) => column(ANSWERED_TIER_1 + tier)),
      blocked: column(BLOCKED),
      failed: column(FAILED),
      latencyMs: { p50: quantiles(this.p50), p95: quantiles(this.p95), p99: quantiles(this.p99) },
      usd: column(BUCKET_USD),
      attempts: column(ATTEMPTS),
      byFailure: this.byFailure(length),
      edges: Array.from({ length: this.edgeCount }, (_, edge) => {
        const columns = Array.from({ length: EDGE_COLUMNS }, (_, offset) => edgeColumn(edge, offset));
        return {
          calls: Array.from({ length }, (_, bucket) => columns.reduce((sum, values) => sum + values[bucket]!, 0)),
          answeredByTier: columns.slice(1, 4),
          failed: columns[0]!,
        };
      }),
    };
  }

  private byFailure(length: number): Record<string, number[]> {
    const columns = FAILURE_CLASSES.map(
      (failure, position) => [failure, Array.from({ length }, (_, bucket) => this.failures[bucket * FAILURES + position]!)] as const,
    );
    return Object.fromEntries(columns.filter(([, counts]) => counts.some((count) => count > 0)));
  }

  /** Counts of one edge over the whole run, which therefore are the sums of its series. */
  edgeTotals(edge: number): Pick<EdgeFigures, 'calls' | 'answeredByTier' | 'failed'> {
    const totals = [0, 0, 0, 0, 0];
    for (let row = edge * EDGE_COLUMNS; row < this.edges.length; row += this.columns * EDGE_COLUMNS) {
      for (let column = 0; column < EDGE_COLUMNS; column++) totals[column]! += this.edges[row + column]!;
    }
    const [failed, tier1, tier2, tier3, abandoned] = totals as [number, number, number, number, number];
    return { calls: failed + tier1 + tier2 + tier3 + abandoned, answeredByTier: [tier1, tier2, tier3], failed };
  }

  private get trafficBuckets(): number {
    return this.lastBucket + 1 - BUCKETS_AFTER_TRAFFIC;
  }

  /** The last bucket in which anything was counted: the clock may have gone on without. */
  private get lastCounted(): number {
    const edgeRow = this.columns * EDGE_COLUMNS;
    for (let bucket = this.bucket; bucket > 0; bucket--) {
      const counts = this.records.subarray(bucket * BUCKET_RECORD, (bucket + 1) * BUCKET_RECORD);
      const edges = this.edges.subarray(bucket * edgeRow, (bucket + 1) * edgeRow);
      if (counts.some((count) => count !== 0) || edges.some((count) => count !== 0)) return bucket;
    }
    return 0;
  }

  private closeLatency(): void {
    const { bucket } = this;
    const { latency, bucketRow } = this.statistics;
    const sketch: DDSketch = latency.sketch(bucketRow);
    if (sketch.count === 0) return;
    this.p50[bucket] = sketch.quantile(0.5);
    this.p95[bucket] = sketch.quantile(0.95);
    this.p99[bucket] = sketch.quantile(0.99);
    latency.clear(bucketRow);
  }

  private reserve(capacity: number): void {
    const records = new Float64Array(capacity * BUCKET_RECORD);
    records.set(this.records);
    this.records = records;
    const edges = new Uint32Array(capacity * this.columns * EDGE_COLUMNS);
    edges.set(this.edges);
    this.edges = edges;
    const failures = new Uint32Array(capacity * FAILURES);
    failures.set(this.failures);
    this.failures = failures;
    this.capacity = capacity;
  }
}
