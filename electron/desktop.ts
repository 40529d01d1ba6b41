import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { RPCHandler } from '@orpc/server/message-port';
import type { BrowserWindow, IpcMainEvent } from 'electron';
import { createHost } from '../host/index.ts';
import type { ElectronApis } from './apis.ts';
import { nativeDialogs } from './dialogs.ts';
import { menuTemplate } from './menu.ts';
import { EMPTY_MENU, type MenuModel, menuModelSchema } from './menu-model.ts';
import { policiesIn } from './opened-files.ts';
import { answerFrom, ORIGIN, SCHEME } from './scheme.ts';
import { denyPermissions, openWindow } from './window.ts';

export interface DesktopOptions {
  readonly preload: string;
  readonly rendererFolder: string;
  readonly policiesFolder: string;
  readonly dataFolder: string;
  readonly argv: readonly string[];
  readonly workingFolder: string;
  readonly platform: NodeJS.Platform;
}

export interface Desktop {
  /** The renderer of a window asks for its port. Ignored unless it is our own page in one of our windows. */
  connect(event: Pick<IpcMainEvent, 'sender' | 'senderFrame'>): void;
  /** A window says what its commands are now; its menu is shown while it has the focus. Ignored from elsewhere and when it is no menu. */
  setMenu(event: Pick<IpcMainEvent, 'sender' | 'senderFrame'>, model: unknown): void;
  /** A file was dropped on a window: it may be read from now on. Its path; null from elsewhere than our own page, and when it is no absolute path of a file. */
  allowDropped(event: Pick<IpcMainEvent, 'sender' | 'senderFrame'>, path: unknown): Promise<string | null>;
  /** A policy file was opened from the system (file association, second start of the app): its own window. */
  openFile(path: string): Promise<void>;
}

/** As in the browser shell, but that nothing connects anywhere: the contract runs over a message port. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Starts the desktop shell once Electron is ready: one host, a native menu, a window per policy named on the command line. */
export async function startDesktop(electron: ElectronApis, options: DesktopOptions): Promise<Desktop> {
  const host = await createHost({
    shell: 'desktop',
    workspace: electron.app.getPath('documents'),
    // No folder is open to the renderer: only files that a dialog, the command line or the recent list names.
    roots: [],
    dataFolder: options.dataFolder,
    policiesFolder: options.policiesFolder,
    capabilities: {
      ...nativeDialogs(electron),
      openWindow: async (path) => {
        await open(path ?? undefined);
        return true;
      },
    },
  });
  const rpc = new RPCHandler(host.router);
  const windows = new Set<BrowserWindow>();

  electron.protocol.handle(SCHEME, (request) => answerFrom(options.rendererFolder, request.url, CONTENT_SECURITY_POLICY));
  denyPermissions(electron);
  const menus = new WeakMap<BrowserWindow, MenuModel>();
  function showMenu(window: BrowserWindow | null): void {
    const model = (window === null ? undefined : menus.get(window)) ?? EMPTY_MENU;
    const send = (commandId: string): void => electron.BrowserWindow.getFocusedWindow()?.webContents.send('gracefall-command', commandId);
    electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(menuTemplate(options.platform, model, send)));
  }
  showMenu(null);
  const windowOf = ({ sender, senderFrame }: Pick<IpcMainEvent, 'sender' | 'senderFrame'>): BrowserWindow | undefined =>
    senderFrame?.url.startsWith(`${ORIGIN}/`) === true ? [...windows].find((window) => window.webContents === sender) : undefined;

  async function open(policyPath?: string): Promise<void> {
    if (policyPath !== undefined) await host.allowPath(policyPath);
    const window = openWindow(electron, options.preload, policyPath);
    windows.add(window);
    window.on('focus', () => showMenu(window));
    window.on('closed', () => windows.delete(window));
  }

  const policies = policiesIn(options.argv, options.workingFolder);
  for (const policy of policies) await open(policy);
  if (policies.length === 0) await open();

  // macOS keeps the app without a window; a click in the dock asks for one.
  electron.app.on('activate', () => {
    if (windows.size === 0) void open();
  });
  electron.app.on('window-all-closed', () => {
    if (options.platform !== 'darwin') electron.app.quit();
  });

  return {
    openFile: (path) => open(path),
    async allowDropped(event, path) {
      if (windowOf(event) === undefined || typeof path !== 'string' || !isAbsolute(path)) return null;
      const isFile = await stat(path).then(
        (found) => found.isFile(),
        () => false,
      );
      if (!isFile) return null;
      await host.allowPath(path);
      return path;
    },
    setMenu(event, model) {
      const window = windowOf(event);
      const read = menuModelSchema.safeParse(model);
      if (window === undefined || !read.success) return;
      menus.set(window, read.data);
      if (electron.BrowserWindow.getFocusedWindow() === window) showMenu(window);
    },
    connect(event) {
      if (windowOf(event) === undefined) return;
      const { port1, port2 } = new electron.MessageChannelMain();
      rpc.upgrade(port1);
      port1.start();
      event.sender.postMessage('gracefall-port', null, [port2]);
    },
  };
}
