import type { EdgeFigures, Ms, Series } from '../model/index.ts';
import { DDSketch } from './sketch.ts';

/** What is counted of one edge in one bucket: calls, answers by tier, failures. */
const EDGE_COLUMNS = 5;
/** Bound on memory when work ends ages after the traffic (a retry told to wait for a year): later ends fall into the last bucket. */
const BUCKETS_AFTER_TRAFFIC = 10_000;

/** Counts by bucket of simulated time. Time never goes back, so only the bucket of now needs a latency sketch. */
export class BucketSeries {
  private readonly bucketMs: Ms;
  /** The run's instant, always in the bucket of now or after it. */
  private readonly clock: Float64Array;
  private readonly edgeCount: number;
  private readonly lastBucket: number;
  private bucket = 0;
  /** Where the bucket's counts of edges start. */
  private edgeRow = 0;
  private bucketEndMs: Ms;
  private capacity = 0;
  private requests = new Float64Array(0);
  private answered = [new Float64Array(0), new Float64Array(0), new Float64Array(0)];
  private blocked = new Float64Array(0);
  private failed = new Float64Array(0);
  private usd = new Float64Array(0);
  private attempts = new Float64Array(0);
  private edges = new Uint32Array(0);
  private readonly latency = new DDSketch();
  private readonly p50: (number | null)[] = [];
  private readonly p95: (number | null)[] = [];
  private readonly p99: (number | null)[] = [];

  constructor(bucketMs: Ms, edgeCount: number, trafficEndMs: Ms, clock: Float64Array) {
    if (!(bucketMs > 0)) throw new RangeError(`a time series needs buckets longer than 0 ms, not ${bucketMs}`);
    this.bucketMs = bucketMs;
    this.clock = clock;
    this.edgeCount = edgeCount;
    this.bucketEndMs = bucketMs;
    const trafficBuckets = Math.floor(trafficEndMs / bucketMs) + 1;
    this.lastBucket = trafficBuckets - 1 + BUCKETS_AFTER_TRAFFIC;
    this.reserve(trafficBuckets);
  }

  requestArrived(): void {
    if (this.clock[0]! >= this.bucketEndMs) this.moveTo(this.clock[0]!);
    this.requests[this.bucket]!++;
  }

  requestAnswered(tier: number, latencyMs: Ms): void {
    if (this.clock[0]! >= this.bucketEndMs) this.moveTo(this.clock[0]!);
    this.answered[tier - 1]![this.bucket]!++;
    this.latency.add(latencyMs);
  }

  requestFailed(isBlocked: boolean): void {
    if (this.clock[0]! >= this.bucketEndMs) this.moveTo(this.clock[0]!);
    if (isBlocked) this.blocked[this.bucket]!++;
    else this.failed[this.bucket]!++;
  }

  spent(usd: number, attempts: number): void {
    if (this.clock[0]! >= this.bucketEndMs) this.moveTo(this.clock[0]!);
    this.usd[this.bucket]! += usd;
    this.attempts[this.bucket]! += attempts;
  }

  /** A call along an edge came to its end; `tier` 1..3 for an answer, 0 for a failure, −1 when nobody waited any longer. */
  callEnded(edge: number, tier: number): void {
    if (this.clock[0]! >= this.bucketEndMs) this.moveTo(this.clock[0]!);
    const { edges } = this;
    const at = this.edgeRow + edge * EDGE_COLUMNS;
    edges[at]!++;
    if (tier > 0) edges[at + tier]!++;
    else if (tier === 0) edges[at + 4]!++;
  }

  figures(): Series {
    this.closeBucket();
    const length = Math.max(this.bucket + 1, this.p50.length, this.trafficBuckets);
    const column = (values: Float64Array) => Array.from(values.subarray(0, length));
    const quantiles = (values: readonly (number | null)[]) => Array.from({ length }, (_, bucket) => values[bucket] ?? null);
    const edgeColumn = (edge: number, offset: number) =>
      Array.from({ length }, (_, bucket) => this.edges[(bucket * this.edgeCount + edge) * EDGE_COLUMNS + offset]!);
    return {
      bucketMs: this.bucketMs,
      requests: column(this.requests),
      answeredByTier: this.answered.map(column),
      blocked: column(this.blocked),
      failed: column(this.failed),
      latencyMs: { p50: quantiles(this.p50), p95: quantiles(this.p95), p99: quantiles(this.p99) },
      usd: column(this.usd),
      attempts: column(this.attempts),
      edges: Array.from({ length: this.edgeCount }, (_, edge) => ({
        calls: edgeColumn(edge, 0),
        answeredByTier: [edgeColumn(edge, 1), edgeColumn(edge, 2), edgeColumn(edge, 3)],
        failed: edgeColumn(edge, 4),
      })),
    };
  }

  /** Counts of one edge over the whole run, which therefore are the sums of its series. */
  edgeTotals(edge: number): Pick<EdgeFigures, 'calls' | 'answeredByTier' | 'failed'> {
    const totals = [0, 0, 0, 0, 0];
    for (let row = edge * EDGE_COLUMNS; row < this.edges.length; row += this.edgeCount * EDGE_COLUMNS) {
      for (let column = 0; column < EDGE_COLUMNS; column++) totals[column]! += this.edges[row + column]!;
    }
    const [calls, tier1, tier2, tier3, failed] = totals as [number, number, number, number, number];
    return { calls, answeredByTier: [tier1, tier2, tier3], failed };
  }

  private get trafficBuckets(): number {
    return this.lastBucket + 1 - BUCKETS_AFTER_TRAFFIC;
  }

  private moveTo(nowMs: Ms): void {
    this.closeBucket();
    const bucket = Math.max(this.bucket + 1, Math.floor(nowMs / this.bucketMs));
    this.bucket = Math.min(bucket, this.lastBucket);
    this.edgeRow = this.bucket * this.edgeCount * EDGE_COLUMNS;
    this.bucketEndMs = this.bucket === this.lastBucket ? Number.POSITIVE_INFINITY : (this.bucket + 1) * this.bucketMs;
    if (this.bucket >= this.capacity) this.reserve(Math.min(2 * this.bucket + 2, this.lastBucket + 1));
  }

  private closeBucket(): void {
    const { latency, bucket } = this;
    if (latency.count === 0) return;
    this.p50[bucket] = latency.quantile(0.5);
    this.p95[bucket] = latency.quantile(0.95);
    this.p99[bucket] = latency.quantile(0.99);
    latency.clear();
  }

  private reserve(capacity: number): void {
    const wider = (column: Float64Array<ArrayBuffer>) => {
      const after = new Float64Array(capacity);
      after.set(column);
      return after;
    };
    this.requests = wider(this.requests);
    this.answered = this.answered.map(wider);
    this.blocked = wider(this.blocked);
    this.failed = wider(this.failed);
    this.usd = wider(this.usd);
    this.attempts = wider(this.attempts);
    const edges = new Uint32Array(capacity * this.edgeCount * EDGE_COLUMNS);
    edges.set(this.edges);
    this.edges = edges;
    this.capacity = capacity;
  }
}
