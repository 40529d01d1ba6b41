import type { Page } from '@playwright/test';
import { expect, test, watchForFaults } from './app.ts';
import { cardOf, drawingOf, inspectorOf, openExample, paletteOf, picture, problemsOf } from './person.ts';

/** Everything here is done with keys: no click, no fill, no focus by the test. */

const wire = (page: Page, name: string) => drawingOf(page).getByRole('group', { name, exact: true });
const press = async (page: Page, ...strokes: readonly string[]): Promise<void> => {
  for (const stroke of strokes) await page.keyboard.press(stroke);
};
const choose = async (page: Page, letters: string): Promise<void> => {
  await page.keyboard.type(letters);
  await page.keyboard.press('Enter');
};
const command = async (page: Page, letters: string): Promise<void> => {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  await choose(page, letters);
};
/** Adds after the card that the keys stand on; the new one has them then. */
async function add(page: Page, letters: string, added: string): Promise<void> {
  await page.keyboard.press('a');
  await expect(page.getByRole('dialog', { name: /^(After|Between) / })).toBeVisible();
  await choose(page, letters);
  await expect(cardOf(page, added)).toBeFocused();
}
/** Connects a port of the card that the keys stand on by the list of its calls. */
async function connect(page: Page, port: string, letters: string): Promise<void> {
  await page.keyboard.press('w');
  await choose(page, port);
  await expect(page.getByRole('dialog', { name: new RegExp(`^What .*${port} calls$`) })).toBeVisible();
  await choose(page, letters);
}
/** Tab until the field, list or button of this name has the focus. */
async function tabTo(page: Page, name: string | RegExp, most = 40): Promise<void> {
  const wanted = (['textbox', 'combobox', 'button'] as const)
    .map((role) => page.getByRole(role, typeof name === 'string' ? { name, exact: true } : { name }))
    .reduce((all, one) => all.or(one));
  for (let steps = 0; steps < most; steps++) {
    if ((await page.locator(':focus').and(wanted).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${most} tabs did not lead to ${name}`);
}

test('the three-tier support assistant from an empty sheet by keys alone', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await expect(page.getByRole('heading', { name: 'Examples' })).toBeVisible();
  await command(page, 'new policy');
  const dialog = page.getByRole('dialog', { name: 'New policy' });
  await expect(dialog.getByLabel('Policy name')).toBeFocused();
  await page.keyboard.type('Support');
  await press(page, 'Tab');
  for (let steps = 0; steps < 12 && !(await dialog.getByRole('radio', { name: 'Empty sheet' }).isChecked()); steps++)
    await press(page, 'ArrowDown');
  await tabTo(page, 'Create');
  await press(page, 'Enter');
  await expect(page.getByText('Nothing is drawn yet.').first()).toBeVisible();

  await command(page, 'add entry');
  await expect(cardOf(page, 'Entry')).toBeFocused();
  await add(page, 'input', 'Input guard');
  await add(page, 'fallback', 'Fallback');
  // The third tier is added in the inspector, and Escape leads back to the card.
  await press(page, 'Enter');
  await tabTo(page, 'Add tier');
  await press(page, 'Enter', 'Escape');
  await expect(cardOf(page, 'Fallback')).toBeFocused();
  await add(page, 'retry', 'Retry');
  await add(page, 'circuit', 'Circuit breaker');
  await add(page, 'model', 'Model');
  await press(page, 'ArrowLeft', 'ArrowLeft', 'ArrowLeft');
  await expect(cardOf(page, 'Fallback')).toBeFocused();
  await add(page, 'retry', 'Retry 2');
  await add(page, 'circuit', 'Circuit breaker 2');
  await add(page, 'model', 'Model 2');
  await press(page, 'ArrowLeft', 'ArrowLeft', 'ArrowLeft');
  await add(page, 'templ', 'Template');
  for (const name of [
    'Entry calls Input guard',
    'Input guard calls Fallback',
    'Fallback, tier 1, calls Retry',
    'Retry calls Circuit breaker',
    'Circuit breaker calls Model',
    'Fallback, tier 2, calls Retry 2',
    'Circuit breaker 2 calls Model 2',
    'Fallback, tier 3, calls Template',
  ])
    await expect(wire(page, name)).toBeAttached();

  // Up from the template are the other tiers; into the second one, down to its model.
  await press(page, 'ArrowUp', 'ArrowUp', 'ArrowRight', 'ArrowRight');
  await expect(cardOf(page, 'Model')).toBeFocused();
  await press(page, 'Enter');
  await tabTo(page, 'Add the first provider');
  await press(page, 'Enter', 'Escape');
  await press(page, 'Escape');
  // Nothing selected: the inspector has the policy, and the provider its models.
  await press(page, 'F6');
  for (let steps = 0; steps < 4 && (await inspectorOf(page).locator(':focus').count()) === 0; steps++) await press(page, 'F6');
  await tabTo(page, /^Provider 1/);
  await press(page, 'Enter');
  await tabTo(page, 'Add model');
  await press(page, 'Enter');
  await tabTo(page, 'Model name');
  await page.keyboard.type('large');
  await press(page, 'Enter');
  for (const name of ['Model', 'Model 2']) {
    await page.keyboard.press('Control+p');
    await expect(page.getByRole('dialog', { name: 'Jump to' })).toBeVisible();
    await page.keyboard.type(name === 'Model' ? 'model' : 'model 2');
    await expect(page.getByRole('dialog', { name: 'Jump to' }).getByRole('option').first()).toContainText(name);
    await press(page, 'Enter');
    await expect(inspectorOf(page).getByLabel('Name', { exact: true })).toHaveValue(name);
    for (let steps = 0; steps < 5 && (await inspectorOf(page).locator(':focus').count()) === 0; steps++) await press(page, 'F6');
    if (name === 'Model 2') {
      await tabTo(page, 'Provider');
      await press(page, 'Enter', 'p', 'Enter');
    }
    await tabTo(page, 'Model');
    await press(page, 'Enter', 'l', 'Enter');
    await expect(inspectorOf(page).getByRole('combobox', { name: 'Model', exact: true })).toContainText('large');
  }
  await expect(problemsOf(page).getByText(/\d errors?/)).toBeHidden();
  await picture(page, 'keyboard-support-assistant');
  expect(faults).toEqual([]);
});

test('the drawing by keys: one stop, along the calls, connect, move, reorder, undo; what happens is said', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await openExample(page);
  const said = page.locator('[role="status"][aria-atomic="true"]');
  await press(page, 'Home');
  await expect(cardOf(page, 'Support assistant')).toBeFocused();
  await press(page, 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
  await expect(cardOf(page, 'Fallback')).toBeFocused();
  await expect(inspectorOf(page).getByLabel('Name', { exact: true }).first()).toHaveValue('Fallback');
  // One stop: Tab leaves the drawing for its tools, and comes back to where one was.
  await press(page, 'Tab');
  await expect(drawingOf(page).getByRole('button', { name: 'Zoom out' })).toBeFocused();
  await press(page, 'Shift+Tab');
  await expect(cardOf(page, 'Fallback')).toBeFocused();

  await press(page, 'ArrowRight', 'Control+ArrowDown');
  await expect(said.filter({ hasText: 'Move Fallback, tier 1 down.' })).toBeAttached();
  await expect(wire(page, 'Fallback, tier 2, calls Retry')).toBeAttached();
  await press(page, 'Control+z');
  await expect(said.filter({ hasText: 'Undone: Move Fallback, tier 1 down.' })).toBeAttached();

  await press(page, 'ArrowLeft');
  await connect(page, 'tier 3', 'breaker, smaller');
  await expect(said.filter({ hasText: 'Connect Fallback, tier 3 to Breaker, smaller.' })).toBeAttached();
  await expect(cardOf(page, 'Fallback')).toBeFocused();
  await press(page, 'Control+z');

  // A target that would close a loop is walked to, and refused with the reason.
  await press(page, 'w');
  await choose(page, 'tier 3');
  await choose(page, 'walking');
  await press(page, 'ArrowLeft', 'Enter');
  await expect(page.getByText(/This would close a loop/).first()).toBeVisible();
  await press(page, 'Escape');
  await expect(cardOf(page, 'Fallback')).toBeFocused();

  await press(page, 'Alt+ArrowRight', 'Alt+ArrowRight', 'Alt+ArrowDown');
  await press(page, 'Control+z');
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled();

  // The next connection is chosen and removed; the card keeps the focus.
  await press(page, 'e');
  await expect(said.filter({ hasText: 'Connection from Router, under 6 000 tokens to Fallback selected.' })).toBeAttached();
  await press(page, 'Delete');
  await expect(said.filter({ hasText: /\d errors?/ })).toBeAttached();
  await expect(cardOf(page, 'Fallback')).toBeFocused();
  expect(faults).toEqual([]);
});

test('the outline is the equal of the drawing: find, rename, remove, reorder, add, the same menu', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await openExample(page);
  const row = (name: RegExp) => paletteOf(page).getByRole('treeitem', { name });
  await press(page, 'F6');
  for (let steps = 0; steps < 6 && (await paletteOf(page).locator(':focus').count()) === 0; steps++) await press(page, 'F6');
  await press(page, 'Shift+Tab', 'ArrowRight');
  await expect(paletteOf(page).getByRole('tab', { name: 'Outline' })).toHaveAttribute('aria-selected', 'true');
  await press(page, 'Tab');
  await page.keyboard.type('mod');
  await expect(row(/^Model, primary/)).toBeFocused();
  await expect(row(/^Model, primary/)).toHaveAttribute('aria-level', '3');
  await expect(inspectorOf(page).getByLabel('Name', { exact: true })).toHaveValue('Model, primary');

  await press(page, 'F2');
  await choose(page, 'Large');
  await expect(row(/^Large\b.* Model/)).toBeFocused();
  await expect(cardOf(page, 'Large')).toBeAttached();

  await press(page, 'Control+ArrowDown');
  await expect(row(/^tier 2 ?: Retry/)).toBeVisible();
  await expect(row(/^Large\b.* Model/)).toBeFocused();

  await press(page, 'Insert');
  await expect(page.getByRole('dialog', { name: /^(After|Between) / })).toBeHidden();
  await press(page, 'ArrowUp', 'Shift+F10');
  await expect(page.getByRole('menu', { name: 'What can be done with this node' })).toBeVisible();
  await choose(page, 'Add after');
  await expect(page.getByRole('dialog', { name: /^Between / })).toBeVisible();
  await choose(page, 'timeout');
  await expect(row(/^Timeout/)).toBeFocused();
  await press(page, 'Delete');
  await expect(row(/^Timeout/)).toBeHidden();
  await expect(paletteOf(page).getByRole('treeitem').and(page.locator(':focus'))).toHaveCount(1);

  // A level is folded and opened; what is called twice is told where it stands.
  await press(page, 'Home');
  await page.keyboard.type('fal');
  await press(page, 'ArrowLeft');
  await expect(row(/^under 6.*Fallback/)).toHaveAttribute('aria-expanded', 'false');
  await press(page, 'ArrowRight', 'End');
  // What stood between was removed, so its call is loose now, and said to be.
  await expect(row(/^Not reached by any request: ?Large/)).toBeFocused();
  await press(page, 'ArrowUp');
  await expect(row(/stands above/)).toBeFocused();
  await picture(page, 'outline');
  expect(faults).toEqual([]);
});
