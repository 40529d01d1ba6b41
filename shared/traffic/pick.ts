import type { MetadataColumn, Recorded, Traffic } from '../model/index.ts';
import { part, SLICE_REQUESTS, type Sliced } from './sliced.ts';

type Column = Uint32Array | Int32Array | Float32Array | Float64Array | Uint8Array;

/**
 * Traffic of the requests at `source`, in that order, each of them as often as it stands there. `arrivalMs` and `luckKey` are theirs to keep. What
 * was recorded goes along only when asked: it is true of the load at which it was recorded.
 */
export function* pickRequests(
  traffic: Traffic,
  source: Uint32Array,
  arrivalMs: Float64Array,
  luckKey: Uint32Array | null,
  keepsRecorded: boolean,
): Sliced<Traffic> {
  const { recorded, luckKey: _luckKey, recorded: _recorded, ...rest } = traffic;
  const columns = 4 + Object.keys(traffic.metadata).length + (keepsRecorded && recorded !== undefined ? 6 : 0);
  let done = 0;
  const next = <Values extends Column>(values: Values): Sliced<Values> => part(picked(values, source), done++ / columns, 1 / columns);
  const coded = function* (column: MetadataColumn): Sliced<MetadataColumn> {
    return { ...column, codes: yield* next(column.codes) };
  };
  const inputTokens = yield* next(traffic.inputTokens);
  const outputTokens = yield* next(traffic.outputTokens);
  const user = traffic.user && (yield* next(traffic.user));
  const complexity = traffic.complexity && (yield* next(traffic.complexity));
  const metadata: Record<string, MetadataColumn> = {};
  for (const [key, column] of Object.entries(traffic.metadata)) metadata[key] = yield* coded(column);
  let kept: Recorded | undefined;
  if (keepsRecorded && recorded !== undefined) {
    kept = {
      latencyMs: yield* next(recorded.latencyMs),
      ttftMs: recorded.ttftMs && (yield* next(recorded.ttftMs)),
      outcome: yield* next(recorded.outcome),
      model: recorded.model && (yield* coded(recorded.model)),
      provider: recorded.provider && (yield* coded(recorded.provider)),
      usd: recorded.usd && (yield* next(recorded.usd)),
    };
  }
  return {
    ...rest,
    requestCount: source.length,
    arrivalMs,
    inputTokens,
    outputTokens,
    user,
    complexity,
    metadata,
    ...(luckKey !== null && { luckKey }),
    ...(kept !== undefined && { recorded: kept }),
  };
}

function* picked<Values extends Column>(column: Values, source: Uint32Array): Sliced<Values> {
  const values = new (column.constructor as new (length: number) => Values)(source.length);
  for (let i = 0; i < source.length; i++) {
    if (i % SLICE_REQUESTS === 0) yield i / source.length;
    values[i] = column[source[i]!]!;
  }
  return values;
}
