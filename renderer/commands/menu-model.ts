import { documentStore, preferencesStore, runStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { commands } from './all.ts';
import { MENU_GROUPS } from './command.ts';
import { strokesOf } from './keymap.ts';

/** The menu as data: the menu of the window and the native one show the same. */
export interface MenuModel {
  readonly menus: readonly {
    readonly label: string;
    readonly group: (typeof MENU_GROUPS)[number];
    readonly items: readonly {
      readonly id: string;
      readonly label: string;
      /** First stroke, as commands write it; null = none. */
      readonly keys: string | null;
      readonly isEnabled: boolean;
    }[];
  }[];
}

export const menuModel = (): MenuModel => ({
  menus: MENU_GROUPS.map((group) => ({
    group,
    label: words.commands.group[group],
    items: commands
      .filter((command) => command.group === group)
      .map((command) => ({
        id: command.id,
        label: command.label(),
        keys: strokesOf(command)[0] ?? null,
        isEnabled: command.isEnabled(),
      })),
  })),
});

/** Keeps the native menu of a desktop window as the list of commands is now. Nothing in a browser. */
export function tellNativeMenu(delayMs = 150): void {
  const shell = window.gracefallShell;
  if (shell?.setMenu === undefined) return;
  let last = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    const model = menuModel();
    const text = JSON.stringify(model);
    if (text === last) return;
    last = text;
    shell.setMenu?.(model);
  };
  // A drag changes the document many times a second; a menu is opened after it.
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(tell, delayMs);
  };
  for (const store of [documentStore, viewStore, runStore, preferencesStore]) store.subscribe(soon);
  tell();
}
