import { Plus } from 'lucide-react';
import { Switch, ToggleGroup } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import { addProvider, newProviderId } from '../../shared/edit/index.ts';
import type { Control } from '../../shared/kinds/index.ts';
import { type FailureClass, failureInfo, type Policy } from '../../shared/model/index.ts';
import { Select, Tip } from '../parts/index.ts';
import { documentStore } from '../state/index.ts';
import { numberFromText, stepped, textOfNumber, unitOf } from './number-text.ts';

export interface ControlProps<K extends Control['kind']> {
  readonly id: string;
  readonly label: string;
  readonly control: Extract<Control, { kind: K }>;
  readonly value: unknown;
  readonly isDisabled: boolean;
  readonly hasError: boolean;
  /** `burst` ties key strokes of one visit to a field together, so that they are undone as one. */
  readonly onChange: (value: unknown, burst?: string) => void;
  readonly onError: (sentence: string | undefined) => void;
}

let visits = 0;

/** A figure in its own unit. A value out of range stays on the screen with the reason; the policy keeps the last good one. */
export function NumberControl(props: ControlProps<'duration' | 'ratio' | 'number' | 'optional-number'>) {
  const { id, control, value, isDisabled, hasError, onChange, onError } = props;
  const stored = typeof value === 'number' ? value : null;
  const shown = stored === null ? '' : textOfNumber(control, stored);
  const [draft, setDraft] = useState<string | null>(null);
  const burst = useRef('');
  // Undo, a quick fix or another selection changed the value below an open draft.
  const lastShown = useRef(shown);
  useEffect(() => {
    if (lastShown.current === shown) return;
    lastShown.current = shown;
    setDraft((current) => (current !== null && current !== shown && sameNumber(control, current, stored) ? current : null));
  }, [shown, control, stored]);
  const take = (text: string): void => {
    setDraft(text);
    const typed = numberFromText(control, text);
    onError(typed.ok ? undefined : typed.sentence);
    if (typed.ok && typed.value !== stored) onChange(typed.value, burst.current);
  };
  return (
    <span className="number">
      <input
        id={id}
        className="input"
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        value={draft ?? shown}
        placeholder={control.kind === 'optional-number' ? control.absent : undefined}
        style={{
          width: `calc(${Math.max(3, (draft ?? shown).length, control.kind === 'optional-number' && shown === '' ? control.absent.length : 0)}ch + 20px)`,
        }}
        disabled={isDisabled}
        aria-invalid={hasError}
        aria-describedby={`${id}-unit ${id}-help${hasError ? ` ${id}-error` : ''}`}
        onFocus={(event) => {
          burst.current = `field ${id} ${++visits}`;
          event.target.select();
        }}
        onChange={(event) => take(event.target.value)}
        onBlur={() => {
          if (!hasError) setDraft(null);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            setDraft(null);
            onError(undefined);
            event.currentTarget.blur();
          } else if (event.key === 'Enter') event.currentTarget.select();
          else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && stored !== null) {
            event.preventDefault();
            setDraft(null);
            onError(undefined);
            onChange(stepped(control, stored, event.key === 'ArrowUp' ? 1 : -1), burst.current);
          }
        }}
      />
      <span id={`${id}-unit`} className="unit ink-2">
        {/* "no limit requests/min" would be no sentence. */}
        {control.kind === 'optional-number' && (draft ?? shown) === '' ? '' : unitOf(control)}
      </span>
      {control.kind === 'optional-number' && stored !== null && !isDisabled && (
        <button type="button" className="btn link small" onClick={() => onChange(null)}>
          {control.absent}
        </button>
      )}
    </span>
  );
}

function sameNumber(
  control: ControlProps<'number'>['control'] | Parameters<typeof numberFromText>[0],
  text: string,
  stored: number | null,
): boolean {
  const typed = numberFromText(control, text);
  return typed.ok && typed.value === stored;
}

export function TextControl({ id, control, value, isDisabled, onChange }: ControlProps<'text' | 'long-text' | 'optional-text'>) {
  const burst = useRef('');
  const shared = {
    id,
    className: 'input',
    value: typeof value === 'string' ? value : '',
    maxLength: control.maxLength,
    placeholder: control.kind === 'optional-text' ? control.absent : control.placeholder,
    disabled: isDisabled,
    'aria-describedby': `${id}-help`,
    onFocus: () => {
      burst.current = `field ${id} ${++visits}`;
    },
  };
  const take = (text: string): void => onChange(control.kind === 'optional-text' && text === '' ? null : text, burst.current);
  return control.kind === 'long-text' ? (
    <textarea {...shared} rows={3} onChange={(event) => take(event.target.value)} />
  ) : (
    <input {...shared} autoComplete="off" onChange={(event) => take(event.target.value)} />
  );
}

/** Two or three short words side by side; anything longer as a list. */
export function ChoiceControl({ id, label, control, value, isDisabled, onChange }: ControlProps<'choice'>) {
  const { options } = control;
  // Twenty letters and three paddings are what the narrow inspector holds.
  const isShort = options.length <= 3 && options.reduce((sum, option) => sum + option.label.length, 0) <= (options.length === 3 ? 17 : 22);
  const pick = (coded: string): void => {
    const option = options.find((candidate) => String(candidate.value) === coded);
    if (option !== undefined) onChange(option.value);
  };
  if (!isShort) {
    return (
      <Select
        id={id}
        label={label}
        value={String(value)}
        options={options.map((option) => ({ value: String(option.value), label: option.label, help: option.help }))}
        isDisabled={isDisabled}
        onChange={pick}
      />
    );
  }
  return (
    <ToggleGroup.Root
      id={id}
      type="single"
      className="segmented"
      aria-label={label}
      value={String(value)}
      disabled={isDisabled}
      onValueChange={(coded) => coded !== '' && pick(coded)}
    >
      {options.map((option) => {
        const item = (
          <ToggleGroup.Item key={String(option.value)} value={String(option.value)}>
            {option.label}
          </ToggleGroup.Item>
        );
        return option.help === undefined ? (
          item
        ) : (
          <Tip key={String(option.value)} text={option.help}>
            <span className="segmented-item">{item}</span>
          </Tip>
        );
      })}
    </ToggleGroup.Root>
  );
}

export const ToggleControl = ({ id, label, value, isDisabled, onChange }: ControlProps<'toggle'>) => (
  <Switch.Root
    id={id}
    className="switch"
    aria-label={label}
    checked={value === true}
    disabled={isDisabled}
    onCheckedChange={(isOn) => onChange(isOn)}
  >
    <Switch.Thumb />
  </Switch.Root>
);

export function FailuresControl({ id, label, control, value, isDisabled, onChange }: ControlProps<'failures'>) {
  const chosen = new Set(Array.isArray(value) ? (value as FailureClass[]) : []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of chips
    <span id={id} className="chips" role="group" aria-label={label}>
      {control.options.map((failure) => {
        const { label: word, sentence } = failureInfo(failure);
        const isOn = chosen.has(failure);
        return (
          <Tip key={failure} text={sentence}>
            <button
              type="button"
              className="chip"
              aria-pressed={isOn}
              disabled={isDisabled}
              onClick={() => onChange(control.options.filter((candidate) => (candidate === failure ? !isOn : chosen.has(candidate))))}
            >
              {word}
            </button>
          </Tip>
        );
      })}
    </span>
  );
}

/** Kept in the order of the options, whatever order they were switched on in. */
export function ChoicesControl({ id, label, control, value, isDisabled, onChange }: ControlProps<'choices'>) {
  const chosen = new Set(Array.isArray(value) ? (value as string[]) : []);
  const toggle = (toggled: string): void => {
    onChange(
      control.options.map((option) => option.value).filter((option) => (option === toggled ? !chosen.has(option) : chosen.has(option))),
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of chips
    <span id={id} className="chips" role="group" aria-label={label}>
      {control.options.map((option) => (
        <button
          key={option.value}
          type="button"
          className="chip"
          aria-pressed={chosen.has(option.value)}
          disabled={isDisabled}
          onClick={() => toggle(option.value)}
        >
          {option.label}
        </button>
      ))}
    </span>
  );
}

/** Short texts with commas between them. What is typed stays as it is until the field is left; the policy holds the list. */
export function NamesControl({ id, control, value, isDisabled, hasError, onChange }: ControlProps<'names'>) {
  const stored = Array.isArray(value) ? (value as string[]).join(', ') : '';
  const [draft, setDraft] = useState<string | null>(null);
  const burst = useRef('');
  return (
    <input
      id={id}
      className="input"
      autoComplete="off"
      spellCheck={false}
      value={draft ?? stored}
      placeholder={control.absent}
      disabled={isDisabled}
      aria-invalid={hasError}
      aria-describedby={`${id}-help${hasError ? ` ${id}-error` : ''}`}
      onFocus={() => {
        burst.current = `field ${id} ${++visits}`;
      }}
      onBlur={() => setDraft(null)}
      onChange={(event) => {
        setDraft(event.target.value);
        onChange(namesFromText(event.target.value), burst.current);
      }}
    />
  );
}

const namesFromText = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
];

/** Without a provider there is nothing to choose from: the first one is added right here. */
export function ProviderControl({
  id,
  label,
  value,
  isDisabled,
  onChange,
  policy,
}: ControlProps<'provider'> & { readonly policy: Policy }) {
  if (policy.providers.length === 0 && !isDisabled) {
    const add = (): void => {
      const name = 'Provider 1';
      const providerId = newProviderId(policy, name);
      const burst = `first provider ${++visits}`;
      documentStore.getState().run(addProvider({ name, id: providerId }), burst);
      onChange(providerId, burst);
    };
    return (
      <button id={id} type="button" className="btn compact" aria-label="Add the first provider" onClick={add}>
        <Plus size={13} /> Add the first provider
      </button>
    );
  }
  return (
    <Select
      id={id}
      label={label}
      value={typeof value === 'string' ? value : ''}
      placeholder="Choose a provider"
      options={policy.providers.map((provider) => ({ value: provider.id, label: provider.name }))}
      isDisabled={isDisabled || policy.providers.length === 0}
      onChange={onChange}
    />
  );
}

export function ModelControl({
  id,
  label,
  value,
  isDisabled,
  onChange,
  policy,
  providerId,
}: ControlProps<'model'> & { readonly policy: Policy; readonly providerId: unknown }) {
  const models = policy.providers.find((provider) => provider.id === providerId)?.models ?? [];
  const current = typeof value === 'string' ? value : '';
  const options = models.map((model) => ({
    value: model.name,
    label: model.name,
    help: `$${model.inputUsdPerMTok} in, $${model.outputUsdPerMTok} out per million tokens`,
  }));
  // A model without a price is still what the policy says; hiding it would read as "nothing chosen".
  if (current !== '' && !models.some((model) => model.name === current))
    options.push({ value: current, label: current, help: 'not in the price list' });
  return (
    <Select
      id={id}
      label={label}
      value={current}
      placeholder={models.length === 0 ? 'The provider has no models' : 'Choose a model'}
      options={options}
      isDisabled={isDisabled || options.length === 0}
      onChange={onChange}
    />
  );
}
