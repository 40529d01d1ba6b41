import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test as base, type Page } from '@playwright/test';

/** The built app as a person starts it: the browser shell on a workspace of the test's own. */
export interface RunningApp {
  readonly url: string;
  readonly workspace: string;
  readonly dataFolder: string;
  /** Ends the host as a crash would. */
  kill(): Promise<void>;
}

export const root = join(import.meta.dirname, '../..');

/** `uid`: runs it as another user than the one of the tests, who may be root and allowed everything. */
export async function startApp(workspace: string, dataFolder: string, args: readonly string[] = [], uid?: number): Promise<RunningApp> {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(root, 'dist/node/gracefall.js'), 'app', ...args, '--no-open', '--port', '0', '--workspace', workspace],
    // env-paths reads these; nothing of the person's own data is touched.
    {
      env: { ...process.env, XDG_DATA_HOME: dataFolder, APPDATA: dataFolder, LOCALAPPDATA: dataFolder, HOME: dataFolder },
      stdio: ['ignore', 'pipe', 'inherit'],
      ...(uid !== undefined && { uid, gid: uid }),
    },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (!child.stdout) throw new Error('the app has no standard output');
  let url: string | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    url = /http:\/\/127\.0\.0\.1:\S+/.exec(line)?.[0];
    if (url) break;
  }
  if (!url) throw new Error('the app ended without printing its address');
  child.stdout.resume();
  return {
    url,
    workspace,
    dataFolder,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Fails a test on anything the page complains about: an uncaught error, a refused request, a policy violation. */
export function watchForFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!/^(https?|ws):\/\/127\.0\.0\.1[:/]|^data:|^blob:/.test(request.url())) faults.push(`request to ${request.url()}`);
  });
  return faults;
}

export const test = base.extend<{ app: RunningApp; workspace: string; isFirstVisit: boolean }>({
  /** The tour begins by itself; everywhere else than in its own journey somebody has been on it. */
  isFirstVisit: [false, { option: true }],
  context: async ({ context, isFirstVisit }, use) => {
    if (!isFirstVisit)
      await context.addInitScript(() => {
        if (localStorage.getItem('gracefall.preferences') === null)
          localStorage.setItem('gracefall.preferences', JSON.stringify({ isTourDone: true }));
      });
    await use(context);
  },
  workspace: async ({ browserName: _ }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'gracefall-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  app: async ({ workspace }, use) => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'gracefall-e2e-data-'));
    const app = await startApp(workspace, dataFolder);
    await use(app);
    await app.kill();
    await rm(dataFolder, { recursive: true, force: true });
  },
});
export { expect } from '@playwright/test';
