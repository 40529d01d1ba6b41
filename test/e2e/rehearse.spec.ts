import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test, watchForFaults } from './app.ts';
import { azureLog, cardOf, chooseLog, chooseScenario, inspectorOf, openExample, picture } from './person.ts';

const room = (page: Page, name: string) => page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name });
const results = (page: Page) => page.getByRole('heading', { name: 'What would have happened?' });

async function useLog(page: Page, name: string): Promise<void> {
  const dialog = await chooseLog(page, name);
  await expect(dialog.getByLabel('Kind of log')).toContainText('Azure LLM trace');
  await dialog.getByRole('button', { name: 'Use this traffic' }).click();
  await expect(dialog).toBeHidden();
}

test('rehearse a recorded log: scrub to the open breaker, follow a request to tier 2, read the figures, change the policy', async ({
  page,
  app,
  workspace,
}) => {
  const faults = watchForFaults(page);
  await writeFile(join(workspace, 'azure.csv'), azureLog(4000, 900));
  await page.goto(app.url);
  await openExample(page);
  await useLog(page, 'azure.csv');
  await expect(page.getByRole('button', { name: /^Traffic azure\.csv, 4.000 requests/ })).toBeVisible();
  await chooseScenario(page, /Provider outage/);
  await page.getByRole('button', { name: 'Simulate' }).click();
  await expect(results(page)).toBeVisible();

  // The instant is moved with the keyboard, from event to event; the card shows the breaker's state at that instant.
  const chip = page
    .getByRole('region', { name: 'Drawing of the policy, with what flowed' })
    .getByRole('group', { name: 'Breaker, primary', exact: true });
  const slider = page.getByRole('slider', { name: 'Time in the run' });
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', /all closed/);
  await expect(chip).toContainText('closed');
  for (let presses = 0; presses < 12 && !(await slider.getAttribute('aria-valuetext'))?.includes('primary open'); presses++) {
    const before = await slider.getAttribute('aria-valuetext');
    await page.keyboard.press('Shift+ArrowRight');
    await expect(slider).not.toHaveAttribute('aria-valuetext', before ?? '');
  }
  await expect(slider).toHaveAttribute('aria-valuetext', /primary open/);
  await expect(chip).toContainText('open');
  await picture(page, 'rehearse-scrubbed');
  await page.getByRole('button', { name: 'Show the whole run' }).click();
  await expect(chip).toContainText(/\d+×/);

  for (const [chart, least] of [
    ['answers', 20],
    ['breakers', 3],
    ['latency', 20],
    ['cost', 20],
  ] as const) {
    await page.getByRole('button', { name: `Open ${chart} as table` }).click();
    const rows = page.getByRole('dialog').getByRole('table').last().getByRole('row');
    expect(await rows.count()).toBeGreaterThan(least);
    if (chart === 'breakers') await picture(page, 'breakers-table');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }

  await page.getByRole('tab', { name: 'Trace' }).click();
  await page.getByRole('radio', { name: /^Tier 2/ }).click();
  const first = page.getByRole('listbox', { name: 'Sampled requests' }).getByRole('option').first();
  await expect(first).toContainText('answered by tier 2');
  await first.click();
  const calls = page.getByRole('table', { name: 'Calls of this request, each below its caller' });
  await expect(calls.getByRole('row', { name: /Fallback/ })).toContainText('answered');
  await expect(calls.getByRole('row', { name: /Model, smaller/ })).toContainText('answered');
  await expect(calls.getByRole('row', { name: /tier 1 ?Retry/ })).not.toContainText('answered');
  await picture(page, 'trace-tier-2');

  await room(page, 'Design').click();
  await cardOf(page, 'Breaker, primary').click();
  const opensAfter = inspectorOf(page).getByLabel('Opens after', { exact: true });
  await opensAfter.fill('50');
  await opensAfter.press('Enter');
  await room(page, 'Rehearse').click();
  await expect(page.getByText('The policy changed since this run.')).toBeVisible();
  await picture(page, 'rehearse-stale');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('The policy changed since this run.')).toBeHidden();
  await page.getByRole('button', { name: 'Redo' }).click();
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(page.getByText('The policy changed since this run.')).toBeHidden();
  expect(faults).toEqual([]);
});

test('a long run shows its progress, is cancelled, and the app goes on', async ({ page, app, workspace }) => {
  const faults = watchForFaults(page);
  await writeFile(join(workspace, 'long.csv'), azureLog(1_000_000, 100));
  await writeFile(join(workspace, 'short.csv'), azureLog(2000, 1800));
  await page.goto(app.url);
  await openExample(page);
  await useLog(page, 'long.csv');
  await page.getByRole('button', { name: 'Simulate' }).click();
  await expect(page.getByRole('progressbar', { name: 'Progress of the run' }).first()).toBeVisible();
  await picture(page, 'rehearse-running');
  await page.getByRole('banner').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('The run was cancelled.')).toBeVisible();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await expect(results(page)).toBeHidden();

  await useLog(page, 'short.csv');
  await page.getByRole('button', { name: 'Simulate' }).click();
  await expect(results(page)).toBeVisible();
  await expect(page.getByRole('main').getByText(/OpenAI was away for 12/)).toBeVisible();
  expect(faults).toEqual([]);
});
