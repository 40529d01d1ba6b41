import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test, watchForFaults } from './app.ts';
import { chooseScenario, openExample, picture } from './person.ts';

async function rehearse(page: Page, url: string, example: string, scenario: RegExp): Promise<void> {
  await page.goto(url);
  await openExample(page, example);
  const leave = page.getByRole('button', { name: 'Leave the tour' });
  if (await leave.isVisible()) await leave.click();
  await chooseScenario(page, scenario);
  await page.getByRole('button', { name: 'Simulate' }).click();
  await expect(page.getByRole('heading', { name: 'What would have happened?' })).toBeVisible();
}
const charts = (page: Page) => page.getByRole('region', { name: 'What happened over time' });

async function saveAs(page: Page, file: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('File name').fill(file);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(new RegExp(`${file}.*saved|Saved.*${file}`, 'i')).first()).toBeVisible();
}

test('drag over a chart to look closer, back with Escape; slots, figures and picture of what is seen', async ({ page, app, workspace }) => {
  const faults = watchForFaults(page);
  await rehearse(page, app.url, 'Metastable collapse', /One bad minute/);
  await expect(charts(page).getByRole('region', { name: 'Slots of Own cluster' })).toBeVisible();

  const box = (await charts(page)
    .getByRole('img', { name: /^Answers per tier/ })
    .boundingBox())!;
  const at = (share: number) => box.x + box.width * share;
  await page.mouse.move(at(0.1), box.y + 20);
  await page.mouse.down();
  await page.mouse.move(at(0.3), box.y + 30, { steps: 6 });
  await page.mouse.up();
  const whole = page.getByRole('button', { name: 'Show the whole run in the charts' });
  await expect(whole).toBeVisible();
  // The stretch is shown in narrower buckets as soon as they are there.
  await expect(charts(page).getByText('per 10 s')).toBeVisible();
  await picture(page, 'charts-closer');
  await page.keyboard.press('Escape');
  await expect(whole).toBeHidden();
  await charts(page).focus();
  await page.keyboard.press('+');
  await expect(whole).toBeVisible();

  await page.getByRole('button', { name: 'Save slots of own cluster as a file' }).click();
  await page.getByRole('menuitem', { name: 'Figures as CSV' }).click();
  await saveAs(page, 'slots.csv');
  const lines = (await readFile(join(workspace, 'slots.csv'), 'utf8')).trimEnd().split('\n');
  expect(lines[0]).toBe('From (s),From,Slots,In use (mean),Waiting (mean),Longest line');
  expect(lines.length).toBeGreaterThan(60);
  await page.getByRole('button', { name: 'Save latency as a file' }).click();
  await page.getByRole('menuitem', { name: 'Picture as PNG' }).click();
  await saveAs(page, 'latency.png');
  expect((await readFile(join(workspace, 'latency.png'))).subarray(1, 4).toString('latin1')).toBe('PNG');

  await page.getByRole('button', { name: 'Which charts are shown' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Cost' }).click();
  await page.keyboard.press('Escape');
  await expect(charts(page).getByRole('region', { name: 'Cost' })).toBeHidden();
  expect(faults).toEqual([]);
});

test('find the worst of all requests, see where its time went, find by how it ended, save for OpenTelemetry', async ({
  page,
  app,
  workspace,
}) => {
  const faults = watchForFaults(page);
  await rehearse(page, app.url, 'Support assistant', /Provider outage/);
  await page.getByRole('tab', { name: 'Trace' }).click();
  await page.getByRole('button', { name: 'The worst', exact: true }).click();
  const found = page.getByRole('listbox', { name: 'Found requests' });
  await expect(found.getByRole('option').first()).toContainText('20.0');
  await expect(page.getByRole('region', { name: 'Where the time went' })).toContainText('models and tools at work');
  await picture(page, 'worst-request');

  await page.getByRole('button', { name: 'One that fell to tier 3' }).click();
  await expect(found.getByRole('option').first()).toContainText('answered by tier 3');
  await page.getByRole('button', { name: 'Find requests' }).click();
  await page.getByLabel('Took at least').fill('100');
  await page.getByRole('button', { name: 'Look', exact: true }).click();
  await expect(page.getByText(/^None of 18.106 requests is like that/)).toBeVisible();
  await page.getByRole('button', { name: 'Back to the sample' }).click();

  await page.getByRole('button', { name: 'Save as OpenTelemetry' }).click();
  await saveAs(page, 'worst.traces.json');
  const traces = JSON.parse(await readFile(join(workspace, 'worst.traces.json'), 'utf8'));
  expect(traces.resourceSpans[0].scopeSpans[0].spans[0].traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(faults).toEqual([]);
});
