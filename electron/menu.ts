import type { MenuItemConstructorOptions } from 'electron';
import type { MenuModel } from './menu-model.ts';

/**
 * The native menu: the renderer's list of commands, with its words, its keys (also those that a person chose) and what can
 * be run now, and around it what only the system can do. Shortcuts are shown here but pressed in the renderer, which knows
 * whether a text field has the focus.
 */
export type SendCommand = (commandId: string) => void;

const isMac = (platform: string) => platform === 'darwin';

/** Roles, not messages: they act on a focused text field too, and on the drawing by the same events. */
const CLIPBOARD: Readonly<Record<string, 'cut' | 'copy' | 'paste'>> = { 'edit.cut': 'cut', 'edit.copy': 'copy', 'edit.paste': 'paste' };

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

export function menuTemplate(platform: string, model: MenuModel, send: SendCommand): MenuItemConstructorOptions[] {
  const item = ({ id, label, keys, isEnabled }: MenuModel['menus'][number]['items'][number]): MenuItemConstructorOptions => {
    const role = CLIPBOARD[id];
    if (role !== undefined) return { label, id, role };
    const accelerator = keys === null ? null : acceleratorOf(keys);
    return {
      // Electron takes & for a mnemonic.
      label: label.replaceAll('&', '&&'),
      id,
      enabled: isEnabled,
      click: () => send(id),
      ...(accelerator !== null && { accelerator, registerAccelerator: false }),
    };
  };
  return [
    ...(isMac(platform) ? [{ role: 'appMenu' as const }] : []),
    ...model.menus.map(({ group, label, items }) => ({
      label,
      submenu: [...items.map(item), ...around(group, platform)],
    })),
    { role: 'windowMenu' },
  ];
}

/** What acts on the system, and so is no command of the app. */
function around(group: string, platform: string): MenuItemConstructorOptions[] {
  if (group === 'File') return [SEPARATOR, isMac(platform) ? { role: 'close' } : { role: 'quit' }];
  // The zoom of the interface is a command: Electron's own would come on top of it and be forgotten with the window.
  if (group === 'View') return [SEPARATOR, { role: 'togglefullscreen' }, { role: 'toggleDevTools' }];
  return [];
}

const NAMES: Readonly<Record<string, string>> = {
  Mod: 'CmdOrCtrl',
  Ctrl: 'Super',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Enter: 'Return',
};
const KEYS = /^(?:[\x21-\x7e]|F\d{1,2}|Plus|Space|Tab|Backspace|Delete|Insert|Return|Up|Down|Left|Right|Home|End|PageUp|PageDown|Escape)$/;

/** `Mod+Shift+Z` in Electron's notation; null for a key that it has no name for, since one it cannot read makes the whole menu fail. */
export function acceleratorOf(keys: string): string | null {
  const parts = keys.split('+').map((part) => NAMES[part] ?? part);
  return KEYS.test(parts.at(-1) ?? '') ? parts.join('+') : null;
}
