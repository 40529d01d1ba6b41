import type { MadeFrom } from './traffic-step.ts';

/** Canonical traffic: columns, not rows, so that ten million requests are a few typed arrays. Sorted by arrival. */
export interface Traffic {
  readonly label: string;
  /** Where the figures come from; every screen that shows traffic repeats it. */
  readonly origin: 'recorded' | 'generated';
  readonly requestCount: number;
  /** Since the first request; never decreasing. */
  readonly arrivalMs: Float64Array;
  /** Unix time of the first request, ms; absent where the log counts from a beginning of its own. */
  readonly startUnixMs?: number;
  readonly inputTokens: Uint32Array;
  /** Tokens of the answer as recorded; the simulator's models write answers of this length. */
  readonly outputTokens: Uint32Array;
  /** Index into `users`; null when the log names no user. */
  readonly user: Int32Array | null;
  readonly users: readonly string[];
  /** How hard a request is, 0..1; null when unknown (the simulator then draws it and says so). */
  readonly complexity: Float32Array | null;
  /** Dictionary-coded columns that routers may read; a code of −1 is a missing value. */
  readonly metadata: Readonly<Record<string, MetadataColumn>>;
  /** What the dice of each request are keyed by; absent = its position. A surge moves positions, and luck must not move with them. */
  readonly luckKey?: Uint32Array;
  /** Absent where the log records requests only, as every public trace does. */
  readonly recorded?: Recorded;
  /** Absent where nothing was done to it since it was read or generated. */
  readonly madeFrom?: MadeFrom;
}

export interface MetadataColumn {
  readonly codes: Int32Array;
  readonly values: readonly string[];
}

/** What a person needs to recognise a trace. Quantiles are exact (nearest rank). */
export interface TrafficSummary {
  readonly label: string;
  readonly origin: Traffic['origin'];
  readonly requestCount: number;
  readonly durationMs: number;
  readonly requestsPerS: number;
  /** Coefficient of variation of inter-arrival times: 1 for a Poisson stream, more when bursty. */
  readonly interArrivalCv: number;
  readonly inputTokens: TokenQuantiles;
  readonly outputTokens: TokenQuantiles;
  readonly userCount: number;
  readonly metadataColumns: readonly string[];
}
export interface TokenQuantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** `Recorded.outcome` of a request whose log does not say how it ended. */
export const NOT_RECORDED = 255;

/** What became of each request when it was recorded, as long as the traffic and in its order. The simulator never reads it: it is what predictions are compared with. */
export interface Recorded {
  /** From the arrival to the whole answer or the failure; NaN = not recorded. */
  readonly latencyMs: Float32Array;
  /** To the first token; NaN = not recorded. */
  readonly ttftMs: Float32Array | null;
  /** An outcome code, or NOT_RECORDED. */
  readonly outcome: Uint8Array;
  /** The model that answered, as the log names it. */
  readonly model: MetadataColumn | null;
  readonly provider: MetadataColumn | null;
  /** NaN = not recorded. */
  readonly usd: Float64Array | null;
}
