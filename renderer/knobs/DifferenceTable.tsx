import { words } from '../words/index.ts';
import { signedText, sizeText, valueText, verdictWords } from './figure-words.ts';
import type { DifferenceRow } from './figures.ts';

/** Before and after, figure by figure: the numbers, their difference with its interval, and what it is evidence of. */
export function DifferenceTable(props: {
  readonly rows: readonly DifferenceRow[];
  readonly isStale: boolean;
  /** What the two columns are of, where that is not before and after a change. */
  readonly names?: { readonly before: string; readonly after: string };
}) {
  const { rows, isStale, names } = props;
  const { tableLabel } = words.knobs.live;
  const columns = { ...words.knobs.live.columns, ...names };
  return (
    <table className={isStale ? 'kn-table is-stale' : 'kn-table'} aria-label={tableLabel}>
      <thead>
        <tr>
          <th scope="col">{columns.figure}</th>
          <th scope="col">{columns.before}</th>
          <th scope="col">{columns.after}</th>
          <th scope="col">{columns.difference}</th>
          <th scope="col" className="kn-interval-head" title={words.knobs.live.ownScale}>
            {columns.interval}
          </th>
          <th scope="col" className="kn-words">
            {columns.verdict}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row }: { readonly row: DifferenceRow }) {
  const { id, unit, before, after, difference, interval } = row;
  const verdict = verdictWords(row);
  return (
    <tr>
      <th scope="row">{words.knobs.figure[id]}</th>
      <td className="ink-2">{valueText(id, unit, before)}</td>
      <td className="strong">{valueText(id, unit, after)}</td>
      <td>
        {signedText(id, unit, difference)}
        {interval !== null && interval.low !== interval.high && (
          <span className="ink-3"> ± {sizeText(id, unit, (interval.high - interval.low) / 2)}</span>
        )}
      </td>
      <td>{interval !== null && difference !== null && <IntervalBar row={row} tone={verdict.tone} />}</td>
      <td className="kn-words">
        <span className={`pill kn-verdict is-${verdict.tone}`}>
          <span aria-hidden="true">{verdict.glyph}</span> {verdict.word}
        </span>
      </td>
    </tr>
  );
}

/** Zero stands in the middle; each row has its own scale, which the head of the column says. */
export function IntervalBar({ row, tone }: { readonly row: DifferenceRow; readonly tone: 'better' | 'worse' | 'none' }) {
  const { low, high } = row.interval!;
  const mean = row.difference!;
  const reach = Math.max(Math.abs(low), Math.abs(high)) * 1.15 || 1;
  const place = (value: number): number => 50 + (value / reach) * 50;
  return (
    <span
      className="kn-interval"
      role="img"
      aria-label={words.knobs.live.intervalText(signedText(row.id, row.unit, low), signedText(row.id, row.unit, high))}
    >
      <i className="kn-zero" />
      <i className={`kn-bar is-${tone}`} style={{ left: `${place(low)}%`, width: `${Math.max(0, place(high) - place(low))}%` }} />
      <i className={`kn-dot is-${tone}`} style={{ left: `${place(mean)}%` }} />
    </span>
  );
}
