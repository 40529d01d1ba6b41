import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './app.ts';
import { findsNothing } from './axe.ts';
import { cardOf, inspectorOf, openExample, picture } from './person.ts';

test('for a real gateway: what it does otherwise is said, led to, and written beside the file', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('region', { name: 'Try it with your application' })).toContainText(/gracefall serve .+\.policy\.json --mock/);
  await page.getByRole('radio', { name: 'Portkey gateway config' }).click();
  await expect(page.getByText(/Portkey gateway config: 3 nodes are not in it/)).toBeVisible();
  await expect(page.getByText(/takes the setting and does nothing with it/).first()).toBeVisible();

  await page.getByRole('button', { name: /^Export …/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('File name').fill('support.portkey.json');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/Written to/)).toBeVisible();
  expect((await readdir(app.workspace)).filter((name) => name.includes('portkey')).sort()).toEqual([
    'support.portkey.fidelity.json',
    'support.portkey.json',
  ]);
  const config = await readFile(join(app.workspace, 'support.portkey.json'), 'utf8');
  expect(JSON.parse(config)).toHaveProperty('strategy.mode', 'fallback');
  expect(config).not.toMatch(/sk-/);

  await page.getByRole('button', { name: 'Show on the drawing' }).click();
  const bar = page.getByRole('region', { name: 'The drawing, seen through a gateway' });
  await expect(bar).toContainText('3 not in it · 2 not quite as drawn');
  await expect(cardOf(page, 'Breaker, primary')).toContainText('not in the export');
  await expect(cardOf(page, 'Model, primary')).not.toContainText('not in the export');
  await cardOf(page, 'Retry').click();
  await expect(inspectorOf(page).getByRole('region', { name: /^At Portkey/ })).toContainText('Retry waits exactly 1 s, 2 s, 4 s');
  await picture(page, 'gateway-on-drawing');
  await findsNothing(page, 'the drawing seen through a gateway');
  // A gateway is asked about anew after each change, and not about a policy with errors.
  await page.keyboard.press('Delete');
  await expect(bar).toContainText('Errors stand in the policy');
  await page.keyboard.press('Control+z');
  await expect(bar).toContainText('2 not quite as drawn');
  await bar.getByRole('button', { name: 'Back to the drawing as it is' }).click();
  await expect(cardOf(page, 'Breaker, primary')).not.toContainText('not in the export');

  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Export' }).click();
  await page.getByRole('button', { name: 'Breaker, primary', exact: true }).click();
  await expect(page.getByRole('group', { name: 'Breaker, primary', exact: true })).toBeVisible();
});

test('the price of a gateway is rehearsed against the drawing, on the same luck', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Export' }).click();
  await page.getByRole('radio', { name: 'Portkey gateway config' }).click();
  await page.getByRole('tab', { name: 'Price of this gateway' }).click();
  await expect(page.getByText(/Press Simulate first/)).toBeVisible();
  await page.getByRole('button', { name: 'Simulate' }).click();
  await expect(page.getByRole('heading', { name: 'What would have happened?' })).toBeVisible();
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Export' }).click();
  await page.getByRole('radio', { name: 'Portkey gateway config' }).click();
  await page.getByRole('tab', { name: 'Price of this gateway' }).click();
  await page.getByRole('button', { name: 'Rehearse the difference' }).click();
  await expect(page.getByText('Means of 10 pairs of runs.')).toBeVisible({ timeout: 60_000 });
  const attempts = page.getByRole('row', { name: /^Attempts a request/ });
  // Without its breaker the policy goes on trying what is down.
  await expect(attempts).toContainText('worse');
});
