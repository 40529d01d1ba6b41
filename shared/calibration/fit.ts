import {
  ANSWERED,
  type FailureClass,
  failureOf,
  NOT_RECORDED,
  outcomeOf,
  type Ratio,
  type Recorded,
  type Traffic,
} from '../model/index.ts';
import { quantileOf } from './quantile.ts';

/** What a log says about one model, in the words of the model kind. All times in ms. */
export interface FittedModel {
  /** As the log names it; "" where it names none. */
  readonly model: string;
  readonly provider: string;
  /** Calls of it in the log, and those of them that were answered with a known latency. */
  readonly calls: number;
  readonly measured: number;
  /** Time for each token of the answer; 0 where the length of an answer does not show in its latency. */
  readonly msPerOutputToken: number;
  /** What is left of a latency: at 5, 25, 50, 75, 95, 99 and 99.99 % of calls. */
  readonly firstTokenMs: readonly [number, number, number, number, number, number, number];
  /** Read off the first tokens that the log has, or what was left of latencies once the writing was taken off. */
  readonly firstTokenFrom: 'first tokens' | 'latencies';
  /** Share of all calls with a known outcome. */
  readonly failures: Readonly<Partial<Record<FailureClass, Ratio>>>;
  /** Median time to a failure that is no timeout, and to a timeout; null without one. */
  readonly failureAfterMs: number | null;
  readonly timeoutAfterMs: number | null;
  readonly usdPerCall: number | null;
}

/** Shares of calls at which `firstTokenMs` is read: those of the model kind's measured shape. */
const FIRST_TOKEN_AT = [0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.9999] as const;
/** Below this a tail of one in a hundred is one call or none. */
export const FEWEST_MEASURED = 100;
const TIMEOUT = outcomeOf('timeout');

/** Fits every model of a log, the most called first. Throws when the traffic records no outcomes: ask for `recorded` before. */
export function fitModels(traffic: Traffic): readonly FittedModel[] {
  const { recorded } = traffic;
  if (recorded === undefined) throw new Error(`the traffic ${JSON.stringify(traffic.label)} records no outcomes to fit`);
  return [...requestsByModel(traffic, recorded)]
    .map(([model, requests]) => fitted(model, requests, traffic, recorded))
    .sort((a, b) => b.calls - a.calls || (a.model < b.model ? -1 : 1));
}

function requestsByModel(traffic: Traffic, recorded: Recorded): Map<string, number[]> {
  const byModel = new Map<string, number[]>();
  for (let request = 0; request < traffic.requestCount; request++) {
    const model = textAt(recorded.model, request);
    const list = byModel.get(model);
    if (list === undefined) byModel.set(model, [request]);
    else list.push(request);
  }
  return byModel;
}

const textAt = (column: Recorded['model'], request: number): string => column?.values[column.codes[request]!] ?? '';

function fitted(model: string, requests: readonly number[], traffic: Traffic, recorded: Recorded): FittedModel {
  const { latencyMs, ttftMs, outcome, usd } = recorded;
  const known = requests.filter((request) => outcome[request] !== NOT_RECORDED);
  const counts = new Map<number, number>();
  for (const request of known) counts.set(outcome[request]!, (counts.get(outcome[request]!) ?? 0) + 1);
  // A log without outcomes is a log of answers.
  const answered = requests.filter((request) => outcome[request] === ANSWERED || outcome[request] === NOT_RECORDED);
  const measured = answered.filter((request) => Number.isFinite(latencyMs[request]!));
  const withFirstToken = ttftMs === null ? [] : measured.filter((request) => Number.isFinite(ttftMs[request]!));
  const hasFirstTokens = withFirstToken.length >= FEWEST_MEASURED && withFirstToken.length >= measured.length / 2;
  const msPerOutputToken = hasFirstTokens
    ? writingMs(withFirstToken.map((request) => [traffic.outputTokens[request]!, latencyMs[request]! - ttftMs![request]!]))
    : slopeOf(measured.map((request) => [traffic.outputTokens[request]!, latencyMs[request]!]));
  const firstTokens = Float64Array.from(measured, (request) =>
    Math.max(0, latencyMs[request]! - msPerOutputToken * traffic.outputTokens[request]!),
  ).sort();
  const failed = known.filter((request) => outcome[request] !== ANSWERED && Number.isFinite(latencyMs[request]!));
  const medianMs = (of: readonly number[]): number | null =>
    of.length === 0 ? null : quantileOf(Float64Array.from(of, (request) => latencyMs[request]!).sort(), 0.5);
  const billed = usd === null ? [] : requests.filter((request) => Number.isFinite(usd[request]!));
  return {
    model,
    provider: textAt(recorded.provider, requests[0]!),
    calls: requests.length,
    measured: measured.length,
    msPerOutputToken,
    firstTokenMs: FIRST_TOKEN_AT.map((at) => quantileOf(firstTokens, at)) as unknown as FittedModel['firstTokenMs'],
    firstTokenFrom: hasFirstTokens ? 'first tokens' : 'latencies',
    failures: Object.fromEntries(
      [...counts].filter(([code]) => code !== ANSWERED).map(([code, count]) => [failureOf(code), count / known.length]),
    ),
    failureAfterMs: medianMs(failed.filter((request) => outcome[request] !== TIMEOUT)),
    timeoutAfterMs: medianMs(failed.filter((request) => outcome[request] === TIMEOUT)),
    usdPerCall: billed.length === 0 ? null : billed.reduce((sum, request) => sum + usd![request]!, 0) / billed.length,
  };
}

/** Median time of a token where both ends of the writing are known. */
function writingMs(pairs: readonly (readonly [tokens: number, ms: number])[]): number {
  const rates = Float64Array.from(
    pairs.filter(([tokens, ms]) => tokens >= 10 && ms >= 0),
    ([tokens, ms]) => ms / tokens,
  ).sort();
  return rates.length === 0 ? 0 : quantileOf(rates, 0.5);
}

const BINS = 20;

/**
 * Growth of the latency with the length of the answer: the median of the slopes between the medians of twenty equal shares of calls by length (Theil and Sen's
 * estimate on binned data), so that a heavy tail, which is what shall be kept, does not bend it. Never below 0, and never so steep that more than one call in twenty
 * would have had to start before it came.
 */
function slopeOf(pairs: readonly (readonly [tokens: number, ms: number])[]): number {
  if (pairs.length < FEWEST_MEASURED) return 0;
  const byLength = [...pairs].sort((a, b) => a[0] - b[0]);
  const bins = Array.from({ length: BINS }, (_, bin) => {
    const of = byLength.slice(Math.floor((bin * pairs.length) / BINS), Math.floor(((bin + 1) * pairs.length) / BINS));
    return [of[of.length >> 1]![0], quantileOf(Float64Array.from(of, ([, ms]) => ms).sort(), 0.5)] as const;
  });
  const slopes: number[] = [];
  bins.forEach(([tokens, ms], at) => {
    for (const [laterTokens, laterMs] of bins.slice(at + 1)) {
      if (laterTokens > tokens) slopes.push((laterMs - ms) / (laterTokens - tokens));
    }
  });
  if (slopes.length === 0) return 0;
  const steepest = quantileOf(
    Float64Array.from(
      pairs.filter(([tokens]) => tokens > 0),
      ([tokens, ms]) => ms / tokens,
    ).sort(),
    0.05,
  );
  return Math.max(0, Math.min(steepest, quantileOf(Float64Array.from(slopes).sort(), 0.5)));
}
