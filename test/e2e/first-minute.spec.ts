import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import * as z from 'zod';
import { expect, root, test, watchForFaults } from './app.ts';

/** A picture for people to look at; kept with the test results, never committed, compared with nothing. */
async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(root, 'test-results/pictures', `${name}.png`) });
}

async function bothThemes(page: Page, name: string): Promise<void> {
  await picture(page, `${name}-light`);
  await page.getByRole('button', { name: 'Light or dark' }).click();
  await picture(page, `${name}-dark`);
  await page.getByRole('button', { name: 'Light or dark' }).click();
}

/** As docs/file-format.md tells a gateway to check the file: keys sorted, no spaces. Written again here on purpose. */
function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${sortedJson(entry)}`).join(',')}}`;
}

test('open the example, change the breaker, undo, rehearse the outage, export a file that keeps to its schema', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(app.url);
  await expect(page.getByRole('heading', { name: 'Examples' })).toBeVisible();
  await bothThemes(page, 'welcome');

  await page.getByRole('button', { name: 'Open example Support assistant' }).click();
  await expect(page.getByRole('heading', { name: 'Does every request end with a useful answer?' })).toBeVisible();
  const drawing = page.getByRole('region', { name: 'Drawing of the policy' });
  const breaker = drawing.getByRole('group', { name: 'Breaker, primary', exact: true });
  await breaker.click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  const opensAfter = inspector.getByLabel('Opens after', { exact: true });
  await expect(opensAfter).toHaveValue('5');
  await opensAfter.fill('3');
  await opensAfter.press('Enter');
  await expect(breaker).toContainText('opens after 3 in 60 s');
  await bothThemes(page, 'design');

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(opensAfter).toHaveValue('5');
  await expect(breaker).toContainText('opens after 5 in 60 s');

  await page.getByRole('button', { name: /^Scenario/ }).click();
  await page.getByRole('menuitemradio', { name: /Provider outage/ }).click();
  await page.getByRole('button', { name: 'Simulate' }).click();
  await expect(page.getByRole('heading', { name: 'What would have happened?' })).toBeVisible();
  await expect(page.getByRole('main').getByText(/OpenAI was away for 12/)).toBeVisible();
  await bothThemes(page, 'rehearse');

  // What tier 2 did during the outage, read where a person reads it: in the table behind the chart.
  await page.getByRole('button', { name: 'Open answers as table' }).click();
  const table = page.getByRole('dialog').getByRole('table').first();
  await picture(page, 'answers-table');
  const headings = await table.getByRole('columnheader').allTextContents();
  const during = await table
    .getByRole('row', { name: /^during/ })
    .getByRole('cell')
    .allTextContents();
  // The first heading belongs to the row's own name when that is a heading too, so columns are counted from the end.
  const shareOf = (tier: string) => Number(during.at(headings.findIndex((heading) => heading.startsWith(tier)) - headings.length));
  expect(shareOf('Tier 2')).toBeGreaterThan(50);
  expect(shareOf('Tier 1')).toBeLessThan(20);
  await page.keyboard.press('Escape');

  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('heading', { name: 'What will the gateway really do?' })).toBeVisible();
  await bothThemes(page, 'export');
  await page.getByRole('button', { name: /^Export …/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('File name').fill('support.gateway.json');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/support\.gateway\.json/).last()).toBeVisible();

  const text = await readFile(join(app.workspace, 'support.gateway.json'), 'utf8');
  const schema = z.fromJSONSchema(JSON.parse(await readFile(join(root, 'docs/schema/native-export.schema.json'), 'utf8')));
  schema.parse(JSON.parse(text));
  const { sha256, ...rest } = JSON.parse(text);
  expect(createHash('sha256').update(sortedJson(rest)).digest('hex')).toBe(sha256);
  expect(faults).toEqual([]);
});
