import type { MetadataColumn, Recorded, Traffic } from '../model/index.ts';
import type { Sliced } from './sliced.ts';

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
  const columns = 3 + Object.keys(traffic.metadata).length + (keepsRecorded && recorded !== undefined ? 6 : 0);
  let done = 0;
  const step = (): number => Math.min(1, ++done / columns);
  const inputTokens = picked(traffic.inputTokens, source);
  yield step();
  const outputTokens = picked(traffic.outputTokens, source);
  yield step();
  const user = traffic.user && picked(traffic.user, source);
  const complexity = traffic.complexity && picked(traffic.complexity, source);
  yield step();
  const metadata: Record<string, MetadataColumn> = {};
  for (const [key, column] of Object.entries(traffic.metadata)) {
    metadata[key] = coded(column, source);
    yield step();
  }
  let kept: Recorded | undefined;
  if (keepsRecorded && recorded !== undefined) {
    const latencyMs = picked(recorded.latencyMs, source);
    yield step();
    const ttftMs = recorded.ttftMs && picked(recorded.ttftMs, source);
    yield step();
    const outcome = picked(recorded.outcome, source);
    yield step();
    const model = recorded.model && coded(recorded.model, source);
    yield step();
    const provider = recorded.provider && coded(recorded.provider, source);
    yield step();
    kept = { latencyMs, ttftMs, outcome, model, provider, usd: recorded.usd && picked(recorded.usd, source) };
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

const coded = (column: MetadataColumn, source: Uint32Array): MetadataColumn => ({ ...column, codes: picked(column.codes, source) });

function picked<Values extends Column>(column: Values, source: Uint32Array): Values {
  const values = new (column.constructor as new (length: number) => Values)(source.length);
  for (let i = 0; i < source.length; i++) values[i] = column[source[i]!]!;
  return values;
}
