import { EventEmitter } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { policiesFolder } from '../host/index.ts';
import type { GracefallContract } from '../shared/rpc/index.ts';
import type { ElectronApis } from './apis.ts';
import { type DesktopOptions, startDesktop } from './desktop.ts';
import { ORIGIN } from './scheme.ts';

/** Stand-ins for the parts of Electron that the shell touches; they record what was asked and decide nothing. */
class FakeContents extends EventEmitter {
  readonly posted: { channel: string; ports: unknown[] }[] = [];
  windowOpen: ((details: unknown) => { action: string }) | undefined;
  setWindowOpenHandler(handler: (details: unknown) => { action: string }): void {
    this.windowOpen = handler;
  }
  postMessage(channel: string, _message: unknown, ports: unknown[]): void {
    this.posted.push({ channel, ports });
  }
  readonly sent: unknown[][] = [];
  send(...message: unknown[]): void {
    this.sent.push(message);
  }
}

class FakeWindow extends EventEmitter {
  static all: FakeWindow[] = [];
  static getFocusedWindow = (): FakeWindow | undefined => FakeWindow.all.at(-1);
  readonly webContents = new FakeContents();
  url = '';
  constructor(readonly options: { webPreferences: Record<string, unknown> }) {
    super();
    FakeWindow.all.push(this);
  }
  async loadURL(url: string): Promise<void> {
    this.url = url;
  }
  show(): void {}
}

function fakeElectron(chosenPath: string) {
  const asked = {
    permission: undefined as undefined | ((contents: unknown, permission: string, answer: (may: boolean) => void) => void),
    quits: 0,
    closeAnswer: 0,
    menus: [] as { label?: string; submenu?: { id?: string; label?: string; accelerator?: string; click?(): void }[] }[][],
  };
  const app = Object.assign(new EventEmitter(), { getPath: () => tmpdir(), quit: () => void asked.quits++ });
  const electron = {
    app,
    BrowserWindow: FakeWindow,
    dialog: {
      showMessageBoxSync: () => asked.closeAnswer,
      showOpenDialog: async () => ({ canceled: false, filePaths: [chosenPath] }),
      showSaveDialog: async () => ({ canceled: true, filePath: '' }),
    },
    Menu: {
      buildFromTemplate: (template: unknown) => template,
      setApplicationMenu: (menu: (typeof asked.menus)[number]) => void asked.menus.push(menu),
    },
    MessageChannelMain: class extends MessageChannel {
      constructor() {
        super();
        Object.assign(this.port1, { start: () => this.port1.ref() });
      }
    },
    protocol: { handle: () => undefined },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: typeof asked.permission) => {
          asked.permission = handler;
        },
        setPermissionCheckHandler: () => undefined,
      },
    },
  } as unknown as ElectronApis;
  return { electron, app, asked };
}

let folder: string;
let policy: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gracefall-desktop-'));
  policy = join(folder, 'mine.policy.json');
  await writeFile(policy, '{}');
});
afterAll(() => rm(folder, { recursive: true }));

function options(argv: string[], platform: NodeJS.Platform = 'linux'): DesktopOptions {
  return {
    preload: '/preload.cjs',
    rendererFolder: folder,
    policiesFolder,
    dataFolder: join(folder, 'data'),
    argv,
    workingFolder: folder,
    platform,
  };
}

async function start(argv: string[] = [], platform: NodeJS.Platform = 'linux') {
  FakeWindow.all = [];
  const fake = fakeElectron(policy);
  const desktop = await startDesktop(fake.electron, options(argv, platform));
  return { ...fake, desktop, windows: FakeWindow.all };
}

function clientOf(window: FakeWindow, desktop: Awaited<ReturnType<typeof startDesktop>>, url = `${ORIGIN}/index.html`) {
  desktop.connect({ sender: window.webContents, senderFrame: { url } } as never);
  const port = window.webContents.posted[0]?.ports[0] as MessagePort | undefined;
  if (!port) return undefined;
  const client: ContractRouterClient<GracefallContract> = createORPCClient(new RPCLink({ port }));
  return { client, close: () => port.close() };
}

test('a window is sandboxed, isolated and confined to its own page', async () => {
  const { windows } = await start();
  const [window] = windows;
  expect(window?.options.webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
  });
  expect(window?.webContents.windowOpen?.({})).toEqual({ action: 'deny' });
  let isPrevented = false;
  window?.webContents.emit('will-navigate', { url: 'https://example.org/', preventDefault: () => (isPrevented = true) });
  expect(isPrevented).toBe(true);
});

test('closing a window with unsaved work asks, and stays unless told otherwise', async () => {
  const { windows, asked } = await start();
  let mayClose = false;
  const close = () => windows[0]?.webContents.emit('will-prevent-unload', { preventDefault: () => (mayClose = true) });
  close();
  expect(mayClose).toBe(false);
  asked.closeAnswer = 1;
  close();
  expect(mayClose).toBe(true);
});

test('permissions are refused, but for writing text to the clipboard', async () => {
  const { asked } = await start();
  const mayUse = (permission: string) => {
    let answer: boolean | undefined;
    asked.permission?.(undefined, permission, (may) => (answer = may));
    return answer;
  };
  expect([mayUse('media'), mayUse('notifications'), mayUse('clipboard-sanitized-write')]).toEqual([false, false, true]);
});

test('each policy on the command line gets a window that opens it; flags are passed over', async () => {
  const { windows } = await start(['--no-sandbox', 'mine.policy.json', '.']);
  expect(windows.map((window) => window.url)).toEqual([`${ORIGIN}/index.html?open=${encodeURIComponent(policy)}`]);
});

test('the contract answers over the port: the chosen file opens, another is refused', async () => {
  const { windows, desktop } = await start();
  const connection = clientOf(windows[0] as FakeWindow, desktop);
  if (!connection) throw new Error('no port was posted');
  const { client, close } = connection;
  expect((await client.app.info()).shell).toBe('desktop');
  expect(await client.files.open({ path: policy })).toMatchObject({ ok: false, reason: 'outside-workspace' });
  expect(await client.files.chooseOpen({ title: 'Open a policy', extensions: ['json'] })).toEqual({ kind: 'chosen', path: policy });
  expect(await client.files.open({ path: policy })).toMatchObject({ ok: true, text: '{}' });
  close();
});

test('a dropped file may be read from then on; nothing else, and nothing that another page says', async () => {
  const { windows, desktop } = await start();
  const { client, close } = clientOf(windows[0] as FakeWindow, desktop) as NonNullable<ReturnType<typeof clientOf>>;
  const sender = windows[0]?.webContents;
  const dropped = (path: unknown, url = `${ORIGIN}/index.html`) => desktop.allowDropped({ sender, senderFrame: { url } } as never, path);
  expect(await dropped(policy, 'https://example.org/')).toBeNull();
  expect(await dropped(folder)).toBeNull();
  expect(await dropped('mine.policy.json')).toBeNull();
  expect(await dropped({ path: policy })).toBeNull();
  expect(await client.files.open({ path: policy })).toMatchObject({ ok: false, reason: 'outside-workspace' });
  expect(await dropped(policy)).toBe(policy);
  expect(await client.files.open({ path: policy })).toMatchObject({ ok: true });
  close();
});

test('a window opens another, on a file that a person pointed at and on no other', async () => {
  const { desktop, windows } = await start();
  const { client, close } = clientOf(windows[0] as FakeWindow, desktop) as NonNullable<ReturnType<typeof clientOf>>;
  await client.files.chooseOpen({ title: 'Open', extensions: [] });
  expect(await client.app.openWindow({ path: policy })).toEqual({ kind: 'opened' });
  expect(await client.app.openWindow({ path: null })).toEqual({ kind: 'opened' });
  expect(await client.app.openWindow({ path: join(folder, 'other.policy.json') })).toMatchObject({ kind: 'refused' });
  expect(windows.slice(1).map(({ url }) => url)).toEqual([
    `${ORIGIN}/index.html?open=${encodeURIComponent(policy)}`,
    `${ORIGIN}/index.html`,
  ]);
  close();
});

test('a page that is not ours gets no port', async () => {
  const { windows, desktop } = await start();
  expect(clientOf(windows[0] as FakeWindow, desktop, 'https://example.org/')).toBeUndefined();
});

test('closing the last window ends the app, except on macOS', async () => {
  const linux = await start([], 'linux');
  linux.app.emit('window-all-closed');
  expect(linux.asked.quits).toBe(1);
  const mac = await start([], 'darwin');
  mac.app.emit('window-all-closed');
  expect(mac.asked.quits).toBe(0);
});

const modelOf = (id: string) => ({
  menus: [{ group: 'Edit', label: 'Edit', items: [{ id, label: `Do ${id}`, keys: 'Mod+Alt+Z', isEnabled: true }] }],
});

test('the native menu is what the focused window says its commands are', async () => {
  const { windows, asked, desktop } = await start(['mine.policy.json', 'mine.policy.json']);
  const [first, second] = windows as [FakeWindow, FakeWindow];
  const say = (window: FakeWindow, model: unknown, url = `${ORIGIN}/index.html`) =>
    desktop.setMenu({ sender: window.webContents, senderFrame: { url } } as never, model);
  const shown = () => asked.menus.at(-1)?.find(({ label }) => label === 'Edit')?.submenu ?? [];
  say(second, modelOf('edit.second'));
  expect(shown()[0]).toMatchObject({ id: 'edit.second', label: 'Do edit.second', accelerator: 'CmdOrCtrl+Alt+Z' });
  shown()[0]?.click?.();
  expect(second.webContents.sent).toEqual([['gracefall-command', 'edit.second']]);
  // One that is not in front keeps its menu for later.
  say(first, modelOf('edit.first'));
  expect(shown()[0]?.id).toBe('edit.second');
  first.emit('focus');
  expect(shown()[0]?.id).toBe('edit.first');
  const before = asked.menus.length;
  say(second, { menus: 'all of them' });
  say(second, modelOf('edit.foreign'), 'https://example.org/');
  expect(asked.menus).toHaveLength(before);
});
