import type { TokenQuantiles, Traffic, TrafficSummary } from '../model/index.ts';
import { type Quantiles, TokenCounts } from './counts.ts';
import { atOnce, SLICE_REQUESTS, type Sliced } from './sliced.ts';

/** Figures by which a person recognises a trace. Quantiles are exact, by nearest rank. */
export const summarise = (traffic: Traffic): TrafficSummary => atOnce(summarising(traffic));

/** The same in slices: one pass. */
export function* summarising(traffic: Traffic): Sliced<TrafficSummary> {
  const { arrivalMs, requestCount } = traffic;
  const durationMs = requestCount === 0 ? 0 : arrivalMs[requestCount - 1]! - arrivalMs[0]!;
  const gaps = requestCount - 1;
  const meanMs = durationMs / gaps;
  const input = new TokenCounts();
  const output = new TokenCounts();
  // The mean is known before, so that the sum of squares does not cancel.
  let squares = 0;
  for (let i = 0; i < requestCount; i++) {
    if (i % SLICE_REQUESTS === 0) yield i / requestCount;
    input.add(traffic.inputTokens[i]!);
    output.add(traffic.outputTokens[i]!);
    if (i === 0) continue;
    const deviation = arrivalMs[i]! - arrivalMs[i - 1]! - meanMs;
    squares += deviation * deviation;
  }
  return {
    label: traffic.label,
    origin: traffic.origin,
    requestCount,
    durationMs,
    requestsPerS: durationMs > 0 ? (requestCount / durationMs) * 1000 : 0,
    // 0 where there are no two gaps to compare.
    interArrivalCv: gaps < 2 || meanMs === 0 ? 0 : Math.sqrt(squares / gaps) / meanMs,
    inputTokens: shown(input.quantiles()),
    outputTokens: shown(output.quantiles()),
    userCount: traffic.users.length,
    metadataColumns: Object.keys(traffic.metadata),
  };
}

const shown = ({ p50, p95, p99, max }: Quantiles): TokenQuantiles => ({ p50, p95, p99, max });
