import { type JudgedDifference, judgedDifferences } from '../../shared/compare/index.ts';
import type { Comparison } from '../../shared/model/index.ts';
import { type DifferenceRow, JUDGED } from '../knobs/index.ts';

const IDS: readonly string[] = JUDGED.map(({ id }) => id);

export interface JudgedRows {
  /** Rows of each comparison, in their order. */
  readonly rows: readonly (readonly DifferenceRow[])[];
  /** How many figures the verdicts are corrected for. */
  readonly family: number;
}

/** The judged figures of several comparisons, whose verdicts hold for all of them together. */
export function judgedRows(comparisons: readonly Comparison[]): JudgedRows {
  const judged = judgedDifferences(comparisons, IDS);
  const family = judged.filter(({ pValue }) => pValue !== null).length;
  let at = 0;
  const rows = comparisons.map(({ figures }) => {
    const own = judged.slice(at, at + figures.filter(({ id }) => IDS.includes(id)).length);
    at += own.length;
    return JUDGED.flatMap(({ id, unit }) => {
      const found = own.find(({ figure }) => figure.id === id);
      return found === undefined ? [] : [{ ...rowOf(found), id, unit }];
    });
  });
  return { rows, family };
}

const rowOf = ({ before, after, difference, verdict }: JudgedDifference): Omit<DifferenceRow, 'id' | 'unit'> => ({
  before,
  after,
  difference: difference?.mean ?? null,
  interval: difference && { low: difference.low, high: difference.high },
  verdict,
});
