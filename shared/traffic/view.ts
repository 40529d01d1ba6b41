import { ANSWERED, failureOf, type MetadataColumn, NOT_RECORDED, type Recorded, type Traffic } from '../model/index.ts';
import { type Histogram, type Quantiles, TimeCounts, TokenCounts } from './counts.ts';
import { positionAt } from './position.ts';
import { SLICE_REQUESTS, type Sliced } from './sliced.ts';

/** What a person looks at to know a traffic: small series out of many requests. Null where the log does not record it. */
export interface TrafficView {
  /** Of the whole traffic, whatever window the other figures are of. */
  readonly arrivals: Arrivals;
  readonly fromMs: number;
  readonly toMs: number;
  readonly requests: number;
  readonly burstiness: Burstiness;
  readonly inputTokens: Distribution;
  readonly outputTokens: Distribution;
  readonly latencyMs: (Distribution & { readonly measured: number }) | null;
  readonly ttftMs: (Distribution & { readonly measured: number }) | null;
  readonly outcomes: Outcomes | null;
  readonly models: Parts | null;
  readonly providers: Parts | null;
  readonly users: Users | null;
  readonly metadata: readonly { readonly key: string; readonly parts: Parts }[];
  /** In the window; `known`: requests whose cost is recorded. */
  readonly usd: { readonly total: number; readonly known: number } | null;
}

export interface Arrivals {
  readonly bucketMs: number;
  readonly counts: readonly number[];
  /** Recorded failures by bucket; null where no outcomes are recorded. */
  readonly failed: readonly number[] | null;
  readonly durationMs: number;
}

export interface Burstiness {
  /** Standard deviation of the gaps ÷ their mean: 1 for a stream without memory. */
  readonly gapCv: number;
  /** Step of the log's clock where most requests come at the instant of the one before, so that gaps say more of the clock than of the requests; null elsewhere. */
  readonly clockMs: number | null;
  /** Variance of the counts ÷ their mean, by the window that is counted in: 1 for a stream without memory at every window. */
  readonly dispersion: readonly { readonly windowMs: number; readonly index: number }[];
  /** Largest count of a minute (a second where the window is shorter than ten minutes) ÷ the mean. */
  readonly peak: { readonly windowMs: number; readonly timesMean: number } | null;
}

export interface Distribution {
  readonly quantiles: Quantiles;
  readonly histogram: Histogram;
}

export interface Outcomes {
  readonly known: number;
  readonly answered: number;
  /** The most frequent first. */
  readonly byFailure: readonly { readonly failure: string; readonly requests: number }[];
}

export interface Parts {
  /** The largest first. */
  readonly top: readonly Part[];
  /** Values that are not among the top, and their requests. */
  readonly otherValues: number;
  readonly otherRequests: number;
  /** Requests without a value. */
  readonly missing: number;
}

export interface Part {
  readonly value: string;
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Null where not recorded. */
  readonly failed: number | null;
  readonly usd: number | null;
}

export interface Users extends Parts {
  readonly count: number;
  /** How many of the busiest users send half of the requests that name one. */
  readonly halfBy: number;
}

const MOST_BUCKETS = 240;
const MOST_PARTS = 8;
const BUCKETS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000,
];
const DISPERSION_MS = [100, 1000, 10_000, 60_000, 600_000, 3_600_000];
/** Below this many windows a variance says little. */
const FEWEST_WINDOWS = 30;

/** `window`: half open; the whole traffic without it. One pass, O(n). */
export function* viewTraffic(traffic: Traffic, window?: { readonly fromMs: number; readonly toMs: number }): Sliced<TrafficView> {
  const { arrivalMs, requestCount, recorded } = traffic;
  const durationMs = arrivalMs[requestCount - 1] ?? 0;
  const fromMs = window?.fromMs ?? 0;
  const toMs = window?.toMs ?? durationMs;
  const from = window === undefined ? 0 : positionAt(arrivalMs, window.fromMs);
  const to = window === undefined ? requestCount : positionAt(arrivalMs, window.toMs);

  const bucketMs = bucketOf(durationMs);
  const buckets = Math.floor(durationMs / bucketMs) + 1;
  const counts = new Float64Array(buckets);
  const failed = recorded === undefined ? null : new Float64Array(buckets);
  const input = new TokenCounts();
  const output = new TokenCounts();
  const latency = new TimeCounts();
  const firstToken = new TimeCounts();
  const outcomes = new Float64Array(256);
  const columns = columnsOf(traffic).map(({ key, column }) => ({ key, sums: new Sums(column, traffic) }));
  const bursts = new Bursts(toMs - fromMs);
  let usd = 0;
  let billed = 0;
  for (let request = 0; request < requestCount; request++) {
    if (request % SLICE_REQUESTS === 0) yield request / requestCount;
    const bucket = Math.floor(arrivalMs[request]! / bucketMs);
    counts[bucket]!++;
    const hasFailed = recorded !== undefined && isFailure(recorded.outcome[request]!);
    if (hasFailed) failed![bucket]!++;
    if (request < from || request >= to) continue;
    bursts.add(arrivalMs[request]! - fromMs);
    input.add(traffic.inputTokens[request]!);
    output.add(traffic.outputTokens[request]!);
    for (const { sums } of columns) sums.add(request, hasFailed);
    if (recorded === undefined) continue;
    outcomes[recorded.outcome[request]!]!++;
    if (!hasFailed) latency.add(recorded.latencyMs[request]!);
    if (recorded.ttftMs !== null) firstToken.add(recorded.ttftMs[request]!);
    const cost = recorded.usd?.[request] ?? Number.NaN;
    if (cost >= 0) {
      usd += cost;
      billed++;
    }
  }
  const parts = (key: string): Parts | null => columns.find((column) => column.key === key)?.sums.parts() ?? null;
  const users = columns.find(({ key }) => key === 'user')?.sums;
  const timed = (times: TimeCounts) =>
    times.count === 0 ? null : { measured: times.count, quantiles: times.quantiles(), histogram: times.histogram() };
  return {
    arrivals: { bucketMs, counts: [...counts], failed: failed && [...failed], durationMs },
    fromMs,
    toMs,
    requests: to - from,
    burstiness: bursts.result(),
    inputTokens: { quantiles: input.quantiles(), histogram: input.histogram() },
    outputTokens: { quantiles: output.quantiles(), histogram: output.histogram() },
    latencyMs: timed(latency),
    ttftMs: timed(firstToken),
    outcomes: recorded === undefined ? null : outcomesOf(outcomes),
    models: parts('model'),
    providers: parts('provider'),
    users: users === undefined ? null : { ...users.parts(), ...users.spread() },
    metadata: Object.keys(traffic.metadata).map((key) => ({ key, parts: parts(`metadata ${key}`)! })),
    usd: billed === 0 ? null : { total: usd, known: billed },
  };
}

/** Round, and so that there are no more buckets than pixels to see them. */
function bucketOf(durationMs: number): number {
  const round = BUCKETS_MS.find((bucketMs) => durationMs / bucketMs <= MOST_BUCKETS);
  return round ?? 3_600_000 * Math.ceil(durationMs / 3_600_000 / MOST_BUCKETS);
}

const isFailure = (outcome: number): boolean => outcome !== ANSWERED && outcome !== NOT_RECORDED;

function outcomesOf(counts: Float64Array): Outcomes | null {
  let known = 0;
  const byFailure: { failure: string; requests: number }[] = [];
  counts.forEach((requests, outcome) => {
    if (requests === 0 || outcome === NOT_RECORDED) return;
    known += requests;
    if (outcome !== ANSWERED) byFailure.push({ failure: failureOf(outcome), requests });
  });
  if (known === 0) return null;
  return { known, answered: counts[ANSWERED]!, byFailure: byFailure.sort((a, b) => b.requests - a.requests) };
}

function columnsOf({ user, users, recorded, metadata }: Traffic): { key: string; column: MetadataColumn }[] {
  const found: { key: string; column: MetadataColumn }[] = [];
  if (user !== null) found.push({ key: 'user', column: { codes: user, values: users } });
  if (recorded?.model) found.push({ key: 'model', column: recorded.model });
  if (recorded?.provider) found.push({ key: 'provider', column: recorded.provider });
  for (const [key, column] of Object.entries(metadata)) found.push({ key: `metadata ${key}`, column });
  return found;
}

/** What each value of a column stands for. */
class Sums {
  readonly #column: MetadataColumn;
  readonly #traffic: Traffic;
  readonly #recorded: Recorded | undefined;
  readonly #requests: Float64Array;
  readonly #input: Float64Array;
  readonly #output: Float64Array;
  readonly #failed: Float64Array;
  readonly #usd: Float64Array;
  #missing = 0;

  constructor(column: MetadataColumn, traffic: Traffic) {
    this.#column = column;
    this.#traffic = traffic;
    this.#recorded = traffic.recorded;
    const { length } = column.values;
    this.#requests = new Float64Array(length);
    this.#input = new Float64Array(length);
    this.#output = new Float64Array(length);
    this.#failed = new Float64Array(length);
    this.#usd = new Float64Array(length);
  }

  add(request: number, hasFailed: boolean): void {
    const code = this.#column.codes[request]!;
    if (code < 0) {
      this.#missing++;
      return;
    }
    this.#requests[code]!++;
    this.#input[code]! += this.#traffic.inputTokens[request]!;
    this.#output[code]! += this.#traffic.outputTokens[request]!;
    if (hasFailed) this.#failed[code]!++;
    const cost = this.#recorded?.usd?.[request] ?? Number.NaN;
    if (cost >= 0) this.#usd[code]! += cost;
  }

  parts(): Parts {
    const { values } = this.#column;
    const top: number[] = [];
    let used = 0;
    let requests = 0;
    // The few largest of perhaps a million: kept sorted by insertion.
    for (let code = 0; code < values.length; code++) {
      const count = this.#requests[code]!;
      if (count === 0) continue;
      used++;
      requests += count;
      if (top.length === MOST_PARTS && count <= this.#requests[top[MOST_PARTS - 1]!]!) continue;
      let at = top.length;
      while (at > 0 && this.#requests[top[at - 1]!]! < count) at--;
      top.splice(at, 0, code);
      if (top.length > MOST_PARTS) top.pop();
    }
    const hasUsd = this.#recorded?.usd != null;
    return {
      top: top.map((code) => ({
        value: values[code]!,
        requests: this.#requests[code]!,
        inputTokens: this.#input[code]!,
        outputTokens: this.#output[code]!,
        failed: this.#recorded === undefined ? null : this.#failed[code]!,
        usd: hasUsd ? this.#usd[code]! : null,
      })),
      otherValues: used - top.length,
      otherRequests: requests - top.reduce((sum, code) => sum + this.#requests[code]!, 0),
      missing: this.#missing,
    };
  }

  spread(): { count: number; halfBy: number } {
    const sorted = this.#requests.filter((requests) => requests > 0).sort();
    const half = sorted.reduce((sum, requests) => sum + requests, 0) / 2;
    let sum = 0;
    let halfBy = 0;
    while (sum < half) sum += sorted[sorted.length - ++halfBy]!;
    return { count: sorted.length, halfBy };
  }
}

/** Gaps and counts as they come, sorted by arrival. */
class Bursts {
  readonly #windows: {
    readonly windowMs: number;
    readonly whole: number;
    at: number;
    count: number;
    sum: number;
    squares: number;
    most: number;
  }[];
  #last = Number.NaN;
  #gaps = 0;
  #noGaps = 0;
  #leastGapMs = Number.POSITIVE_INFINITY;
  #mean = 0;
  #squares = 0;

  constructor(durationMs: number) {
    this.#windows = DISPERSION_MS.map((windowMs) => ({
      windowMs,
      whole: Math.floor(durationMs / windowMs),
      at: 0,
      count: 0,
      sum: 0,
      squares: 0,
      most: 0,
    })).filter(({ whole }) => whole >= FEWEST_WINDOWS);
  }

  add(atMs: number): void {
    if (!Number.isNaN(this.#last)) {
      // Welford's recurrence: the sum of squares alone would cancel.
      const gap = atMs - this.#last;
      if (gap === 0) this.#noGaps++;
      else this.#leastGapMs = Math.min(this.#leastGapMs, gap);
      const away = gap - this.#mean;
      this.#mean += away / ++this.#gaps;
      this.#squares += away * (gap - this.#mean);
    }
    this.#last = atMs;
    for (const window of this.#windows) {
      const at = Math.floor(atMs / window.windowMs);
      if (at !== window.at) {
        close(window);
        window.at = at;
      }
      window.count++;
    }
  }

  result(): Burstiness {
    for (const window of this.#windows) close(window);
    const clockMs = this.#noGaps > this.#gaps / 2 && Number.isFinite(this.#leastGapMs) ? this.#leastGapMs : null;
    // Windows with less than a request each are 0 or 1, and have no spread to speak of; those that the clock does not tell apart have its own.
    const told = this.#windows.filter(({ sum, whole, windowMs }) => sum / whole >= 0.5 && windowMs >= 2 * (clockMs ?? 0));
    const dispersion = told.map(({ windowMs, whole, sum, squares }) => {
      const mean = sum / whole;
      return { windowMs, index: (squares / whole - mean * mean) / mean };
    });
    const peak = [...told].reverse().find(({ windowMs }) => windowMs <= 60_000);
    return {
      gapCv: this.#gaps < 2 || this.#mean === 0 ? 0 : Math.sqrt(this.#squares / this.#gaps) / this.#mean,
      clockMs,
      dispersion,
      peak: peak === undefined ? null : { windowMs: peak.windowMs, timesMean: (peak.most * peak.whole) / peak.sum },
    };
  }
}

function close(window: { readonly whole: number; at: number; count: number; sum: number; squares: number; most: number }): void {
  // The last window is cut off, and counts less than it would.
  if (window.at < window.whole) {
    window.sum += window.count;
    window.squares += window.count * window.count;
    window.most = Math.max(window.most, window.count);
  }
  window.count = 0;
}
