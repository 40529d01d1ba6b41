import type { TokenQuantiles, Traffic, TrafficSummary } from '../model/index.ts';

/** Figures by which a person recognises a trace. Quantiles are exact, by nearest rank; O(n log n) for them. */
export function summarise(traffic: Traffic): TrafficSummary {
  const { arrivalMs, requestCount } = traffic;
  const durationMs = requestCount === 0 ? 0 : arrivalMs[requestCount - 1]! - arrivalMs[0]!;
  return {
    label: traffic.label,
    origin: traffic.origin,
    requestCount,
    durationMs,
    requestsPerS: durationMs > 0 ? (requestCount / durationMs) * 1000 : 0,
    interArrivalCv: interArrivalCv(arrivalMs),
    inputTokens: quantiles(traffic.inputTokens),
    outputTokens: quantiles(traffic.outputTokens),
    userCount: traffic.users.length,
    metadataColumns: Object.keys(traffic.metadata),
  };
}

/** Population standard deviation ÷ mean of the gaps; 0 where there are no two gaps to compare. Two passes, as one would cancel. */
function interArrivalCv(arrivalMs: Float64Array): number {
  const gaps = arrivalMs.length - 1;
  if (gaps < 2) return 0;
  const mean = (arrivalMs[gaps]! - arrivalMs[0]!) / gaps;
  if (mean === 0) return 0;
  let squares = 0;
  for (let i = 0; i < gaps; i++) {
    const deviation = arrivalMs[i + 1]! - arrivalMs[i]! - mean;
    squares += deviation * deviation;
  }
  return Math.sqrt(squares / gaps) / mean;
}

function quantiles(tokens: Uint32Array): TokenQuantiles {
  const sorted = Uint32Array.from(tokens).sort();
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), max: sorted[sorted.length - 1] ?? 0 };
}
