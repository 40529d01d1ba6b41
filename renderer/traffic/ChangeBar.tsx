import { ArrowLeft, Copy, Filter, Save, TimerReset } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { MOST_TIMES, type TrafficStep } from '../../shared/model/index.ts';
import { blocksOf } from '../../shared/traffic/index.ts';
import { Select, Tip } from '../parts/index.ts';
import { inputsStore, type TrafficChoice, type TrafficHandle, useInputs } from '../state/index.ts';
import { countText, words } from '../words/index.ts';
import type { Parts, View } from './view.ts';
import { changeTraffic, keepTraffic, useWork } from './work.ts';

const text = words.trafficRoom;
type Choice = TrafficChoice & { readonly handle: TrafficHandle };

/** Everything that can be done to the traffic in use, and what was done to it. */
export function ChangeBar({ choice, view, isBusy }: { readonly choice: Choice; readonly view: View; readonly isBusy: boolean }) {
  const { handle, madeOf } = choice;
  const isKeeping = useWork((state) => state.keeping !== null);
  return (
    <div className="tr-change" role="toolbar" aria-label={text.change.title}>
      <Ask icon={<Filter size={14} />} label={text.change.filter} isDisabled={isBusy}>
        {(close) => <FilterForm choice={choice} view={view} onDone={close} />}
      </Ask>
      <Ask icon={<Copy size={14} />} label={text.change.scale} isDisabled={isBusy}>
        {(close) => <ScaleForm choice={choice} onDone={close} />}
      </Ask>
      <Ask icon={<TimerReset size={14} />} label={text.change.lengthen} isDisabled={isBusy}>
        {(close) => <LengthenForm choice={choice} onDone={close} />}
      </Ask>
      <Tip text={text.change.keepHelp}>
        <button type="button" className="btn compact" disabled={isKeeping} onClick={() => void keepTraffic(handle, true)}>
          <Save size={14} aria-hidden="true" /> {text.change.keep}
        </button>
      </Tip>
      {madeOf !== undefined && (
        <>
          <span className="rule-v" />
          <ul className="tr-recipe" aria-label={text.change.recipe}>
            {(handle.recipe ?? []).map((step, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same step may be done twice
              <li key={at}>
                <Tip text={step.sentence}>
                  {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the tip is reached by keyboard too */}
                  <span className="pill" tabIndex={0} aria-label={`${step.words}: ${step.sentence}`} role="note">
                    {step.words}
                  </span>
                </Tip>
              </li>
            ))}
          </ul>
          <button
            type="button"
            className="btn compact ghost"
            disabled={isBusy}
            onClick={() => inputsStore.getState().chooseTraffic(madeOf)}
          >
            <ArrowLeft size={14} aria-hidden="true" /> {text.change.whole}
          </button>
        </>
      )}
    </div>
  );
}

function Ask({
  icon,
  label,
  isDisabled,
  children,
}: {
  readonly icon: ReactNode;
  readonly label: string;
  readonly isDisabled: boolean;
  readonly children: (close: () => void) => ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger className="btn compact" disabled={isDisabled}>
        {icon} {label}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popup tr-form" align="start" sideOffset={6} collisionPadding={12} aria-label={label}>
          {children(() => setOpen(false))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Form({
  title,
  isReady,
  onApply,
  children,
}: {
  readonly title: string;
  readonly isReady: boolean;
  readonly onApply: () => void;
  readonly children: ReactNode;
}) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onApply();
      }}
    >
      <h3 className="strong">{title}</h3>
      {children}
      <button type="submit" className="btn primary compact" disabled={!isReady}>
        {text.change.apply}
      </button>
    </form>
  );
}

const TIMES = [0.5, 2, 3, 5, 10, MOST_TIMES];

function ScaleForm({ choice, onDone }: { readonly choice: Choice; readonly onDone: () => void }) {
  const [typed, setTyped] = useState('3');
  const seed = useInputs((state) => state.seed);
  const factor = /^\d*\.?\d+$/.test(typed.trim()) ? Number(typed) : Number.NaN;
  const isReady = factor >= 0.001 && factor <= MOST_TIMES && factor !== 1;
  const apply = (): void => {
    onDone();
    void changeTraffic(choice, { kind: 'scale', factor, seed });
  };
  return (
    <Form title={text.scale.title} isReady={isReady} onApply={apply}>
      <div className="tr-quick">
        {TIMES.map((times) => (
          <button key={times} type="button" className="chip" aria-pressed={times === factor} onClick={() => setTyped(String(times))}>
            {text.bursts.times(times)}
          </button>
        ))}
      </div>
      <label>
        <span>{text.scale.label}</span>
        <input
          className="input"
          inputMode="decimal"
          value={typed}
          aria-invalid={!isReady}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <p className="small ink-2">
        {isReady || factor === 1 ? text.scale.result(Math.round(choice.handle.summary.requestCount * factor)) : text.scale.wrong}
      </p>
      <p className="small ink-3">{text.scale.help}</p>
      {choice.handle.hasOutcomes === true && <p className="small ink-3">{text.scale.lossOfOutcomes}</p>}
    </Form>
  );
}

const DAY_MS = 86_400_000;
const LENGTHS = [1, 7, 30, 90, 366];

function LengthenForm({ choice, onDone }: { readonly choice: Choice; readonly onDone: () => void }) {
  const { durationMs } = choice.handle.summary;
  const lengths = LENGTHS.filter((days) => days * DAY_MS > durationMs * 1.01);
  const [days, setDays] = useState(lengths[0] ?? null);
  const seed = useInputs((state) => state.seed);
  const apply = (): void => {
    if (days === null) return;
    onDone();
    void changeTraffic(choice, { kind: 'lengthen', toMs: days * DAY_MS, seed });
  };
  if (days === null) return <p>{text.lengthen.tooLong}</p>;
  const { period } = blocksOf(durationMs);
  return (
    <Form title={text.lengthen.title} isReady onApply={apply}>
      <Select
        label={text.lengthen.label}
        value={String(days)}
        options={lengths.map((option) => ({
          value: String(option),
          label: text.lengthen.days(option),
          help: text.scale.result((choice.handle.summary.requestCount * option * DAY_MS) / Math.max(1, durationMs)),
        }))}
        onChange={(value) => setDays(Number(value))}
      />
      <p className="small ink-3">{text.lengthen.help[period as 1 | 7 | 24]}</p>
      {choice.handle.hasOutcomes === true && <p className="small ink-3">{text.scale.lossOfOutcomes}</p>}
    </Form>
  );
}

type Keep = Extract<TrafficStep, { kind: 'keep' }>;

function columnsOf(view: View): { readonly label: string; readonly parts: Parts; readonly of: Pick<Keep, 'column' | 'key'> }[] {
  return [
    ...(view.models === null ? [] : [{ label: text.filter.model, parts: view.models, of: { column: 'model' as const } }]),
    ...(view.users === null ? [] : [{ label: text.filter.user, parts: view.users, of: { column: 'user' as const } }]),
    ...(view.providers === null ? [] : [{ label: text.filter.provider, parts: view.providers, of: { column: 'provider' as const } }]),
    ...view.metadata.map(({ key, parts }) => ({ label: key, parts, of: { column: 'metadata' as const, key } })),
  ];
}

function FilterForm({ choice, view, onDone }: { readonly choice: Choice; readonly view: View; readonly onDone: () => void }) {
  const columns = columnsOf(view);
  const [at, setAt] = useState(0);
  const [values, setValues] = useState<ReadonlySet<string>>(new Set());
  const [other, setOther] = useState('');
  const column = columns[at];
  if (column === undefined) return <p>{text.filter.nothing}</p>;
  const wanted = [...values, ...(other.trim() === '' ? [] : [other.trim()])];
  const options = [
    ...column.parts.top.map(({ value, requests }) => ({ value, label: value, requests })),
    ...(column.parts.missing > 0 ? [{ value: '', label: text.filter.missing, requests: column.parts.missing }] : []),
  ];
  const known = options.filter(({ value }) => values.has(value)).reduce((sum, { requests }) => sum + requests, 0);
  const apply = (): void => {
    onDone();
    void changeTraffic(choice, { kind: 'keep', ...column.of, values: wanted });
  };
  return (
    <Form title={text.filter.title} isReady={wanted.length > 0} onApply={apply}>
      <Select
        label={text.filter.column}
        value={String(at)}
        options={columns.map(({ label }, i) => ({ value: String(i), label }))}
        onChange={(value) => {
          setAt(Number(value));
          setValues(new Set());
          setOther('');
        }}
      />
      <fieldset className="tr-values" aria-label={text.filter.values}>
        {options.map(({ value, label, requests }) => (
          <label key={value} className="tr-value">
            <input
              type="checkbox"
              checked={values.has(value)}
              onChange={(event) => {
                const next = new Set(values);
                if (event.target.checked) next.add(value);
                else next.delete(value);
                setValues(next);
              }}
            />
            <span className="tr-name" title={label}>
              {label}
            </span>
            <span className="ink-3">{countText(requests)}</span>
          </label>
        ))}
      </fieldset>
      {column.parts.otherValues > 0 && (
        <label>
          <span>{text.filter.other}</span>
          <input className="input" value={other} placeholder={text.filter.otherHelp} onChange={(event) => setOther(event.target.value)} />
        </label>
      )}
      <p className="small ink-2">
        {wanted.length === 0 ? text.filter.choose : other.trim() === '' ? text.filter.result(known) : text.filter.unknown}
      </p>
    </Form>
  );
}
