import { fail, type MetadataColumn, ok, type Recorded, type Result, type Traffic } from '../model/index.ts';
import { orderOfRuns } from './merge-runs.ts';
import { atOnce, type Sliced } from './sliced.ts';

/**
 * Makes traffic of columns that some source filled: sorts them by arrival (stably) and moves the first request to 0.
 * What a log can get wrong is checked where the log is read; here a wrong column is reported, not repaired.
 */
export interface TrafficColumns {
  readonly label: string;
  readonly origin: Traffic['origin'];
  /** Any order, any zero; milliseconds. */
  readonly arrivalMs: Float64Array;
  readonly inputTokens: Uint32Array;
  readonly outputTokens: Uint32Array;
  readonly user: Int32Array | null;
  readonly users: readonly string[];
  readonly complexity: Float32Array | null;
  readonly metadata: Readonly<Record<string, MetadataColumn>>;
  readonly startUnixMs?: number;
  /** In the order of the arrivals given. */
  readonly recorded?: Recorded;
}

export interface BuiltTraffic {
  readonly traffic: Traffic;
  /** Requests that came earlier than one before them in the source. */
  readonly outOfOrder: number;
}

/** The error is a sentence about the first thing that is wrong. */
export const buildTraffic = (columns: TrafficColumns): Result<BuiltTraffic, string> => atOnce(buildingTraffic(columns));

/** The same in slices, for millions of requests. */
export function* buildingTraffic(columns: TrafficColumns): Sliced<Result<BuiltTraffic, string>> {
  const count = columns.arrivalMs.length;
  if (count === 0) return fail('The traffic has no requests; a run needs at least one.');
  const lengths: readonly (readonly [string, { readonly length: number } | null])[] = [
    ['input tokens', columns.inputTokens],
    ['output tokens', columns.outputTokens],
    ['user', columns.user],
    ['complexity', columns.complexity],
    ...Object.entries(columns.metadata).map(([key, column]) => [key, column.codes] as const),
    ...Object.entries(columns.recorded ?? {}).map(
      ([key, column]) => [`recorded ${key}`, column !== null && 'codes' in column ? column.codes : column] as const,
    ),
  ];
  for (const [name, column] of lengths) {
    if (column !== null && column.length !== count) {
      return fail(`Column “${name}” has ${column.length} values, but there are ${count} arrivals; they must be equally long.`);
    }
  }

  let firstMs = Number.POSITIVE_INFINITY;
  let latestMs = Number.NEGATIVE_INFINITY;
  let outOfOrder = 0;
  for (let i = 0; i < count; i++) {
    const atMs = columns.arrivalMs[i]!;
    if (!Number.isFinite(atMs)) return fail(`Request ${i} arrives at ${atMs}, which is not an instant.`);
    if (atMs < firstMs) firstMs = atMs;
    if (atMs < latestMs) outOfOrder++;
    else latestMs = atMs;
    const complexity = columns.complexity?.[i] ?? 0;
    if (!(complexity >= 0 && complexity <= 1)) return fail(`Request ${i} has complexity ${complexity}; it must lie between 0 and 1.`);
    const user = columns.user?.[i] ?? -1;
    if (user < -1 || user >= columns.users.length)
      return fail(`Request ${i} names user ${user}, but there are ${columns.users.length} users.`);
  }
  const { recorded } = columns;
  const coded: [string, MetadataColumn | null][] = Object.entries(columns.metadata);
  if (recorded !== undefined) coded.push(['recorded model', recorded.model], ['recorded provider', recorded.provider]);
  for (const [key, column] of coded) {
    if (column === null) continue;
    const { codes, values } = column;
    const wrong = codes.findIndex((code) => code < -1 || code >= values.length);
    if (wrong >= 0) return fail(`Request ${wrong} has code ${codes[wrong]} in “${key}”, which has ${values.length} values.`);
  }

  const order = outOfOrder > 0 ? yield* orderOfRuns(columns.arrivalMs) : null;
  const arrivalMs = new Float64Array(count);
  for (let i = 0; i < count; i++) arrivalMs[i] = toNanosecond(columns.arrivalMs[order === null ? i : order[i]!]! - firstMs);
  return ok({
    outOfOrder,
    traffic: {
      label: columns.label,
      origin: columns.origin,
      requestCount: count,
      arrivalMs,
      inputTokens: arranged(columns.inputTokens, order),
      outputTokens: arranged(columns.outputTokens, order),
      user: columns.user && arranged(columns.user, order),
      users: columns.users,
      complexity: columns.complexity && arranged(columns.complexity, order),
      metadata: Object.fromEntries(
        Object.entries(columns.metadata).map(([key, column]): [string, MetadataColumn] => [
          key,
          { values: column.values, codes: arranged(column.codes, order) },
        ]),
      ),
      ...(columns.startUnixMs !== undefined && { startUnixMs: columns.startUnixMs }),
      ...(recorded !== undefined && {
        recorded: {
          latencyMs: arranged(recorded.latencyMs, order),
          ttftMs: recorded.ttftMs && arranged(recorded.ttftMs, order),
          outcome: arranged(recorded.outcome, order),
          model: recorded.model && { ...recorded.model, codes: arranged(recorded.model.codes, order) },
          provider: recorded.provider && { ...recorded.provider, codes: arranged(recorded.provider.codes, order) },
          usd: recorded.usd && arranged(recorded.usd, order),
        },
      }),
    },
  });
}

/** No log is finer than a nanosecond; rounding to it takes off what subtraction of doubles left (583.0000000000001). */
const toNanosecond = (ms: number): number => (ms < 9e9 ? Math.round(ms * 1e6) / 1e6 : ms);

function arranged<Column extends Uint32Array | Int32Array | Float32Array | Float64Array | Uint8Array>(
  column: Column,
  order: Uint32Array | null,
): Column {
  if (order === null) return column;
  const sorted = new (column.constructor as new (length: number) => Column)(column.length);
  for (let i = 0; i < column.length; i++) sorted[i] = column[order[i]!]!;
  return sorted;
}
