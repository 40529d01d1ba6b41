import { Check, TriangleAlert } from 'lucide-react';
import { Checkbox } from 'radix-ui';
import { useEffect, useId, useState } from 'react';
import { runFigures } from '../../shared/compare/index.ts';
import type { SavedRun } from '../../shared/rpc/index.ts';
import { valueText } from '../knobs/figure-words.ts';
import { JUDGED, type JudgedId } from '../knobs/figures.ts';
import { BasisLine } from '../rehearse/BasisLine.tsx';
import { usePolicySha256 } from '../rehearse/policy-hash.ts';
import { useBasis, useDocument } from '../state/index.ts';
import { dayText, nearDayText, timeText, words } from '../words/index.ts';
import { CompareRuns } from './CompareRuns.tsx';
import { compareRun, libraryStore, lookForRuns, saveRun, useLibrary } from './library.ts';
import { RunDetails } from './RunDetails.tsx';
import { type RunStanding, standingOf } from './run-state.ts';
import './runs.css';

const COLUMNS = ['tier1Share', 'failedShare', 'p95Ms', 'usdPerRequest'] as const satisfies readonly JudgedId[];
const unitOf = (id: JudgedId) => JUDGED.find((figure) => figure.id === id)!.unit;

/** Every run that was worth a name: figures at a glance, what changed since, side by side, again. */
export function RunLibrary() {
  const runs = useLibrary((state) => state.runs);
  const shownId = useLibrary((state) => state.shownId);
  const comparedIds = useLibrary((state) => state.comparedIds);
  const policy = useDocument((state) => state.history?.document.policy ?? null);
  const sha256 = usePolicySha256(policy);
  useEffect(() => void lookForRuns(), []);
  const shown = runs?.find(({ id }) => id === shownId) ?? null;
  const standing = (saved: SavedRun): RunStanding => standingOf(saved, policy && { id: policy.id, sha256 });
  return (
    <div className="rl">
      <div className="rl-main scroll-thin">
        <SaveForm runs={runs} />
        {runs === null ? (
          <p className="ink-3">{words.runs.listing}</p>
        ) : runs.length === 0 ? (
          <div className="rl-empty">
            <h2>{words.runs.empty.title}</h2>
            <p className="ink-2">{words.runs.empty.text}</p>
            <ThisRun />
          </div>
        ) : (
          <RunTable runs={runs} shownId={shownId} comparedIds={comparedIds} standing={standing} />
        )}
        {runs !== null && runs.length > 1 && comparedIds.length < 2 && <p className="small ink-3">{words.runs.compare.hint}</p>}
        {runs !== null && comparedIds.length > 1 && (
          <CompareRuns runs={comparedIds.flatMap((id) => runs.find((run) => run.id === id) ?? [])} />
        )}
      </div>
      {shown !== null && <RunDetails key={shown.id} saved={shown} standing={standing(shown)} />}
    </div>
  );
}

function SaveForm({ runs }: { readonly runs: readonly SavedRun[] | null }) {
  const last = useBasis((state) => state.last);
  const [name, setName] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  if (last === null) return <p className="ink-3 rl-save">{words.runs.empty.simulate}</p>;
  const known = runs?.find(({ hash }) => hash === last.run.hash);
  if (known !== undefined) return <p className="ink-2 rl-save">{words.runs.save.already(known.name)}</p>;
  const suggested = words.runs.save.suggested(last.run.scenario.name, last.run.policy.name);
  const value = name ?? suggested;
  return (
    <form
      className="rl-save"
      onSubmit={(event) => {
        event.preventDefault();
        if (value.trim() === '' || isBusy) return;
        setBusy(true);
        void saveRun(value.trim()).then((isSaved) => {
          setBusy(false);
          if (isSaved) setName(null);
        });
      }}
    >
      <label htmlFor={id} className="strong">
        {words.runs.save.name}
      </label>
      <input id={id} className="input" value={value} maxLength={200} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      <button type="submit" className="btn primary" disabled={value.trim() === '' || isBusy}>
        {words.runs.save.save}
      </button>
    </form>
  );
}

/** What would be saved, so that the room is not empty before the first one is. */
function ThisRun() {
  const last = useBasis((state) => state.last);
  if (last === null) return null;
  const figures = runFigures(last.run);
  return (
    <table className="kn-table rl-this" aria-label={words.runs.empty.thisRun}>
      <caption>{words.runs.empty.thisRun}</caption>
      <tbody>
        {JUDGED.map(({ id, unit }) => (
          <tr key={id}>
            <th scope="row">{words.knobs.figure[id]}</th>
            <td className="strong">{valueText(id, unit, figures[id])}</td>
          </tr>
        ))}
        <tr className="rl-rests">
          <th scope="row">{words.runs.compare.restsOn}</th>
          <td>
            <BasisLine run={last.run} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}

interface RunTableProps {
  readonly runs: readonly SavedRun[];
  readonly shownId: string | null;
  readonly comparedIds: readonly string[];
  readonly standing: (saved: SavedRun) => RunStanding;
}

function RunTable({ runs, shownId, comparedIds, standing }: RunTableProps) {
  const { columns } = words.runs;
  return (
    <div className="rl-scroll">
      <table className="kn-table rl-table" aria-label={words.runs.list}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{columns.compare}</span>
            </th>
            <th scope="col" className="kn-words">
              {columns.name}
            </th>
            <th scope="col" className="kn-words">
              {columns.state}
            </th>
            <th scope="col" className="kn-words">
              {columns.scenario}
            </th>
            {COLUMNS.map((id) => (
              <th key={id} scope="col">
                {words.knobs.figure[id]}
              </th>
            ))}
            <th scope="col">{columns.saved}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((saved) => {
            const at = new Date(saved.savedAt);
            return (
              <tr key={saved.id} className={saved.id === shownId ? 'is-chosen' : undefined}>
                <td className="rl-tick">
                  <Checkbox.Root
                    className="rl-checkbox"
                    aria-label={words.runs.compareThis(saved.name)}
                    checked={comparedIds.includes(saved.id)}
                    onCheckedChange={(isChecked) => compareRun(saved.id, isChecked === true)}
                  >
                    <Checkbox.Indicator>
                      <Check size={12} aria-hidden="true" />
                    </Checkbox.Indicator>
                  </Checkbox.Root>
                </td>
                <th scope="row" className="kn-words">
                  <button
                    type="button"
                    className="btn link rl-name"
                    aria-label={words.runs.openThis(saved.name)}
                    aria-pressed={saved.id === shownId}
                    onClick={() => libraryStore.setState({ shownId: saved.id === shownId ? null : saved.id })}
                  >
                    {saved.name}
                  </button>
                </th>
                <td className="kn-words">
                  <Standing standing={standing(saved)} policyName={saved.policy.name} />
                </td>
                <td className="kn-words ink-2 rl-cut" title={`${saved.scenario.name}, ${saved.traffic.label}`}>
                  {saved.scenario.name}
                </td>
                {COLUMNS.map((id) => (
                  <td key={id}>{valueText(id, unitOf(id), saved.figures[id] ?? null)}</td>
                ))}
                <td className="ink-2" title={dayText(at)}>
                  {nearDayText(at)} {timeText(at)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Standing({ standing, policyName }: { readonly standing: RunStanding; readonly policyName: string }) {
  const { state } = words.runs;
  if (standing === 'current') {
    return (
      <span className="pill ok">
        <Check size={12} aria-hidden="true" /> {state.current}
      </span>
    );
  }
  if (standing === 'changed') {
    return (
      <span className="pill warning">
        <TriangleAlert size={12} aria-hidden="true" /> {state.changed}
      </span>
    );
  }
  return (
    <span className="pill rl-cut" title={policyName}>
      {standing === 'other' ? state.other(policyName) : state.unknown}
    </span>
  );
}
