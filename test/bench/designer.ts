import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { rendererFolder } from '../../host/index.ts';
import { setConfig } from '../../shared/edit/index.ts';
import { writePolicy } from '../../shared/format/index.ts';
import { worstCases } from '../../shared/kinds/index.ts';
import { lintReport } from '../../shared/lint/index.ts';
import { BLOCK_EDGES, BLOCK_NODES, bigPolicy } from './big-policy.ts';
import type { BenchmarkOptions, BenchmarkRow } from './main.ts';

/**
 * The designer at 500 and 5 000 nodes. Script times are processor time of the page's thread, as Chromium counts it (CDP, time domain threadTicks), so that
 * other work on the machine hardly counts; times to a picture are those of the clock.
 */

type Log = BenchmarkOptions['log'];

/** 500 nodes and 800 edges. */
const BLOCKS = 20;
const FRAMES = 40;
const SCRIPT = 'ms of script';

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;
const sizeOf = (blocks: number): string => `${blocks * BLOCK_NODES} nodes, ${blocks * BLOCK_EDGES} edges`;

export async function designerBench(log: Log): Promise<BenchmarkRow[]> {
  return [
    ...checkBench(BLOCKS),
    ...checkBench(BLOCKS, true),
    ...checkBench(10 * BLOCKS),
    ...(await bundleBench()),
    ...(await browserBench(log)),
  ];
}

/** One field of one node changes, then everything is checked: what the app does after a stroke. */
function checkBench(blocks: number, isConnected = false): BenchmarkRow[] {
  let document = bigPolicy(blocks, isConnected);
  const processorMs: number[] = [];
  for (let round = 0; round < 30; round++) {
    document = setConfig('b0-retry-1', 'maxRetries', 1 + (round % 3)).apply(document);
    const before = process.cpuUsage();
    lintReport(document.policy);
    const cases = worstCases(document.policy, { inputTokens: 4_000, outputTokens: 1_000 });
    for (const { id } of document.policy.nodes) cases.of(id);
    const { user, system } = process.cpuUsage(before);
    if (round >= 10) processorMs.push((user + system) / 1000);
  }
  return [
    {
      name: `lint and bounds after a change${isConnected ? ' of a policy in one piece' : ''}, ${sizeOf(blocks)}`,
      value: median(processorMs),
      unit: 'ms of processor time',
    },
  ];
}

/** What a browser loads before anything is on the screen: the page's scripts and styles with all that they import at once. */
async function bundleBench(): Promise<BenchmarkRow[]> {
  const page = await readFile(join(rendererFolder, 'index.html'), 'utf8');
  const first = [...page.matchAll(/(?:src|href)="\.?\/?([^"]+\.(?:js|css))"/g)].map((match) => match[1]!);
  const seen = new Set<string>();
  const open = [...first];
  let bytes = 0;
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = await readFile(join(rendererFolder, file), 'utf8');
    bytes += gzipSync(text).length;
    const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : '';
    for (const [, name] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) open.push(folder + name);
  }
  const all = (await readdir(rendererFolder, { recursive: true })).filter((name) => name.endsWith('.js'));
  return [{ name: `first load of the renderer, ${seen.size} of ${all.length} scripts and styles`, value: bytes / 1e6, unit: 'MB gzip' }];
}

interface App {
  readonly url: string;
  end(): void;
}

async function startApp(workspace: string): Promise<App> {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(import.meta.dirname, 'gracefall.js'), 'app', '--no-open', '--port', '0', '--workspace', workspace],
    { env: { ...process.env, XDG_DATA_HOME: workspace, HOME: workspace }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  for await (const line of createInterface({ input: child.stdout! })) {
    const url = /http:\/\/127\.0\.0\.1:\S+/.exec(line)?.[0];
    if (url !== undefined) {
      child.stdout!.resume();
      return { url, end: () => void child.kill() };
    }
  }
  throw new Error('the app ended without printing its address');
}

async function browserBench(log: Log): Promise<BenchmarkRow[]> {
  const executablePath =
    process.env['GRACEFALL_BROWSER'] ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
  let browser: Browser;
  try {
    const { chromium } = await import('@playwright/test');
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    browser = await chromium.launch({ args, ...(executablePath !== undefined && { executablePath }) });
  } catch (error) {
    log(
      `  no Chromium here (${error instanceof Error ? error.message.split('\n')[0] : error}): the drawing was not measured. GRACEFALL_BROWSER names one.`,
    );
    return [];
  }
  const workspace = await mkdtemp(join(tmpdir(), 'gracefall-bench-designer-'));
  try {
    for (const blocks of [BLOCKS, 10 * BLOCKS]) await writeFile(join(workspace, `${blocks}.policy.json`), writePolicy(bigPolicy(blocks)));
    const rows: BenchmarkRow[] = [];
    rows.push(await startBench(browser, workspace));
    for (const blocks of [BLOCKS, 10 * BLOCKS]) rows.push(...(await drawingBench(browser, workspace, blocks, log)));
    return rows;
  } finally {
    await browser.close();
    await rm(workspace, { recursive: true, force: true });
  }
}

/** From the command to a page that can be worked with. */
async function startBench(browser: Browser, workspace: string): Promise<BenchmarkRow> {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const startedAt = performance.now();
    const app = await startApp(workspace);
    const page = await browser.newPage();
    await page.goto(app.url);
    await page.getByRole('button', { name: /^New policy/ }).waitFor();
    times.push(performance.now() - startedAt);
    await page.close();
    app.end();
  }
  return { name: 'start of the built app to its first screen', value: median(times), unit: 'ms' };
}

async function drawingBench(browser: Browser, workspace: string, blocks: number, log: Log): Promise<BenchmarkRow[]> {
  const app = await startApp(workspace);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const rows: BenchmarkRow[] = [];
  const add = (name: string, value: number, unit: string): void => {
    rows.push({ name: `${name}, ${sizeOf(blocks)}`, value, unit });
    log(`  ${name}, ${sizeOf(blocks)}: ${value.toFixed(1)} ${unit}`);
  };
  try {
    await page.goto(app.url);
    await page.getByRole('button', { name: /^New policy/ }).waitFor();
    await page.keyboard.press('Control+o');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('option', { name: new RegExp(`^${blocks}\\.policy`) }).click();
    // Of a large drawing only what is in sight is in the page: any card will do. A wire's name has both its ends.
    const cards = page.getByRole('group', { name: /^(?!.* calls ).* of capability \d+$/ });
    const clock = await pageClock(page);
    const [opening] = await clock.measure(1, async () => {
      await dialog.getByRole('button', { name: 'Open' }).click();
      await cards.first().waitFor({ timeout: 120_000 });
    });
    add('open to a drawing that answers', opening!.wallMs, 'ms');
    add('open, script', opening!.scriptMs, SCRIPT);
    add('open, the page’s thread', opening!.threadMs, 'ms of processor time');
    await settled(page);

    const box = await page.getByRole('region', { name: 'Drawing of the policy', exact: true }).boundingBox();
    if (box === null) throw new Error('the drawing is not on the screen');
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const zoom = async (notches: number): Promise<void> => {
      await page.keyboard.down('Control');
      for (let notch = 0; notch < Math.abs(notches); notch++) {
        await page.mouse.wheel(0, notches > 0 ? -120 : 120);
        await nextFrames(page, 1);
      }
      await page.keyboard.up('Control');
      await settled(page);
    };
    const drawing = async (where: string): Promise<void> => {
      const each = async (name: string, act: (time: number) => Promise<void>): Promise<void> => {
        const spent = await clock.measure(FRAMES, act);
        add(`${name} a frame, ${where}`, median(spent.map(({ scriptMs }) => scriptMs)), SCRIPT);
      };
      await page.mouse.move(middle.x, middle.y);
      await each('pan', (time) => page.mouse.wheel(time < FRAMES / 2 ? 12 : -12, time < FRAMES / 2 ? 9 : -9));
      await page.keyboard.down('Control');
      await each('zoom', (time) => page.mouse.wheel(0, time < FRAMES / 2 ? -14 : 14));
      await page.keyboard.up('Control');
      const from = await cardNear(page, middle);
      await page.mouse.down();
      await page.mouse.move(from.x + 3, from.y + 3);
      await nextFrames(page);
      await each('drag of a card', (time) => page.mouse.move(from.x + 5 + 2 * time, from.y + 4 + time));
      await page.mouse.up();
      await settled(page);
      const undoing = await clock.measure(6, (time) => page.keyboard.press(time % 2 === 0 ? 'Control+z' : 'Control+Shift+z'));
      add(`undo of it, ${where}`, median(undoing.map(({ scriptMs }) => scriptMs)), SCRIPT);
      add(`undo of it to the next picture, ${where}`, median(undoing.map(({ threadMs }) => threadMs)), 'ms of processor time');
    };
    await drawing('as a whole');
    await zoom(12);
    await drawing('near');

    for (const [what, keys] of [
      ['search of commands', 'Control+k'],
      ['search of nodes', 'Control+p'],
    ] as const) {
      await page.keyboard.press(keys);
      await page.getByRole('combobox').first().waitFor();
      const letters = [...'router of capability'];
      const typing = await clock.measure(letters.length, (time) => page.keyboard.press(letters[time] === ' ' ? 'Space' : letters[time]!));
      add(`${what}, a letter`, median(typing.map(({ scriptMs }) => scriptMs)), SCRIPT);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
    }
    return rows;
  } finally {
    await page.close();
    app.end();
  }
}

/** A card near this place, with the pointer on it: far from every edge, since a card that is dragged near one moves the whole sheet. */
async function cardNear(page: Page, { x, y }: { readonly x: number; readonly y: number }) {
  for (let down = 0; down < 200; down += 3) {
    for (let right = 0; right < 240; right += 7) {
      const at = { x: x + right, y: y + down };
      await page.mouse.move(at.x, at.y);
      await nextFrames(page, 1);
      if (await page.evaluate(({ x, y }) => document.elementFromPoint(x, y)?.closest('[role="group"]')?.tagName === 'DIV', at)) return at;
    }
  }
  throw new Error('no card is near the middle of the drawing');
}

/** Keystrokes are checked 120 ms later, and drafts kept after a second: what is measured next shall not pay for it. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(1_500);
  await nextFrames(page);
}

const nextFrames = (page: Page, count = 2): Promise<void> =>
  page.evaluate(async (frames) => {
    for (let frame = 0; frame < frames; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, count);

interface Spent {
  readonly wallMs: number;
  readonly scriptMs: number;
  /** Script, style, layout and paint. */
  readonly threadMs: number;
}

/** What the page's thread spends on each of a number of acts, one frame each. */
async function pageClock(page: Page): Promise<{ measure(times: number, act: (time: number) => Promise<void>): Promise<Spent[]> }> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const now = async (): Promise<Spent> => {
    const { metrics } = await session.send('Performance.getMetrics');
    const ms = (name: string): number => 1000 * (metrics.find((metric) => metric.name === name)?.value ?? Number.NaN);
    return { wallMs: performance.now(), scriptMs: ms('ScriptDuration'), threadMs: ms('TaskDuration') };
  };
  return {
    async measure(times, act) {
      const spent: Spent[] = [];
      let before = await now();
      for (let time = 0; time < times; time++) {
        await act(time);
        await nextFrames(page, 1);
        const after = await now();
        spent.push({
          wallMs: after.wallMs - before.wallMs,
          scriptMs: after.scriptMs - before.scriptMs,
          threadMs: after.threadMs - before.threadMs,
        });
        before = after;
      }
      return spent;
    },
  };
}
