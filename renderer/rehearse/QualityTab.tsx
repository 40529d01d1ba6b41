import { useMemo } from 'react';
import type { DefenceLayer } from '../../shared/kinds/index.ts';
import type { PolicyDocument, RunResult } from '../../shared/model/index.ts';
import { Tip } from '../parts/index.ts';
import { viewStore } from '../state/index.ts';
import { BASIS_GLYPH } from './basis.ts';
import { countOf, countText, shareText } from './figure-text.ts';
import { answerAssumptions, answeredOf, type FlawRow, flawRows, type LayerRow, layerRows } from './quality.ts';

const LAYER_WORDS: Readonly<Record<DefenceLayer, string>> = {
  input: 'Input',
  execution: 'Execution',
  output: 'Output',
  evaluation: 'Evaluation',
};

/** What no status code tells: answers that arrived and were not good, and where something looked for them. */
export function QualityTab({ run, document }: { readonly run: RunResult; readonly document: PolicyDocument | null }) {
  const flaws = useMemo(() => flawRows(run), [run]);
  const layers = useMemo(() => layerRows(run, document?.policy ?? null), [run, document]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div className="rh-quality scroll-thin" tabIndex={0}>
      <Flaws run={run} flaws={flaws} />
      <Layers layers={layers} />
    </div>
  );
}

function Flaws({ run, flaws }: { readonly run: RunResult; readonly flaws: readonly FlawRow[] }) {
  const answered = answeredOf(run);
  const assumptions = answerAssumptions(run);
  return (
    <section aria-label="Answered, but flawed">
      <h2>Answered, but flawed</h2>
      {flaws.length === 0 ? (
        <p className="ink-2">
          None of {countOf(answered, 'answer')} has a flaw that the simulator knows of. Where a model’s quality is not stated, every answer
          counts as right; a scenario such as “Drift without errors” shows what happens when it is not.
        </p>
      ) : (
        <>
          <p className="ink-2">
            They count as answered, and no status code tells them from good ones. One answer may have several flaws, so the rows do not add
            up.
          </p>
          <table className="rh-plain-table rh-flaws">
            <thead>
              <tr>
                <th scope="col">Flaw</th>
                <th scope="col">What the user gets</th>
                <th scope="col">Of all answers</th>
                <th scope="col">Answers</th>
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

function Layers({ layers }: { readonly layers: readonly LayerRow[] }) {
  return (
    <section aria-label="Layers of defence">
      <h2>Layers of defence</h2>
      {layers.length === 0 ? (
        <p className="ink-2">
          This policy has no guard and no evaluator, so whatever is bad reaches the model and the user. Add an input or an output guard from
          the palette.
        </p>
      ) : (
        <>
          <p className="ink-2">
            In the order in which a request and its answer meet them. What one layer leaks, the next may still catch, if it looks for the
            same.
          </p>
          <table className="rh-plain-table">
            <thead>
              <tr>
                <th scope="col">Layer</th>
                <th scope="col">Node</th>
                <th scope="col">Looks for</th>
                <th scope="col">Reached</th>
                <th scope="col">Caught</th>
                <th scope="col">Leaked</th>
                <th scope="col">False alarms</th>
                <th scope="col">Rests on</th>
              </tr>
            </thead>
            <tbody>
              {layers.map((row, i) => (
                <tr key={row.nodeId} className={row.layer !== layers[i - 1]?.layer ? 'rh-layer-first' : undefined}>
                  <td className="rh-words rh-layer">
                    <span className={row.layer === layers[i - 1]?.layer ? 'visually-hidden' : undefined}>{LAYER_WORDS[row.layer]}</span>
                  </td>
                  <th scope="row">
                    <button type="button" className="btn link" onClick={() => showNode(row.nodeId)}>
                      {row.name}
                    </button>
                  </th>
                  <td className="rh-words">
                    {row.looksFor}
                    {!row.stops && <span className="ink-3">, only reports it</span>}
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

function Rests({ row }: { readonly row: LayerRow }) {
  const [first] = row.assumptions;
  if (first === undefined) return <span className="ink-3">its settings</span>;
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
      <span aria-hidden="true">{basis === 'model' ? '○' : BASIS_GLYPH[basis]}</span> {basis === 'model' ? 'part of the model' : basis}
    </span>
  );
}

function showNode(nodeId: string): void {
  viewStore.getState().select({ nodes: [nodeId] });
  viewStore.getState().goTo('design');
}
