import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LITELLM_CONFIG } from '../fixtures/gateway-configs.ts';
import { expect, test } from './app.ts';
import { findsNothing } from './axe.ts';
import { cardOf, picture } from './person.ts';

test('what a team runs today becomes a drawing: its traps are told, one is mended, and the gateway is asked what it costs', async ({
  page,
  app,
}) => {
  await writeFile(join(app.workspace, 'litellm.yaml'), LITELLM_CONFIG);
  await page.goto(app.url);
  await page.getByRole('button', { name: 'Import a gateway config' }).click();
  await page.getByRole('option', { name: /^litellm\.yaml/ }).dblclick();

  const dialog = page.getByRole('dialog', { name: 'litellm.yaml is a LiteLLM config.yaml' });
  await expect(dialog).toContainText('8 nodes, 2 of them models, of 2 providers');
  await expect(dialog).toContainText('model_list[1].litellm_params.temperature');
  await expect(dialog).toContainText('4 keys and passwords were left out');
  await expect(dialog).not.toContainText('made-up');
  await expect(dialog).toContainText('primary is one deployment, and LiteLLM does not cool the only one of a group');
  await dialog.getByRole('button', { name: 'Why: the page of the rule litellm/one-deployment-never-cools' }).first().click();
  await expect(page.getByText('33 dead attempts for 11 requests')).toBeVisible();
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Give gpt-4o a cool-down' }).click();
  await expect(dialog).toContainText('How it will be drawn: 9 nodes');
  await picture(page, 'gateway-import');
  await findsNothing(page, 'the import of a gateway config');
  await dialog.getByRole('button', { name: 'Open as policy' }).click();

  await expect(cardOf(page, 'Cool-down, gpt-4o')).toContainText('opens after 2 in 30 s');
  await expect(page.getByText('edited')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(cardOf(page, 'Cool-down, gpt-4o')).toHaveCount(0);
  await page.keyboard.press('Control+Shift+z');
  await expect(cardOf(page, 'Cool-down, gpt-4o')).toBeVisible();

  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Export' }).click();
  await page.getByRole('radio', { name: 'LiteLLM config.yaml' }).click();
  await expect(page.getByText('allowed_fails_policy').first()).toBeVisible();
  await page.getByRole('button', { name: 'Simulate' }).click();
  await expect(page.getByRole('heading', { name: 'What would have happened?' })).toBeVisible();
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Export' }).click();
  await page.getByRole('radio', { name: 'LiteLLM config.yaml' }).click();
  await page.getByRole('tab', { name: 'Price of this gateway' }).click();
  await page.getByRole('button', { name: 'Rehearse the difference' }).click();
  await expect(page.getByText('Means of 10 pairs of runs.')).toBeVisible({ timeout: 60_000 });
});

test('a file that is opened and is a config is read as one, and a broken one is refused with its line', async ({ page, app }) => {
  await writeFile(join(app.workspace, 'broken.yaml'), 'model_list:\n  - model_name: [');
  await page.goto(app.url);
  await page.getByRole('button', { name: /^Open a policy/ }).click();
  await page.getByRole('option', { name: /^broken\.yaml/ }).dblclick();
  const dialog = page.getByRole('dialog', { name: 'broken.yaml was not imported' });
  await expect(dialog).toContainText('Line 2');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByRole('button', { name: 'Import a gateway config' })).toBeVisible();
});
