import { ArrowDown, ArrowUp, Copy, GripVertical, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Control, Field } from '../../shared/kinds/index.ts';
import { Tip } from '../parts/index.ts';
import { words } from '../words/index.ts';
import { moved, useReorder } from './use-reorder.ts';

export type Item = Readonly<Record<string, unknown>>;

export interface ListProps {
  readonly field: Field;
  readonly control: Extract<Control, { kind: 'list' }>;
  readonly items: readonly Item[];
  readonly id: string;
  readonly isFocused: boolean;
  readonly onChange: (items: readonly Item[], burst?: string) => void;
}

/** An ordered list of objects: order is meaning, so it is changed by a handle, by its arrow keys and by named buttons alike. */
export function ListFrame({
  field,
  control,
  items,
  isFocused,
  isDisabled,
  onChange,
  renderItem,
  after,
}: Omit<ListProps, 'id'> & {
  readonly isDisabled: boolean;
  readonly renderItem: (item: Item, index: number) => ReactNode;
  /** Stands below the last item and cannot be moved. */
  readonly after?: ReactNode;
}) {
  const [said, setSaid] = useState('');
  const word = control.itemLabel;
  const move = (from: number, to: number): void => {
    onChange(moved(items, from, to));
    setSaid(words.inspector.movedItem(capital(word), from + 1, to + 1));
  };
  const reorder = useReorder(items.length, isDisabled, move);
  const hasRoom = items.length < control.maxItems && !isDisabled;
  const insert = (at: number, item: Item): void =>
    onChange([...items.slice(0, at), { ...item, id: freeId(items, control.idPrefix) }, ...items.slice(at)]);
  return (
    <section className={isFocused ? 'list-field is-pointed-at' : 'list-field'} aria-label={field.label}>
      <div className="list-head">
        <Tip text={field.help} side="left">
          <span className="caption">{field.label}</span>
        </Tip>
        <span className="grow" />
        {hasRoom && (
          <button type="button" className="btn link small" onClick={() => insert(items.length, control.newItem)}>
            <Plus size={12} /> {words.inspector.addItem(word)}
          </button>
        )}
      </div>
      <ol ref={reorder.list}>
        {items.map((item, i) => {
          const classes = [
            'list-item',
            reorder.dragged === i && 'is-dragged',
            reorder.gap === i && 'is-gap-above',
            reorder.gap === items.length && i === items.length - 1 && 'is-gap-below',
          ];
          return (
            <li key={String(item['id'] ?? i)} data-item={i} className={classes.filter(Boolean).join(' ')}>
              <div className="list-item-head">
                {items.length > 1 && !isDisabled && (
                  <button type="button" className="drag-handle" aria-label={words.inspector.dragItem(word, i + 1)} {...reorder.handle(i)}>
                    <GripVertical size={13} />
                  </button>
                )}
                <span className="strong">
                  {capital(word)} {i + 1}
                </span>
                <span className="grow" />
                <HeadButton label={words.inspector.moveUp(word, i + 1)} isDisabled={isDisabled || i === 0} onClick={() => move(i, i - 1)}>
                  <ArrowUp size={13} />
                </HeadButton>
                <HeadButton
                  label={words.inspector.moveDown(word, i + 1)}
                  isDisabled={isDisabled || i === items.length - 1}
                  onClick={() => move(i, i + 1)}
                >
                  <ArrowDown size={13} />
                </HeadButton>
                <HeadButton label={words.inspector.duplicateItem(word, i + 1)} isDisabled={!hasRoom} onClick={() => insert(i + 1, item)}>
                  <Copy size={13} />
                </HeadButton>
                <HeadButton
                  label={words.inspector.removeItem(word, i + 1)}
                  isDisabled={isDisabled || items.length <= control.minItems}
                  onClick={() => onChange(items.filter((_, other) => other !== i))}
                >
                  <Trash2 size={13} />
                </HeadButton>
              </div>
              {renderItem(item, i)}
            </li>
          );
        })}
        {after}
      </ol>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </section>
  );
}

const HeadButton = ({
  label,
  isDisabled,
  onClick,
  children,
}: {
  readonly label: string;
  readonly isDisabled: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) => (
  <button type="button" className="btn ghost icon compact" aria-label={label} title={label} disabled={isDisabled} onClick={onClick}>
    {children}
  </button>
);

/** `t1`, `t2` …: the first number that no item of the list has. */
export function freeId(items: readonly Item[], prefix: string): string {
  const taken = new Set(items.map((item) => item['id']));
  for (let number = 1; ; number++) if (!taken.has(`${prefix}${number}`)) return `${prefix}${number}`;
}

/** `item` with the value at a dotted key replaced. */
export function withValue(item: Item, [key = '', ...rest]: readonly string[], value: unknown): Item {
  return { ...item, [key]: rest.length === 0 ? value : withValue((item[key] as Item | undefined) ?? {}, rest, value) };
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
