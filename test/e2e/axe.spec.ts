import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, root, test } from './app.ts';
import { BEHIND_A_MENU, findsNothing } from './axe.ts';
import {
  azureLog,
  cardOf,
  chooseLog,
  chooseScenario,
  drawingOf,
  emptySheet,
  gatewayLog,
  inspectorOf,
  openExample,
  openPolicy,
} from './person.ts';

const room = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name }).click();

test('the welcome screen, a new policy and an empty sheet', async ({ page, app }) => {
  await page.goto(app.url);
  await expect(page.getByRole('heading', { name: 'Examples' })).toBeVisible();
  await findsNothing(page, 'welcome');
  await page.getByRole('button', { name: /^New policy/ }).click();
  await expect(page.getByRole('dialog', { name: 'New policy' })).toBeVisible();
  await findsNothing(page, 'new policy');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+o');
  await expect(page.getByRole('dialog')).toBeVisible();
  await findsNothing(page, 'choose a file');
  await page.keyboard.press('Escape');
  await emptySheet(page, 'Empty');
  await findsNothing(page, 'empty sheet');
  await room(page, 'Tiers');
  await findsNothing(page, 'tiers of nothing');
  await room(page, 'Export');
  await findsNothing(page, 'export of nothing');
  await page.getByRole('button', { name: 'Back to the welcome screen' }).click();
});

test('the drawing, what is selected in it, and the outline', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  await findsNothing(page, 'design, nothing selected');
  await cardOf(page, 'Breaker, primary').click();
  await findsNothing(page, 'design, a breaker selected');
  await cardOf(page, 'Fallback').click();
  await findsNothing(page, 'design, a fallback selected');
  await cardOf(page, 'Model, primary').click();
  await findsNothing(page, 'design, a model selected');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
  await findsNothing(page, 'menu of a card', BEHIND_A_MENU);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+a');
  await findsNothing(page, 'design, all selected');
  await page.getByRole('tab', { name: 'Outline' }).click();
  await findsNothing(page, 'outline');
});

test('every list and dialog over the drawing, and the text', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  for (const [keys, name] of [
    ['Control+k', 'Commands'],
    ['Control+p', 'Jump to'],
    ['?', 'Keyboard shortcuts'],
    ['Control+,', 'Settings'],
  ] as const) {
    await page.keyboard.press(keys);
    await expect(page.getByRole('dialog')).toBeVisible();
    await findsNothing(page, name);
    if (name === 'Settings') {
      await page.getByRole('tab', { name: 'Keys' }).click();
      await findsNothing(page, 'settings of keys');
    }
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  await page.getByRole('button', { name: 'Text', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Text of the policy' })).toBeFocused();
  await findsNothing(page, 'text');
});

test('a card with an error and the problems', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  await cardOf(page, 'Template').first().click();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('region', { name: 'Problems' }).getByText(/\d errors?/)).toBeVisible();
  await page.keyboard.press('F8');
  await findsNothing(page, 'design, an error pointed at');
});

test('tiers, rehearse with its parts, export', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  await room(page, 'Tiers');
  await findsNothing(page, 'tiers before a run');
  await room(page, 'Rehearse');
  await findsNothing(page, 'rehearse before a run');
  await page.getByRole('tab', { name: 'Scenario' }).click();
  await expect(page.getByText('Reading the traffic …')).toBeHidden();
  await findsNothing(page, 'scenario');
  await page.getByRole('button', { name: /^Provider down/ }).focus();
  await findsNothing(page, 'scenario, an event');
  for (const dialog of ['Library …', 'Random incidents …']) {
    await page.getByRole('button', { name: dialog }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await findsNothing(page, dialog);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  await chooseScenario(page, /Provider outage/);
  await page.getByRole('button', { name: 'Simulate' }).first().click();
  await expect(page.getByRole('heading', { name: 'What would have happened?' })).toBeVisible();
  await findsNothing(page, 'rehearse, figures');
  for (const tab of ['Quality', 'Trace']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    await findsNothing(page, `rehearse, ${tab}`);
  }
  await page.getByRole('tab', { name: 'Over time' }).click();
  await page.getByRole('button', { name: 'Open answers as table' }).click();
  await findsNothing(page, 'a chart as a table');
  await page.keyboard.press('Escape');
  await room(page, 'Design');
  await cardOf(page, 'Breaker, primary').click();
  await findsNothing(page, 'design after a run');
  await room(page, 'Tiers');
  await findsNothing(page, 'tiers after a run');
  await room(page, 'Export');
  await findsNothing(page, 'export');
  await page.getByRole('radio', { name: 'Portkey gateway config' }).click();
  await expect(page.getByText(/Portkey gateway config: 3 nodes are not in it/)).toBeVisible();
  await findsNothing(page, 'export for another gateway');
});

test('what a change does, which number matters, a sweep and saved runs', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  await page.getByRole('button', { name: 'Simulate' }).click();
  await page.getByRole('tab', { name: 'What if' }).click();
  await findsNothing(page, 'what if, nothing changed');
  await room(page, 'Design');
  await cardOf(page, 'Breaker, primary').click();
  await inspectorOf(page).getByLabel('Opens after', { exact: true }).fill('40');
  await page.getByRole('region', { name: 'What the change does' }).getByRole('button', { name: 'Before and after' }).click();
  await expect(page.getByRole('status').filter({ hasText: /by 10 pairs of runs\.$/ })).toBeVisible();
  await findsNothing(page, 'before and after');
  for (const part of ['Which number matters', 'Sweep']) {
    await page.getByRole('tab', { name: part }).click();
    await findsNothing(page, part);
  }
  await page.getByRole('tab', { name: 'Runs' }).click();
  await findsNothing(page, 'saved runs');
});

test('a log to be mapped, a merge', async ({ page, app, workspace }) => {
  const name = 'support.policy.json';
  await writeFile(join(workspace, 'azure.csv'), azureLog(200, 900));
  await cp(join(root, 'policies/support-assistant/support-assistant.policy.json'), join(workspace, name));
  await page.goto(app.url);
  await openPolicy(page, name);
  await expect(drawingOf(page)).toBeVisible();
  await chooseLog(page, 'azure.csv');
  await findsNothing(page, 'traffic from a log');
  await page.keyboard.press('Escape');
  await cardOf(page, 'Breaker, primary').click();
  await inspectorOf(page).getByLabel('Opens after', { exact: true }).fill('7');
  await page.keyboard.press('Enter');
  const text = await readFile(join(workspace, name), 'utf8');
  await writeFile(join(workspace, name), text.replace('"failureCount": 5', '"failureCount": 9'));
  const banner = page.getByRole('alert').filter({ hasText: `${name} was changed outside` });
  await expect(banner).toBeVisible();
  await findsNothing(page, 'changed outside');
  await banner.getByRole('button', { name: 'Merge …' }).click();
  await expect(page.getByRole('dialog', { name: `Merge with ${name} on disk` })).toBeVisible();
  await findsNothing(page, 'merge');
});

test('traffic: at a glance, what can be done to it, fits and what is kept', async ({ page, app, workspace }) => {
  await writeFile(join(workspace, 'gateway.csv'), gatewayLog(2000));
  await page.goto(app.url);
  await openExample(page);
  const dialog = await chooseLog(page, 'gateway.csv');
  await dialog.getByRole('button', { name: 'Use this traffic' }).click();
  await room(page, 'Traffic');
  await expect(page.getByRole('region', { name: 'Burstiness' })).toBeVisible();
  await findsNothing(page, 'traffic at a glance');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page.getByRole('dialog', { name: 'Filter' })).toBeVisible();
  await findsNothing(page, 'filter of traffic');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Fit models' }).click();
  await page.getByRole('button', { name: 'Fit and back-test' }).click();
  await expect(page.getByRole('region', { name: 'Back-test' })).toBeVisible();
  await findsNothing(page, 'fitted models');
  await page.getByRole('tab', { name: 'Kept logs' }).click();
  await expect(page.getByRole('button', { name: 'Open gateway.csv' })).toBeVisible();
  await findsNothing(page, 'kept logs');
});
