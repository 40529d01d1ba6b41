import { Plus } from 'lucide-react';
import { Switch, ToggleGroup } from 'radix-ui';
import { addProvider, newProviderId } from '../../shared/edit/index.ts';
import type { Control } from '../../shared/kinds/index.ts';
import { type FailureClass, failureInfo, type Policy } from '../../shared/model/index.ts';
import { Select, Tip } from '../parts/index.ts';
import { documentStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { newBurst } from './typed-controls.tsx';

export interface ControlProps<K extends Control['kind']> {
  readonly id: string;
  readonly label: string;
  readonly control: Extract<Control, { kind: K }>;
  readonly value: unknown;
  /** Several nodes are changed at once and differ here; `value` is undefined then. */
  readonly isMixed?: boolean | undefined;
  readonly isDisabled: boolean;
  readonly hasError: boolean;
  /** `burst` ties key strokes of one visit to a field together, so that they are undone as one. */
  readonly onChange: (value: unknown, burst?: string) => void;
  readonly onError: (sentence: string | undefined) => void;
}

export { NamesControl, NumberControl, TextControl } from './typed-controls.tsx';

/** Two or three short words side by side; anything longer as a list. */
export function ChoiceControl({ id, label, control, value, isMixed, isDisabled, onChange }: ControlProps<'choice'>) {
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
        value={isMixed ? '' : String(value)}
        placeholder={isMixed ? words.inspector.differs : undefined}
        options={options.map((option) => ({ value: String(option.value), label: option.label, help: option.help }))}
        isDisabled={isDisabled}
        onChange={pick}
      />
    );
  }
  return (
    <>
      <ToggleGroup.Root
        id={id}
        type="single"
        className="segmented"
        aria-label={label}
        value={isMixed ? '' : String(value)}
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
      {isMixed && <span className="mixed-word ink-3">{words.inspector.differs}</span>}
    </>
  );
}

export const ToggleControl = ({ id, label, value, isMixed, isDisabled, onChange }: ControlProps<'toggle'>) => (
  <>
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
    {isMixed && <span className="mixed-word ink-3">{words.inspector.differs}</span>}
  </>
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

/** Without a provider there is nothing to choose from: the first one is added right here. */
export function ProviderControl({
  id,
  label,
  value,
  isMixed,
  isDisabled,
  onChange,
  policy,
}: ControlProps<'provider'> & { readonly policy: Policy }) {
  if (policy.providers.length === 0 && !isDisabled) {
    const add = (): void => {
      const name = words.inspector.firstProviderName;
      const providerId = newProviderId(policy, name);
      const burst = newBurst('first-provider');
      documentStore.getState().run(addProvider({ name, id: providerId }), burst);
      onChange(providerId, burst);
    };
    return (
      <button id={id} type="button" className="btn compact" aria-label={words.inspector.firstProvider} onClick={add}>
        <Plus size={13} /> {words.inspector.firstProvider}
      </button>
    );
  }
  return (
    <Select
      id={id}
      label={label}
      value={typeof value === 'string' ? value : ''}
      placeholder={isMixed ? words.inspector.differs : words.inspector.chooseProvider}
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
  isMixed,
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
    help: words.inspector.modelPrice(model.inputUsdPerMTok, model.outputUsdPerMTok),
  }));
  // A model without a price is still what the policy says; hiding it would read as "nothing chosen".
  if (current !== '' && !models.some((model) => model.name === current))
    options.push({ value: current, label: current, help: words.inspector.notInPriceList });
  return (
    <Select
      id={id}
      label={label}
      value={current}
      placeholder={isMixed ? words.inspector.differs : models.length === 0 ? words.inspector.noModels : words.inspector.chooseModel}
      options={options}
      isDisabled={isDisabled || options.length === 0}
      onChange={onChange}
    />
  );
}
