import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, root } from './app.ts';

/** What a person does in several journeys, in the order in which they would do it. */

/** For people to look at; kept with the test results, never committed, compared with nothing. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(root, 'test-results/pictures', `${name}.png`) });
}

export const drawingOf = (page: Page): Locator => page.getByRole('region', { name: 'Drawing of the policy', exact: true });
export const cardOf = (page: Page, name: string): Locator => drawingOf(page).getByRole('group', { name, exact: true });
export const inspectorOf = (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' });
export const paletteOf = (page: Page): Locator => page.getByRole('complementary', { name: 'Palette and outline' });
export const problemsOf = (page: Page): Locator => page.getByRole('region', { name: 'Problems' });

/** Picks a file in the open file dialog, by its name. */
export async function pickFile(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('option', { name: new RegExp(`^${name.replaceAll('.', '\\.')}`) }).click();
  await dialog.getByRole('button', { name: 'Open' }).click();
}

export async function openPolicy(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+o');
  await pickFile(page, name);
}

export async function saveUnder(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+Shift+s');
  const dialog = page.getByRole('dialog', { name: 'Save the policy' });
  await dialog.getByLabel('File name').fill(name);
  await dialog.getByRole('button', { name: 'Save' }).click();
}

export async function emptySheet(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^New policy/ }).click();
  const dialog = page.getByRole('dialog', { name: 'New policy' });
  await dialog.getByLabel('Policy name').fill(name);
  await dialog.getByRole('radio', { name: 'Empty sheet' }).click();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByText('Nothing is drawn yet.').first()).toBeVisible();
}

export async function openExample(page: Page, name = 'Support assistant'): Promise<void> {
  await page.getByRole('button', { name: `Open example ${name}` }).click();
  await expect(page.getByRole('heading', { name: 'Does every request end with a useful answer?' })).toBeVisible();
}

/** Chooses one of a list in a form, as the mouse does. */
export async function choose(page: Page, field: Locator, option: string | RegExp): Promise<void> {
  await field.click();
  await page.getByRole('option', { name: option, exact: typeof option === 'string' }).click();
}

export async function chooseLog(page: Page, name: string): Promise<Locator> {
  await page.getByRole('button', { name: /^Traffic ./ }).click();
  await page.getByRole('menuitem', { name: /Choose a file/ }).click();
  await pickFile(page, name);
  return page.getByRole('dialog', { name: `Traffic from ${name}` });
}

export async function chooseScenario(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name: /^Scenario/ }).click();
  await page.getByRole('menuitemradio', { name }).first().click();
}

/** Presses on the one, moves to the other in small steps, lets go: a wire is drawn and a card is moved like this. */
export async function drag(page: Page, from: Locator, to: Locator | { readonly x: number; readonly y: number }): Promise<void> {
  const middle = async (place: Locator) => {
    const box = await place.boundingBox();
    if (box === null) throw new Error(`nothing to drag from or to: ${place}`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const start = await middle(from);
  const end = 'x' in to ? to : await middle(to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 12 });
  await page.mouse.up();
}

/** A log in the columns of the Azure trace: `count` requests, one every `everyMs`. */
export function azureLog(count: number, everyMs: number): string {
  const startMs = Date.UTC(2026, 0, 12, 9);
  const rows = Array.from({ length: count }, (_, i) => {
    const time = new Date(startMs + i * everyMs).toISOString().replace('T', ' ').replace('Z', '0000');
    return `${time},${200 + ((i * 37) % 1800)},${40 + ((i * 13) % 300)}`;
  });
  return `TIMESTAMP,ContextTokens,GeneratedTokens\n${rows.join('\n')}\n`;
}

/** A log of one model with outcomes: heavy-tailed latencies, a few failures, two users. */
export function gatewayLog(count: number): string {
  let state = 7;
  const u = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  let atMs = Date.UTC(2026, 9, 5, 8);
  const rows = Array.from({ length: count }, () => {
    atMs += Math.ceil(-900 * Math.log(u()));
    const tokens = Math.floor(20 - 100 * Math.log(u()));
    const isError = u() < 0.02;
    const latencyMs = isError ? 90 : 150 * u() ** (-1 / 3) + 9 * tokens;
    return `${new Date(atMs).toISOString()},500,${isError ? 0 : tokens},${latencyMs.toFixed(1)},${isError ? 500 : 200},gpt-4o,${u() < 0.7 ? 'anna' : 'bela'}`;
  });
  return `timestamp,input_tokens,output_tokens,latency_ms,status_code,model,user\n${rows.join('\n')}\n`;
}
