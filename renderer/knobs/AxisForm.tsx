import { X } from 'lucide-react';
import { useId } from 'react';
import { withField } from '../../shared/compare/index.ts';
import type { Policy } from '../../shared/model/index.ts';
import { boundsOf, numberFromText, textOfNumber, unitOf } from '../inspector/number-text.ts';
import { words } from '../words/index.ts';
import { FieldPicker } from './FieldPicker.tsx';
import { fieldAt, type KnobField, sliderRange } from './field-at.ts';

/** A number and the range that it runs over, as typed, in the unit of its form. */
export interface AxisDraft {
  readonly address: string | null;
  readonly from: string;
  readonly to: string;
  readonly steps: string;
}
export const NO_AXIS: AxisDraft = { address: null, from: '', to: '', steps: '6' };
const MOST_STEPS = 20;

const rangeAround = (policy: Policy, field: KnobField): Pick<AxisDraft, 'from' | 'to'> => {
  const { low, high } = sliderRange(field, field.value);
  const text = (value: number): string => {
    const rounded = Number(value.toPrecision(2));
    const set = withField(policy, field.address, rounded);
    return textOfNumber(field.control, set.ok ? set.value.value : rounded);
  };
  return { from: text(low), to: text(high) };
};

export interface AxisRange {
  readonly vary: string;
  readonly steps: number;
}

/** The axis as the command line writes it; a sentence when it cannot be read. */
export function rangeOf(policy: Policy, draft: AxisDraft): AxisRange | string {
  const field = draft.address === null ? null : fieldAt(policy, draft.address);
  if (field === null) return words.knobs.grid.chooseFirst;
  const { min, max } = boundsOf(field.control);
  const bad = words.knobs.grid.badRange(textOfNumber(field.control, min), textOfNumber(field.control, max));
  const [from, to] = [numberFromText(field.control, draft.from), numberFromText(field.control, draft.to)];
  const steps = Number(draft.steps);
  if (!from.ok || !to.ok || from.value === null || to.value === null || !Number.isInteger(steps) || steps < 2 || steps > MOST_STEPS)
    return bad;
  return { vary: `${field.address}=${from.value}:${to.value}:${steps}`, steps };
}

export interface AxisFormProps {
  readonly label: string;
  readonly policy: Policy;
  readonly draft: AxisDraft;
  /** Addresses taken by another axis. */
  readonly left: readonly string[];
  readonly onChange: (draft: AxisDraft) => void;
  readonly onRemove?: () => void;
}

export function AxisForm({ label, policy, draft, left, onChange, onRemove }: AxisFormProps) {
  const field = draft.address === null ? null : fieldAt(policy, draft.address);
  const { grid } = words.knobs;
  return (
    <fieldset className="kn-axis">
      <legend className="visually-hidden">{label}</legend>
      <span className="kn-axis-field">
        <FieldPicker
          label={label}
          policy={policy}
          left={left}
          chosen={draft.address}
          onChoose={(address) => {
            const chosen = fieldAt(policy, address);
            onChange({ ...draft, address, ...(chosen && rangeAround(policy, chosen)) });
          }}
        />
      </span>
      {field !== null && (
        <>
          <Part label={grid.from} value={draft.from} unit={unitOf(field.control)} onChange={(from) => onChange({ ...draft, from })} />
          <Part label={grid.to} value={draft.to} unit={unitOf(field.control)} onChange={(to) => onChange({ ...draft, to })} />
          <Part label={grid.steps} value={draft.steps} unit="" onChange={(steps) => onChange({ ...draft, steps })} />
        </>
      )}
      {onRemove && (
        <button type="button" className="btn ghost icon compact" aria-label={grid.removeSecond} onClick={onRemove}>
          <X size={13} />
        </button>
      )}
    </fieldset>
  );
}

function Part({
  label,
  value,
  unit,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <span className="kn-axis-part">
      <label htmlFor={id} className="small ink-2">
        {label}
      </label>
      <input
        id={id}
        className="input"
        inputMode="decimal"
        autoComplete="off"
        value={value}
        style={{ width: `calc(${Math.max(3, value.length)}ch + 20px)` }}
        onChange={(event) => onChange(event.target.value)}
      />
      {unit !== '' && <span className="small ink-3">{unit}</span>}
    </span>
  );
}
