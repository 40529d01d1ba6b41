import { runFigures } from '../../shared/compare/index.ts';
import type { ComparedFigure, Comparison, RunFigureId, RunResult, Verdict } from '../../shared/model/index.ts';

/** What a change is judged by, in reading order, with the ids of `shared/compare`. */
export const JUDGED = [
  { id: 'availability', unit: 'ratio', better: 'higher' },
  { id: 'tier1Share', unit: 'ratio', better: 'higher' },
  { id: 'failedShare', unit: 'ratio', better: 'lower' },
  { id: 'p50Ms', unit: 'ms', better: 'lower' },
  { id: 'p95Ms', unit: 'ms', better: 'lower' },
  { id: 'p99Ms', unit: 'ms', better: 'lower' },
  { id: 'usdPerRequest', unit: 'usd', better: 'lower' },
  { id: 'wastedUsd', unit: 'usd', better: 'lower' },
  { id: 'attemptsPerRequest', unit: 'count', better: 'lower' },
] as const satisfies readonly (Omit<ComparedFigure, 'label'> & { readonly id: RunFigureId })[];
export type JudgedId = RunFigureId;
/** The four that a sentence and a line have room for. */
export const HEADLINE: readonly JudgedId[] = ['tier1Share', 'failedShare', 'p95Ms', 'usdPerRequest'];

/** Pairs of runs at which the evidence of a difference is told, growing. */
export const EVIDENCE_PAIRS: readonly number[] = [3, 10];

export interface DifferenceRow {
  readonly id: JudgedId;
  readonly unit: ComparedFigure['unit'];
  readonly before: number | null;
  readonly after: number | null;
  /** After minus before; null where either lacks the figure. */
  readonly difference: number | null;
  /** 95 % paired interval of the difference; null before there is evidence. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** `same`: equal to the last digit in every pair. Null before there is evidence. */
  readonly verdict: Verdict | 'same' | null;
}

/**
 * Before against after, figure by figure. With evidence all numbers are means over its pairs, so that they and their difference agree; without, they are
 * those of one pair of runs.
 */
export function differenceRows(before: RunResult, after: RunResult, evidence: Comparison | null): DifferenceRow[] {
  const single = { before: runFigures(before), after: runFigures(after) };
  const means = (variant: string) => evidence?.results.find((result) => result.variant === variant);
  const [was, is] = [means('before'), means('after')];
  return JUDGED.map(({ id, unit }): DifferenceRow => {
    const paired = is?.differences[id];
    if (was === undefined || is === undefined || !paired) {
      const [a, b] = [single.before[id], single.after[id]];
      return { id, unit, before: a, after: b, difference: a === null || b === null ? null : b - a, interval: null, verdict: null };
    }
    const { mean, low, high, verdict } = paired;
    const isSame = mean === 0 && low === 0 && high === 0;
    return {
      id,
      unit,
      before: was.means[id] ?? null,
      after: is.means[id] ?? null,
      difference: mean,
      interval: { low, high },
      verdict: isSame ? 'same' : verdict,
    };
  });
}

/** Better for the user or worse, by the figure's own direction; null where the difference is nothing. */
export function directionOf({ id, difference }: Pick<DifferenceRow, 'id' | 'difference'>): 'better' | 'worse' | null {
  if (!difference) return null;
  const { better } = JUDGED.find((figure) => figure.id === id)!;
  return difference > 0 === (better === 'higher') ? 'better' : 'worse';
}

/** What of the run before had ended when as many of its requests had ended, between two buckets in proportion. Shares 0..1 of those. */
export function sharesAt(run: RunResult, requestsDone: number): { readonly full: number; readonly failed: number } {
  const { answeredByTier, blocked, failed } = run.series;
  let [ended, full, lost] = [0, 0, 0];
  for (let bucket = 0; bucket < failed.length && ended < requestsDone; bucket++) {
    const [tier1, tier2, tier3] = [0, 1, 2].map((tier) => answeredByTier[tier]?.[bucket] ?? 0) as [number, number, number];
    const inBucket = tier1 + tier2 + tier3 + blocked[bucket]! + failed[bucket]!;
    if (inBucket === 0) continue;
    const part = Math.min(1, (requestsDone - ended) / inBucket);
    ended += inBucket * part;
    full += tier1 * part;
    lost += failed[bucket]! * part;
  }
  return ended === 0 ? { full: 0, failed: 0 } : { full: full / ended, failed: lost / ended };
}
