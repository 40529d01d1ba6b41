import { FAILURE_CLASSES, type FailureClass, failureInfo, type Interval, type RunResult } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';
import { chosenTimeText, countOf, countText, exactUsdText, figureText, latencyText, plainText, shareText, usdText } from './figure-text.ts';
import type { Names } from './names.ts';
import { phasesOf } from './phases.ts';
import { answeredOf, flawRows } from './quality.ts';

/** What the entry owes its callers; null where nothing was promised. */
export interface Sla {
  readonly p95Ms: number | null;
  /** 0..1 */
  readonly availability: number | null;
  readonly usdPerRequest: number | null;
}
export const NO_SLA: Sla = { p95Ms: null, availability: null, usdPerRequest: null };

export type FigureState = 't1' | 't2' | 't3' | 'blocked' | 'failed';

export interface Figure {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** Every digit, and the interval when the run was replicated; shown on hover. */
  readonly exact: string;
  /** One short line below; empty when there is nothing to add. */
  readonly note: string;
  /** What else to say where there is room. */
  readonly moreNote?: string;
  /** State mark beside the value. */
  readonly state?: FigureState;
  /** Compared with what is owed; absent when nothing is. */
  readonly verdict?: 'kept' | 'broken';
}

/** The six large figures, what is flawed among the answers if anything is, then the small ones, in reading order. */
export function summaryOf(
  run: RunResult,
  sla: Sla,
  names: Names,
): { readonly large: readonly Figure[]; readonly flawed: Figure | null; readonly small: readonly Figure[] } {
  return {
    large: [
      ...([1, 2, 3] as const).map((tier) => tierFigure(run, tier, names)),
      failedFigure(run),
      latencyFigure(run, sla),
      costFigure(run, sla),
    ],
    flawed: flawedFigure(run),
    small: [
      availabilityFigure(run, sla),
      quantileFigure('P50', run.latencyMs.p50),
      quantileFigure('P99', run.latencyMs.p99),
      attemptsFigure(run),
      blockedFigure(run),
      wastedFigure(run),
    ],
  };
}

const shareOf = (count: number, run: RunResult): number => (run.requests === 0 ? 0 : count / run.requests);

/** " 95 % interval over 10 runs: 66.9 % to 68.1 %." */
function intervalText(run: RunResult, interval: Interval | null | undefined, text: (value: number) => string): string {
  return interval == null
    ? ''
    : ` Mean of ${run.replications} runs ${text(interval.mean)}, 95${'\u00a0'}% interval ${text(interval.low)} to ${text(interval.high)}.`;
}

/** "mean 14 340 ± 41" for a note; the interval lies around the mean of all runs, not around the run that is shown. */
function spreadText({ mean, low, high }: Interval, text: (value: number) => string): string {
  const half = (high - low) / 2;
  // Equal replications leave a rounding error of the sum behind, not a spread.
  return `mean ${text(mean)} ± ${text(half <= Math.abs(mean) * 1e-9 ? 0 : half)}`;
}

function tierFigure(run: RunResult, tier: 1 | 2 | 3, names: Names): Figure {
  const count = run.outcomes.answeredByTier[tier - 1] ?? 0;
  const answerer = names.tierAnswerer(tier);
  const during = phasesOf(run).find((phase) => phase.id === 'during' && phase.ended > 0);
  const interval = run.intervals?.answeredByTier[tier - 1];
  const total = interval === undefined ? countOf(count, 'request') : spreadText(interval, countText);
  // The incident is why one looks at a lower tier at all.
  const inIncident = during !== undefined && count > 0 ? `${shareText(during.byTier[tier - 1]!)} during the incident` : null;
  return {
    id: `tier-${tier}`,
    label: tier === 1 ? 'Answered in full' : answerer === null ? `Answered by tier ${tier}` : `Tier ${tier}, ${answerer}`,
    value: shareText(shareOf(count, run)),
    exact: `Tier ${tier}: ${countText(count)} of ${countText(run.requests)} requests.${intervalText(run, run.intervals?.answeredByTier[tier - 1], (mean) => countText(mean))}`,
    note: inIncident ?? total,
    ...(inIncident === null ? {} : { moreNote: total }),
    state: `t${tier}`,
  };
}

function failedFigure(run: RunResult): Figure {
  const { failed, byFailure } = run.outcomes;
  const classes = failuresByCount(byFailure).filter(([failure]) => failure !== 'blocked-by-guard');
  const [first] = classes;
  return {
    id: 'failed',
    label: 'Failed',
    value: shareText(shareOf(failed, run)),
    exact: `${countText(failed)} of ${countText(run.requests)} requests ended without an answer.${classes.map(([failure, count]) => ` ${failureInfo(failure).label}: ${countText(count)}.`).join('')}${intervalText(run, run.intervals?.failed, (mean) => countText(mean))}`,
    note:
      failed === 0 || first === undefined
        ? countOf(failed, 'request')
        : `${countOf(failed, 'request')}, ${classes.length > 1 ? 'mostly ' : ''}${failureInfo(first[0]).label}`,
    state: 'failed',
  };
}

/** Failure classes that occurred, most frequent first, taxonomy order among equals. */
export function failuresByCount(counts: Partial<Record<string, number>>): [FailureClass, number][] {
  return FAILURE_CLASSES.map((failure): [FailureClass, number] => [failure, counts[failure] ?? 0])
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1]);
}

function latencyFigure(run: RunResult, sla: Sla): Figure {
  const { p95, mean, max } = run.latencyMs;
  const owed = sla.p95Ms;
  return {
    id: 'p95',
    label: 'P95, end to end',
    value: latencyText(p95),
    exact: `95 of 100 answers came within ${p95 === null ? 'no measured time' : `${Math.round(p95)} ms`}; mean ${latencyText(mean)}, longest ${latencyText(max)}.${intervalText(run, run.intervals?.p95Ms, latencyText)}`,
    note: owed === null ? 'no time is promised' : `${chosenTimeText(owed)} owed`,
    ...(run.intervals?.p95Ms == null ? {} : { moreNote: spreadText(run.intervals.p95Ms, latencyText) }),
    ...(owed === null || p95 === null ? {} : { verdict: p95 <= owed ? ('kept' as const) : ('broken' as const) }),
  };
}

function costFigure(run: RunResult, sla: Sla): Figure {
  const { usd, perRequestUsd, provisionedUsd } = run.cost;
  const share = provisionedUsd === undefined || usd === 0 ? null : shareText(provisionedUsd / usd);
  const owed = sla.usdPerRequest;
  return {
    id: 'cost',
    label: words.figures.cost(share),
    value: usdText(usd),
    exact: `${exactUsdText(usd)} in all, ${exactUsdText(perRequestUsd)} a request; ${countText(run.cost.promptTokens)} prompt and ${countText(run.cost.completionTokens)} completion tokens.${provisionedUsd === undefined ? '' : ` ${words.figures.provisioned(exactUsdText(provisionedUsd), share)}`}${intervalText(run, run.intervals?.usd, usdText)}`,
    note: `${usdText(perRequestUsd * 1000)} per 1${'\u202f'}000 requests`,
    ...(owed === null ? {} : { moreNote: `$${plainText(owed * 1000)} owed` }),
    ...(owed === null ? {} : { verdict: perRequestUsd <= owed ? ('kept' as const) : ('broken' as const) }),
  };
}

/** Availability counts them as answers, so they are a figure of their own. The most frequent flaw leads; flaws overlap and have no sum. */
function flawedFigure(run: RunResult): Figure | null {
  const rows = flawRows(run);
  const [first, ...others] = rows;
  if (first === undefined) return null;
  return {
    id: 'flawed',
    label: 'Answered, but flawed',
    value: `${shareText(first.share)} ${first.word}`,
    exact: rows
      .map(({ word, count, sentence }) => `${word}: ${countText(count)} of ${countText(answeredOf(run))} answers. ${sentence}`)
      .join(' '),
    note: others.map(({ word, share }) => `${shareText(share)} ${word}`).join(', '),
    moreNote: first.sentence,
  };
}

function availabilityFigure(run: RunResult, sla: Sla): Figure {
  const owed = sla.availability;
  return {
    id: 'availability',
    label: 'Availability',
    value: shareText(run.availability),
    exact: `Answered divided by requests that no guard stopped: ${run.availability}.${intervalText(run, run.intervals?.availability, shareText)}`,
    note: owed === null ? '' : `${shareText(owed)} owed`,
    ...(owed === null ? {} : { verdict: run.availability >= owed ? ('kept' as const) : ('broken' as const) }),
  };
}

const quantileFigure = (name: 'P50' | 'P99', ms: number | null): Figure => ({
  id: name.toLowerCase(),
  label: name,
  value: latencyText(ms),
  exact:
    ms === null ? 'No request was answered.' : `${name === 'P50' ? 'Half' : '99 of 100'} of the answers came within ${Math.round(ms)} ms.`,
  note: '',
});

const blockedFigure = (run: RunResult): Figure => ({
  id: 'blocked',
  label: 'Blocked',
  value: countText(run.outcomes.blocked),
  exact: `A guard stopped ${countOf(run.outcomes.blocked, 'request')}, ${shareText(shareOf(run.outcomes.blocked, run))} of all: policy, not failure.`,
  note: '',
  state: 'blocked',
});

const attemptsFigure = (run: RunResult): Figure => ({
  id: 'attempts',
  label: 'Attempts',
  value: `${figureText(run.attempts.perRequest)} each`,
  exact: `${countText(run.attempts.total)} calls to models for ${countOf(run.requests, 'request')}.`,
  note: '',
});

const wastedFigure = (run: RunResult): Figure => ({
  id: 'wasted',
  label: 'Wasted',
  value: usdText(run.cost.wastedUsd),
  exact: `${exactUsdText(run.cost.wastedUsd)} was paid for attempts whose answer did not reach the user${run.cost.usd > 0 ? `: ${shareText(run.cost.wastedUsd / run.cost.usd)} of the cost` : ''}.`,
  note: '',
});
