import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test, vi } from 'vitest';
import { acceleratorOf, menuTemplate } from '../../electron/menu.ts';
import { menuModelSchema } from '../../electron/menu-model.ts';

// The charts of the rooms that commands lead to ask for a page as soon as they are loaded.
vi.mock('uplot', () => ({ default: class {} }));

function itemsOf(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])]);
}

const page = { addEventListener() {}, matchMedia: () => ({ matches: false, addEventListener() {} }) };

// The renderer looks for what the preload exposes, to know which keys a browser would keep for itself.
describe.each([
  ['desktop', { ...page, gracefallShell: { connect() {}, setMenu() {} } }],
  ['browser', page],
])('the commands in the %s shell', async (shell, window) => {
  vi.resetModules();
  vi.stubGlobal('window', window);
  const { commands, COMMAND_GROUPS, holderOf, keyText, MENU_GROUPS, menuModel, strokeProblem, strokesOf } = await import(
    '../../renderer/commands/index.ts'
  );

  // What goes by keys in the drawing or on the timeline is in no menu, which would take the focus from there.
  const inMenus = commands.filter(({ group }) => (MENU_GROUPS as readonly string[]).includes(group));

  test('have a name, a group and an id of their own, so that the palette and the menu can show each', () => {
    for (const command of commands) {
      expect(command.label().trim(), command.id).not.toBe('');
      expect(COMMAND_GROUPS, command.id).toContain(command.group);
    }
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
    const inMenu = menuModel().menus.flatMap(({ items }) => items.map(({ id }) => id));
    expect(inMenu.sort()).toEqual(inMenus.map(({ id }) => id).sort());
  });

  test('share no keys where both count, and ask for none that the shell or the clipboard keeps', () => {
    for (const command of commands) {
      for (const stroke of strokesOf(command)) {
        const holder = holderOf(commands, stroke, command);
        expect(holder === undefined ? '' : `${keyText(stroke)} of ${command.id} belongs to ${holder.id} too`).toBe('');
        // Where the drawing or the timeline has the focus, arrows and Enter are theirs.
        if (command.within === undefined) expect(strokeProblem(stroke, shell === 'browser'), `${stroke} of ${command.id}`).toBeNull();
      }
    }
  });

  test.each(['linux', 'win32', 'darwin'])('are all in the native menu on %s, with their keys', (platform) => {
    const sent: string[] = [];
    const model = menuModelSchema.parse(menuModel());
    const items = itemsOf(menuTemplate(platform, model, (id) => sent.push(id))).filter((item) => item.id !== undefined);
    expect(items.map(({ id }) => id).sort()).toEqual(inMenus.map(({ id }) => id).sort());
    for (const item of items) {
      const [stroke] = strokesOf(commands.find(({ id }) => id === item.id)!);
      expect(item.accelerator, `keys of ${item.id}`).toBe(stroke === undefined ? undefined : (acceleratorOf(stroke) ?? undefined));
    }
    items[0]?.click?.(undefined as never, undefined, undefined as never);
    expect(sent).toEqual([items[0]?.id]);
  });
});

test('a key that Electron has no name for is left out of the menu', () => {
  expect(acceleratorOf('Mod+Shift+Z')).toBe('CmdOrCtrl+Shift+Z');
  expect(acceleratorOf('Mod+Plus')).toBe('CmdOrCtrl+Plus');
  expect(acceleratorOf('?')).toBe('?');
  expect(acceleratorOf('Mod+Ä')).toBeNull();
  expect(acceleratorOf('AudioVolumeUp')).toBeNull();
});
