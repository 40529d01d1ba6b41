import { ANSWERED, type FailureClass, failureOf, NOT_RECORDED, type Ratio, type Recorded, type Traffic } from '../model/index.ts';
import type { RunFigures } from './figures.ts';
import { quantileOf } from './quantile.ts';
import { PREDICTED_FAILURES } from './recorded-policy.ts';

/** Part of a recording that a model is fitted on; the rest is predicted. */
export const FITTED_SHARE = 0.5;

/** Both parts of a recording, cut by the number of requests; the second begins at 0 again. */
export function splitTraffic(traffic: Traffic, share = FITTED_SHARE): readonly [fitted: Traffic, predicted: Traffic] {
  const cut = Math.floor(traffic.requestCount * share);
  return [sliceTraffic(traffic, 0, cut), sliceTraffic(traffic, cut, traffic.requestCount)];
}

/** Requests `from` to `to`, the last not among them, as traffic of its own. Views where nothing has to change. */
export function sliceTraffic(traffic: Traffic, from: number, to: number): Traffic {
  const startMs = traffic.arrivalMs[from] ?? 0;
  const column = <Column extends { subarray(from: number, to: number): Column }>(values: Column): Column => values.subarray(from, to);
  const coded = <Coded extends { readonly codes: Int32Array }>(values: Coded): Coded => ({ ...values, codes: column(values.codes) });
  const { recorded, luckKey } = traffic;
  return {
    ...traffic,
    requestCount: to - from,
    ...(traffic.startUnixMs !== undefined && { startUnixMs: traffic.startUnixMs + startMs }),
    arrivalMs: traffic.arrivalMs.slice(from, to).map((ms) => ms - startMs),
    inputTokens: column(traffic.inputTokens),
    outputTokens: column(traffic.outputTokens),
    user: traffic.user && column(traffic.user),
    complexity: traffic.complexity && column(traffic.complexity),
    metadata: Object.fromEntries(Object.entries(traffic.metadata).map(([key, values]) => [key, coded(values)])),
    ...(luckKey !== undefined && { luckKey: column(luckKey) }),
    ...(recorded !== undefined && {
      recorded: {
        latencyMs: column(recorded.latencyMs),
        ttftMs: recorded.ttftMs && column(recorded.ttftMs),
        outcome: column(recorded.outcome),
        model: recorded.model && coded(recorded.model),
        provider: recorded.provider && coded(recorded.provider),
        usd: recorded.usd && column(recorded.usd),
      },
    }),
  };
}

/** Figures of a recording that a run can be compared with. */
export interface RecordedFigures {
  readonly requests: number;
  /** Of answers; null where fewer than two have a latency. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** Share of the requests whose end is known. */
  readonly failures: Readonly<Partial<Record<FailureClass, Ratio>>>;
  readonly known: number;
}

export function recordedFigures(traffic: Traffic, recorded: Recorded): RecordedFigures {
  const latencies = new Float64Array(traffic.requestCount);
  let answers = 0;
  const counts = new Map<number, number>();
  let known = 0;
  for (let request = 0; request < traffic.requestCount; request++) {
    const outcome = recorded.outcome[request]!;
    if (outcome !== NOT_RECORDED) known++;
    if (outcome !== NOT_RECORDED && outcome !== ANSWERED) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    else if (Number.isFinite(recorded.latencyMs[request]!)) latencies[answers++] = recorded.latencyMs[request]!;
  }
  const sorted = latencies.subarray(0, answers).sort();
  const at = (share: number): number | null => (sorted.length < 2 ? null : quantileOf(sorted, share));
  return {
    requests: traffic.requestCount,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    failures: Object.fromEntries([...counts].map(([code, count]) => [failureOf(code), count / known])),
    known,
  };
}

export interface Checked {
  /** As in "P95 of answers". */
  readonly figure: string;
  readonly unit: 'ms' | 'ratio' | 'usd';
  readonly recorded: number;
  readonly predicted: number;
  /** (predicted − recorded) ÷ recorded; of a share that was recorded as 0, the predicted share. */
  readonly error: number;
  /** Largest error with which the figure may still be believed. */
  readonly bound: number;
  readonly holds: boolean;
}

export interface BackTest {
  readonly checks: readonly Checked[];
  readonly verdict: 'believe' | 'in part' | 'do not believe';
  /** One sentence: what to believe, what not, and which way it is wrong. */
  readonly sentence: string;
}

/** Errors that a forecast may have: a twentieth for what is common, a tenth for what is rare. */
const QUANTILE_BOUNDS = [
  ['P50 of answers', 'p50', 'p50Ms', 0.05],
  ['P95 of answers', 'p95', 'p95Ms', 0.05],
  ['P99 of answers', 'p99', 'p99Ms', 0.1],
] as const;
const SHARE_BOUND = 0.1;
const COST_BOUND = 0.05;
/** Of a share that is counted in a sample: no model can be blamed for less. 99 % of samples of the true share lie within. */
const Z99 = 2.5758;

/** What a model fitted on the first part of a recording predicted of the second, beside what was recorded. */
export function backTest(
  recorded: RecordedFigures,
  predicted: RunFigures,
  cost: { readonly recorded: number; readonly predicted: number } | null = null,
): BackTest {
  const checks: Checked[] = [];
  for (const [figure, run, log, bound] of QUANTILE_BOUNDS) {
    const was = recorded[log];
    const now = predicted.latencyMs[run];
    if (was === null || now === null || was === 0) continue;
    const error = (now - was) / was;
    checks.push({ figure, unit: 'ms', recorded: was, predicted: now, error, bound, holds: Math.abs(error) <= bound });
  }
  if (recorded.known > 0) {
    for (const failure of PREDICTED_FAILURES) {
      const was = recorded.failures[failure] ?? 0;
      const now = (predicted.outcomes.byFailure[failure] ?? 0) / predicted.requests;
      if (was === 0 && now === 0) continue;
      const error = was === 0 ? now : (now - was) / was;
      const mean = (was + now) / 2;
      const chance = Z99 * Math.sqrt(mean * (1 - mean) * (1 / recorded.known + 1 / predicted.requests));
      const holds = Math.abs(now - was) <= Math.max(SHARE_BOUND * was, chance);
      checks.push({
        figure: `share of ${failure.replaceAll('-', ' ')}`,
        unit: 'ratio',
        recorded: was,
        predicted: now,
        error,
        bound: SHARE_BOUND,
        holds,
      });
    }
  }
  if (cost !== null && cost.recorded > 0) {
    const error = (cost.predicted - cost.recorded) / cost.recorded;
    checks.push({ figure: 'cost', unit: 'usd', ...cost, error, bound: COST_BOUND, holds: Math.abs(error) <= COST_BOUND });
  }
  const wrong = checks.filter(({ holds }) => !holds);
  const verdict =
    checks.length === 0
      ? 'do not believe'
      : wrong.length === 0
        ? 'believe'
        : wrong.length === checks.length || wrong.some(isGross)
          ? 'do not believe'
          : 'in part';
  return { checks, verdict, sentence: sentenceOf(checks, wrong, verdict) };
}

/** Off by half: whatever else holds, the model is of something else. */
const isGross = ({ unit, error }: Checked): boolean => unit === 'ms' && Math.abs(error) > 0.5;

function sentenceOf(checks: readonly Checked[], wrong: readonly Checked[], verdict: BackTest['verdict']): string {
  if (checks.length === 0)
    return 'The log records neither latencies nor outcomes of the second part, so nothing can be compared; forecasts from this model are assumptions.';
  const percent = (share: number): string => `${Math.round(Math.abs(share) * 100)} %`;
  const list = wrong.map(({ figure, error, recorded }) =>
    recorded === 0
      ? `the ${figure} was predicted where none was recorded`
      : `the ${figure} is predicted ${percent(error)} too ${error > 0 ? 'high' : 'low'}`,
  );
  if (verdict === 'believe') {
    const worst = checks.reduce((largest, { unit, error }) => (unit === 'ms' ? Math.max(largest, Math.abs(error)) : largest), 0);
    return `Fitted on the first part, the model predicts the second: latencies within ${Math.ceil(worst * 100)} %, failures within what chance allows. Forecasts on traffic like this can be believed to about that much.`;
  }
  if (verdict === 'in part')
    return `The model predicts the second part except that ${list.join(' and ')}. Believe its other figures; do not decide on these.`;
  return `The model does not predict the second part of its own log: ${list.join('; ')}. Do not decide on its forecasts; look whether the second part is from another time, another policy or a queue that the model does not have.`;
}
