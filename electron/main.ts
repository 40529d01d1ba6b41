import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, dialog, ipcMain, Menu, MessageChannelMain, protocol, session } from 'electron';
import { policiesFolder, rendererFolder } from '../host/index.ts';
import { type Desktop, startDesktop } from './desktop.ts';
import { policiesIn } from './opened-files.ts';
import { SCHEME_PRIVILEGES } from './scheme.ts';

/** The last inch: the only module that runs Electron. All it decides is the order in which things happen at start. */

protocol.registerSchemesAsPrivileged([SCHEME_PRIVILEGES]);

let desktop: Desktop | undefined;
const waiting: string[] = [];
const openFile = (path: string): void => {
  if (desktop) void desktop.openFile(path);
  else waiting.push(path);
};

// A second start hands its files to the first, so that two processes never write one journal.
if (!app.requestSingleInstanceLock()) app.quit();
else {
  app.on('second-instance', (_event, argv, workingFolder) => {
    for (const path of policiesIn(argv, workingFolder)) openFile(path);
  });
  // macOS says the file with an event, and may do so before the app is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openFile(path);
  });
  ipcMain.on('gracefall-connect', (event) => desktop?.connect(event));
  ipcMain.handle('gracefall-dropped', (event, path: unknown) => desktop?.allowDropped(event, path) ?? null);
  ipcMain.on('gracefall-menu', (event, model: unknown) => desktop?.setMenu(event, model));
  app
    .whenReady()
    .then(async () => {
      desktop = await startDesktop(
        { app, BrowserWindow, dialog, Menu, MessageChannelMain, protocol, session },
        {
          preload: join(dirname(fileURLToPath(import.meta.url)), 'preload.cjs'),
          rendererFolder,
          policiesFolder,
          dataFolder: app.getPath('userData'),
          argv: process.argv.slice(1),
          workingFolder: process.cwd(),
          platform: process.platform,
        },
      );
      for (const path of waiting) await desktop.openFile(path);
    })
    .catch((error) => {
      dialog.showErrorBox('Gracefall could not start', error instanceof Error ? error.message : String(error));
      app.exit(1);
    });
}
