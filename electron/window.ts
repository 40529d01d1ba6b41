import type { BrowserWindow, BrowserWindowConstructorOptions, WebContents } from 'electron';
import type { ElectronApis } from './apis.ts';
import { ORIGIN } from './scheme.ts';

/** Smallest size at which no primary action is hidden (docs: 1280 × 800 is the size the screens are drawn for). */
const SMALLEST = { minWidth: 960, minHeight: 640 };

export function windowOptions(preload: string): BrowserWindowConstructorOptions {
  return {
    width: 1440,
    height: 900,
    ...SMALLEST,
    show: false,
    title: 'Gracefall',
    backgroundColor: '#f4f5f6',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
    },
  };
}

/** The renderer is untrusted: it stays on its own page, opens no window, embeds no view. */
export function confine(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!event.url.startsWith(`${ORIGIN}/`)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** The page asks to stay because of unsaved work; Electron would then refuse to close without a word, so the question is asked here. */
function askBeforeClosing(electron: ElectronApis, window: BrowserWindow): void {
  window.webContents.on('will-prevent-unload', (event) => {
    const answer = electron.dialog.showMessageBoxSync(window, {
      type: 'question',
      message: 'Close the window without saving?',
      detail: 'The unsaved changes stay in the recovery journal and are offered again at the next start.',
      buttons: ['Go on editing', 'Close without saving'],
      defaultId: 0,
      cancelId: 0,
    });
    if (answer === 1) event.preventDefault();
  });
}

/** Opens a window, on a policy when one is named; the renderer reads `open` from its address. */
export function openWindow(electron: ElectronApis, preload: string, policyPath?: string): BrowserWindow {
  const window = new electron.BrowserWindow(windowOptions(preload));
  confine(window.webContents);
  askBeforeClosing(electron, window);
  window.once('ready-to-show', () => window.show());
  const query = policyPath === undefined ? '' : `?open=${encodeURIComponent(policyPath)}`;
  void window.loadURL(`${ORIGIN}/index.html${query}`);
  return window;
}

/** No camera, no notifications, no clipboard reading without a key press: nothing of it is needed. */
export function denyPermissions(electron: ElectronApis): void {
  electron.session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permission === 'clipboard-sanitized-write'),
  );
  electron.session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write');
}
