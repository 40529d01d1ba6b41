import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { client } from '../connection/index.ts';
import { chooseSavePath } from '../files/index.ts';
import { fileName, type TrafficHandle } from '../state/index.ts';
import { countText, words } from '../words/index.ts';
import type { Choice } from './use-preview.ts';

/** After a log of which something was left out: what, why, and where to keep it. */
export function ImportDone({
  traffic,
  path,
  choice,
  hashUsers,
}: {
  readonly traffic: TrafficHandle;
  readonly path: string;
  readonly choice: Choice;
  readonly hashUsers: boolean;
}) {
  const [said, setSaid] = useState<{ readonly text: string; readonly isBad: boolean; readonly replaceable?: string } | null>(null);
  const rejectedRows = traffic.rejected.reduce((sum, { rows }) => sum + rows, 0);
  const notes = traffic.notes ?? [];
  const save = async (target: string, mayReplace: boolean): Promise<void> => {
    const result = await client().traffic.saveRejects({ path, ...choice, hashUsers, target, mayReplace });
    if (result.ok) {
      setSaid({ text: words.traffic.done.saved(countText(result.rows), result.rows, fileName(result.path)), isBad: false });
    } else if (result.reason === 'already-exists') {
      setSaid({ text: words.traffic.done.exists(fileName(target)), isBad: true, replaceable: target });
    } else setSaid({ text: result.message, isBad: true });
  };
  const chooseAndSave = async (): Promise<void> => {
    const suggestedName = `${fileName(path).replace(/(\.(csv|tsv|jsonl?|ndjson|parquet|gz|zst))+$/i, '')}.rejected.csv`;
    const target = await chooseSavePath({ title: words.traffic.done.saveTitle, suggestedName, extensions: ['csv'] });
    if (target !== null) await save(target, false);
  };
  return (
    <div className="import-done">
      <p className="import-done-title">
        <CircleCheck size={18} aria-hidden="true" />
        {words.traffic.done.title(countText(traffic.summary.requestCount))}
      </p>
      {rejectedRows > 0 && (
        <section aria-label={words.traffic.done.rejected(countText(rejectedRows), rejectedRows)}>
          <h3>{words.traffic.done.rejected(countText(rejectedRows), rejectedRows)}</h3>
          <div className="traffic-table">
            <table>
              <thead>
                <tr>
                  <th scope="col">{words.traffic.done.reason}</th>
                  <th scope="col" className="is-number">
                    {words.traffic.done.rows}
                  </th>
                  <th scope="col" className="is-number">
                    {words.traffic.done.first}
                  </th>
                </tr>
              </thead>
              <tbody>
                {traffic.rejected.map(({ reason, rows, firstLine }) => (
                  <tr key={reason}>
                    <td>{reason}</td>
                    <td className="is-number">{countText(rows)}</td>
                    <td className="is-number">{firstLine === null ? '' : countText(firstLine)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <button type="button" className="btn" onClick={() => void chooseAndSave()}>
            {words.traffic.done.save}
          </button>
          {said !== null && (
            <p className={said.isBad ? 'ink-failed' : 'ink-2'} role="status">
              {said.text}{' '}
              {said.replaceable !== undefined && (
                <button type="button" className="btn compact danger" onClick={() => void save(said.replaceable!, true)}>
                  {words.traffic.done.replace}
                </button>
              )}
            </p>
          )}
        </section>
      )}
      {notes.length > 0 && (
        <section aria-label={words.traffic.notes}>
          <h3>{words.traffic.notes}</h3>
          <ul className="import-notes ink-2">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
