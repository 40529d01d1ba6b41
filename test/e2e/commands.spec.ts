import type { Locator, Page } from '@playwright/test';
import { expect, test, watchForFaults } from './app.ts';
import { cardOf, inspectorOf, openExample, picture, saveUnder } from './person.ts';

const paletteOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Commands' });
const jumpOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Jump to' });
const settingsOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Settings' });
const historyOf = (page: Page): Locator => page.getByRole('dialog', { name: 'History' });

test('the palette finds a command by a few letters, says why one cannot be run, and has the latest first', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await openExample(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('undo');
  await expect(paletteOf(page).getByRole('option', { name: /^Undo nothing to undo/ })).toHaveAttribute('aria-disabled', 'true');
  await paletteOf(page).getByRole('combobox').fill('tdy');
  await expect(paletteOf(page).getByRole('option').first()).toHaveText(/^Tidy layout.*T$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeEnabled();
  await page.keyboard.press('Control+k');
  await expect(
    paletteOf(page)
      .getByRole('group', { name: 'Recent' })
      .getByRole('option', { name: /Tidy layout/ }),
  ).toBeVisible();
  await picture(page, 'command-palette');
  // The same stroke closes it, and the other list takes its place.
  await page.keyboard.press('Control+p');
  await expect(paletteOf(page)).toBeHidden();
  await jumpOf(page).getByRole('combobox').fill('circuit primary');
  await page.keyboard.press('Enter');
  await expect(inspectorOf(page).getByLabel('Name', { exact: true })).toHaveValue('Breaker, primary');
  await page.keyboard.press('Control+p');
  await jumpOf(page).getByRole('combobox').fill('anthropic');
  await expect(jumpOf(page).getByRole('option').first()).toContainText('Provider');
  await picture(page, 'jump');
  await page.keyboard.press('Escape');
  expect(faults).toEqual([]);
});

test('a command is given other keys: what has them is named, and the sheet and the next start know them', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await openExample(page);
  await page.keyboard.press('Control+,');
  await settingsOf(page).getByRole('tab', { name: 'Keys' }).click();
  await settingsOf(page).getByLabel('Find a command or a key').fill('rehearse');
  const change = settingsOf(page).getByRole('button', { name: 'Change the keys of Go to Rehearse' });
  await change.click();
  await page.keyboard.press('Control+t');
  await expect(settingsOf(page).getByText(/The browser keeps Ctrl T to itself/)).toBeVisible();
  await page.keyboard.press('Control+d');
  await expect(settingsOf(page).getByText('Ctrl D belongs to “Duplicate the selection”.')).toBeVisible();
  await picture(page, 'settings-keys');
  await settingsOf(page).getByRole('button', { name: 'Use it here instead' }).click();
  await expect(settingsOf(page).getByText('Ctrl D now runs “Go to Rehearse”.')).toBeVisible();
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+d');
  await expect(page.getByRole('heading', { name: 'What would have happened?' })).toBeVisible();
  await page.reload();
  await openExample(page);
  await page.keyboard.press('Control+d');
  await expect(page.getByRole('heading', { name: 'What would have happened?' })).toBeVisible();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet.getByRole('listitem').filter({ hasText: 'Go to Rehearse' })).toContainText('Ctrl D');
  await expect(sheet.getByRole('listitem').filter({ hasText: 'Duplicate the selection' })).toHaveCount(0);
  await picture(page, 'shortcut-sheet');
  await sheet.getByRole('button', { name: 'Change keys' }).click();
  await settingsOf(page).getByRole('button', { name: 'Reset all keys' }).click();
  await expect(settingsOf(page).getByText('No keys were changed.')).toBeVisible();
  expect(faults).toEqual([]);
});

test('the history goes back and forth across a save', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await openExample(page);
  await cardOf(page, 'Template').click();
  await page.keyboard.press('Delete');
  await saveUnder(page, 'history.policy.json');
  await expect(page.getByText('Saved history.policy.json.')).toBeVisible();
  await page.keyboard.press('t');
  await page.keyboard.press('Control+Alt+z');
  const steps = historyOf(page).getByRole('listitem');
  await expect(steps).toHaveCount(3);
  await expect(steps.nth(1).getByRole('button')).toHaveAccessibleName(/^1\. .*, saved$/);
  await expect(steps.nth(2).getByRole('button')).toBeFocused();
  await picture(page, 'history');
  await steps.first().getByRole('button').click();
  await expect(cardOf(page, 'Template')).toBeVisible();
  await expect(steps.nth(2).getByRole('button')).toHaveAccessibleName('2. Tidy layout, undone');
  // By keys to the saved one.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(cardOf(page, 'Template')).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.getByText('edited', { exact: true })).toBeHidden();
  expect(faults).toEqual([]);
});

test('high contrast, density and size are kept for the next start, and drawing still follows the pointer', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(app.url);
  await openExample(page);
  const ink = (): Promise<string> => cardOf(page, 'Template').evaluate((card) => getComputedStyle(card).color);
  const before = await ink();
  await page.keyboard.press('Control+,');
  await settingsOf(page).getByRole('radiogroup', { name: 'Contrast' }).getByRole('radio', { name: 'High' }).click();
  await settingsOf(page).getByRole('radiogroup', { name: 'Density' }).getByRole('radio', { name: 'Compact' }).click();
  await settingsOf(page).getByRole('radiogroup', { name: 'Size of the interface' }).getByRole('radio', { name: '125 %' }).click();
  await picture(page, 'settings');
  await settingsOf(page).getByRole('button', { name: 'Done' }).click();
  await page.reload();
  await openExample(page);
  expect(await ink()).not.toBe(before);
  await picture(page, 'high-contrast-compact-125');
  const box = (await cardOf(page, 'Template').boundingBox())!;
  await page.mouse.move(box.x + 30, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x - 70, box.y + 10, { steps: 10 });
  await page.mouse.up();
  // The drag begins after some pixels; zoomed twice it would be off by a quarter.
  await expect.poll(async () => box.x - (await cardOf(page, 'Template').boundingBox())!.x).toBeGreaterThan(84);
  expect(box.x - (await cardOf(page, 'Template').boundingBox())!.x).toBeLessThan(106);
  // A menu opens at its button.
  const button = page.getByRole('button', { name: /^Scenario/ });
  const anchor = (await button.boundingBox())!;
  await button.click();
  const menu = (await page.getByRole('menu').boundingBox())!;
  expect(Math.abs(menu.y - (anchor.y + anchor.height))).toBeLessThan(12);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await expect(settingsOf(page).getByRole('radio', { name: 'Compact' })).toBeChecked();
  expect(faults).toEqual([]);
});
