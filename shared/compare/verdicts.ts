import type { ComparedFigure, Comparison, Difference, Verdict } from '../model/index.ts';
import { regularisedBeta } from '../reliability/index.ts';
import { tQuantile975 } from './intervals.ts';

/** Verdicts over many figures at once: each alone at 95 %, one in twenty would be wrong by luck, and a table has dozens. */

const LEVEL = 0.05;

export interface JudgedDifference {
  readonly scenario: string;
  readonly variant: string;
  readonly figure: ComparedFigure;
  readonly before: number | null;
  readonly after: number | null;
  /** Null where either side lacks the figure in a replication. */
  readonly difference: Difference | null;
  /** Two-sided, of the figure alone. Null where there is no difference to judge, or none at all in any run. */
  readonly pValue: number | null;
  /** Corrected. `same`: equal to the last digit in every run, which luck has no part in. Null where the figure is missing. */
  readonly verdict: Verdict | 'same' | null;
}

/**
 * Every figure of every variant and scenario with a verdict that holds for all of them together: by Holm's method the chance of even one wrong
 * “better” or “worse” is at most 5 %, however the figures depend on each other. `figureIds`: those that are looked at; all unless given. The fewer
 * are looked at, the smaller an effect is found, so they are to be chosen before the runs. Several comparisons are judged as one family.
 * Holm, S. (1979): A simple sequentially rejective multiple test procedure. Scand. J. Statist. 6, 65–70.
 */
export function judgedDifferences(comparison: Comparison | readonly Comparison[], figureIds?: readonly string[]): JudgedDifference[] {
  const found = [comparison].flat().flatMap((one) => differencesOf(one, figureIds));
  const rejected = holm(found.map(({ pValue }) => pValue));
  return found.map((judged, at) => {
    const { difference, verdict, figure } = judged;
    if (difference === null || verdict === 'same') return judged;
    return { ...judged, verdict: rejected.has(at) ? direction(figure, difference.mean) : 'no-evidence' };
  });
}

/** Not yet judged, but for those that are the same. */
function differencesOf({ figures, results, replications }: Comparison, figureIds?: readonly string[]): JudgedDifference[] {
  const wanted = figureIds === undefined ? figures : figures.filter(({ id }) => figureIds.includes(id));
  return results.flatMap((result) => {
    if (Object.keys(result.differences).length === 0) return [];
    const first = results.find(({ scenario }) => scenario === result.scenario);
    return wanted.map((figure) => {
      const difference = result.differences[figure.id] ?? null;
      const isSame = difference !== null && difference.low === 0 && difference.high === 0;
      return {
        scenario: result.scenario,
        variant: result.variant,
        figure,
        before: first?.means[figure.id] ?? null,
        after: result.means[figure.id] ?? null,
        difference,
        pValue: difference === null || isSame ? null : pValueOf(difference, replications),
        verdict: isSame ? ('same' as const) : null,
      };
    });
  });
}

/** Positions of the differences that stand after the correction. */
function holm(pValues: readonly (number | null)[]): ReadonlySet<number> {
  const ordered = pValues.flatMap((p, at) => (p === null ? [] : [{ p, at }])).sort((a, b) => a.p - b.p);
  const rejected = new Set<number>();
  for (const [rank, { p, at }] of ordered.entries()) {
    if (p > LEVEL / (ordered.length - rank)) break;
    rejected.add(at);
  }
  return rejected;
}

function direction({ better }: ComparedFigure, mean: number): Verdict {
  if (better === null) return mean > 0 ? 'higher' : 'lower';
  return mean > 0 === (better === 'higher') ? 'better' : 'worse';
}

/** Two-sided p-value of the paired t-test that a 95 % interval over so many replications stands for. 0 where every pair differed by the same. */
export function pValueOf({ mean, low, high }: Pick<Difference, 'mean' | 'low' | 'high'>, replications: number): number {
  const degrees = replications - 1;
  const standardError = (high - low) / 2 / tQuantile975(degrees);
  if (standardError === 0) return mean === 0 ? 1 : 0;
  const t = mean / standardError;
  return regularisedBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}
