import { Ban, TriangleAlert } from 'lucide-react';
import { Tip } from '../parts/index.ts';
import { countText, words } from '../words/index.ts';
import { missingRoles } from './MappingPane.tsx';
import type { Preview, Reading } from './use-preview.ts';

/** What will come of it: counts of the start of the log, what is assumed or has to be said, and its first rows as they will be read. */
export function PreviewPane({
  preview,
  isReading,
  onDurationUnit,
}: {
  readonly preview: Preview;
  readonly isReading: boolean;
  readonly onDurationUnit: (unit: 's' | 'ms') => void;
}) {
  const { reading, problem, mapping, columns } = preview;
  const missing = missingRoles(mapping);
  return (
    <div className="import-preview" aria-busy={isReading}>
      {missing.length > 0 ? (
        <p className="finding is-warning traffic-problem" role="status">
          {missing.includes('arrival')
            ? words.traffic.noArrival(columns)
            : words.traffic.noTokens(missing.map((role) => words.traffic.roles[role].toLowerCase()))}
        </p>
      ) : (
        problem !== null && (
          <p className="finding is-warning traffic-problem" role="status">
            {problem}
          </p>
        )
      )}
      {reading !== null && problem === null && <Counts reading={reading} />}
      {reading?.asksDurationUnit && (
        <fieldset className="import-question" aria-label={words.traffic.askUnit.question}>
          <p>
            <b>{words.traffic.askUnit.question}</b> <span className="ink-2">{words.traffic.askUnit.why}</span>
          </p>
          <button type="button" className="btn compact" onClick={() => onDurationUnit('s')}>
            {words.traffic.unitNames.s}
          </button>
          <button type="button" className="btn compact" onClick={() => onDurationUnit('ms')}>
            {words.traffic.unitNames.ms}
          </button>
        </fieldset>
      )}
      {reading !== null && reading.notes.length > 0 && !reading.asksDurationUnit && (
        <ul className="import-notes small ink-2" aria-label={words.traffic.notes}>
          {reading.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {reading === null ? <RawTable preview={preview} /> : <ReadTable reading={reading} />}
    </div>
  );
}

function Counts({ reading }: { readonly reading: Reading }) {
  const { requests, rowsRead, isWhole, rejected, otherRows, outcomes } = reading;
  const rejectedRows = rejected.reduce((sum, { rows }) => sum + rows, 0);
  return (
    <div className="import-counts" role="status">
      <p className="strong">{words.traffic.counts(countText(requests), countText(rowsRead), isWhole, rowsRead)}</p>
      {rejectedRows > 0 && (
        <Tip
          text={
            <ul>
              {rejected.map(({ reason, rows }) => (
                <li key={reason}>
                  {countText(rows)} · {reason}
                </li>
              ))}
            </ul>
          }
        >
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its reasons must be reachable by keys */}
          <span className="pill error" tabIndex={0}>
            <Ban size={12} aria-hidden="true" /> {words.traffic.rejected(countText(rejectedRows), rejectedRows)}
          </span>
        </Tip>
      )}
      {otherRows > 0 && <span className="pill">{words.traffic.otherRows(countText(otherRows), otherRows)}</span>}
      {outcomes.slice(0, 6).map(({ outcome, requests: count }) => (
        <span key={outcome} className={outcome === 'answered' ? 'pill ok' : 'pill warning'}>
          {outcome} {countText(count)}
        </span>
      ))}
    </div>
  );
}

const NUMBERS = new Set(['inputTokens', 'outputTokens', 'latency', 'firstToken', 'cost', 'complexity']);

function ReadTable({ reading }: { readonly reading: Reading }) {
  const { columns, rows } = reading;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section className="traffic-table scroll-thin" tabIndex={0} aria-label={words.traffic.firstRows}>
      <table>
        <caption className="visually-hidden">{words.traffic.firstRows}</caption>
        <thead>
          <tr>
            <th scope="col" className="is-number ink-3">
              {words.traffic.rowNumber}
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" className={NUMBERS.has(column) ? 'is-number' : undefined}>
                {words.traffic.heads[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ rejection, cells }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row of a log has no other identity than its position
            <tr key={at} className={rejection === '' ? undefined : 'is-left-out'}>
              <td className="is-number mono ink-3">{at + 1}</td>
              {cells.map(({ text, reason }, cell) => (
                <td
                  key={columns[cell]}
                  className={`mono${NUMBERS.has(columns[cell] ?? '') ? ' is-number' : ''}${reason === null ? '' : ' is-bad'}`}
                >
                  {reason === null ? text : text === '' ? '—' : text}
                  {reason !== null && (
                    <span className="import-reason">
                      <TriangleAlert size={12} aria-hidden="true" /> {reason}
                    </span>
                  )}
                  {rejection === null && cell === 0 && <span className="import-reason">{words.traffic.noCall}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function RawTable({ preview }: { readonly preview: Preview }) {
  const { shown, rows } = preview;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section className="traffic-table scroll-thin" tabIndex={0} aria-label={words.traffic.rawRows}>
      <table>
        <caption className="visually-hidden">{words.traffic.rawRows}</caption>
        <thead>
          <tr>
            {shown.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row of a log has no other identity than its position
            <tr key={at}>
              {row.map((cell, i) => (
                <td key={shown[i]} className="mono">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
