import type { Page } from '@playwright/test';
import { expect, test, watchForFaults } from './app.ts';
import { cardOf, choose, drag, drawingOf, emptySheet, inspectorOf, openExample, paletteOf, picture, problemsOf } from './person.ts';

const undo = (page: Page) => page.getByRole('button', { name: 'Undo' });
const redo = (page: Page) => page.getByRole('button', { name: 'Redo' });
const callOf = (page: Page, label: string) => inspectorOf(page).getByRole('region', { name: 'Calls' }).getByLabel(label, { exact: true });
const wire = (page: Page, name: string) => drawingOf(page).getByRole('group', { name, exact: true });

async function drop(page: Page, kind: string, x: number, y: number): Promise<void> {
  await paletteOf(page)
    .getByRole('button', { name: `Add ${kind}`, exact: true })
    .dragTo(drawingOf(page), { targetPosition: { x, y } });
}

test('draw a policy from an empty sheet with the mouse, and take every step back', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await emptySheet(page, 'From nothing');

  await drop(page, 'entry', 150, 60);
  await drop(page, 'fallback', 150, 240);
  await drop(page, 'circuit breaker', 440, 110);
  await drop(page, 'model', 440, 240);
  await drop(page, 'template', 440, 370);
  for (const name of ['Entry', 'Fallback', 'Circuit breaker', 'Model', 'Template']) await expect(cardOf(page, name)).toBeVisible();

  // A click adds below what is selected and connects it; the second model is called by the breaker at once.
  await cardOf(page, 'Circuit breaker').click();
  await paletteOf(page).getByRole('button', { name: 'Add model', exact: true }).click();
  await expect(cardOf(page, 'Model 2')).toBeVisible();
  await expect(wire(page, 'Circuit breaker calls Model 2')).toBeAttached();

  await picture(page, 'drawing-before-wires');
  await drag(page, cardOf(page, 'Entry').getByTitle('calls next'), cardOf(page, 'Fallback'));
  await expect(wire(page, 'Entry calls Fallback')).toBeAttached();
  await drag(page, cardOf(page, 'Fallback').getByTitle('tier 1'), cardOf(page, 'Circuit breaker'));
  await expect(wire(page, 'Fallback, tier 1, calls Circuit breaker')).toBeAttached();
  await cardOf(page, 'Fallback').click();
  await expect(callOf(page, 'tier 1')).toContainText('Circuit breaker');
  await choose(page, callOf(page, 'tier 2'), 'Model');
  await expect(wire(page, 'Fallback, tier 2, calls Model')).toBeAttached();
  await picture(page, 'drawing-from-nothing');

  // What may not be drawn says why, where the wire was let go.
  await drag(page, cardOf(page, 'Circuit breaker').getByTitle('calls next'), cardOf(page, 'Fallback'));
  await expect(page.getByText(/This would close a loop: .*Circuit breaker/)).toBeVisible();
  await picture(page, 'drawing-refused-loop');
  await drag(page, cardOf(page, 'Circuit breaker').getByTitle('calls next'), cardOf(page, 'Entry'));
  await expect(page.getByText(/Entry is where requests come in, so nothing can call it/)).toBeVisible();
  await expect(wire(page, 'Circuit breaker calls Model 2')).toBeAttached();

  const before = await cardOf(page, 'Template').boundingBox();
  if (before === null) throw new Error('the template is not on the screen');
  await drag(page, cardOf(page, 'Template'), { x: before.x + before.width / 2 + 60, y: before.y + before.height / 2 + 40 });
  await expect.poll(async () => Math.round((await cardOf(page, 'Template').boundingBox())?.y ?? 0)).toBeGreaterThan(before.y + 20);
  await undo(page).click();
  await expect.poll(async () => (await cardOf(page, 'Template').boundingBox())?.y).toBeCloseTo(before.y, 0);

  await cardOf(page, 'Template').click();
  await page.keyboard.press('Delete');
  await expect(cardOf(page, 'Template')).toBeHidden();
  await undo(page).click();
  await expect(cardOf(page, 'Template')).toBeVisible();

  let steps = 0;
  for (; await undo(page).isEnabled(); steps++) await undo(page).click();
  await expect(page.getByRole('button', { name: 'Draw from an entry' })).toBeVisible();
  expect(steps).toBeLessThanOrEqual(10);
  for (; await redo(page).isEnabled(); ) await redo(page).click();
  await expect(cardOf(page, 'Template')).toBeHidden();
  await expect(wire(page, 'Fallback, tier 2, calls Model')).toBeAttached();
  expect(faults).toEqual([]);
});

test('tidy layout is one step back', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  const places = async () =>
    JSON.stringify(
      await Promise.all(['Breaker, primary', 'Fallback', 'Template'].map(async (name) => (await cardOf(page, name).boundingBox())?.x)),
    );
  const card = cardOf(page, 'Template');
  const box = await card.boundingBox();
  if (box === null) throw new Error('the template is not on the screen');
  await drag(page, card, { x: box.x + box.width / 2 - 90, y: box.y + box.height / 2 - 30 });
  await expect(undo(page)).toBeEnabled();
  const moved = await places();
  await page.getByRole('button', { name: 'Tidy layout' }).click();
  await expect.poll(places).not.toBe(moved);
  await undo(page).click();
  await undo(page).click();
  await expect(undo(page)).toBeDisabled();
});

test('draw, delete, undo and find commands without a mouse', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await emptySheet(page, 'By keys');
  const search = page.getByLabel('Find a node or recipe');
  await search.focus();
  await page.keyboard.type('entry');
  await page.keyboard.press('Enter');
  await expect(cardOf(page, 'Entry')).toBeVisible();
  const fallback = paletteOf(page).getByRole('button', { name: 'Add fallback', exact: true });
  await fallback.focus();
  await page.keyboard.press('Enter');
  await expect(wire(page, 'Entry calls Fallback')).toBeAttached();

  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('add template');
  await page.keyboard.press('Enter');
  await expect(cardOf(page, 'Template')).toBeVisible();
  await expect(wire(page, 'Fallback, tier 1, calls Template')).toBeAttached();

  // Tab comes to the drawing; arrows walk in it, with Alt they move, Delete removes.
  const entry = cardOf(page, 'Entry');
  for (let presses = 0; presses < 80 && (await drawingOf(page).getByRole('group').and(page.locator(':focus')).count()) === 0; presses++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Home');
  await expect(entry).toBeFocused();
  await expect(inspectorOf(page).getByLabel('Name', { exact: true })).toHaveValue('Entry');
  const before = await entry.boundingBox();
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(async () => (await entry.boundingBox())?.x).toBeGreaterThan(before?.x ?? 0);
  await page.keyboard.press('Delete');
  await expect(entry).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(entry).toBeVisible();
  await expect(wire(page, 'Entry calls Fallback')).toBeAttached();
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await entry.boundingBox())?.x).toBeCloseTo(before?.x ?? 0, 0);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(async () => (await entry.boundingBox())?.x).toBeGreaterThan(before?.x ?? 0);
  expect(faults).toEqual([]);
});

test('a problem leads to the node and the field it speaks of, and repairs itself where it can', async ({ page, app }) => {
  await page.goto(app.url);
  await emptySheet(page, 'With problems');
  await drop(page, 'circuit breaker', 200, 120);
  await drop(page, 'model', 500, 120);
  const problems = problemsOf(page);
  await expect(problems.getByText(/"next" of Circuit breaker is not connected/)).toBeVisible();
  await expect(problems.getByText(/Model has no provider/)).toBeVisible();
  await drawingOf(page).click({ position: { x: 320, y: 320 } });

  await problems.getByRole('button', { name: /Model has no provider/ }).click();
  await expect(inspectorOf(page).getByLabel('Name', { exact: true })).toHaveValue('Model');
  // A first provider is offered on the spot: without one there is nothing to choose.
  const addProvider = inspectorOf(page).getByRole('button', { name: 'Add the first provider' });
  await expect(addProvider).toBeFocused();
  await addProvider.click();
  await expect(inspectorOf(page).getByLabel('Provider', { exact: true })).toContainText('Provider 1');
  await expect(problems.getByText(/Model has no provider/)).toBeHidden();
  await undo(page).click();
  await expect(addProvider).toBeVisible();

  await problems.getByRole('button', { name: /"next" of Circuit breaker is not connected/ }).click();
  await expect(inspectorOf(page).getByLabel('Name', { exact: true })).toHaveValue('Circuit breaker');
  await expect(callOf(page, 'next')).toBeFocused();
  await choose(page, callOf(page, 'next'), 'Model');
  await expect(problems.getByText(/"next" of Circuit breaker is not connected/)).toBeHidden();
  await picture(page, 'problems');

  await drop(page, 'entry', 200, 240);
  await drop(page, 'template', 500, 320);
  await problems.getByRole('button', { name: 'Remove Template', exact: true }).click();
  await expect(cardOf(page, 'Template')).toBeHidden();
  await undo(page).click();
  await expect(cardOf(page, 'Template')).toBeVisible();
});
