import { viewStore } from '../state/index.ts';
import { type AppCommand, commands } from './all.ts';

const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform);

/** `Mod+Shift+Z` as this machine writes it. */
export function keyText(keys: string | undefined, mac = isMac): string | undefined {
  if (keys === undefined) return undefined;
  const parts = keys.split('+');
  if (!mac) return parts.map((part) => (part === 'Mod' ? 'Ctrl' : part)).join(' ');
  const signs: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵' };
  return parts.map((part) => signs[part] ?? part).join('');
}

export interface Stroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export function matches(keys: string, stroke: Stroke, mac = isMac): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1)!;
  const isMod = mac ? stroke.metaKey : stroke.ctrlKey;
  const isOther = mac ? stroke.ctrlKey : stroke.metaKey;
  return (
    stroke.key.toLowerCase() === key.toLowerCase() &&
    isMod === parts.includes('Mod') &&
    !isOther &&
    stroke.shiftKey === parts.includes('Shift') &&
    stroke.altKey === parts.includes('Alt')
  );
}

/** The command of a stroke with a modifier, whether or not it can be run now: for a view that must take it before its own keys do. */
export const commandForStroke = (stroke: Stroke): AppCommand | undefined =>
  commands.find(({ keys }) => keys?.some((candidate) => candidate.includes('+') && matches(candidate, stroke)));

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select, [role="combobox"], [role="listbox"] *'));

/** Keys of all commands, for the whole page. Dialogs keep their keys to themselves. */
export function listenForKeys(): () => void {
  // As in other drawing tools: until the field is left or Enter is pressed, undo takes back its typing; after that, the document's steps.
  let typedIn: EventTarget | null = null;
  const onInput = (event: Event): void => {
    typedIn = isTyping(event.target) ? event.target : null;
  };
  const settle = (): void => {
    typedIn = null;
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !(event.target instanceof HTMLTextAreaElement)) settle();
    if (event.defaultPrevented || event.isComposing) return;
    const view = viewStore.getState();
    const isDialogOpen = view.question !== null || view.fileRequest !== null || view.isNewPolicyOpen || view.trafficToMap !== null;
    for (const command of commands) {
      const keys = command.keys?.find((candidate) => matches(candidate, event));
      if (keys === undefined) continue;
      if (isDialogOpen || (view.isPaletteOpen && command.id !== 'view.commands')) return;
      // A function key writes nothing, so a field has no claim to it.
      const isPlain = !keys.includes('Mod') && !/\bF\d{1,2}$/.test(keys);
      // In a text field undo, select all and plain keys belong to the field.
      if (isTyping(event.target) && (isPlain || command.id === 'edit.selectAll')) return;
      if ((command.id === 'edit.undo' || command.id === 'edit.redo') && event.target === typedIn) return;
      // The browser would answer Mod+S, Mod+O and Mod+P itself, and a person would lose the page with Mod+N where we may not take it.
      event.preventDefault();
      if (command.isEnabled()) command.run();
      return;
    }
  };
  window.addEventListener('keydown', onKey);
  window.addEventListener('input', onInput);
  window.addEventListener('focusout', settle);
  return () => {
    window.removeEventListener('keydown', onKey);
    window.removeEventListener('input', onInput);
    window.removeEventListener('focusout', settle);
  };
}
