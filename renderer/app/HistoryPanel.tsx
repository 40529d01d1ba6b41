import { Check, History as HistoryIcon } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { HISTORY_LIMIT } from '../../shared/edit/index.ts';
import { Tip } from '../parts/index.ts';
import { documentStore, useDocument, useShownKeys, useView, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

/** Every state that can be gone back to, oldest first, with the one on disk marked. It is kept in memory until the policy is closed: a journal of a thousand documents would cost more than it is worth. */
export function HistoryPanel() {
  const isOpen = useView((state) => state.overlay === 'history');
  const keys = useShownKeys('edit.history');
  return (
    <Popover.Root open={isOpen} onOpenChange={(next) => viewStore.getState().show({ overlay: next ? 'history' : null })}>
      <Tip text={words.history.title} keys={keys}>
        <Popover.Trigger className="btn ghost icon" aria-label={words.history.title}>
          <HistoryIcon size={16} aria-hidden="true" />
        </Popover.Trigger>
      </Tip>
      <Popover.Portal>
        <Popover.Content
          className="popup history-panel"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={words.history.title}
          onOpenAutoFocus={(event) => event.preventDefault()}
        >
          <Steps />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Steps() {
  const history = useDocument((state) => state.history);
  // An example was never on a disk, though nothing of it would be lost.
  const savedDocument = useDocument((state) => (state.origin.path === null ? null : state.savedDocument));
  const readOnly = useDocument((state) => state.origin.readOnlyReason !== undefined);
  const list = useRef<HTMLOListElement>(null);
  const position = history?.position ?? 0;
  const wasFocused = useRef(false);
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>(`[data-position="${position}"]`);
    current?.scrollIntoView({ block: 'nearest' });
    // On opening only: a click leaves the focus where the hand is.
    if (!wasFocused.current) current?.focus();
    wasFocused.current = true;
  }, [position]);
  if (history === null) return null;
  const { entries } = history;
  const move = (event: KeyboardEvent<HTMLOListElement>): void => {
    const at = Number((event.target as HTMLElement).dataset.position);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: entries.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    list.current?.querySelector<HTMLElement>(`[data-position="${Math.min(entries.length - 1, Math.max(0, to))}"]`)?.focus();
  };
  return (
    <>
      <p className="history-about small ink-2">{readOnly ? words.history.readOnly : words.history.about}</p>
      {entries.length >= HISTORY_LIMIT && <p className="history-about small ink-3">{words.history.oldest(HISTORY_LIMIT)}</p>}
      <ol ref={list} className="history-steps scroll-thin" aria-label={words.history.title} onKeyDown={move}>
        {entries.map(({ label, document }, at) => {
          const isSaved = document === savedDocument;
          const text = at === 0 && label === 'Open' ? words.history.opened : label;
          const marks = [
            ...(at === position ? [words.history.now] : []),
            ...(at > position ? [words.history.undone] : []),
            ...(isSaved ? [words.history.saved] : []),
          ];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: an entry is its place in the history
            <li key={at}>
              <button
                type="button"
                data-position={at}
                className={at > position ? 'history-step is-undone' : 'history-step'}
                aria-current={at === position ? 'step' : undefined}
                aria-label={words.history.step(at, text, marks)}
                disabled={readOnly}
                tabIndex={at === position ? 0 : -1}
                onClick={() => documentStore.getState().goTo(at)}
              >
                <span className="history-number">{at}</span>
                <span className="history-label" title={text}>
                  {text}
                </span>
                {at > position && <span className="small">{words.history.undone}</span>}
                {isSaved && (
                  <span className="pill ok">
                    <Check size={12} aria-hidden="true" /> {words.history.saved}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ol>
      {position < entries.length - 1 && <p className="history-about small ink-3">{words.history.undoneHelp}</p>}
    </>
  );
}
