import { Check, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Comparison, PolicyDocument } from '../../shared/model/index.ts';
import { Select } from '../parts/index.ts';
import type { RunBasis } from '../state/index.ts';
import { words } from '../words/index.ts';
import { AxisForm, NO_AXIS, rangeOf } from './AxisForm.tsx';
import { applyPoint, pointText } from './apply-point.ts';
import { fieldAt, knobText } from './field-at.ts';
import { signedText, valueText } from './figure-words.ts';
import { JUDGED, type JudgedId } from './figures.ts';
import { Scatter } from './Scatter.tsx';
import { SweepBar } from './SweepBar.tsx';
import { type SweepPoint, sweepPoints, tellingFigures } from './sweep-points.ts';
import { grid, replicationsOf, useSweep } from './sweep-run.ts';
import { sizeText } from './TornadoView.tsx';
import { knobsView, useKnobsView } from './view.ts';

const COLUMNS = ['availability', 'tier1Share', 'p95Ms', 'usdPerRequest'] as const satisfies readonly JudgedId[];
const unitOf = (id: JudgedId) => JUDGED.find((figure) => figure.id === id)!.unit;

export interface SweepViewProps {
  readonly before: RunBasis;
  readonly document: PolicyDocument;
  readonly isReadOnly: boolean;
}

/** One or two numbers over a range: the points as a picture and as a table, and the way to take one. */
export function SweepView({ before, document, isReadOnly }: SweepViewProps) {
  const { policy } = document;
  const [first, second] = useKnobsView((state) => state.axes);
  const { setAxes } = knobsView.getState();
  const comparison = useSweep(grid, (state) => state.comparison);
  const about = useSweep(grid, (state) => state.about);
  const points = useMemo(() => (comparison === null ? [] : sweepPoints(comparison)), [comparison]);
  const isStale = about !== null && about !== policy;
  const ranges = [rangeOf(policy, first), ...(second === null ? [] : [rangeOf(policy, second)])];
  const problem = ranges.find((range) => typeof range === 'string') ?? null;
  const variants = ranges.reduce((product, range) => product * (typeof range === 'string' ? 1 : range.steps), 1) + 1;
  return (
    <div className="kn-live scroll-thin">
      <p className="ink-2 kn-about">{words.knobs.grid.about}</p>
      <SweepBar
        run={grid}
        isStale={isStale}
        obstacle={problem}
        size={sizeText(before, variants, replicationsOf('grid'))}
        onStart={() => {
          knobsView.setState({ point: null });
          void grid.start(
            before,
            document,
            ranges.flatMap((range) => (typeof range === 'string' ? [] : [range.vary])),
          );
        }}
      >
        <div className="kn-axes">
          <AxisForm
            label={words.knobs.grid.first}
            policy={policy}
            draft={first}
            left={second?.address ? [second.address] : []}
            onChange={(draft) => setAxes([draft, second])}
          />
          {second !== null ? (
            <AxisForm
              label={words.knobs.grid.second}
              policy={policy}
              draft={second}
              left={first.address === null ? [] : [first.address]}
              onChange={(draft) => setAxes([first, draft])}
              onRemove={() => setAxes([first, null])}
            />
          ) : (
            first.address !== null && (
              <button type="button" className="btn compact kn-second" onClick={() => setAxes([first, NO_AXIS])}>
                <Plus size={13} aria-hidden="true" /> {words.knobs.grid.addSecond}
              </button>
            )
          )}
        </div>
      </SweepBar>
      {points.length > 0 && (
        <Points points={points} policy={policy} isStale={isStale} isReadOnly={isReadOnly} leftOut={leftOut(comparison)} />
      )}
    </div>
  );
}

const leftOut = (comparison: Comparison | null): number =>
  comparison?.plan.variants.filter((variant) => variant.leftOut !== null).length ?? 0;

interface PointsProps {
  readonly points: readonly SweepPoint[];
  readonly policy: PolicyDocument['policy'];
  readonly isStale: boolean;
  readonly isReadOnly: boolean;
  readonly leftOut: number;
}

function Points({ points, policy, isStale, isReadOnly, leftOut }: PointsProps) {
  const [axes, setAxes] = useState<{ readonly x?: JudgedId; readonly y?: JudgedId }>({});
  const [isOnlyFront, setOnlyFront] = useState(false);
  const chosenId = useKnobsView((state) => state.point);
  const telling = useMemo(() => tellingFigures(points), [points]);
  const [x, y] = [axes.x ?? telling[0], axes.y ?? telling[1]];
  const chosen = points.find(({ id }) => id === chosenId) ?? null;
  const choose = (id: string): void => knobsView.setState({ point: id });
  const texts = words.knobs.grid;
  const options = JUDGED.map(({ id }) => ({ value: id, label: words.knobs.figure[id] }));
  return (
    <>
      <div className="kn-sweep-bar">
        <span className="kn-choice kn-judge">
          <span className="small ink-2">{texts.y}</span>
          <Select label={texts.y} value={y} options={options} onChange={(id) => setAxes({ ...axes, y: id as JudgedId })} />
        </span>
        <span className="kn-choice kn-judge">
          <span className="small ink-2">{texts.x}</span>
          <Select label={texts.x} value={x} options={options} onChange={(id) => setAxes({ ...axes, x: id as JudgedId })} />
        </span>
        <span className="kn-legend small">
          <i className="kn-point is-legend is-front" aria-hidden="true" /> {texts.front}
          <i className="kn-point is-legend is-front is-drawn" aria-hidden="true" /> {texts.asDrawn}
        </span>
      </div>
      <Scatter points={points} x={x} y={y} chosen={chosenId} isStale={isStale} nameOf={pointText} onChoose={choose} />
      <ChosenPoint point={chosen} isReadOnly={isReadOnly} />
      <div className="kn-sweep-bar">
        <button type="button" className="chip" aria-pressed={isOnlyFront} onClick={() => setOnlyFront(!isOnlyFront)}>
          {texts.onlyFront}
        </button>
        {leftOut > 0 && <span className="small ink-3">{texts.leftOut(leftOut)}</span>}
      </div>
      <PointTable
        points={isOnlyFront ? points.filter(({ isFront }) => isFront) : points}
        all={points}
        policy={policy}
        chosen={chosenId}
        isStale={isStale}
        onChoose={choose}
      />
    </>
  );
}

function ChosenPoint({ point, isReadOnly }: { readonly point: SweepPoint | null; readonly isReadOnly: boolean }) {
  const texts = words.knobs.grid;
  return (
    <section className="kn-chosen" aria-label={texts.chosen}>
      {point === null || point.changes.length === 0 ? (
        <span className="ink-3">{texts.choosePoint}</span>
      ) : (
        <>
          <span>
            <b>{pointText(point)}</b>{' '}
            <span className="ink-2">
              {COLUMNS.map((id) => {
                const difference = point.differences[id];
                return difference && difference.mean !== 0
                  ? `${words.knobs.inSentence[id]} ${signedText(id, unitOf(id), difference.mean)}`
                  : null;
              })
                .filter((text) => text !== null)
                .join(', ')}{' '}
              {texts.verdictTo}
            </span>
          </span>
          <button type="button" className="btn primary" disabled={isReadOnly} onClick={applyPoint}>
            {texts.apply}
          </button>
        </>
      )}
    </section>
  );
}

interface PointTableProps {
  readonly points: readonly SweepPoint[];
  /** Also those that are not listed: they say what was varied. */
  readonly all: readonly SweepPoint[];
  readonly policy: PolicyDocument['policy'];
  readonly chosen: string | null;
  readonly isStale: boolean;
  readonly onChoose: (id: string) => void;
}

function PointTable({ points, all, policy, chosen, isStale, onChoose }: PointTableProps) {
  const addresses = [...new Set(all.flatMap(({ changes }) => changes.map(({ address }) => address)))];
  const texts = words.knobs.grid;
  return (
    <table className={isStale ? 'kn-table kn-points is-stale' : 'kn-table kn-points'} aria-label={texts.table}>
      <thead>
        <tr>
          {addresses.map((address) => {
            const field = fieldAt(policy, address);
            return (
              <th key={address} scope="col">
                {field === null ? address : `${field.owner}: ${field.label}`}
              </th>
            );
          })}
          {COLUMNS.map((id) => (
            <th key={id} scope="col">
              {words.knobs.figure[id]}
            </th>
          ))}
          <th scope="col" className="kn-words">
            <span className="visually-hidden">{texts.front}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.id} className={point.id === chosen ? 'is-chosen' : undefined}>
            {addresses.map((address, place) => {
              const field = fieldAt(policy, address);
              const change = point.changes.find((candidate) => candidate.address === address);
              const value = change === undefined ? texts.asDrawn : field === null ? String(change.value) : knobText(field, change.value);
              return place === 0 ? (
                <th key={address} scope="row">
                  <button type="button" className="btn link" aria-pressed={point.id === chosen} onClick={() => onChoose(point.id)}>
                    {value}
                  </button>
                </th>
              ) : (
                <td key={address}>{value}</td>
              );
            })}
            {COLUMNS.map((id) => (
              <td key={id}>{valueText(id, unitOf(id), point.means[id] ?? null)}</td>
            ))}
            <td className="kn-words">
              {point.isFront && (
                <span className="pill ok">
                  <Check size={12} aria-hidden="true" /> {texts.front}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
