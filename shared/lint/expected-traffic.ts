import { numberText } from '../kinds/index.ts';
import type { TokenQuantiles, Traffic, TrafficSummary } from '../model/index.ts';

/** What rules on time and money have to know of the traffic. */
export interface ExpectedTraffic {
  readonly requestsPerS: number;
  /** Of the longest request. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Where the figures come from, to end a sentence with: "3 requests/s in “Monday”". */
  readonly rateText: string;
  readonly tokensText: string;
}

/** Without traffic: a quiet service with questions of a few pages. Every sentence that rests on it says so. */
const ASSUMED = { requestsPerS: 1, inputTokens: 4000, outputTokens: 1000 };

/** A summary has them all. */
export interface TrafficFigures extends Pick<TrafficSummary, 'label' | 'requestsPerS'> {
  readonly inputTokens: Pick<TokenQuantiles, 'max'>;
  readonly outputTokens: Pick<TokenQuantiles, 'max'>;
}

/** Without the sorting that a whole summary takes. */
export function trafficFigures({ label, arrivalMs, requestCount, inputTokens, outputTokens }: Traffic): TrafficFigures {
  const durationMs = requestCount === 0 ? 0 : arrivalMs[requestCount - 1]! - arrivalMs[0]!;
  return {
    label,
    requestsPerS: durationMs > 0 ? (requestCount / durationMs) * 1000 : 0,
    inputTokens: { max: largest(inputTokens) },
    outputTokens: { max: largest(outputTokens) },
  };
}

const largest = (tokens: Uint32Array): number => tokens.reduce((most, count) => Math.max(most, count), 0);

export function expectedTraffic(traffic: TrafficFigures | undefined): ExpectedTraffic {
  const requestsPerS = traffic?.requestsPerS ?? ASSUMED.requestsPerS;
  const inputTokens = traffic?.inputTokens.max ?? ASSUMED.inputTokens;
  const outputTokens = traffic?.outputTokens.max ?? ASSUMED.outputTokens;
  const source = traffic === undefined ? 'assumed, as no traffic was read yet' : `the traffic “${traffic.label}”`;
  return {
    requestsPerS,
    inputTokens,
    outputTokens,
    rateText: `${rateText(requestsPerS)} (${source})`,
    tokensText: `${numberText(inputTokens)} tokens in and ${numberText(outputTokens)} out (${traffic === undefined ? source : `the longest of ${source}`})`,
  };
}

/** Rare traffic is easier to imagine by the hour. */
function rateText(requestsPerS: number): string {
  const [count, unit] =
    requestsPerS >= 1 ? [requestsPerS, 's'] : requestsPerS >= 1 / 60 ? [requestsPerS * 60, 'min'] : [requestsPerS * 3600, 'h'];
  const rounded = Number(count.toPrecision(2));
  return `${numberText(rounded)} ${rounded === 1 ? 'request' : 'requests'}/${unit}`;
}
