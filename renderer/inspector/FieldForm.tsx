import { useState } from 'react';
import type { Field } from '../../shared/kinds/index.ts';
import type { Policy } from '../../shared/model/index.ts';
import {
  ChoiceControl,
  ChoicesControl,
  FailuresControl,
  ModelControl,
  NamesControl,
  NumberControl,
  ProviderControl,
  TextControl,
  ToggleControl,
} from './controls.tsx';
import { FieldRow } from './FieldRow.tsx';
import { ListField } from './ListField.tsx';

export interface FieldFormProps {
  /** Makes ids of this form unique on the page. */
  readonly idPrefix: string;
  readonly fields: readonly Field[];
  readonly config: Readonly<Record<string, unknown>>;
  /** For "back to the default"; left out where there is none, as in the items of a list. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly policy: Policy;
  readonly isDisabled: boolean;
  /** Dotted key that a finding points to. */
  readonly focusKey: string | null;
  readonly onChange: (key: string, value: unknown, burst?: string) => void;
  /** Why a value would be refused by the kind's own schema. */
  readonly problemOf?: (key: string, value: unknown) => string | undefined;
}

/** Draws any kind's form from its fields; knows no kind. */
export function FieldForm(props: FieldFormProps) {
  const { fields, config } = props;
  const shown = fields.filter(({ shownWhen }) => shownWhen === undefined || shownWhen.isOneOf.includes(valueAt(config, shownWhen.key)));
  const rare = shown.filter((field) => field.isRare === true);
  return (
    <div className="fields">
      {shown.map((field) => (field.isRare === true ? null : <OneField key={field.key} field={field} form={props} />))}
      {rare.length > 0 && <RareFields fields={rare} form={props} />}
    </div>
  );
}

/** Folded away until asked for, or until a finding points into it; the number tells what is hidden. */
function RareFields({ fields, form }: { readonly fields: readonly Field[]; readonly form: FieldFormProps }) {
  const { config, defaults, focusKey } = form;
  const changed = defaults === undefined ? 0 : fields.filter(({ key }) => differs(valueAt(defaults, key), valueAt(config, key))).length;
  return (
    <details className="fields-rare" open={fields.some(({ key }) => key === focusKey) || undefined}>
      <summary>
        More choices
        {changed > 0 && <span className="ink-3 small">{changed === 1 ? '1 is not the default' : `${changed} are not the default`}</span>}
      </summary>
      <div className="fields">
        {fields.map((field) => (
          <OneField key={field.key} field={field} form={form} />
        ))}
      </div>
    </details>
  );
}

const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

function OneField({ field, form }: { readonly field: Field; readonly form: FieldFormProps }) {
  const [error, setError] = useState<string | undefined>(undefined);
  const { idPrefix, config, defaults, policy, isDisabled, focusKey } = form;
  const { key, label, help, control } = field;
  const id = `${idPrefix}-${key.replaceAll('.', '-')}`;
  const value = valueAt(config, key);
  const fallback = defaults === undefined ? undefined : valueAt(defaults, key);
  const canRestore =
    defaults !== undefined &&
    !isDisabled &&
    fallback !== undefined &&
    control.kind !== 'list' &&
    control.kind !== 'provider' &&
    control.kind !== 'model' &&
    differs(fallback, value);
  const change = (next: unknown, burst?: string): void => {
    const problem = form.problemOf?.(key, next);
    setError(problem);
    if (problem === undefined) form.onChange(key, next, burst);
  };
  const shared = { id, label, value, isDisabled, hasError: error !== undefined, onChange: change, onError: setError };
  const isFocused = focusKey === key || focusKey?.startsWith(`${key}.`) === true;
  if (control.kind === 'list') {
    return (
      <ListField
        field={field}
        control={control}
        items={Array.isArray(value) ? value : []}
        form={form}
        id={id}
        isFocused={isFocused}
        onChange={change}
      />
    );
  }
  return (
    <FieldRow
      id={id}
      label={label}
      help={help}
      error={error}
      isStacked={control.kind === 'failures' || control.kind === 'choices' || control.kind === 'names' || control.kind === 'long-text'}
      isFocused={isFocused}
      onRestore={
        canRestore
          ? () => {
              setError(undefined);
              form.onChange(key, fallback);
            }
          : undefined
      }
    >
      {(control.kind === 'duration' || control.kind === 'ratio' || control.kind === 'number' || control.kind === 'optional-number') && (
        <NumberControl {...shared} control={control} />
      )}
      {(control.kind === 'text' || control.kind === 'long-text' || control.kind === 'optional-text') && (
        <TextControl {...shared} control={control} />
      )}
      {control.kind === 'choice' && <ChoiceControl {...shared} control={control} />}
      {control.kind === 'toggle' && <ToggleControl {...shared} control={control} />}
      {control.kind === 'failures' && <FailuresControl {...shared} control={control} />}
      {control.kind === 'choices' && <ChoicesControl {...shared} control={control} />}
      {control.kind === 'names' && <NamesControl {...shared} control={control} />}
      {control.kind === 'provider' && <ProviderControl {...shared} control={control} policy={policy} />}
      {control.kind === 'model' && (
        <ModelControl {...shared} control={control} policy={policy} providerId={valueAt(config, control.providerKey)} />
      )}
    </FieldRow>
  );
}

export function valueAt(config: Readonly<Record<string, unknown>>, key: string): unknown {
  let value: unknown = config;
  for (const part of key.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}
