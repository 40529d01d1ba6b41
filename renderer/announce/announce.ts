import { createStore } from 'zustand';

/** What was said last; `tick` makes the same words said twice count twice. */
export const announceStore = createStore<{ readonly text: string; readonly tick: number }>(() => ({ text: '', tick: 0 }));

let waiting: (string | (() => string))[] = [];

/** A function is asked at the last moment, when it is known where the focus has come to. Said aloud when the person's own key has been answered. What is said in one moment is one sentence after the other, not one over the other. */
export function announce(text: string | (() => string)): void {
  if (text === '' || waiting.includes(text)) return;
  waiting.push(text);
  if (waiting.length > 1) return;
  setTimeout(() => {
    const said = waiting.map((part) => (typeof part === 'string' ? part : part())).filter((part) => part !== '');
    waiting = [];
    if (said.length === 0) return;
    announceStore.setState(({ tick }) => ({ text: said.join(' '), tick: tick + 1 }));
  }, 60);
}
