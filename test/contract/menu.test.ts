import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import { menuTemplate } from '../../electron/menu.ts';

// The renderer looks for what the preload exposes, to know which keys a browser would keep for itself.
vi.stubGlobal('window', { gracefallShell: { connect() {} }, addEventListener() {} });
const { commands } = await import('../../renderer/commands/index.ts');

function itemsOf(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])]);
}

const byId = new Map(commands.map((command) => [command.id, command]));

/** `Mod+Shift+Z` of the command list in the menu's notation. */
const accelerator = (keys: string) => keys.replace('Mod', 'CmdOrCtrl').toLowerCase();

test.each(['linux', 'win32', 'darwin'])('on %s every item of the native menu is a command of the app, with its keys', (platform) => {
  const sent: string[] = [];
  const items = itemsOf(menuTemplate(platform, (id) => sent.push(id))).filter((item) => item.id !== undefined);
  expect(items.length).toBeGreaterThan(10);
  for (const item of items) {
    const command = byId.get(item.id ?? '');
    expect(command, `menu item ${item.label} names ${item.id}`).toBeDefined();
    if (item.accelerator === undefined || command?.keys === undefined) continue;
    const shown = item.accelerator.replace(/^(Cmd|Ctrl)\+/, 'CmdOrCtrl+').toLowerCase();
    expect(command.keys.map(accelerator), `keys of ${item.id}`).toContain(shown);
  }
  items[0]?.click?.(undefined as never, undefined, undefined as never);
  expect(sent).toEqual([items[0]?.id]);
});
