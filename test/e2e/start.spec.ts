import { expect, test, watchForFaults } from './app.ts';
import { findsNothing } from './axe.ts';
import { cardOf, chooseScenario, drawingOf, emptySheet, inspectorOf, openExample, paletteOf, picture, problemsOf } from './person.ts';

test.describe('on the first visit', () => {
  test.use({ isFirstVisit: true });

  test('the tour is left, a template chosen, a recipe put in and the whole simulated', async ({ page, app }) => {
    const faults = watchForFaults(page);
    await page.goto(app.url);
    await openExample(page);
    const tour = page.getByRole('dialog', { name: /^Tour, step/ });
    await expect(tour).toHaveAccessibleName('Tour, step 1 of 4: The drawing');
    await expect(tour.getByRole('button', { name: 'Next' })).toBeFocused();
    await findsNothing(page, 'the tour');
    // It blocks nothing: a card can be selected beside it.
    await cardOf(page, 'Budget').click();
    await expect(inspectorOf(page).getByLabel('Name', { exact: true })).toHaveValue('Budget');
    await page.keyboard.press('Escape');
    await expect(tour).toBeHidden();

    // Left once, it does not come back by itself.
    await page.goto(app.url);
    await page.getByRole('button', { name: 'New from template Chat assistant' }).click();
    const dialog = page.getByRole('dialog', { name: 'New policy' });
    await expect(dialog.getByRole('radio', { name: 'Chat assistant' })).toBeChecked();
    await expect(dialog.getByLabel('Policy name')).toHaveValue('Chat assistant');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await expect(cardOf(page, 'Three tiers')).toBeVisible();
    await expect(tour).toBeHidden();
    await expect(problemsOf(page).getByText('none')).toBeVisible();

    // The values of a template say why they stand there, until they are changed.
    await cardOf(page, 'Breaker, smaller model').click();
    const reasons = inspectorOf(page).getByRole('group').filter({ hasText: 'Why these values' });
    await reasons.getByText('Why these values').click();
    await expect(reasons.getByText('A share and not a count')).toBeVisible();

    // In place of the smaller model: two of them that race.
    await cardOf(page, 'Smaller model').click();
    await page.keyboard.press('Delete');
    await cardOf(page, 'Breaker, smaller model').click();
    const find = paletteOf(page).getByRole('textbox', { name: 'Find a node or recipe' });
    await find.fill('hedged model');
    await find.press('Enter');
    await expect(cardOf(page, 'First model')).toBeVisible();
    await expect(drawingOf(page).getByRole('group', { name: /^Breaker, smaller model calls Hedge/ })).toBeAttached();
    await picture(page, 'template-with-recipe');

    await page.getByRole('button', { name: 'Simulate' }).click();
    await expect(page.getByRole('heading', { name: 'What would have happened?' })).toBeVisible();
    await expect(
      page
        .getByRole('main')
        .getByText(/requests/)
        .first(),
    ).toBeVisible();
    await expect(page.getByText('Nothing was rehearsed yet')).toBeHidden();
    await page.keyboard.press('Alt+1');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(cardOf(page, 'First model')).toBeHidden();
    expect(faults).toEqual([]);
  });

  test('the tour by keys alone, to its end, and again', async ({ page, app }) => {
    await page.goto(app.url);
    await page.getByRole('button', { name: /^Take the one-minute tour/ }).press('Enter');
    const step = (title: string) => page.getByRole('dialog', { name: title });
    await expect(step('Tour, step 1 of 4: The drawing').getByRole('button', { name: 'Next' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(step('Tour, step 2 of 4: Simulate').getByRole('button', { name: 'Simulate' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(step('Tour, step 3 of 4: What happened').getByRole('button', { name: 'Next' })).toBeFocused();
    await picture(page, 'tour-what-happened');
    // Somewhere else, it shows the way back.
    await page.keyboard.press('Alt+1');
    await page.getByRole('button', { name: 'Go to Rehearse' }).press('Enter');
    await expect(step('Tour, step 3 of 4: What happened').getByRole('button', { name: 'Next' })).toBeFocused();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'End the tour' }).press('Enter');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Design' })).toBeFocused();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('take the tour');
    await page.keyboard.press('Enter');
    await expect(step('Tour, step 1 of 4: The drawing')).toBeVisible();
  });
});

test('an empty sheet teaches: a template is one step, and every room says what is missing and leads to it', async ({ page, app }) => {
  await page.goto(app.url);
  await emptySheet(page, 'Answers');
  const rooms = page.getByRole('navigation', { name: 'Rooms' });
  await rooms.getByRole('button', { name: 'Rehearse' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'there is nothing that requests could be sent through' })).toBeVisible();
  await page.getByRole('button', { name: 'Draw it in Design' }).click();

  await page.getByRole('button', { name: 'Draw the template Extraction pipeline' }).click();
  await expect(cardOf(page, 'Documents')).toBeFocused();
  await expect(page.getByLabel('Policy name')).toHaveValue('Answers');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Draw from an entry' })).toBeVisible();
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(problemsOf(page).getByText('none')).toBeVisible();

  await rooms.getByRole('button', { name: 'Rehearse' }).click();
  await chooseScenario(page, /Provider outage/);
  await expect(page.getByText(/Chosen in the bar above: the traffic .* and the scenario “Provider outage”/)).toBeVisible();
});
