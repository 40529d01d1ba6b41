import { RotateCcw, Search, X } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import {
  type AppCommand,
  answers,
  COMMAND_GROUPS,
  commands,
  giveStroke,
  holderOf,
  isBrowser,
  keyText,
  resetAllStrokes,
  resetStrokes,
  strokeOf,
  strokeProblem,
  strokesOf,
  takeStrokes,
  tokensOf,
} from '../commands/index.ts';
import { usePreferences } from '../state/index.ts';
import { words } from '../words/index.ts';

/** What a press during a recording came to, when it could not simply be taken. */
type Told =
  | { readonly type: 'problem' | 'given'; readonly commandId: string; readonly text: string }
  | { readonly type: 'taken'; readonly commandId: string; readonly stroke: string; readonly holder: AppCommand };

/** The keys of every command, and a way to give it others. */
export function KeySettings() {
  const given = usePreferences((state) => state.keys);
  const [query, setQuery] = useState('');
  const [recordingId, setRecordingId] = useState<string | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const tokens = tokensOf(query);
  const shown = commands.filter((command) => answers(command, tokens));

  const record = (command: AppCommand, event: KeyboardEvent): void => {
    if (event.key === 'Tab') {
      setRecordingId(null);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const stroke = event.key === 'Escape' ? null : strokeOf(event.nativeEvent);
    if (event.key === 'Escape') setRecordingId(null);
    if (stroke === null) return;
    const problem = strokeProblem(stroke, isBrowser);
    const holder = problem === null ? holderOf(commands, stroke, command) : undefined;
    // After a stroke that cannot be had the next press may be another one.
    if (problem === null) setRecordingId(null);
    if (problem !== null) setTold({ type: 'problem', commandId: command.id, text: problem });
    else if (holder !== undefined) setTold({ type: 'taken', commandId: command.id, stroke, holder });
    else give(command, stroke);
  };
  const give = (command: AppCommand, stroke: string): void => {
    giveStroke(commands, command, stroke);
    setTold({ type: 'given', commandId: command.id, text: words.settings.given(keyText(stroke)!, command.label()) });
  };

  return (
    <>
      <div className="keys-head">
        <label className="search sheet-search grow">
          <Search size={14} aria-hidden="true" />
          <input
            type="text"
            aria-label={words.settings.findKeys}
            placeholder={words.settings.findKeys}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </label>
        <span className="small ink-3" role="status">
          {words.settings.changedCount(Object.keys(given).length)}
        </span>
        <button
          type="button"
          className="btn compact"
          disabled={Object.keys(given).length === 0}
          onClick={() => {
            resetAllStrokes();
            setTold(null);
          }}
        >
          {words.settings.resetAll}
        </button>
      </div>
      {shown.length === 0 && <p className="ink-3">{words.settings.noKeys}</p>}
      <div className="keys-list scroll-thin">
        {COMMAND_GROUPS.map((group) => {
          const members = shown.filter((command) => command.group === group);
          if (members.length === 0) return null;
          return (
            <section key={group} aria-label={words.commands.group[group]}>
              <h3 className="caption">{words.commands.group[group]}</h3>
              <ul>
                {members.map((command) => (
                  <KeyRow
                    key={command.id}
                    command={command}
                    isChanged={command.id in given}
                    isRecording={recordingId === command.id}
                    told={told?.commandId === command.id ? told : null}
                    onStart={() => {
                      setTold(null);
                      setRecordingId(command.id);
                    }}
                    onKey={(event) => record(command, event)}
                    onLeave={() => setRecordingId((id) => (id === command.id ? null : id))}
                    onTake={(stroke) => give(command, stroke)}
                    onForget={() => setTold(null)}
                  />
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </>
  );
}

function KeyRow({
  command,
  isChanged,
  isRecording,
  told,
  onStart,
  onKey,
  onLeave,
  onTake,
  onForget,
}: {
  readonly command: AppCommand;
  readonly isChanged: boolean;
  readonly isRecording: boolean;
  readonly told: Told | null;
  readonly onStart: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onLeave: () => void;
  readonly onTake: (stroke: string) => void;
  readonly onForget: () => void;
}) {
  const strokes = strokesOf(command);
  const label = command.label();
  const change = useRef<HTMLButtonElement>(null);
  return (
    <li>
      <div className="keys-row">
        <span className="keys-label">{label}</span>
        <span className="keys-strokes">
          {strokes.length === 0 ? (
            <span className="small ink-3">{words.settings.unset}</span>
          ) : (
            strokes.map((stroke) => <kbd key={stroke}>{keyText(stroke)}</kbd>)
          )}
        </span>
        <button
          ref={change}
          type="button"
          className={isRecording ? 'btn compact is-recording' : 'btn compact'}
          aria-label={isRecording ? words.settings.recording : words.settings.recordOf(label)}
          aria-pressed={isRecording}
          onClick={onStart}
          onKeyDown={isRecording ? onKey : undefined}
          onBlur={onLeave}
        >
          {isRecording ? words.settings.recording : words.settings.record}
        </button>
        <button
          type="button"
          className="btn ghost icon compact"
          aria-label={words.settings.clearOf(label)}
          title={words.settings.clear}
          disabled={strokes.length === 0}
          onClick={() => {
            takeStrokes(command);
            onForget();
          }}
        >
          <X size={13} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="btn ghost icon compact"
          aria-label={words.settings.resetOf(label)}
          title={words.settings.reset}
          disabled={!isChanged}
          onClick={() => {
            resetStrokes(commands, command);
            onForget();
          }}
        >
          <RotateCcw size={13} aria-hidden="true" />
        </button>
      </div>
      {(told !== null || isRecording) && (
        <p className={told?.type === 'problem' ? 'keys-told small ink-failed' : 'keys-told small ink-2'} role="status">
          {told === null ? (
            words.settings.recordingHelp
          ) : told.type !== 'taken' ? (
            told.text
          ) : (
            <>
              {words.settings.taken(keyText(told.stroke)!, told.holder.label())}{' '}
              <button type="button" className="btn link small" onClick={() => onTake(told.stroke)}>
                {words.settings.take}
              </button>{' '}
              <button
                type="button"
                className="btn link small"
                onClick={() => {
                  onForget();
                  change.current?.focus();
                }}
              >
                {words.settings.keepThere}
              </button>
            </>
          )}
        </p>
      )}
    </li>
  );
}
