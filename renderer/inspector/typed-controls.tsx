import { useEffect, useRef, useState } from 'react';
import { Tip } from '../parts/index.ts';
import { words } from '../words/index.ts';
import type { ControlProps } from './controls.tsx';
import { type FigureControl, figureWithUnit, numberFromText, rangeText, stepped, textOfNumber, unitOf } from './number-text.ts';

let visits = 0;

/** Ties the key strokes of one visit to a field together, so that they are undone as one. */
export const newBurst = (id: string): string => `field:${id}:${++visits}`;

/**
 * What is typed, as long as it is not what the policy holds. A refused text stays on the screen with its reason until the policy changes
 * below it (undo, a quick fix, another selection) or Escape gives it up.
 */
function useDraft(stored: string, isSame: (draft: string) => boolean = (draft) => draft === stored) {
  const [draft, setDraft] = useState<string | null>(null);
  const lastStored = useRef(stored);
  const same = useRef(isSame);
  same.current = isSame;
  useEffect(() => {
    if (lastStored.current === stored) return;
    lastStored.current = stored;
    setDraft((current) => (current !== null && current !== stored && same.current(current) ? current : null));
  }, [stored]);
  return [draft, setDraft] as const;
}

/** A figure in its own unit. A value out of range stays on the screen with the reason; the policy keeps the last good one. */
export function NumberControl(
  props: ControlProps<FigureControl['kind']> & {
    /** Another control stands beside it that takes the figure away. */
    readonly isAbsenceElsewhere?: boolean;
  },
) {
  const { id, control, value, isMixed, isDisabled, hasError, isAbsenceElsewhere = false, onChange, onError } = props;
  const stored = typeof value === 'number' ? value : null;
  const shown = stored === null ? '' : textOfNumber(control, stored);
  const [draft, setDraft] = useDraft(shown, (text) => {
    const typed = numberFromText(control, text);
    return typed.ok && typed.value === stored;
  });
  const burst = useRef('');
  const take = (text: string): void => {
    setDraft(text);
    const typed = numberFromText(control, text);
    const kept = isMixed || stored === null ? '' : ` ${words.inspector.keeps(figureWithUnit(control, stored))}`;
    onError(typed.ok ? undefined : `${typed.sentence}${kept}`);
    if (typed.ok && (isMixed || typed.value !== stored)) onChange(typed.value, burst.current);
  };
  const giveUp = (): void => {
    setDraft(null);
    onError(undefined);
  };
  const absent = isMixed ? words.inspector.differs : control.kind === 'optional-number' ? control.absent : undefined;
  return (
    <span className="number">
      <Tip text={rangeText(control)} side="top">
        <input
          id={id}
          className="input"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          value={draft ?? shown}
          placeholder={absent}
          style={{ width: `calc(${Math.max(3, (draft ?? shown).length, shown === '' ? (absent?.length ?? 0) : 0)}ch + 20px)` }}
          disabled={isDisabled}
          aria-invalid={hasError}
          aria-describedby={`${id}-unit ${id}-help${hasError ? ` ${id}-error` : ''}`}
          onFocus={(event) => {
            burst.current = newBurst(id);
            event.target.select();
          }}
          onChange={(event) => take(event.target.value)}
          onBlur={() => {
            if (!hasError) setDraft(null);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              giveUp();
              event.currentTarget.blur();
            } else if (event.key === 'Enter') event.currentTarget.select();
            else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && stored !== null) {
              event.preventDefault();
              giveUp();
              onChange(stepped(control, stored, event.key === 'ArrowUp' ? 1 : -1), burst.current);
            }
          }}
        />
      </Tip>
      <span id={`${id}-unit`} className="unit ink-2">
        {/* "no limit requests/min" would be no sentence. */}
        {absent !== undefined && (draft ?? shown) === '' ? '' : unitOf(control)}
      </span>
      {control.kind === 'optional-number' && (stored !== null || isMixed) && !isDisabled && !isAbsenceElsewhere && (
        <button
          type="button"
          className="btn link small"
          onClick={() => {
            giveUp();
            onChange(null);
          }}
        >
          {control.absent}
        </button>
      )}
    </span>
  );
}

export function TextControl(props: ControlProps<'text' | 'long-text' | 'optional-text'>) {
  const { id, control, value, isMixed, isDisabled, hasError, onChange, onError } = props;
  const stored = typeof value === 'string' ? value : '';
  const [draft, setDraft] = useDraft(stored);
  const burst = useRef('');
  const absent = control.kind === 'optional-text' ? control.absent : control.placeholder;
  const shared = {
    id,
    className: 'input',
    value: draft ?? stored,
    maxLength: control.maxLength,
    placeholder: isMixed ? words.inspector.differs : absent,
    disabled: isDisabled,
    'aria-invalid': hasError,
    'aria-describedby': `${id}-help${hasError ? ` ${id}-error` : ''}`,
    onFocus: () => {
      burst.current = newBurst(id);
    },
    onBlur: () => {
      if (!hasError) setDraft(null);
    },
    onKeyDown: (event: { readonly key: string }) => {
      if (event.key !== 'Escape' || draft === null) return;
      setDraft(null);
      onError(undefined);
    },
  };
  const take = (text: string): void => {
    setDraft(text);
    onChange(control.kind === 'optional-text' && text === '' ? null : text, burst.current);
  };
  return control.kind === 'long-text' ? (
    <textarea {...shared} rows={3} onChange={(event) => take(event.target.value)} />
  ) : (
    <input {...shared} autoComplete="off" onChange={(event) => take(event.target.value)} />
  );
}

/** Short texts with commas between them. What is typed stays as it is until the field is left; the policy holds the list. */
export function NamesControl({ id, control, value, isMixed, isDisabled, hasError, onChange }: ControlProps<'names'>) {
  const stored = Array.isArray(value) ? (value as string[]).join(', ') : '';
  const [draft, setDraft] = useDraft(stored, (text) => namesFromText(text).join(', ') === stored);
  const burst = useRef('');
  return (
    <input
      id={id}
      className="input"
      autoComplete="off"
      spellCheck={false}
      value={draft ?? stored}
      placeholder={isMixed ? words.inspector.differs : control.absent}
      disabled={isDisabled}
      aria-invalid={hasError}
      aria-describedby={`${id}-help${hasError ? ` ${id}-error` : ''}`}
      onFocus={() => {
        burst.current = newBurst(id);
      }}
      onBlur={() => {
        if (!hasError) setDraft(null);
      }}
      onChange={(event) => {
        setDraft(event.target.value);
        onChange(namesFromText(event.target.value), burst.current);
      }}
    />
  );
}

/** Commas and blanks between them; none twice. */
export const namesFromText = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
];

/** A name that may not be empty: what is typed stays until it is one, and the document keeps the last. */
export function NameInput({
  id,
  className,
  label,
  name,
  isDisabled,
  onRename,
}: {
  readonly id: string;
  readonly className: string;
  /** Accessible name, where no label stands beside it. */
  readonly label?: string;
  readonly name: string;
  readonly isDisabled: boolean;
  readonly onRename: (name: string, burst: string) => void;
}) {
  const [draft, setDraft] = useDraft(name);
  const burst = useRef('');
  const isMissing = draft !== null && draft.trim() === '';
  return (
    <>
      <input
        id={id}
        className={className}
        aria-label={label}
        value={draft ?? name}
        maxLength={200}
        disabled={isDisabled}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={isMissing}
        aria-describedby={isMissing ? `${id}-error` : undefined}
        onFocus={() => {
          burst.current = newBurst(id);
        }}
        onBlur={() => {
          setDraft(null);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setDraft(null);
        }}
        onChange={(event) => {
          setDraft(event.target.value);
          if (event.target.value.trim() !== '') onRename(event.target.value, burst.current);
        }}
      />
      {isMissing && (
        <span id={`${id}-error`} className="small ink-failed" role="alert">
          {words.inspector.nameNeeded(name)}
        </span>
      )}
    </>
  );
}
