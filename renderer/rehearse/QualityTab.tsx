import { useMemo } from 'react';
import { type FailureClass, failureInfo, type PolicyDocument, type RunResult } from '../../shared/model/index.ts';
import { Tip } from '../parts/index.ts';
import { viewStore } from '../state/index.ts';
import { countText, shareText, words } from '../words/index.ts';
import { BASIS_GLYPH } from './basis.ts';
import { answerAssumptions, answeredOf, type FlawRow, flawRows, type LayerRow, layerRows } from './quality.ts';

/** What no status code tells: answers that arrived and were not good, and where something looked for them. */
export function QualityTab({ run, document }: { readonly run: RunResult; readonly document: PolicyDocument | null }) {
  const flaws = useMemo(() => flawRows(run), [run]);
  const layers = useMemo(() => layerRows(run, document?.policy ?? null), [run, document]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div className="rh-quality scroll-thin" tabIndex={0}>
      <Flaws run={run} flaws={flaws} />
      <Layers layers={layers} />
      <Endings run={run} />
    </div>
  );
}

function Flaws({ run, flaws }: { readonly run: RunResult; readonly flaws: readonly FlawRow[] }) {
  const answered = answeredOf(run);
  const assumptions = answerAssumptions(run);
  return (
    <section aria-label={words.rehearse.quality.flawed}>
      <h2>{words.rehearse.quality.flawed}</h2>
      {flaws.length === 0 ? (
        <p className="ink-2">{words.rehearse.quality.noFlaw(words.rehearse.quality.answers(answered, countText(answered)))}</p>
      ) : (
        <>
          <p className="ink-2">{words.rehearse.quality.about}</p>
          <table className="rh-plain-table rh-flaws">
            <thead>
              <tr>
                <th scope="col">{words.rehearse.quality.columns.flaw}</th>
                <th scope="col">{words.rehearse.quality.columns.gets}</th>
                <th scope="col">{words.rehearse.quality.columns.share}</th>
                <th scope="col">{words.rehearse.quality.columns.count}</th>
              </tr>
            </thead>
            <tbody>
              {flaws.map((row) => (
                <tr key={row.flaw}>
                  <th scope="row">{row.word}</th>
                  <td className="rh-words">{row.sentence}</td>
                  <td className="rh-strong">{shareText(row.share)}</td>
                  <td>{countText(row.count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {assumptions.length > 0 && (
        <ul className="rh-rests-on">
          {assumptions.map(({ subject, statement, basis }) => (
            <li key={subject + statement}>
              <BasisSign basis={basis} /> <b>{subject}</b> {statement}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** How every request ended, by tier and by class of failure, the commonest first within each. */
function Endings({ run }: { readonly run: RunResult }) {
  const text = words.rehearse.quality.endings;
  const { answeredByTier, blocked, byFailure } = run.outcomes;
  const failures = Object.entries(byFailure)
    .filter(([failure]) => failure !== 'blocked-by-guard')
    .map(([failure, count]) => ({ id: failure, word: failureInfo(failure as FailureClass).label, count: count ?? 0 }))
    .sort((a, b) => b.count - a.count);
  const rows = [
    ...answeredByTier.map((count, at) => ({ id: `tier-${at + 1}`, word: text.tier(at + 1), count })),
    { id: 'blocked', word: text.blocked, count: blocked },
    ...failures,
  ].filter(({ count }) => count > 0);
  return (
    <section aria-label={text.title} className="rh-endings">
      <h2>{text.title}</h2>
      <p className="ink-2">{text.about}</p>
      <table className="rh-plain-table rh-flaws">
        <thead>
          <tr>
            <th scope="col">{text.columns.ending}</th>
            <th scope="col">{text.columns.share}</th>
            <th scope="col">{text.columns.count}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, word, count }) => (
            <tr key={id}>
              <th scope="row">{word}</th>
              <td className="rh-strong">{shareText(run.requests === 0 ? 0 : count / run.requests)}</td>
              <td>{countText(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Layers({ layers }: { readonly layers: readonly LayerRow[] }) {
  return (
    <section aria-label={words.rehearse.quality.layers}>
      <h2>{words.rehearse.quality.layers}</h2>
      {layers.length === 0 ? (
        <p className="ink-2">{words.rehearse.quality.noLayer}</p>
      ) : (
        <>
          <p className="ink-2">{words.rehearse.quality.layersAbout}</p>
          <table className="rh-plain-table">
            <thead>
              <tr>
                <th scope="col">{words.rehearse.quality.layerColumns.layer}</th>
                <th scope="col">{words.rehearse.quality.layerColumns.node}</th>
                <th scope="col">{words.rehearse.quality.layerColumns.looksFor}</th>
                <th scope="col" className="rh-words">
                  {words.results.funnel.column}
                </th>
                <th scope="col">{words.rehearse.quality.layerColumns.reached}</th>
                <th scope="col">{words.rehearse.quality.layerColumns.caught}</th>
                <th scope="col">{words.rehearse.quality.layerColumns.leaked}</th>
                <th scope="col">{words.rehearse.quality.layerColumns.falseAlarms}</th>
                <th scope="col">{words.rehearse.quality.layerColumns.restsOn}</th>
              </tr>
            </thead>
            <tbody>
              {layers.map((row, i) => (
                <tr key={row.nodeId} className={row.layer !== layers[i - 1]?.layer ? 'rh-layer-first' : undefined}>
                  <td className="rh-words rh-layer">
                    <span className={row.layer === layers[i - 1]?.layer ? 'visually-hidden' : undefined}>
                      {words.rehearse.quality.layer[row.layer]}
                    </span>
                  </td>
                  <th scope="row">
                    <button type="button" className="btn link" onClick={() => showNode(row.nodeId)}>
                      {row.name}
                    </button>
                  </th>
                  <td className="rh-words">
                    {row.looksFor}
                    {!row.stops && <span className="ink-3">{words.rehearse.quality.onlyReports}</span>}
                  </td>
                  <td className="rh-words">
                    <Funnel row={row} />
                  </td>
                  <td>{countText(row.reached)}</td>
                  <td>
                    {countText(row.caught)} {row.reached > 0 && <span className="rh-part">{shareText(row.caught / row.reached)}</span>}
                  </td>
                  <td className={row.leaked > 0 ? 'rh-strong' : undefined}>{countText(row.leaked)}</td>
                  <td>{countText(row.falseAlarms)}</td>
                  <td className="rh-words">
                    <Rests row={row} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}

/** Each layer looks for something else, so each has a scale of its own. */
function Funnel({ row }: { readonly row: LayerRow }) {
  const width = (count: number) => ({ width: `${row.reached === 0 ? 0 : (count / row.reached) * 100}%` });
  return (
    <span
      className="rh-funnel"
      role="img"
      aria-label={words.results.funnel.label(countText(row.reached), countText(row.caught), countText(row.leaked))}
      title={words.results.funnel.label(countText(row.reached), countText(row.caught), countText(row.leaked))}
    >
      <i className="rh-funnel-caught" style={width(row.caught)} />
      <i className="rh-funnel-leaked" style={width(row.leaked)} />
    </span>
  );
}

function Rests({ row }: { readonly row: LayerRow }) {
  const [first] = row.assumptions;
  if (first === undefined) return <span className="ink-3">{words.rehearse.quality.itsSettings}</span>;
  const statements = row.assumptions.map(({ statement }) => statement).join(' ');
  return (
    <Tip text={statements}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its hover text must be reachable by keyboard */}
      <span className="rh-rest" tabIndex={0}>
        <BasisSign basis={first.basis} />
      </span>
    </Tip>
  );
}

function BasisSign({ basis }: { readonly basis: 'recorded' | 'fitted' | 'assumed' | 'model' }) {
  return (
    <span className="ink-3">
      <span aria-hidden="true">{basis === 'model' ? '○' : BASIS_GLYPH[basis]}</span> {words.rehearse.basis.word[basis]}
    </span>
  );
}

function showNode(nodeId: string): void {
  viewStore.getState().select({ nodes: [nodeId] });
  viewStore.getState().goTo('design');
}
