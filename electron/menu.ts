import type { MenuItemConstructorOptions } from 'electron';

/**
 * The native menu. Items carry ids of the renderer's command list, which owns what they do; a test compares both, so a
 * menu item without a command cannot be shipped. Shortcuts are shown here but pressed in the renderer, which knows
 * whether a text field has the focus.
 */
export type SendCommand = (commandId: string) => void;

const isMac = (platform: string) => platform === 'darwin';

export function menuTemplate(platform: string, send: SendCommand): MenuItemConstructorOptions[] {
  const item = (label: string, commandId: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    id: commandId,
    click: () => send(commandId),
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  return [
    ...(isMac(platform) ? [{ role: 'appMenu' as const }] : []),
    {
      label: 'File',
      submenu: [
        item('New policy', 'file.new', 'CmdOrCtrl+N'),
        item('Open a policy …', 'file.open', 'CmdOrCtrl+O'),
        separator,
        item('Save', 'file.save', 'CmdOrCtrl+S'),
        item('Save as …', 'file.saveAs', 'CmdOrCtrl+Shift+S'),
        separator,
        isMac(platform) ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: 'Edit',
      submenu: [
        item('Undo', 'edit.undo', 'CmdOrCtrl+Z'),
        item('Redo', 'edit.redo', isMac(platform) ? 'Cmd+Shift+Z' : 'Ctrl+Y'),
        separator,
        // Roles, not commands: these act on the focused text field.
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        item('Delete', 'edit.delete', 'Delete'),
        item('Select all', 'edit.selectAll', 'CmdOrCtrl+A'),
      ],
    },
    {
      label: 'View',
      submenu: [
        item('Commands …', 'view.commands', 'CmdOrCtrl+K'),
        item('Fit the drawing', 'view.fit'),
        item('Tidy layout', 'view.tidy'),
        item('Light or dark', 'view.theme'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    { label: 'Rehearse', submenu: [item('Simulate', 'run.simulate', 'CmdOrCtrl+Enter'), item('Cancel the run', 'run.cancel', 'Escape')] },
    { role: 'windowMenu' },
  ];
}
