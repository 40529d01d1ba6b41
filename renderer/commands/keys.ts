import { viewStore } from '../state/index.ts';
import { type AppCommand, commands } from './all.ts';
import { strokesOf } from './keymap.ts';
import { isInScenario } from './scenario.ts';
import { isMac, matches, type Stroke } from './strokes.ts';
import { isInDrawing } from './walk.ts';

/**
 * The command of a stroke that writes no letter, whether or not it can be run now: for a view that must take it before its own
 * keys do. With Alt a Mac types letters of other alphabets.
 */
export const commandForStroke = (stroke: Stroke): AppCommand | undefined =>
  commands.find(
    (command) =>
      command.within === undefined &&
      (command.room === undefined || command.room === viewStore.getState().room) &&
      strokesOf(command).some((candidate) => (isMac ? /Mod|Ctrl/ : /Mod|Ctrl|Alt/).test(candidate) && matches(candidate, stroke)),
  );

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select, [role="combobox"], [role="listbox"] *'));

/** These open and close each other while one of them is on the screen; every other dialog keeps its keys to itself. */
const OVERLAYS: Readonly<Record<string, string>> = { commands: 'view.commands', jump: 'view.jump', shortcuts: 'view.shortcuts' };

const STEPS: ReadonlySet<string> = new Set(['edit.undo', 'edit.redo', 'scenario.undo', 'scenario.redo']);
const SELECTING_ALL: ReadonlySet<string> = new Set(['edit.selectAll', 'scenario.selectAll']);

const isWithin = (part: NonNullable<AppCommand['within']>, target: EventTarget | null): boolean =>
  part === 'drawing' ? isInDrawing(target) : isInScenario(target, part);

/** Keys of all commands, for the whole page. Dialogs and menus keep their keys to themselves. */
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
    const isCovered = document.querySelector('.veil') !== null;
    const inMenu = event.target instanceof Element && event.target.closest('[role="menu"]') !== null;
    for (const command of commands) {
      if (command.room !== undefined && command.room !== view.room) continue;
      if (command.within !== undefined && !isWithin(command.within, event.target)) continue;
      const keys = strokesOf(command).find((candidate) => matches(candidate, event));
      if (keys === undefined) continue;
      const mayPass = view.overlay !== null && view.overlay in OVERLAYS && Object.values(OVERLAYS).includes(command.id);
      if (isCovered && !mayPass) return;
      // A function key writes nothing, so a field has no claim to it; with Alt a Mac types letters of other alphabets.
      const isPlain = !/Mod|Ctrl|\bF\d{1,2}$/.test(keys) && (isMac || !keys.includes('Alt'));
      // In a text field undo, select all and plain keys belong to the field; in a menu letters look for an item.
      if ((isTyping(event.target) || inMenu) && (isPlain || SELECTING_ALL.has(command.id))) return;
      if (STEPS.has(command.id) && event.target === typedIn) return;
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
