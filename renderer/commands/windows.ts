import { choosePath, openInNewWindow } from '../files/index.ts';
import { words } from '../words/index.ts';
import type { AppCommand } from './all.ts';

export const windowCommands: readonly AppCommand[] = [
  {
    id: 'file.newWindow',
    label: () => words.files.newWindow,
    group: 'File',
    // In a browser the key belongs to the browser.
    keys: typeof window === 'undefined' || window.gracefallShell === undefined ? [] : ['Mod+Shift+N'],
    isEnabled: () => true,
    run: () => void openInNewWindow(null),
  },
  {
    id: 'file.openInNewWindow',
    label: () => words.files.openInNewWindow,
    group: 'File',
    isEnabled: () => true,
    run: () => void chooseAndOpen(),
  },
];

async function chooseAndOpen(): Promise<void> {
  const path = await choosePath({ title: words.files.chooseForNewWindow, extensions: ['json'] });
  if (path !== null) await openInNewWindow(path);
}
