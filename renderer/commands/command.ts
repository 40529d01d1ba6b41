import { documentStore, type Room, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

/** Everything a person can do, once: buttons, keys, the palette, the menu and the native menu all come from this list. */
export interface AppCommand {
  readonly id: string;
  readonly label: () => string;
  readonly group: CommandGroup;
  /** As `Mod+Shift+Z`; Mod is ⌘ on a Mac and Ctrl elsewhere. Keys without Mod work only outside text fields. A person may give others. */
  readonly keys?: readonly string[];
  /** Where its keys count; everywhere when absent. */
  readonly room?: Room;
  /**
   * Its keys count only where the drawing or the outline, the editor of scenarios, or its timeline has the focus; elsewhere they are the field's
   * or the page's.
   */
  readonly within?: 'drawing' | 'scenario' | 'timeline';
  readonly isEnabled: () => boolean;
  /** Why it cannot be run now, for the palette; only asked while it is not enabled. What many commands share is known without it. */
  readonly whyNot?: () => string;
  readonly run: () => void;
}

export const COMMAND_GROUPS = ['File', 'Edit', 'View', 'Add', 'Rehearse', 'Walk', 'Timeline'] as const;
/** What the menus show: walking and the timeline go by keys, and a menu would take the focus from where one works. */
export const MENU_GROUPS = COMMAND_GROUPS.filter((group) => group !== 'Walk' && group !== 'Timeline');
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/** A browser keeps Mod+N and Mod+1 to itself. */
export const isBrowser = typeof window === 'undefined' || window.gracefallShell === undefined;

export const isOpen = (): boolean => documentStore.getState().history !== null;
export const isEditable = (): boolean => isOpen() && documentStore.getState().origin.readOnlyReason === undefined;
export const inDesign = (): boolean => isEditable() && viewStore.getState().room === 'design';
export const always = (): boolean => true;

/** Why a command cannot be run now, as a short sentence. */
export function whyNot(command: AppCommand): string {
  if (!isOpen()) return words.commands.noPolicy;
  if (command.whyNot !== undefined) return command.whyNot();
  const changes = command.group === 'Edit' || command.group === 'Add';
  if (changes && !isEditable()) return words.commands.readOnly;
  const { room, selection } = viewStore.getState();
  if (changes && room !== 'design') return words.commands.onlyInDesign;
  if (command.group === 'Edit' && selection.nodes.length + selection.edges.length + selection.notes.length === 0) {
    return words.commands.nothingSelected;
  }
  return words.commands.notNow;
}
