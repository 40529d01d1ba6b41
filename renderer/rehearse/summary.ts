import { FAILURE_CLASSES, type FailureClass, failureInfo, type Interval, type RunResult } from '../../shared/model/index.ts';
import {
  chosenTimeText,
  countText,
  enumerated,
  exactUsdText,
  figureText,
  latencyText,
  plainText,
  shareText,
  usdText,
  words,
} from '../words/index.ts';
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
      quantileFigure('p50', run.latencyMs.p50),
      quantileFigure('p99', run.latencyMs.p99),
      attemptsFigure(run),
      blockedFigure(run),
      wastedFigure(run),
    ],
  };
}

const requestsText = (count: number): string => words.rehearse.requests(count, countText(count));

const shareOf = (count: number, run: RunResult): number => (run.requests === 0 ? 0 : count / run.requests);

/** " Mean of 10 runs 67.5 %, 95 % interval 66.9 % to 68.1 %." */
function intervalText(run: RunResult, interval: Interval | null | undefined, text: (value: number) => string): string {
  return interval == null
    ? ''
    : ` ${words.figures.interval(run.replications, text(interval.mean), text(interval.low), text(interval.high))}`;
}

/** "mean 14 340 ± 41" for a note; the interval lies around the mean of all runs, not around the run that is shown. */
function spreadText({ mean, low, high }: Interval, text: (value: number) => string): string {
  const half = (high - low) / 2;
  // Equal replications leave a rounding error of the sum behind, not a spread.
  return words.figures.spread(text(mean), text(half <= Math.abs(mean) * 1e-9 ? 0 : half));
}

function tierFigure(run: RunResult, tier: 1 | 2 | 3, names: Names): Figure {
  const count = run.outcomes.answeredByTier[tier - 1] ?? 0;
  const answerer = names.tierAnswerer(tier);
  const during = phasesOf(run).find((phase) => phase.id === 'during' && phase.ended > 0);
  const interval = run.intervals?.answeredByTier[tier - 1];
  const total = interval === undefined ? requestsText(count) : spreadText(interval, countText);
  // The incident is why one looks at a lower tier at all.
  const inIncident = during !== undefined && count > 0 ? words.figures.duringIncident(shareText(during.byTier[tier - 1]!)) : null;
  return {
    id: `tier-${tier}`,
    label: tier === 1 ? words.figures.inFull : answerer === null ? words.figures.byTier(tier) : words.figures.tier(tier, answerer),
    value: shareText(shareOf(count, run)),
    exact: `${words.figures.tierExact(tier, countText(count), countText(run.requests))}${intervalText(run, run.intervals?.answeredByTier[tier - 1], (mean) => countText(mean))}`,
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
    label: words.figures.failed,
    value: shareText(shareOf(failed, run)),
    exact: `${words.figures.failedExact(countText(failed), countText(run.requests))}${classes.map(([failure, count]) => ` ${words.figures.failedBy(failureInfo(failure).label, countText(count))}`).join('')}${intervalText(run, run.intervals?.failed, (mean) => countText(mean))}`,
    note:
      failed === 0 || first === undefined
        ? requestsText(failed)
        : (classes.length > 1 ? words.figures.failedMostly : words.figures.failedOf)(requestsText(failed), failureInfo(first[0]).label),
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
    label: words.figures.p95,
    value: latencyText(p95),
    exact: `${words.figures.p95Exact(p95 === null ? null : Math.round(p95), latencyText(mean), latencyText(max))}${intervalText(run, run.intervals?.p95Ms, latencyText)}`,
    note: owed === null ? words.figures.noTimePromised : words.figures.owed(chosenTimeText(owed)),
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
    exact: `${words.figures.costExact(exactUsdText(usd), exactUsdText(perRequestUsd), countText(run.cost.promptTokens), countText(run.cost.completionTokens))}${provisionedUsd === undefined ? '' : ` ${words.figures.provisioned(exactUsdText(provisionedUsd), share)}`}${intervalText(run, run.intervals?.usd, usdText)}`,
    note: words.figures.per1000(usdText(perRequestUsd * 1000)),
    ...(owed === null ? {} : { moreNote: words.figures.owed(`$${plainText(owed * 1000)}`) }),
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
    label: words.figures.flawed,
    value: words.figures.flawedShare(shareText(first.share), first.word),
    exact: rows
      .map(({ word, count, sentence }) => words.figures.flawedExact(word, countText(count), countText(answeredOf(run)), sentence))
      .join(' '),
    note: enumerated(others.map(({ word, share }) => words.figures.flawedShare(shareText(share), word))),
    moreNote: first.sentence,
  };
}

function availabilityFigure(run: RunResult, sla: Sla): Figure {
  const owed = sla.availability;
  return {
    id: 'availability',
    label: words.figures.availability,
    value: shareText(run.availability),
    exact: `${words.figures.availabilityExact(run.availability)}${intervalText(run, run.intervals?.availability, shareText)}`,
    note: owed === null ? '' : words.figures.owed(shareText(owed)),
    ...(owed === null ? {} : { verdict: run.availability >= owed ? ('kept' as const) : ('broken' as const) }),
  };
}

const quantileFigure = (id: 'p50' | 'p99', ms: number | null): Figure => ({
  id,
  label: words.figures.quantile[id],
  value: latencyText(ms),
  exact: ms === null ? words.figures.noneAnswered : words.figures.quantileExact[id](Math.round(ms)),
  note: '',
});

const blockedFigure = (run: RunResult): Figure => ({
  id: 'blocked',
  label: words.figures.blocked,
  value: countText(run.outcomes.blocked),
  exact: words.figures.blockedExact(requestsText(run.outcomes.blocked), shareText(shareOf(run.outcomes.blocked, run))),
  note: '',
  state: 'blocked',
});

const attemptsFigure = (run: RunResult): Figure => ({
  id: 'attempts',
  label: words.figures.attempts,
  value: words.figures.attemptsEach(figureText(run.attempts.perRequest)),
  exact: words.figures.attemptsExact(countText(run.attempts.total), requestsText(run.requests)),
  note: '',
});

const wastedFigure = (run: RunResult): Figure => ({
  id: 'wasted',
  label: words.figures.wasted,
  value: usdText(run.cost.wastedUsd),
  exact: words.figures.wastedExact(
    exactUsdText(run.cost.wastedUsd),
    run.cost.usd > 0 ? shareText(run.cost.wastedUsd / run.cost.usd) : null,
  ),
  note: '',
});
