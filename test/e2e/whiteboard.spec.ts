import type { Locator, Page } from '@playwright/test';
import { expect, test, watchForFaults } from './app.ts';
import { cardOf, drag, drawingOf, emptySheet, inspectorOf, openExample, paletteOf, picture, problemsOf } from './person.ts';

const wire = (page: Page, name: string) => drawingOf(page).getByRole('group', { name, exact: true });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' });

/** A point of the drawing in page pixels, from its upper left corner. */
async function at(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await drawingOf(page).boundingBox();
  if (box === null) throw new Error('the drawing is not on the screen');
  return { x: box.x + x, y: box.y + y };
}

/** Counts what a person does: a click, a drag and a word typed are one action each. */
function countingHand(page: Page) {
  let actions = 0;
  return {
    count: () => actions,
    click: async (place: Locator): Promise<void> => {
      actions++;
      await place.click();
    },
    clickAt: async ({ x, y }: { readonly x: number; readonly y: number }): Promise<void> => {
      actions++;
      await page.mouse.click(x, y);
    },
    drag: async (from: Locator, to: Locator | { readonly x: number; readonly y: number }): Promise<void> => {
      actions++;
      await drag(page, from, to);
    },
    type: async (words: string): Promise<void> => {
      actions++;
      await page.keyboard.type(words);
    },
    write: async (field: Locator, words: string): Promise<void> => {
      actions++;
      await field.fill(words);
      await field.blur();
    },
    press: async (key: string): Promise<void> => {
      actions++;
      await page.keyboard.press(key);
    },
  };
}

test('the three-tier support assistant from an empty sheet by pointer in under 40 actions', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.setViewportSize({ width: 1600, height: 1000 });
  await page.goto(app.url);
  await emptySheet(page, 'Support assistant');
  const hand = countingHand(page);
  const add = (kind: string) => paletteOf(page).getByRole('button', { name: `Add ${kind}`, exact: true });
  const inspector = inspectorOf(page);

  // A click in the palette adds after what is selected.
  await paletteOf(page)
    .getByRole('button', { name: 'Add entry' })
    .dragTo(drawingOf(page), { targetPosition: { x: 160, y: 60 } });
  await hand.click(add('input guard'));
  await hand.click(add('fallback'));
  await hand.click(inspector.getByRole('button', { name: 'Add tier' }));
  await expect(wire(page, 'Input guard calls Fallback')).toBeAttached();
  for (const [tier, y] of [
    ['tier 1', 60],
    ['tier 2', 400],
  ] as const) {
    // A wire let go over the empty sheet asks what shall come there.
    await hand.drag(cardOf(page, 'Fallback').getByTitle(tier), await at(page, 520, y));
    await expect(page.getByRole('dialog', { name: `After Fallback, ${tier}` })).toBeVisible();
    await hand.type('retry');
    await hand.press('Enter');
    await hand.click(add('circuit breaker'));
    await hand.click(add('model'));
  }
  await hand.drag(cardOf(page, 'Fallback').getByTitle('tier 3'), await at(page, 520, 720));
  await hand.type('templ');
  await hand.press('Enter');
  await expect(wire(page, 'Fallback, tier 3, calls Template')).toBeAttached();

  await hand.click(cardOf(page, 'Model'));
  await hand.click(inspector.getByRole('button', { name: 'Add the first provider' }));
  await hand.click(cardOf(page, 'Model 2'));
  await hand.click(inspector.getByLabel('Provider', { exact: true }));
  await hand.click(page.getByRole('option', { name: 'Provider 1' }));
  await hand.clickAt(await at(page, 60, 700));
  await hand.click(inspector.getByRole('button', { name: /^Provider 1/ }));
  await hand.click(inspector.getByRole('button', { name: 'Add model' }));
  await hand.write(inspector.getByLabel('Model name', { exact: true }), 'large');
  for (const name of ['Model', 'Model 2']) {
    await hand.click(cardOf(page, name));
    await hand.click(inspector.getByLabel('Model', { exact: true }));
    await hand.click(page.getByRole('option', { name: /^large/ }));
  }
  await expect(problemsOf(page).getByText(/\d errors?/)).toBeHidden();
  await picture(page, 'whiteboard-support-assistant');
  for (const name of [
    'Retry calls Circuit breaker',
    'Circuit breaker calls Model',
    'Retry 2 calls Circuit breaker 2',
    'Circuit breaker 2 calls Model 2',
  ])
    await expect(wire(page, name)).toBeAttached();
  // The entry was dragged in before the counting hand took over.
  expect(hand.count() + 1).toBeLessThan(40);
  expect(faults).toEqual([]);
});

test('wrap, remove and close the gap, group and fold, each one step back', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await openExample(page);
  await cardOf(page, 'Breaker, smaller').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Wrap with' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('menuitem', { name: 'Wrap with retry' }).focus();
  await page.keyboard.press('Enter');
  await expect(wire(page, 'Fallback, tier 2, calls Retry 2')).toBeAttached();
  await expect(wire(page, 'Retry 2 calls Breaker, smaller')).toBeAttached();
  await page.keyboard.press('Shift+Delete');
  await expect(wire(page, 'Fallback, tier 2, calls Breaker, smaller')).toBeAttached();
  await undo(page).click();
  await undo(page).click();
  await expect(undo(page)).toBeDisabled();

  await cardOf(page, 'Breaker, smaller').click();
  await cardOf(page, 'Model, smaller').click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+g');
  await expect(drawingOf(page).getByLabel('Name of the group')).toBeFocused();
  await page.keyboard.type('Second tier');
  await page.keyboard.press('Enter');
  await expect(drawingOf(page).getByRole('region', { name: 'Group Second tier, 2 nodes' })).toBeVisible();
  await page.getByRole('button', { name: 'Fold Second tier' }).click();
  await expect(cardOf(page, 'Group Second tier, 2 nodes, folded')).toBeVisible();
  await expect(cardOf(page, 'Model, smaller')).toBeHidden();
  await expect(wire(page, 'Fallback, tier 2, calls Second tier')).toBeAttached();
  await picture(page, 'whiteboard-folded-group');
  // The folded card is chosen and moved whole.
  await drag(page, cardOf(page, 'Group Second tier, 2 nodes, folded'), await at(page, 560, 560));
  await page.getByRole('button', { name: 'Unfold Second tier' }).click();
  await expect(cardOf(page, 'Model, smaller')).toBeVisible();
  for (let steps = 0; steps < 4; steps++) await undo(page).click();
  // Grouping, and naming the group.
  await undo(page).click();
  await expect(undo(page)).toBeDisabled();
  expect(faults).toEqual([]);
});

test('add after by keys, comment on a node, and copy into another file', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await openExample(page);
  await cardOf(page, 'Breaker, primary').click();
  await page.keyboard.press('a');
  await expect(page.getByRole('dialog', { name: 'Between Breaker, primary and Model, primary' })).toBeVisible();
  await page.keyboard.type('timeout');
  await page.keyboard.press('Enter');
  await expect(wire(page, 'Timeout calls Model, primary')).toBeAttached();
  await page.keyboard.press('c');
  await page.getByLabel('Text of the comment').fill('Shorter than the promise.');
  await cardOf(page, 'Model, primary').click();
  await expect(drawingOf(page).getByRole('note', { name: 'Comment on Timeout: Shorter than the promise.' })).toBeVisible();

  await cardOf(page, 'Timeout').click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+c');
  await page
    .getByRole('button', { name: /Back to the welcome screen|Gracefall/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await emptySheet(page, 'Another');
  await drawingOf(page).hover();
  await page.keyboard.press('Control+v');
  await expect(wire(page, 'Timeout calls Model, primary')).toBeAttached();
  await expect(drawingOf(page).getByRole('note', { name: 'Comment on Timeout: Shorter than the promise.' })).toBeVisible();
  // The provider came along, so nothing is missing but an entry.
  await cardOf(page, 'Model, primary').click();
  await expect(inspectorOf(page).getByLabel('Provider', { exact: true })).toContainText('OpenAI');
  await undo(page).click();
  await expect(cardOf(page, 'Timeout')).toBeHidden();
  await expect(undo(page)).toBeDisabled();
  expect(faults).toEqual([]);
});
