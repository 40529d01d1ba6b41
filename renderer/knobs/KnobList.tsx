import { CornerDownLeft, SquareArrowOutUpRight, X } from 'lucide-react';
import { Slider } from 'radix-ui';
import { useMemo, useRef, useState } from 'react';
import { setConfig } from '../../shared/edit/index.ts';
import type { Policy } from '../../shared/model/index.ts';
import { NumberControl, newBurst } from '../inspector/typed-controls.tsx';
import { Tip } from '../parts/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { FieldPicker } from './FieldPicker.tsx';
import { fieldAt, firstKnobs, type KnobField, knobText, setNumbers, sliderRange } from './field-at.ts';
import { knobsView, useKnobsView } from './view.ts';

export interface KnobListProps {
  /** As drawn now. */
  readonly policy: Policy;
  /** As it was run. */
  readonly before: Policy;
  readonly isReadOnly: boolean;
}

/** The numbers that one turns while looking at the results. */
export function KnobList({ policy, before, isReadOnly }: KnobListProps) {
  const chosen = useKnobsView((state) => state.chosen);
  const first = useMemo(() => firstKnobs(before), [before]);
  const addresses = chosen ?? first;
  return (
    <section className="kn-knobs scroll-thin" aria-label={words.knobs.list.title}>
      <h2>{words.knobs.list.title}</h2>
      <p className="small ink-3">{isReadOnly ? words.knobs.live.readOnly : words.knobs.list.about}</p>
      {addresses.length === 0 && <p className="ink-2">{words.knobs.list.none}</p>}
      <ul>
        {addresses.map((address) => {
          const field = fieldAt(policy, address);
          return (
            <li key={address} className="kn-knob">
              {field === null ? (
                <Gone address={address} />
              ) : (
                <Knob field={field} was={fieldAt(before, address)?.value} isReadOnly={isReadOnly} />
              )}
            </li>
          );
        })}
      </ul>
      <FieldPicker
        label={words.knobs.list.add}
        policy={policy}
        left={addresses}
        isButton
        onChoose={(address) => knobsView.getState().add(address)}
      />
    </section>
  );
}

function Gone({ address }: { readonly address: string }) {
  return (
    <div className="kn-knob-head">
      <span className="ink-3">
        <span className="mono">{address}</span> {words.knobs.list.gone}
      </span>
      <RemoveKnob address={address} name={address} />
    </div>
  );
}

function RemoveKnob({ address, name }: { readonly address: string; readonly name: string }) {
  return (
    <button
      type="button"
      className="btn ghost icon compact"
      aria-label={words.knobs.list.remove(name)}
      onClick={() => knobsView.getState().remove(address)}
    >
      <X size={13} />
    </button>
  );
}

const change = (field: KnobField, value: number | null, gesture?: string): string | undefined => {
  const { history, run } = documentStore.getState();
  if (history === null) return undefined;
  if (value === null) {
    if (field.nodeId !== null) run(setConfig(field.nodeId, field.key, null), gesture);
    return undefined;
  }
  const command = setNumbers(history.document, [{ address: field.address, value }]);
  if (typeof command === 'string') return command;
  run(command, gesture);
  return undefined;
};

interface KnobProps {
  readonly field: KnobField;
  /** Before the change; undefined where there was no such field, null where it was absent. */
  readonly was: number | null | undefined;
  readonly isReadOnly: boolean;
}

function Knob({ field, was, isReadOnly }: KnobProps) {
  const [error, setError] = useState<string | undefined>(undefined);
  const name = `${field.owner}: ${field.label}`;
  const id = `knob-${field.address.replaceAll(/[^a-z0-9]/gi, '-')}`;
  const isTurned = was !== undefined && was !== field.value;
  const set = (value: number | null, gesture?: string): void => setError(change(field, value, gesture));
  return (
    <>
      <div className="kn-knob-head">
        <span className="kn-knob-owner">{field.owner}</span>
        <Tip text={words.knobs.list.show(name)}>
          <button
            type="button"
            className="btn ghost icon compact"
            aria-label={words.knobs.list.show(name)}
            onClick={() => viewStore.getState().focusOn(field.nodeId, field.key)}
          >
            <SquareArrowOutUpRight size={12} />
          </button>
        </Tip>
        <RemoveKnob address={field.address} name={name} />
      </div>
      <div className="kn-knob-field">
        <label htmlFor={id}>{field.label}</label>
        <NumberControl
          id={id}
          label={name}
          control={field.control}
          value={field.value}
          isDisabled={isReadOnly}
          hasError={error !== undefined}
          onChange={(value, gesture) => set(value as number | null, gesture)}
          onError={setError}
        />
      </div>
      <span id={`${id}-help`} className="visually-hidden">
        {field.help}
      </span>
      <KnobSlider field={field} name={name} around={was ?? field.value} isReadOnly={isReadOnly} onTurn={set} />
      {error !== undefined && (
        <span id={`${id}-error`} className="small ink-failed" role="alert">
          {error}
        </span>
      )}
      {isTurned && (
        <span className="small ink-2 kn-was">
          {words.knobs.list.back(knobText(field, was))}
          <button
            type="button"
            className="btn link small"
            disabled={isReadOnly}
            aria-label={words.knobs.list.backLabel(name, knobText(field, was))}
            onClick={() => set(was)}
          >
            <CornerDownLeft size={12} aria-hidden="true" />
          </button>
        </span>
      )}
    </>
  );
}

const STEPS = 200;

/** Turned by feel: four times less to four times more than before, in equal ratios; the figure beside it is exact. */
function KnobSlider({
  field,
  name,
  around,
  isReadOnly,
  onTurn,
}: {
  readonly field: KnobField;
  readonly name: string;
  readonly around: number | null;
  readonly isReadOnly: boolean;
  readonly onTurn: (value: number, gesture: string) => void;
}) {
  const { low, high } = sliderRange(field, around);
  const isRatio = low > 0;
  const gesture = useRef<string | null>(null);
  const toPlace = (value: number): number => {
    const within = Math.min(high, Math.max(low, value));
    return STEPS * (isRatio ? Math.log(within / low) / Math.log(high / low) : (within - low) / (high - low));
  };
  const toValue = (place: number): number => {
    const value = isRatio ? low * (high / low) ** (place / STEPS) : low + (high - low) * (place / STEPS);
    return Math.min(high, Math.max(low, Number(value.toPrecision(2))));
  };
  if (!(high > low)) return null;
  return (
    <Slider.Root
      className="kn-slider"
      min={0}
      max={STEPS}
      step={1}
      value={[Math.round(toPlace(field.value ?? low))]}
      disabled={isReadOnly || field.value === null}
      onValueChange={([place = 0]) => {
        gesture.current ??= newBurst(`slider ${field.address}`);
        const value = toValue(place);
        if (value !== field.value) onTurn(value, gesture.current);
      }}
      onValueCommit={() => {
        gesture.current = null;
      }}
    >
      <Slider.Track className="kn-slider-track">
        {around !== null && (
          <span className="kn-slider-before" style={{ left: `${(toPlace(around) / STEPS) * 100}%` }} aria-hidden="true" />
        )}
        <Slider.Range className="kn-slider-range" />
      </Slider.Track>
      <Slider.Thumb className="kn-slider-thumb" aria-label={words.knobs.list.slider(name)} aria-valuetext={knobText(field, field.value)} />
    </Slider.Root>
  );
}
