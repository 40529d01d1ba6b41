import { useState } from 'react';
import { hasDefault } from '../../shared/edit/index.ts';
import { type Field, isSameData } from '../../shared/kinds/index.ts';
import type { Policy } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';
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
import { rangeText } from './number-text.ts';
import { refusal } from './refusal.ts';
import { RouteList } from './routes/index.ts';
import { valueText } from './value-text.ts';

export type Config = Readonly<Record<string, unknown>>;

export interface FieldFormProps {
  /** Makes ids of this form unique on the page. */
  readonly idPrefix: string;
  readonly fields: readonly Field[];
  readonly config: Config;
  /** More configs of the same kind that are changed with it; a field that differs between them says so. */
  readonly others?: readonly Config[];
  /** Whose config the first one is, where there are others. */
  readonly firstName?: string;
  /** For "back to the default"; left out where there is none, as in the items of a list. */
  readonly defaults?: Config;
  readonly policy: Policy;
  /** Node that is being edited, for forms that look at what its ports call; null in the form of a provider and of several nodes. */
  readonly nodeId: string | null;
  readonly isDisabled: boolean;
  /** Dotted key that a finding points to. */
  readonly focusKey: string | null;
  readonly onChange: (key: string, value: unknown, burst?: string) => void;
  /** Why a value would be refused by the kind's own schema. */
  readonly problemOf?: (key: string, value: unknown) => string | undefined;
  readonly onGuide?: (() => void) | undefined;
}

const NO_OTHERS: readonly Config[] = [];

/** Draws any kind's form from its fields; knows no kind. */
export function FieldForm(props: FieldFormProps) {
  const { fields, config, others = NO_OTHERS } = props;
  const isShown = ({ shownWhen }: Field): boolean =>
    shownWhen === undefined || [config, ...others].every((one) => shownWhen.isOneOf.includes(valueAt(one, shownWhen.key)));
  const shown = fields.filter(isShown);
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
  const changed = defaults === undefined ? 0 : fields.filter(({ key }) => !isSameData(valueAt(defaults, key), valueAt(config, key))).length;
  return (
    <details className="fields-rare" open={fields.some(({ key }) => key === focusKey) || undefined}>
      <summary>
        {words.inspector.moreChoices}
        {changed > 0 && <span className="ink-3 small">{words.inspector.changedInside(changed)}</span>}
      </summary>
      <div className="fields">
        {fields.map((field) => (
          <OneField key={field.key} field={field} form={form} />
        ))}
      </div>
    </details>
  );
}

function OneField({ field, form }: { readonly field: Field; readonly form: FieldFormProps }) {
  const [error, setError] = useState<string | undefined>(undefined);
  const { idPrefix, config, others = NO_OTHERS, defaults, policy, isDisabled, focusKey } = form;
  const { key, label, help, control } = field;
  const id = `${idPrefix}-${key.replaceAll('.', '-')}`;
  const first = valueAt(config, key);
  const isMixed = others.some((other) => !isSameData(valueAt(other, key), first));
  const value = isMixed ? undefined : first;
  const fallback = defaults === undefined ? undefined : valueAt(defaults, key);
  const isChanged = fallback !== undefined && hasDefault(field) && (isMixed || !isSameData(fallback, value));
  const change = (next: unknown, burst?: string): void => {
    const problem = refusal(form.problemOf?.(key, next), next, help);
    setError(problem);
    if (problem === undefined) form.onChange(key, next, burst);
  };
  const isFocused = focusKey === key || focusKey?.startsWith(`${key}.`) === true;
  if (control.kind === 'list') {
    if (isMixed) return <p className="small ink-2 list-differs">{words.inspector.listDiffers(label)}</p>;
    const list = { field, control, items: Array.isArray(value) ? value : [], form, id, isFocused, onChange: change };
    return control.drawnAs === 'routes' ? <RouteList {...list} /> : <ListField {...list} />;
  }
  const isFigure =
    control.kind === 'duration' || control.kind === 'ratio' || control.kind === 'number' || control.kind === 'optional-number';
  const shared = { id, label, value, isMixed, isDisabled, hasError: error !== undefined, onChange: change, onError: setError };
  const isSet = control.kind === 'failures' || control.kind === 'choices';
  return (
    <FieldRow
      id={id}
      label={label}
      help={help}
      range={isFigure ? rangeText(control) : undefined}
      error={error}
      isStacked={isSet || control.kind === 'names' || control.kind === 'long-text'}
      isFocused={isFocused}
      onGuide={form.onGuide}
      changedFrom={
        isChanged
          ? {
              text: valueText(control, fallback),
              restore: isDisabled
                ? undefined
                : () => {
                    setError(undefined);
                    form.onChange(key, fallback);
                  },
            }
          : undefined
      }
    >
      {isFigure && <NumberControl {...shared} control={control} isAbsenceElsewhere={isChanged && fallback === null} />}
      {(control.kind === 'text' || control.kind === 'long-text' || control.kind === 'optional-text') && (
        <TextControl {...shared} control={control} />
      )}
      {control.kind === 'choice' && <ChoiceControl {...shared} control={control} />}
      {control.kind === 'toggle' && <ToggleControl {...shared} control={control} />}
      {isSet && isMixed && (
        <span className="mixed-set">
          <span className="ink-3">{words.inspector.differs}</span>
          <button type="button" className="btn link small" disabled={isDisabled} onClick={() => change(first)}>
            {words.inspector.makeAllLike(form.firstName ?? '')}
          </button>
        </span>
      )}
      {control.kind === 'failures' && !isMixed && <FailuresControl {...shared} control={control} />}
      {control.kind === 'choices' && !isMixed && <ChoicesControl {...shared} control={control} />}
      {control.kind === 'names' && <NamesControl {...shared} control={control} />}
      {control.kind === 'provider' && <ProviderControl {...shared} control={control} policy={policy} />}
      {control.kind === 'model' && (
        <ModelControl {...shared} control={control} policy={policy} providerId={valueAt(config, control.providerKey)} />
      )}
    </FieldRow>
  );
}

export function valueAt(config: Config, key: string): unknown {
  let value: unknown = config;
  for (const part of key.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}
