import type { app, BrowserWindow, dialog, Menu, MessageChannelMain, protocol, session } from 'electron';

/**
 * The part of Electron that the desktop shell uses, handed in by `main.ts`: the shell's modules import Electron's types
 * only and are tested with injected stand-ins, since the binary cannot be had on every machine that builds this.
 */
export interface ElectronApis {
  readonly app: typeof app;
  readonly BrowserWindow: typeof BrowserWindow;
  readonly dialog: typeof dialog;
  readonly Menu: typeof Menu;
  readonly MessageChannelMain: typeof MessageChannelMain;
  readonly protocol: typeof protocol;
  readonly session: typeof session;
}
