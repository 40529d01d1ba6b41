import { Pencil } from 'lucide-react';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { countText, words } from '../words/index.ts';

const MOST = 2_000;
/** From here on a part may be hidden, and the whole of it is one hover, or Enter, away. */
const LONG = 160;
/** From here on the length is told, so that nobody is cut off by surprise. */
const NEAR_MOST = 1_800;

/** Words that are read and changed in the same place. Enter and leaving the field keep them, Escape does not. */
export function PromiseText({
  value,
  label,
  placeholder,
  isEditing,
  isReadOnly,
  tabIndex,
  onEdit,
  onKeep,
  onLeave,
}: {
  readonly value: string;
  readonly label: string;
  readonly placeholder: string;
  readonly isEditing: boolean;
  readonly isReadOnly: boolean;
  readonly tabIndex: 0 | -1;
  readonly onEdit: () => void;
  readonly onKeep: (text: string) => void;
  readonly onLeave: () => void;
}) {
  if (isEditing) return <Field value={value} label={label} placeholder={placeholder} onKeep={onKeep} onLeave={onLeave} />;
  const isEmpty = value.trim() === '';
  if (isReadOnly)
    return (
      <p title={value.length > LONG ? value : undefined} className={isEmpty ? 'tier-promise is-empty' : 'tier-promise'}>
        <span>{isEmpty ? '–' : value}</span>
      </p>
    );
  return (
    <button
      type="button"
      className={isEmpty ? 'tier-promise is-empty' : 'tier-promise'}
      aria-label={`${label}: ${isEmpty ? placeholder : value}`}
      title={value.length > LONG ? value : undefined}
      tabIndex={tabIndex}
      onClick={onEdit}
    >
      <span>{isEmpty ? placeholder : value}</span>
      <Pencil size={13} aria-hidden="true" />
    </button>
  );
}

function Field({
  value,
  label,
  placeholder,
  onKeep,
  onLeave,
}: {
  readonly value: string;
  readonly label: string;
  readonly placeholder: string;
  readonly onKeep: (text: string) => void;
  readonly onLeave: () => void;
}) {
  const [text, setText] = useState(value);
  const field = useRef<HTMLTextAreaElement>(null);
  const isDone = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows every letter
  useLayoutEffect(() => {
    if (field.current === null) return;
    field.current.style.height = 'auto';
    field.current.style.height = `${field.current.scrollHeight + 2}px`;
  }, [text]);
  useLayoutEffect(() => {
    const end = field.current?.value.length ?? 0;
    field.current?.focus();
    field.current?.setSelectionRange(end, end);
  }, []);
  const finish = (isKept: boolean): void => {
    // Removing a focused field blurs it, which would keep what was just given up.
    if (isDone.current) return;
    isDone.current = true;
    if (isKept) onKeep(text.trim());
    else onLeave();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || (event.key !== 'Escape' && (event.key !== 'Enter' || event.shiftKey))) return;
    event.preventDefault();
    event.stopPropagation();
    finish(event.key === 'Enter');
  };
  return (
    <div className="tier-field">
      <textarea
        ref={field}
        className="input"
        rows={2}
        aria-label={label}
        placeholder={placeholder}
        maxLength={MOST}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => finish(true)}
      />
      <p className="small ink-3">
        {text.length >= NEAR_MOST ? words.tiers.cell.tooLong(countText(text.length), countText(MOST)) : words.tiers.cell.keep}
      </p>
    </div>
  );
}
