import { Info, RotateCcw } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Tip } from '../parts/index.ts';

/** Label, control, and one line below for what is wrong. `onRestore` is there when the value differs from the default. */
export function FieldRow({
  id,
  label,
  help,
  error,
  isStacked = false,
  isFocused = false,
  onRestore,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly error?: string | undefined;
  /** The control needs the whole width, so the label stands above it. */
  readonly isStacked?: boolean;
  /** A finding points here. */
  readonly isFocused?: boolean;
  readonly onRestore?: (() => void) | undefined;
  readonly children: ReactNode;
}) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isFocused) return;
    row.current?.scrollIntoView({ block: 'center' });
    row.current?.querySelector<HTMLElement>('input, textarea, button[role="combobox"], .segmented button, button')?.focus();
  }, [isFocused]);
  return (
    <div ref={row} className={`field${isStacked ? ' is-stacked' : ''}${isFocused ? ' is-pointed-at' : ''}`}>
      <span className="field-label">
        <label htmlFor={id} id={`${id}-label`}>
          {label}
        </label>
        <Tip text={help} side="left">
          <span className="field-help" aria-hidden="true">
            <Info size={12} />
          </span>
        </Tip>
      </span>
      <span className={onRestore === undefined ? 'field-control is-wide' : 'field-control'}>{children}</span>
      {onRestore !== undefined ? (
        <Tip text="Back to the default" side="left">
          <button type="button" className="field-restore" aria-label="Restore the default" onClick={onRestore}>
            <RotateCcw size={12} />
          </button>
        </Tip>
      ) : null}
      <span id={`${id}-help`} className="visually-hidden">
        {help}
      </span>
      {error !== undefined && (
        <span id={`${id}-error`} className="field-error ink-failed" role="alert">
          {error}
        </span>
      )}
    </div>
  );
}
