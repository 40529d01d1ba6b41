import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import type { Control, Field } from '../../shared/kinds/index.ts';
import { Tip } from '../parts/index.ts';
import { FieldForm, type FieldFormProps } from './FieldForm.tsx';

type Item = Readonly<Record<string, unknown>>;

/** An ordered list of objects. Order is meaning, so it is changed by named buttons and not by a drag that could slip. */
export function ListField({
  field,
  control,
  items,
  form,
  id,
  isFocused,
  onChange,
}: {
  readonly field: Field;
  readonly control: Extract<Control, { kind: 'list' }>;
  readonly items: readonly Item[];
  readonly form: FieldFormProps;
  readonly id: string;
  readonly isFocused: boolean;
  readonly onChange: (items: readonly Item[], burst?: string) => void;
}) {
  const { isDisabled } = form;
  const swap = (a: number, b: number): void => {
    const next = [...items];
    [next[a], next[b]] = [next[b]!, next[a]!];
    onChange(next);
  };
  const word = control.itemLabel;
  const pointedAt = form.focusKey?.startsWith(`${field.key}.`) === true ? form.focusKey.slice(field.key.length + 1) : null;
  return (
    <section className={isFocused ? 'list-field is-pointed-at' : 'list-field'} aria-label={field.label}>
      <div className="list-head">
        <Tip text={field.help} side="left">
          <span className="caption">{field.label}</span>
        </Tip>
        <span className="grow" />
        {items.length < control.maxItems && !isDisabled && (
          <button
            type="button"
            className="btn link small"
            onClick={() => onChange([...items, { id: freeId(items, control.idPrefix), ...control.newItem }])}
          >
            <Plus size={12} /> Add {word}
          </button>
        )}
      </div>
      <ol>
        {items.map((item, i) => (
          <li key={String(item['id'] ?? i)} className="list-item">
            <div className="list-item-head">
              <span className="strong">
                {capital(word)} {i + 1}
              </span>
              <span className="grow" />
              <button
                type="button"
                className="btn ghost icon compact"
                aria-label={`Move ${word} ${i + 1} up`}
                disabled={isDisabled || i === 0}
                onClick={() => swap(i, i - 1)}
              >
                <ArrowUp size={13} />
              </button>
              <button
                type="button"
                className="btn ghost icon compact"
                aria-label={`Move ${word} ${i + 1} down`}
                disabled={isDisabled || i === items.length - 1}
                onClick={() => swap(i, i + 1)}
              >
                <ArrowDown size={13} />
              </button>
              <button
                type="button"
                className="btn ghost icon compact"
                aria-label={`Remove ${word} ${i + 1}`}
                disabled={isDisabled || items.length <= control.minItems}
                onClick={() => onChange(items.filter((_, other) => other !== i))}
              >
                <Trash2 size={13} />
              </button>
            </div>
            <FieldForm
              idPrefix={`${id}-${i}`}
              fields={control.fields}
              config={item}
              policy={form.policy}
              isDisabled={isDisabled}
              focusKey={pointedAt?.startsWith(`${i}.`) === true ? pointedAt.slice(String(i).length + 1) : null}
              onChange={(key, value, burst) => onChange(items.with(i, withValue(item, key.split('.'), value)), burst)}
              {...(form.problemOf !== undefined && {
                problemOf: (key: string, value: unknown) => form.problemOf?.(`${field.key}.${i}.${key}`, value),
              })}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** `t1`, `t2` …: the first number that no item of the list has. */
export function freeId(items: readonly Item[], prefix: string): string {
  const taken = new Set(items.map((item) => item['id']));
  for (let number = 1; ; number++) if (!taken.has(`${prefix}${number}`)) return `${prefix}${number}`;
}

function withValue(item: Item, [key = '', ...rest]: readonly string[], value: unknown): Item {
  return { ...item, [key]: rest.length === 0 ? value : withValue((item[key] as Item | undefined) ?? {}, rest, value) };
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
