import { Play } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { diffDocuments } from '../../shared/diff/index.ts';
import type { SavedRun } from '../../shared/rpc/index.ts';
import { DifferenceTable } from '../knobs/DifferenceTable.tsx';
import { changeSentence, signedText, valueText } from '../knobs/figure-words.ts';
import { differenceRows, JUDGED } from '../knobs/figures.ts';
import { Tip } from '../parts/index.ts';
import { BasisLine } from '../rehearse/BasisLine.tsx';
import { listText, words } from '../words/index.ts';
import { libraryStore, lookForEvidence, type OpenedRun, openRun, useLibrary } from './library.ts';
import { inputDifferences } from './run-state.ts';

const MOST_CHANGES = 8;

/** Saved runs side by side, against the one that was ticked first. */
export function CompareRuns({ runs }: { readonly runs: readonly SavedRun[] }) {
  const opened = useLibrary((state) => state.opened);
  useEffect(() => {
    for (const saved of runs) void openRun(saved);
  }, [runs]);
  const found = runs.flatMap(({ id }) => {
    const run = opened[id];
    return run === undefined || typeof run === 'string' ? [] : [run];
  });
  const [first] = runs;
  const texts = words.runs.compare;
  if (first === undefined) return null;
  const others = found.length === runs.length ? inputDifferences(found.map(({ run }) => run)) : null;
  return (
    <section className="rl-compare" aria-label={texts.label}>
      <div className="rl-compare-head">
        <h2>{texts.title(runs.length)}</h2>
        <button type="button" className="btn compact" onClick={() => libraryStore.setState({ comparedIds: [] })}>
          {texts.clear}
        </button>
      </div>
      {others !== null && (
        <p className="ink-2">{others.length === 0 ? texts.sameLuck : texts.otherLuck(listText(others.map((what) => texts[what])))}</p>
      )}
      <table className="kn-table" aria-label={texts.label}>
        <thead>
          <tr>
            <th scope="col">{texts.figure}</th>
            {runs.map(({ id, name }) => (
              <th key={id} scope="col" className="rl-cut" title={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {JUDGED.map(({ id, unit }) => (
            <tr key={id}>
              <th scope="row">{words.knobs.figure[id]}</th>
              {runs.map((saved) => {
                const [value, base] = [saved.figures[id] ?? null, first.figures[id] ?? null];
                return (
                  <td key={saved.id}>
                    <b>{valueText(id, unit, value)}</b>
                    {saved !== first && value !== null && base !== null && (
                      <span className="ink-3"> {signedText(id, unit, value - base)}</span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
          <tr className="rl-rests">
            <th scope="row">{texts.restsOn}</th>
            {runs.map(({ id }) => {
              const run = opened[id];
              return <td key={id}>{run !== undefined && typeof run !== 'string' && <BasisLine run={run.run} />}</td>;
            })}
          </tr>
        </tbody>
      </table>
      {others?.length === 0 && found.length === 2 && <Pair first={found[0]!} second={found[1]!} />}
    </section>
  );
}

/** Two runs on the same luck: what their policies have otherwise, and the way to evidence. */
function Pair({ first, second }: { readonly first: OpenedRun; readonly second: OpenedRun }) {
  const changes = useMemo(() => diffDocuments(first.document, second.document).changes, [first, second]);
  const evidence = useLibrary((state) => state.evidence);
  const own = evidence !== null && evidence.ids[0] === first.saved.id && evidence.ids[1] === second.saved.id ? evidence : null;
  const texts = words.runs.compare;
  const rows = own?.comparison == null ? null : differenceRows(first.run, second.run, own.comparison);
  return (
    <>
      <div className="kn-changes">
        <h3>{changes.length === 0 ? texts.samePolicy : texts.changes}</h3>
        <ul>
          {changes.slice(0, MOST_CHANGES).map(({ id, sentence }) => (
            <li key={id}>{sentence}.</li>
          ))}
          {changes.length > MOST_CHANGES && <li className="ink-3">+ {changes.length - MOST_CHANGES}</li>}
        </ul>
      </div>
      {changes.length > 0 && rows === null && (
        <p>
          <Tip text={texts.evidenceHelp}>
            <button
              type="button"
              className="btn"
              disabled={own !== null && own.message === null}
              onClick={() => void lookForEvidence(first, second)}
            >
              <Play size={12} fill="currentColor" aria-hidden="true" />{' '}
              {own !== null && own.message === null ? texts.looking : texts.evidence}
            </button>
          </Tip>
        </p>
      )}
      {own?.message != null && (
        <p className="ink-failed" role="alert">
          {own.message}
        </p>
      )}
      {rows !== null && (
        <>
          <p className="strong" role="status">
            {changeSentence(rows, own?.comparison?.replications ?? 1)}
          </p>
          <DifferenceTable rows={rows} isStale={false} />
        </>
      )}
    </>
  );
}
