import type { Page } from '@playwright/test';
import { expect, test, watchForFaults } from './app.ts';
import { cardOf, inspectorOf, openExample, picture } from './person.ts';

const room = (page: Page, name: string) => page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name });
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });

test('a change is read in sentences, stepped through on one sheet, and compared side by side and as text', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await openExample(page);
  await room(page, 'Review').click();
  await expect(page.getByRole('heading', { name: 'Both versions mean the same' })).toBeVisible();
  await page.getByRole('button', { name: 'Go to Design' }).click();
  await cardOf(page, 'Breaker, primary').click();
  await inspectorOf(page).getByLabel('Opens after', { exact: true }).fill('40');
  await cardOf(page, 'Retry').click();
  await page.keyboard.press('Delete');

  await page.keyboard.press('Alt+6');
  await expect(page.getByRole('status').filter({ hasText: '3 changes against the policy as it was opened' })).toBeVisible();
  const list = page.getByRole('complementary', { name: 'Changes' });
  const sheet = page.getByRole('region', { name: 'Both versions on one sheet' });
  await expect(sheet.getByRole('group', { name: 'Retry', exact: true })).toContainText('gone');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(list.getByRole('button', { name: 'Removes “Retry”' })).toHaveAttribute('aria-current', 'true');
  // The sheet leads to the sentence as well.
  await sheet.getByRole('group', { name: 'Breaker, primary', exact: true }).click();
  await expect(list.getByRole('button', { name: /opens after 40 failures in 60 s \(was 5\)/ })).toHaveAttribute('aria-current', 'true');
  await picture(page, 'review-sheet');

  await tab(page, 'Side by side').click();
  await expect(page.getByRole('region', { name: 'Before' }).getByRole('group', { name: 'Retry', exact: true }).first()).toBeVisible();
  await tab(page, 'JSON').click();
  await expect(page.getByRole('region', { name: 'Both versions as JSON' })).toContainText('"failureCount"');

  await page.getByRole('combobox', { name: 'Compare with' }).click();
  await page
    .getByRole('option', { name: /^Example: (?!Support assistant)/ })
    .first()
    .click();
  await expect(page.getByRole('status').filter({ hasText: /changes against “Example: / })).toBeVisible();
  expect(faults).toEqual([]);
});

test('what a change would do: both versions under an outage, and what each change adds', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await openExample(page);
  await cardOf(page, 'Breaker, primary').click();
  await inspectorOf(page).getByLabel('Opens after', { exact: true }).fill('40');
  await cardOf(page, 'Retry').click();
  await inspectorOf(page).getByLabel('Retries', { exact: true }).fill('1');
  await room(page, 'Review').click();
  await tab(page, 'Impact').click();
  for (const name of ['No incident', 'Both providers at once']) await page.getByRole('checkbox', { name }).uncheck();
  await page.getByRole('button', { name: 'Run both versions' }).click();
  const result = page.getByRole('region', { name: 'Under “Provider outage”' });
  await expect(result.getByRole('row', { name: /^Answered in full/ })).toContainText('better', { timeout: 60_000 });
  await expect(result.getByRole('row', { name: /^P95/ })).toContainText('worse');
  await expect(result).toContainText('99.5 % answered: kept before, kept after');
  await page.getByRole('button', { name: 'Run each change' }).click();
  const adds = page.getByRole('table', { name: 'What each change adds, figure by figure' });
  await expect(adds.getByRole('row', { name: /opens after 40 failures/ })).toContainText('better', { timeout: 60_000 });
  await picture(page, 'review-impact');
  expect(faults).toEqual([]);
});
