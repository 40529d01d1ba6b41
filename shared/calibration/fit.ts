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
import { atOnce, part, type Sliced } from '../traffic/index.ts';
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
export const fitModels = (traffic: Traffic): readonly FittedModel[] => atOnce(fittingModels(traffic));

/** The same in slices: sorting a hundred thousand latencies is the longest. */
export function* fittingModels(traffic: Traffic): Sliced<readonly FittedModel[]> {
  const { recorded } = traffic;
  if (recorded === undefined) throw new Error(`the traffic ${JSON.stringify(traffic.label)} records no outcomes to fit`);
  const byModel = requestsByModel(traffic, recorded);
  yield 0.1;
  const fits: FittedModel[] = [];
  let done = 0;
  for (const [model, requests] of byModel) {
    const share = requests.length / traffic.requestCount;
    fits.push(yield* part(fitting(model, requests, traffic, recorded), 0.1 + 0.9 * done, 0.9 * share));
    done += share;
  }
  return fits.sort((a, b) => b.calls - a.calls || (a.model < b.model ? -1 : 1));
}

/** Requests of each model, in the order in which the models first come. */
function requestsByModel(traffic: Traffic, { model }: Recorded): Map<string, Uint32Array> {
  const { requestCount } = traffic;
  const values = model?.values ?? [];
  // A code of −1 names no model, and neither does the text "".
  const counts = new Uint32Array(values.length + 1);
  for (let request = 0; request < requestCount; request++) counts[(model?.codes[request] ?? -1) + 1]!++;
  const listOf: (Uint32Array | undefined)[] = new Array(counts.length);
  const filled = new Uint32Array(counts.length);
  const byModel = new Map<string, Uint32Array>();
  const nameless = values.indexOf('') + 1;
  if (nameless > 0) counts[0]! += counts[nameless]!;
  for (let request = 0; request < requestCount; request++) {
    const code = (model?.codes[request] ?? -1) + 1;
    const at = code === nameless ? 0 : code;
    let list = listOf[at];
    if (list === undefined) {
      list = new Uint32Array(counts[at]!);
      listOf[at] = list;
      byModel.set(at === 0 ? '' : values[at - 1]!, list);
    }
    list[filled[at]!++] = request;
  }
  return byModel;
}

const textAt = (column: Recorded['model'], request: number): string => column?.values[column.codes[request]!] ?? '';

function* fitting(model: string, requests: Uint32Array, traffic: Traffic, recorded: Recorded): Sliced<FittedModel> {
  const { latencyMs, ttftMs, outcome, usd } = recorded;
  const known = requests.filter((request) => outcome[request] !== NOT_RECORDED);
  const counts = new Map<number, number>();
  for (const request of known) counts.set(outcome[request]!, (counts.get(outcome[request]!) ?? 0) + 1);
  // A log without outcomes is a log of answers.
  const measured = requests.filter(
    (request) => (outcome[request] === ANSWERED || outcome[request] === NOT_RECORDED) && Number.isFinite(latencyMs[request]!),
  );
  yield 0.2;
  const withFirstToken = ttftMs === null ? new Uint32Array(0) : measured.filter((request) => Number.isFinite(ttftMs[request]!));
  const hasFirstTokens = withFirstToken.length >= FEWEST_MEASURED && withFirstToken.length >= measured.length / 2;
  const of = hasFirstTokens ? withFirstToken : measured;
  const tokens = Float64Array.from(of, (request) => traffic.outputTokens[request]!);
  const writtenMs = Float64Array.from(of, (request) => latencyMs[request]! - (hasFirstTokens ? ttftMs![request]! : 0));
  yield 0.3;
  const msPerOutputToken = hasFirstTokens ? writingMs(tokens, writtenMs) : yield* part(slopeOf(tokens, writtenMs), 0.3, 0.3);
  yield 0.6;
  const firstTokens = new Float64Array(measured.length);
  for (let at = 0; at < measured.length; at++) {
    const request = measured[at]!;
    firstTokens[at] = Math.max(0, latencyMs[request]! - msPerOutputToken * traffic.outputTokens[request]!);
  }
  yield 0.7;
  firstTokens.sort();
  yield 0.9;
  const failed = known.filter((request) => outcome[request] !== ANSWERED && Number.isFinite(latencyMs[request]!));
  const medianMs = (of: Uint32Array): number | null =>
    of.length === 0 ? null : quantileOf(Float64Array.from(of, (request) => latencyMs[request]!).sort(), 0.5);
  const billed = usd === null ? new Uint32Array(0) : requests.filter((request) => Number.isFinite(usd[request]!));
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
function writingMs(tokens: Float64Array, ms: Float64Array): number {
  const rates = tokens.map((count, at) => (count >= 10 && ms[at]! >= 0 ? ms[at]! / count : Number.NaN)).sort();
  const count = numbersOf(rates);
  return count === 0 ? 0 : quantileOf(rates.subarray(0, count), 0.5);
}

/** How many of the sorted values are numbers: a typed array sorts NaN to its end. */
function numbersOf(sorted: Float64Array): number {
  const first = sorted.findIndex(Number.isNaN);
  return first < 0 ? sorted.length : first;
}

const BINS = 20;

/**
 * Growth of the latency with the length of the answer: the median of the slopes between the medians of twenty equal shares of calls by length (Theil and Sen's
 * estimate on binned data), so that a heavy tail, which is what shall be kept, does not bend it. Never below 0, and never so steep that more than one call in twenty
 * would have had to start before it came.
 */
function* slopeOf(tokens: Float64Array, ms: Float64Array): Sliced<number> {
  const count = tokens.length;
  if (count < FEWEST_MEASURED) return 0;
  const byLength = inOrderOf(tokens);
  yield 0.5;
  const bins = Array.from({ length: BINS }, (_, bin) => {
    const of = byLength.subarray(Math.floor((bin * count) / BINS), Math.floor(((bin + 1) * count) / BINS));
    return [tokens[of[of.length >> 1]!]!, quantileOf(Float64Array.from(of, (at) => ms[at]!).sort(), 0.5)] as const;
  });
  yield 0.8;
  const slopes: number[] = [];
  bins.forEach(([tokens, ms], at) => {
    for (const [laterTokens, laterMs] of bins.slice(at + 1)) {
      if (laterTokens > tokens) slopes.push((laterMs - ms) / (laterTokens - tokens));
    }
  });
  if (slopes.length === 0) return 0;
  const rates = tokens.map((length, at) => (length > 0 ? ms[at]! / length : Number.NaN)).sort();
  const steepest = quantileOf(rates.subarray(0, numbersOf(rates)), 0.05);
  return Math.max(0, Math.min(steepest, quantileOf(Float64Array.from(slopes).sort(), 0.5)));
}

/** Places of the values from the least on, equal ones as they stand: the place is carried in the fraction, since typed arrays sort fastest without a comparison. */
function inOrderOf(wholeNumbers: Float64Array): Uint32Array {
  const scale = 2 ** Math.ceil(Math.log2(wholeNumbers.length + 1));
  const keyed = wholeNumbers.map((value, at) => value * scale + at).sort();
  return Uint32Array.from(keyed, (key) => key % scale);
}
