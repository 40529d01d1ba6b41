import { expect, test } from './app.ts';
import { openExample } from './person.ts';

test('a scenario that strikes nothing in this policy says so before it is run', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  await page.getByRole('button', { name: /^Scenario/ }).click();
  await expect(
    page.getByRole('menuitemradio', { name: /^Tools down Strikes nothing here: “Tools fail” is aimed at every tool/ }),
  ).toBeVisible();
  await expect(page.getByRole('menuitemradio', { name: /^Provider outage The provider/ })).toBeVisible();
  await page.keyboard.type('Tools');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Scenario Tools down\. Strikes nothing here/ })).toBeVisible();
});
