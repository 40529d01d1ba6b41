import type { Page } from '@playwright/test';
import { expect, test, watchForFaults } from './app.ts';
import { cardOf, inspectorOf, openExample, picture } from './person.ts';

const room = (page: Page, name: string) => page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name });
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });
const tableOf = (page: Page) => page.getByRole('table', { name: 'Before and after, figure by figure' });

async function rehearseExample(page: Page): Promise<void> {
  await openExample(page);
  await page.getByRole('button', { name: 'Simulate' }).click();
  await expect(page.getByRole('tab', { name: 'What if' })).toBeVisible();
}

test('change a breaker after a run: the difference stands under the drawing and beside the figures of before', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await rehearseExample(page);

  await room(page, 'Design').click();
  const strip = page.getByRole('region', { name: 'What the change does' });
  await expect(strip).toContainText('Nothing changed since the run');
  await cardOf(page, 'Breaker, primary').click();
  const opensAfter = inspectorOf(page).getByLabel('Opens after', { exact: true });
  await opensAfter.fill('40');
  await expect(strip).toContainText(/Answered in full \d.*\+\d.*pt, better/);
  await picture(page, 'knobs-strip');

  await strip.getByRole('button', { name: 'Before and after' }).click();
  await expect(page.getByRole('status').filter({ hasText: /^Better: full answers \+.*by 10 pairs of runs\.$/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'What was changed' })).toContainText('opens after 40 failures in 60 s (was 5)');
  await expect(tableOf(page).getByRole('row', { name: /^P95/ })).toContainText('worse');
  await picture(page, 'knobs-before-after');

  // Back by the knob itself: nothing is left to compare.
  await page.getByRole('button', { name: 'Set Breaker, primary: Opens after back to 5 failures' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing changed since the run' })).toBeVisible();
  await expect(tableOf(page)).toBeHidden();
  // And by the keys of the slider: one gesture, one step of the history.
  await page.getByRole('slider', { name: 'Breaker, primary: Opens after, slider' }).focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('textbox', { name: 'Opens after', exact: true }).first()).toHaveValue('20');
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('textbox', { name: 'Opens after', exact: true }).first()).toHaveValue('5');
  expect(faults).toEqual([]);
});

test('sweep a number, apply a point of it and undo', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await rehearseExample(page);
  await tab(page, 'What if').click();
  await tab(page, 'Sweep').click();
  await page.getByRole('button', { name: /^Number:/ }).click();
  await page.getByPlaceholder('Find a number of the policy').fill('primary opens after');
  await page.getByRole('option', { name: /^Opens after/ }).click();
  await page.getByRole('textbox', { name: 'from' }).fill('5');
  await page.getByRole('textbox', { name: 'to', exact: true }).fill('45');
  await page.getByRole('textbox', { name: 'steps' }).fill('3');
  await page.getByRole('button', { name: 'Start' }).click();
  const points = page.getByRole('table', { name: 'Points of the sweep' });
  await expect(page.getByText(/^By 6 runs of each/)).toBeVisible({ timeout: 30_000 });
  await expect(points.getByRole('row')).toHaveCount(1 + 1 + 3);
  await expect(points.getByText('on the front').first()).toBeVisible();
  await points.getByRole('button', { name: '45 failures' }).click();
  await picture(page, 'knobs-sweep');
  await page.getByRole('button', { name: 'Apply this point' }).click();
  const knob = page.getByRole('textbox', { name: 'Opens after', exact: true }).first();
  await expect(knob).toHaveValue('45');
  await expect(page.getByText('The policy changed since this sweep.')).toBeVisible();
  await page.getByRole('heading', { name: 'Knobs' }).click();
  await page.keyboard.press('Control+z');
  await expect(knob).toHaveValue('5');
  await expect(page.getByText('The policy changed since this sweep.')).toBeHidden();
  expect(faults).toEqual([]);
});

test('save a run, change the policy, and the run says what changed since; run again it is the same', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await rehearseExample(page);
  await tab(page, 'Runs').click();
  await page.getByLabel('Name of the run').fill('As it was');
  await page.getByRole('button', { name: 'Save this run' }).click();
  const row = page.getByRole('table', { name: 'Saved runs' }).getByRole('row', { name: /As it was/ });
  await expect(row).toContainText('as drawn');

  await room(page, 'Design').click();
  await cardOf(page, 'Breaker, primary').click();
  await inspectorOf(page).getByLabel('Opens after', { exact: true }).fill('50');
  await room(page, 'Rehearse').click();
  await expect(row).toContainText('changed since');
  const details = page.getByRole('region', { name: 'Run “As it was”' });
  await expect(details).toContainText('“Breaker, primary” opens after 50 failures in 60 s (was 5).');
  await details.getByRole('button', { name: 'Run it again' }).click();
  await expect(details.getByText('Run again: the same figures to the last digit.')).toBeVisible();
  await picture(page, 'runs-stale');

  // A file that is there is not replaced unasked.
  const name = 'as-it-was.run.json';
  const saveAsFile = async () => {
    await details.getByRole('button', { name: 'Save as a file' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save the run as a file' });
    await dialog.getByLabel('File name').fill(name);
    await dialog.getByRole('button', { name: 'Save' }).click();
  };
  await saveAsFile();
  await expect(page.getByText(`Saved as ${name}.`, { exact: true })).toBeVisible();
  await saveAsFile();
  await page
    .getByRole('dialog', { name: `Replace ${name}?` })
    .getByRole('button', { name: 'Keep it' })
    .click();

  await details.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { name: 'No run is saved yet' })).toBeVisible();
  expect(faults).toEqual([]);
});
