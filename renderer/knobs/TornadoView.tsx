import { Plus } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import { useMemo, useState } from 'react';
import type { ComparedFigure, PolicyDocument } from '../../shared/model/index.ts';
import { Select, Tip } from '../parts/index.ts';
import { type RunBasis, viewStore } from '../state/index.ts';
import { countText, spanText, words } from '../words/index.ts';
import { knobText } from './field-at.ts';
import { valueText } from './figure-words.ts';
import { JUDGED, type JudgedId } from './figures.ts';
import { paceOf } from './pace.ts';
import { SweepBar } from './SweepBar.tsx';
import { matters, replicationsOf, useSweep } from './sweep-run.ts';
import { type Tornado, type TornadoBar, type TornadoEnd, tornadoAxes, tornadoOf } from './tornado.ts';
import { knobsView, useKnobsView } from './view.ts';

const SHARES = [10, 20, 50] as const;
const SHOWN_AT_FIRST = 14;

export interface TornadoViewProps {
  readonly before: RunBasis;
  readonly document: PolicyDocument;
}

/** "Which number matters": each number smaller and larger, one at a time, the longest bar first. */
export function TornadoView({ before, document }: TornadoViewProps) {
  const [percent, setPercent] = useState<number>(20);
  const judge = useKnobsView((state) => state.judge);
  const comparison = useSweep(matters, (state) => state.comparison);
  const about = useSweep(matters, (state) => state.about);
  const still = useSweep(matters, (state) => state.still);
  const axes = useMemo(() => tornadoAxes(document.policy, percent / 100), [document.policy, percent]);
  const tornado = useMemo(
    () => (comparison === null || about === null ? null : tornadoOf(comparison, about, judge, still)),
    [comparison, about, judge, still],
  );
  const isStale = about !== null && about !== document.policy;
  const figure = JUDGED.find(({ id }) => id === judge)!;
  return (
    <div className="kn-live scroll-thin">
      <p className="ink-2 kn-about">{words.knobs.matters.about}</p>
      <SweepBar
        run={matters}
        isStale={isStale}
        obstacle={axes.length === 0 ? words.knobs.matters.noField : null}
        size={sizeText(before, 1 + axes.reduce((sum, axis) => sum + axis.split('/').length, 0), replicationsOf('one-at-a-time'))}
        onStart={() => void matters.start(before, document, axes)}
      >
        <JudgeSelect judge={judge} />
        <span className="kn-choice">
          <span className="small ink-2" id="kn-share">
            {words.knobs.matters.share}
          </span>
          <ToggleGroup.Root
            type="single"
            className="segmented"
            aria-labelledby="kn-share"
            value={String(percent)}
            onValueChange={(value) => value !== '' && setPercent(Number(value))}
          >
            {SHARES.map((share) => (
              <ToggleGroup.Item key={share} value={String(share)}>
                {words.knobs.matters.shareText(share)}
              </ToggleGroup.Item>
            ))}
          </ToggleGroup.Root>
        </span>
      </SweepBar>
      {tornado !== null && <Bars tornado={tornado} id={judge} unit={figure.unit} better={figure.better} isStale={isStale} />}
    </div>
  );
}

export function JudgeSelect({ judge }: { readonly judge: JudgedId }) {
  return (
    <span className="kn-choice kn-judge">
      <span className="small ink-2">{words.knobs.sweepRun.judge}</span>
      <Select
        label={words.knobs.sweepRun.judge}
        value={judge}
        options={JUDGED.map(({ id }) => ({ value: id, label: words.knobs.figure[id] }))}
        onChange={(id) => knobsView.getState().judgeBy(id as JudgedId)}
      />
    </span>
  );
}

/** "405 runs of 18 106 requests, about 12 s", by what the run before took. */
export function sizeText(before: RunBasis, variants: number, replications: number): string {
  const runs = variants * replications;
  const ms = paceOf(before) * runs;
  return words.knobs.sweepRun.size(countText(runs), countText(before.run.requests), spanText(Math.max(1000, Math.round(ms / 1000) * 1000)));
}

interface BarsProps {
  readonly tornado: Tornado;
  readonly id: JudgedId;
  readonly unit: ComparedFigure['unit'];
  readonly better: ComparedFigure['better'];
  readonly isStale: boolean;
}

function Bars({ tornado, id, unit, better, isStale }: BarsProps) {
  const [isAll, setAll] = useState(false);
  const { base, bars, still } = tornado;
  const { columns, ...texts } = words.knobs.matters;
  const figures = bars.flatMap(({ from, to }) => [from.figure, to.figure]);
  const reach = Math.max(...figures.map((figure) => Math.abs(figure - base)), Number.MIN_VALUE) * 1.02;
  const place = (figure: number): number => 50 + ((figure - base) / reach) * 50;
  const shown = isAll ? bars : bars.slice(0, SHOWN_AT_FIRST);
  const text = (figure: number): string => valueText(id, unit, figure);
  return (
    <>
      <table className={isStale ? 'kn-table kn-tornado is-stale' : 'kn-table kn-tornado'} aria-label={texts.label(words.knobs.figure[id])}>
        <thead>
          <tr>
            <th scope="col">{columns.field}</th>
            <th scope="col">{columns.from}</th>
            <th scope="col">{columns.to}</th>
            <th scope="col" className="kn-tornado-head">
              {texts.asDrawn(text(base))}
            </th>
            <th scope="col" className="kn-words">
              {columns.verdict}
            </th>
            <th scope="col">
              <span className="visually-hidden">{texts.knob}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((bar) => (
            <Bar key={bar.field.address} bar={bar} base={base} better={better} place={place} text={text} />
          ))}
        </tbody>
      </table>
      <p className="small ink-3">
        {bars.length > shown.length && (
          <button type="button" className="btn link small" onClick={() => setAll(true)}>
            {texts.more(bars.length - shown.length)}
          </button>
        )}{' '}
        {still > 0 && texts.still(still)}
      </p>
    </>
  );
}

interface BarProps {
  readonly bar: TornadoBar;
  readonly base: number;
  readonly better: ComparedFigure['better'];
  readonly place: (figure: number) => number;
  readonly text: (figure: number) => string;
}

function Bar({ bar, base, better, place, text }: BarProps) {
  const { field, from, to, swing } = bar;
  const name = `${field.owner}: ${field.label}`;
  const end = { base, better, place, text };
  const isOneSided = from.figure > base === to.figure > base;
  const isFromFarther = Math.abs(from.figure - base) > Math.abs(to.figure - base);
  const isEvidence = swing !== null && swing.verdict !== 'no-evidence';
  const { matters: texts } = words.knobs;
  return (
    <tr>
      <th scope="row">
        <Tip text={texts.show(name)} side="right">
          <button type="button" className="btn link kn-field" onClick={() => viewStore.getState().focusOn(field.nodeId, field.key)}>
            {name}
          </button>
        </Tip>
      </th>
      <td className="ink-2">{knobText(field, from.value)}</td>
      <td className="ink-2">{knobText(field, to.value)}</td>
      <td className="kn-tornado-cell">
        <span
          className={isEvidence ? 'kn-tornado-bar' : 'kn-tornado-bar is-weak'}
          role="img"
          aria-label={texts.row(name, knobText(field, from.value), text(from.figure), knobText(field, to.value), text(to.figure))}
        >
          <i className="kn-zero" />
          <End end={from} {...end} isLarger={false} isLabelled={!isOneSided || isFromFarther} />
          <End end={to} {...end} isLarger isLabelled={!isOneSided || !isFromFarther} />
        </span>
      </td>
      <td className="kn-words">
        <span className="pill">{isEvidence ? texts.shown : words.knobs.verdict.none}</span>
      </td>
      <td>
        <Tip text={texts.knob} side="left">
          <button
            type="button"
            className="btn ghost icon compact"
            aria-label={texts.knobOf(name)}
            onClick={() => knobsView.getState().add(field.address)}
          >
            <Plus size={13} />
          </button>
        </Tip>
      </td>
    </tr>
  );
}

interface EndProps extends Omit<BarProps, 'bar'> {
  readonly end: TornadoEnd;
  readonly isLarger: boolean;
  /** Two labels on one side would cover each other: the farther end has one. */
  readonly isLabelled: boolean;
}

/** Half a bar: from what is drawn to what this end makes of it. The arrows tell which way the number went, the hue whether it was good. */
function End({ end, base, better, place, text, isLarger, isLabelled }: EndProps) {
  const [at, zero] = [place(end.figure), place(base)];
  const isRight = at > zero;
  const isBetter = end.figure !== base && isRight === (better === 'higher');
  if (end.figure === base) return null;
  return (
    <>
      <i
        className={isBetter ? 'kn-bar is-better' : 'kn-bar is-worse'}
        style={{ left: `${Math.min(at, zero)}%`, width: `${Math.abs(at - zero)}%` }}
      />
      {isLabelled && (
        <span className="kn-end" style={isRight ? { left: `${at}%` } : { right: `${100 - at}%` }}>
          {isLarger ? '↑' : '↓'} {text(end.figure)}
        </span>
      )}
    </>
  );
}
