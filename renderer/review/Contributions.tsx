import { Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import { changedThings } from '../../shared/diff/index.ts';
import type { Scenario } from '../../shared/model/index.ts';
import { type DifferenceRow, signedText, verdictWords } from '../knobs/index.ts';
import { Select } from '../parts/index.ts';
import { words } from '../words/index.ts';
import { MOST_THINGS, runContributions, useImpact } from './impact.ts';
import { judgedRows } from './impact-rows.ts';
import type { ReviewSubject } from './review-store.ts';

const text = words.review.impact.contributions;
const SHOWN = ['tier1Share', 'failedShare', 'p95Ms', 'usdPerRequest'] as const;

interface ContributionsProps {
  readonly subject: ReviewSubject;
  readonly scenarios: readonly Scenario[];
  readonly pairs: number;
  readonly isRunning: boolean;
}

/** The new version against itself with one change taken back: what that change does on top of the others. */
export function Contributions({ subject, scenarios, pairs, isRunning }: ContributionsProps) {
  const found = useImpact((state) => state.contributions);
  const [scenarioId, setScenario] = useState(scenarios.at(-1)?.id ?? '');
  const scenario = scenarios.find(({ id }) => id === scenarioId) ?? scenarios.at(-1);
  const all = useMemo(() => changedThings(subject.diff).length, [subject.diff]);
  const list = found?.list ?? [];
  const { rows } = useMemo(() => judgedRows((found?.list ?? []).flatMap(({ comparison }) => comparison ?? [])), [found]);
  if (all < 2 || scenario === undefined) return null;
  let at = 0;
  return (
    <section className="review-part" aria-label={text.title}>
      <h2>{text.title}</h2>
      <p className="ink-2">{text.intro}</p>
      <div className="review-verbs">
        <Select
          label={text.scenario}
          value={scenario.id}
          options={scenarios.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setScenario}
        />
        <button type="button" className="btn" disabled={isRunning} onClick={() => void runContributions(subject, scenario, pairs)}>
          <Play size={12} aria-hidden="true" /> {text.run}
        </button>
        {all > MOST_THINGS && <span className="small ink-2">{text.tooMany(MOST_THINGS, all)}</span>}
      </div>
      {list.length > 0 && (
        <table className="kn-table review-adds" aria-label={text.table}>
          <thead>
            <tr>
              <th scope="col">{text.change}</th>
              {SHOWN.map((id) => (
                <th key={id} scope="col">
                  {words.knobs.figure[id]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {list.map(({ about, sentences, comparison, message }) => {
              const own = comparison === null ? null : (rows[at++] ?? []);
              return (
                <tr key={`${about.kind} ${about.id}`}>
                  <th scope="row">
                    {sentences.map((sentence) => (
                      <span key={sentence} className="review-sentence">
                        {sentence}
                      </span>
                    ))}
                  </th>
                  {own === null ? (
                    <td colSpan={SHOWN.length} className="ink-2">
                      {text.cannot(message)}
                    </td>
                  ) : (
                    SHOWN.map((id) => <Cell key={id} row={own.find((row) => row.id === id)} />)
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Cell({ row }: { readonly row: DifferenceRow | undefined }) {
  if (row === undefined) return <td />;
  const { tone, glyph, word } = verdictWords(row);
  return (
    <td>
      {signedText(row.id, row.unit, row.difference)}
      <span className={`review-verdict is-${tone}`}>
        <span aria-hidden="true">{glyph}</span> {word}
      </span>
    </td>
  );
}
