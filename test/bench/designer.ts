import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import type { Browser, CDPSession, Locator, Page } from '@playwright/test';
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

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;
const sizeOf = (blocks: number): string => `${blocks * BLOCK_NODES} nodes, ${blocks * BLOCK_EDGES} edges`;

export async function designerBench(log: Log): Promise<BenchmarkRow[]> {
  return [...checkBench(20), ...checkBench(200), ...(await bundleBench()), ...(await browserBench(log))];
}

/** One field of one node changes, then everything is checked: what the app does after a stroke. */
function checkBench(blocks: number): BenchmarkRow[] {
  let document = bigPolicy(blocks);
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
  return [{ name: `lint and bounds after a change, ${sizeOf(blocks)}`, value: median(processorMs), unit: 'ms of processor time' }];
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
    for (const blocks of [20, 200]) await writeFile(join(workspace, `${blocks}.policy.json`), writePolicy(bigPolicy(blocks)));
    const rows: BenchmarkRow[] = [];
    rows.push(await startBench(browser, workspace));
    for (const blocks of [20, 200]) rows.push(...(await drawingBench(browser, workspace, blocks, log)));
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
    const openedAt = performance.now();
    await dialog.getByRole('button', { name: 'Open' }).click();
    await cards.first().waitFor({ timeout: 120_000 });
    await nextFrames(page);
    add('open to a drawing that answers', performance.now() - openedAt, 'ms');

    const script = await scriptClock(page);
    const box = await page.getByRole('region', { name: 'Drawing of the policy', exact: true }).boundingBox();
    if (box === null) throw new Error('the drawing is not on the screen');
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await page.mouse.move(middle.x, middle.y);
    let pans = 0;
    add('pan, script a frame', await script(40, () => page.mouse.wheel(pans % 2 ? 6 : -6, pans++ % 2 ? 9 : -9)), 'ms of processor time');
    await page.keyboard.down('Control');
    let zooms = 0;
    add('zoom, script a frame', await script(40, () => page.mouse.wheel(0, zooms++ < 20 ? -14 : 14)), 'ms of processor time');
    await page.keyboard.up('Control');

    const place = await nearest(cards, middle);
    const from = { x: place.x + place.width / 2, y: place.y + Math.min(12, place.height / 4) };
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    let steps = 0;
    const dragging = await script(40, () => page.mouse.move(from.x + 2 * ++steps, from.y + steps));
    await page.mouse.up();
    await nextFrames(page);
    add('drag of a card, script a frame', dragging, 'ms of processor time');

    const undoing: number[] = [];
    for (let round = 0; round < 6; round++) {
      const startedAt = performance.now();
      await page.keyboard.press(round % 2 === 0 ? 'Control+z' : 'Control+Shift+z');
      await nextFrames(page, 1);
      undoing.push(performance.now() - startedAt);
    }
    add('undo to the next picture', median(undoing), 'ms');

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').first().waitFor();
    const letters = [...'router of capability'];
    let letter = 0;
    add(
      'search, script a letter',
      await script(letters.length, () => page.keyboard.press(letters[letter++] === ' ' ? 'Space' : letters[letter - 1]!)),
      'ms of processor time',
    );
    await page.keyboard.press('Escape');
    return rows;
  } finally {
    await page.close();
    app.end();
  }
}

/** Far from every edge: a card that is dragged near one moves the whole sheet. */
async function nearest(cards: Locator, to: { readonly x: number; readonly y: number }) {
  const boxes = await cards.evaluateAll((elements) =>
    elements.map((element) => element.getBoundingClientRect()).map(({ x, y, width, height }) => ({ x, y, width, height })),
  );
  const far = (box: { readonly x: number; readonly y: number }): number => Math.hypot(box.x - to.x, box.y - to.y);
  return boxes.reduce((best, box) => (far(box) < far(best) ? box : best));
}

const nextFrames = (page: Page, count = 2): Promise<void> =>
  page.evaluate(async (frames) => {
    for (let frame = 0; frame < frames; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, count);

/** Median script time of a frame while something is done again and again, one frame each. */
async function scriptClock(page: Page): Promise<(times: number, act: () => Promise<void>) => Promise<number>> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const scriptS = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN;
  };
  return async (times, act) => {
    const spent: number[] = [];
    let before = await scriptS();
    for (let time = 0; time < times; time++) {
      await act();
      await nextFrames(page, 1);
      const after = await scriptS();
      spent.push((after - before) * 1000);
      before = after;
    }
    return median(spent);
  };
}
