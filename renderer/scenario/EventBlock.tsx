import { type CSSProperties, memo, type PointerEvent } from 'react';
import type { Finding, ScenarioEvent } from '../../shared/model/index.ts';
import { SeverityIcon } from '../findings/index.ts';
import { blockText, spokenEvent } from './event-text.ts';
import type { Grip } from './use-drag.ts';

export interface EventBlockProps {
  readonly event: ScenarioEvent;
  /** Length of what is drawn. */
  readonly shownMs: number;
  readonly row: number;
  readonly finding: Finding | undefined;
  readonly isSelected: boolean;
  readonly isDragged: boolean;
  /** The one that Tab comes to. */
  readonly isTabStop: boolean;
  readonly onPress: (down: PointerEvent, event: ScenarioEvent, grip: Grip) => void;
  readonly onFocus: (event: ScenarioEvent) => void;
  readonly onOpen: () => void;
}

const LETTER_PX = 6.8;
const SIGN_PX = 24;
const LONGEST_WORDS_PX = 260;
/** What the name of an event needs to be read beside others, its sign and margins too; a very long one is cut. */
export const wordsPx = ({ name }: ScenarioEvent): number => Math.min(LONGEST_WORDS_PX, Math.max(112, SIGN_PX + name.length * LETTER_PX));

const share = (part: number, whole: number): string => `${(part / whole) * 100}%`;

/** An event as the shape of its effect: rising over its ramp, full, falling. Its ends and the tops of its ramps can be taken hold of. */
export const EventBlock = memo(function EventBlock(props: EventBlockProps) {
  const { event, shownMs, row, finding, isSelected, isDragged, isTabStop, onPress, onFocus, onOpen } = props;
  const { effect, startMs, durationMs } = event;
  const lengthMs = Math.max(1, durationMs);
  const up = Math.min(100, (event.rampUpMs / lengthMs) * 100);
  const down = Math.max(up, 100 - (event.rampDownMs / lengthMs) * 100);
  const grip = (name: Grip, className: string, left?: string) => (
    <span
      className={`sc-grip ${className}`}
      style={left === undefined ? undefined : { left }}
      aria-hidden="true"
      onPointerDown={(pressed) => {
        pressed.stopPropagation();
        onPress(pressed, event, name);
      }}
    />
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button may not hold the grips, and is dragged by nobody
    <div
      role="button"
      tabIndex={isTabStop ? 0 : -1}
      data-event={event.id}
      aria-pressed={isSelected}
      title={`${event.name}: ${blockText(effect)}`}
      aria-label={spokenEvent(event, shownMs, finding?.message)}
      className={['sc-event', `is-${effect.kind}`, isSelected && 'is-selected', isDragged && 'is-dragged'].filter(Boolean).join(' ')}
      style={
        {
          left: share(startMs, shownMs),
          width: share(durationMs, shownMs),
          top: `calc(var(--sc-row) * ${row} + 4px)`,
          '--sc-words': `${wordsPx(event) - 8}px`,
        } as CSSProperties
      }
      onPointerDown={(pressed) => onPress(pressed, event, 'move')}
      onFocus={() => onFocus(event)}
      onDoubleClick={onOpen}
    >
      <span className="sc-event-fill" style={{ clipPath: `polygon(0 100%, ${up}% 0, ${down}% 0, 100% 100%)` }} />
      <svg className="sc-event-shape" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <polygon points={`0,100 ${up},0 ${down},0 100,100`} />
      </svg>
      <span className="sc-event-words">
        {finding !== undefined && <SeverityIcon severity={finding.severity} size={13} />}
        <b>{event.name}</b> <span>{blockText(effect)}</span>
      </span>
      {grip('start', 'is-start')}
      {grip('end', 'is-end')}
      {grip('rise', 'is-ramp', `${up}%`)}
      {grip('fall', 'is-ramp', `${down}%`)}
    </div>
  );
});
