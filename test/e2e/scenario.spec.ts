import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { chooseScenario, inspectorOf, openExample, picture } from './person.ts';

const laneOf = (page: Page, name: string): Locator => page.getByRole('group', { name: `Lane: ${name}`, exact: true });
const room = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name }).click();

async function openEditor(page: Page): Promise<void> {
  await openExample(page);
  await chooseScenario(page, /^No incident/);
  await room(page, 'Rehearse');
  await page.getByRole('tab', { name: 'Scenario' }).click();
  await expect(page.getByText('Nothing goes wrong yet.')).toBeVisible();
  await expect(page.getByText('Reading the traffic …')).toBeHidden();
}

/** Presses at a place, moves in small steps, lets go. */
async function pull(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 10 });
  await page.mouse.up();
}

const boxOf = async (place: Locator) => {
  const box = await place.boundingBox();
  if (box === null) throw new Error(`nothing on the screen: ${place}`);
  return box;
};

test('an outage is drawn by hand, ramped, rehearsed, undone and saved', async ({ page, app, workspace }) => {
  await page.goto(app.url);
  await openEditor(page);
  const inspector = inspectorOf(page);
  const lane = laneOf(page, 'Primary provider');
  const plot = await boxOf(lane);
  const y = plot.y + plot.height / 2;
  await pull(page, { x: plot.x + plot.width * 0.5, y }, { x: plot.x + plot.width * 0.75, y });

  const outage = lane.getByRole('button', { name: /^Outage 95\s% fail, connection\. From/ });
  await expect(outage).toBeFocused();
  await expect(inspector.getByLabel('Strikes', { exact: true })).toHaveText('Primary provider');
  const lasts = Number(await inspector.getByLabel('Lasts', { exact: true }).inputValue());
  expect(lasts).toBeGreaterThan(10);
  expect(lasts * 2).toBe(Math.round(lasts * 2));

  const block = await boxOf(outage);
  await pull(page, { x: block.x, y: block.y + 1 }, { x: block.x + block.width / 3, y: block.y + 1 });
  const rampUp = inspector.getByLabel('Ramp up', { exact: true });
  await expect(rampUp).not.toHaveValue('0');
  await page.keyboard.press('Control+z');
  await expect(rampUp).toHaveValue('0');
  await page.keyboard.press('Control+Shift+z');
  await expect(rampUp).not.toHaveValue('0');
  await picture(page, 'scenario-editor');

  await page.getByRole('button', { name: 'Simulate' }).click();
  await expect(page.getByRole('tab', { name: 'Over time' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('main').getByText(/away/).first()).toBeVisible();
  const breakers = page.getByRole('region', { name: 'Breakers' });
  await expect(breakers).toBeVisible();
  await page.getByRole('button', { name: 'Open breakers as table' }).click();
  await expect(page.getByRole('dialog').getByRole('row', { name: /open/ }).first()).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('tab', { name: 'Scenario' }).click();
  // The breaker that opened stands on the time on which the outage was drawn.
  await expect(page.getByRole('img', { name: /^Breaker, primary: it opened .* in the last run and was open for/ })).toBeVisible();
  await picture(page, 'scenario-and-last-run');
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog', { name: 'Save the scenario' });
  await dialog.getByLabel('File name').fill('drawn.scenario.json');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved drawn.scenario.json.')).toBeVisible();
  const written = JSON.parse(await readFile(join(workspace, 'drawn.scenario.json'), 'utf8'));
  expect(written.scenario.events).toHaveLength(1);
  expect(written.scenario.events[0]).toMatchObject({
    target: { kind: 'primary-provider' },
    effect: { kind: 'outage', share: 0.95, failure: 'connection' },
    durationMs: lasts * 60_000,
  });
  expect(written.scenario.events[0].rampUpMs).toBeGreaterThan(0);

  // Looked at another one and came back: nothing is lost by that.
  await chooseScenario(page, /^Brown-out/);
  await expect(laneOf(page, 'Primary provider').getByRole('button', { name: /^Rising 5xx/ })).toBeVisible();
  await chooseScenario(page, /^No incident, changed/);
  await expect(laneOf(page, 'Primary provider').getByRole('button', { name: /^Outage/ })).toBeVisible();
});

test('the same by keys alone: added, moved, lengthened, ramped, to another lane, copied, removed', async ({ page, app }) => {
  await page.goto(app.url);
  await openEditor(page);
  const inspector = inspectorOf(page);
  const minutes = (label: string) => inspector.getByLabel(label, { exact: true }).inputValue().then(Number);
  await laneOf(page, 'Primary provider').getByRole('button', { name: 'Add an event to Primary provider' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: /^Outage/ })).toBeFocused();
  await page.keyboard.press('Enter');
  const outage = page.getByRole('button', { name: /^Outage \d/ });
  await expect(outage).toBeFocused();

  const [start, length] = [await minutes('Starts'), await minutes('Lasts')];
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(inspector.getByLabel('Starts', { exact: true })).toHaveValue(String(start + 1));
  await page.keyboard.press('Shift+ArrowRight');
  await expect(inspector.getByLabel('Lasts', { exact: true })).toHaveValue(String(length + 0.5));
  await page.keyboard.press(']');
  await page.keyboard.press(']');
  await expect(inspector.getByLabel('Ramp up', { exact: true })).toHaveValue('1');
  await page.keyboard.press('}');
  await expect(inspector.getByLabel('Ramp down', { exact: true })).toHaveValue('0.5');

  await page.keyboard.press('Control+ArrowDown');
  await expect(laneOf(page, 'All providers').getByRole('button', { name: /^Outage \d/ })).toBeFocused();
  await page.keyboard.press('Control+d');
  await expect(laneOf(page, 'All providers').getByRole('button', { name: /^Outage \d/ })).toHaveCount(2);
  await page.keyboard.press('Delete');
  await expect(outage).toHaveCount(1);
  await expect(outage).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(inspector.getByLabel('Name', { exact: true })).toBeFocused();
  await inspector.getByLabel('Share', { exact: true }).fill('40');
  await page.keyboard.press('Enter');
  await expect(laneOf(page, 'All providers').getByRole('button', { name: /^Outage 40\s% fail/ })).toBeVisible();
});

test('an event that cannot do what it says tells so where it stands; the library and random incidents say what they rest on', async ({
  page,
  app,
  context,
}) => {
  await page.goto(app.url);
  await openEditor(page);
  await page.getByRole('button', { name: 'Library …' }).click();
  const library = page.getByRole('dialog', { name: 'Scenario library' });
  await library.getByLabel('Find a scenario').fill('tools down');
  const entry = library.getByRole('article', { name: 'Tools down' });
  await expect(entry.getByText(/Strikes nothing here/)).toBeVisible();
  await expect(entry.getByText(/Assumed: That 90 % of calls of tools fail/)).toBeVisible();
  await entry.getByRole('button', { name: 'Use Tools down' }).click();
  await laneOf(page, 'Every tool')
    .getByRole('button', { name: /^Tools fail .*this policy has none/ })
    .click();
  await expect(inspectorOf(page).getByText(/is aimed at every tool, but this policy has none/)).toBeVisible();

  await page.getByRole('button', { name: 'Random incidents …' }).click();
  const random = page.getByRole('dialog', { name: 'Random incidents' });
  await expect(random.getByText(/never how many calls it hit/)).toBeVisible();
  await expect(random.getByText(/374 incidents: half lasted under 1\sh 19\smin/)).toBeVisible();
  await random.getByRole('button', { name: 'New scenario' }).click();
  await expect(laneOf(page, 'Primary provider').getByRole('button', { name: /^Incident 1 / })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Scenario Random incidents like OpenAI’s/ })).toBeVisible();

  // A window that ends in the middle of the work loses none of it.
  await expect.poll(() => readdir(join(app.dataFolder, 'gracefall/journal'), { recursive: true }).catch(() => [])).toHaveLength(1);
  await page.close();
  const next = await context.newPage();
  await next.goto(app.url);
  await expect(next.getByText(/“Random incidents like OpenAI’s” was not saved when Gracefall ended/)).toBeVisible();
  await openExample(next);
  await chooseScenario(next, /^Random incidents like OpenAI’s/);
});
