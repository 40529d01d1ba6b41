import { BookOpen, Info } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Tip } from '../parts/index.ts';
import { words } from '../words/index.ts';

/** The default of a field whose value is another, in words. */
export interface FieldDefault {
  readonly text: string;
  /** Absent while nothing may be changed. */
  readonly restore?: (() => void) | undefined;
}

/** Label, control, and below it what is wrong and what the default would be. Help opens beside it, by the mouse or with F1. */
export function FieldRow({
  id,
  label,
  help,
  range,
  error,
  isStacked = false,
  isFocused = false,
  changedFrom,
  onGuide,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  /** What may be typed. */
  readonly range?: string | undefined;
  readonly error?: string | undefined;
  /** The control needs the whole width, so the label stands above it. */
  readonly isStacked?: boolean;
  /** A finding points here. */
  readonly isFocused?: boolean;
  readonly changedFrom?: FieldDefault | undefined;
  readonly onGuide?: (() => void) | undefined;
  readonly children: ReactNode;
}) {
  const row = useRef<HTMLDivElement>(null);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const cameFrom = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (!isFocused) return;
    row.current?.scrollIntoView({ block: 'center' });
    row.current
      ?.querySelector<HTMLElement>('.field-control :is(input, textarea, button[role="combobox"], .segmented button, button)')
      ?.focus();
  }, [isFocused]);
  const showHelp = (): void => {
    cameFrom.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setHelpOpen(true);
  };
  const classes = ['field', isStacked && 'is-stacked', isFocused && 'is-pointed-at', changedFrom !== undefined && 'is-changed'];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: F1 belongs to whatever control of the row has the focus
    <div
      ref={row}
      className={classes.filter(Boolean).join(' ')}
      onKeyDown={(event) => {
        if (event.key !== 'F1') return;
        event.preventDefault();
        showHelp();
      }}
    >
      <Popover.Root open={isHelpOpen} onOpenChange={(open) => (open ? showHelp() : setHelpOpen(false))}>
        <span className="field-label">
          <label htmlFor={id} id={`${id}-label`}>
            {label}
          </label>
          <Tip text={help} side="left">
            {/* Out of the way of Tab, which would stop twice at each field; F1 is its key. */}
            <Popover.Trigger className="field-help" tabIndex={-1} aria-label={words.inspector.helpFor(label)}>
              <Info size={12} />
            </Popover.Trigger>
          </Tip>
        </span>
        <Popover.Portal>
          <Popover.Content
            className="popup field-popover"
            side="left"
            align="start"
            sideOffset={8}
            collisionPadding={8}
            aria-label={words.inspector.helpFor(label)}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              cameFrom.current?.focus();
            }}
          >
            <p className="strong">{label}</p>
            <p>{help}</p>
            {range !== undefined && <p className="small ink-2">{range}</p>}
            {changedFrom !== undefined && <p className="small ink-2">{words.inspector.defaultIs(changedFrom.text)}</p>}
            {onGuide !== undefined && (
              <button
                type="button"
                className="btn compact"
                onClick={() => {
                  setHelpOpen(false);
                  onGuide();
                }}
              >
                <BookOpen size={13} /> {words.inspector.readGuide}
              </button>
            )}
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      <span className="field-control">{children}</span>
      <span id={`${id}-help`} className="visually-hidden">
        {help}
        {range !== undefined && ` ${range}.`}
      </span>
      {error !== undefined && (
        <span id={`${id}-error`} className="field-error ink-failed" role="alert">
          {error}
        </span>
      )}
      {changedFrom !== undefined && (
        <span className="field-default small ink-3">
          {words.inspector.defaultIs(changedFrom.text)}
          {changedFrom.restore !== undefined && (
            <>
              {' · '}
              <button
                type="button"
                className="btn link small"
                aria-label={words.inspector.restoreField(label, changedFrom.text)}
                onClick={changedFrom.restore}
              >
                {words.inspector.restore}
              </button>
            </>
          )}
        </span>
      )}
    </div>
  );
}
