import type { Page } from '@playwright/test';
import { expect, test, watchForFaults } from './app.ts';
import { cardOf, choose, chooseScenario, drawingOf, inspectorOf, openExample, paletteOf, picture } from './person.ts';

/** Between two cards that stand one above the other, from the corner of the drawing. */
async function middleOfWire(page: Page, upper: string, lower: string): Promise<{ x: number; y: number }> {
  const [drawing, above, below] = await Promise.all(
    [drawingOf(page), cardOf(page, upper), cardOf(page, lower)].map((place) => place.boundingBox()),
  );
  if (!drawing || !above || !below) throw new Error(`${upper} and ${lower} are not on the screen`);
  return { x: above.x + above.width / 2 - drawing.x, y: (above.y + above.height + below.y) / 2 - drawing.y };
}

test('a known breaker, a cache on a wire, and the answers that are wrong though nothing fails', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await openExample(page);
  const inspector = inspectorOf(page);

  await cardOf(page, 'Breaker, primary').click();
  await expect(inspector.getByLabel('Behaves like', { exact: true })).toHaveText('Reference');
  await choose(page, inspector.getByLabel('Behaves like', { exact: true }), /^resilience4j/);
  await expect(inspector.getByLabel('Behaves like', { exact: true })).toContainText('resilience4j');
  await expect(inspector.getByLabel('Opens on', { exact: true })).toHaveText('A share of failures');

  const wire = (name: string) => drawingOf(page).getByRole('group', { name, exact: true });
  const drawing = await drawingOf(page).boundingBox();
  const place = await middleOfWire(page, 'Budget', 'Router');
  // Nearer to the lower card: under the upper one a press would draw a wire from its port.
  await page.mouse.click((drawing?.x ?? 0) + place.x, (drawing?.y ?? 0) + place.y + 5);
  await expect(inspector.getByRole('heading', { name: 'Connection' })).toBeVisible();
  await paletteOf(page).getByRole('button', { name: 'Add cache', exact: true }).click();
  await expect(wire('Budget calls Cache')).toBeAttached();
  await expect(wire('Cache calls Router')).toBeAttached();
  await expect(inspector.getByLabel('Name', { exact: true })).toHaveValue('Cache');
  await picture(page, 'cache-on-a-wire');
  // One step of the history, whatever it moved and connected.
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(wire('Budget calls Router')).toBeAttached();
  await expect(cardOf(page, 'Cache')).toBeHidden();
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(wire('Cache calls Router')).toBeAttached();

  // The same with a drag from the palette; taken back, for the cache is enough.
  await paletteOf(page)
    .getByRole('button', { name: 'Add deadline', exact: true })
    .dragTo(drawingOf(page), { targetPosition: await middleOfWire(page, 'Support assistant', 'Input guard') });
  await expect(wire('Support assistant calls Deadline')).toBeAttached();
  await expect(wire('Deadline calls Input guard')).toBeAttached();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(wire('Support assistant calls Input guard')).toBeAttached();

  await chooseScenario(page, /^Drift without errors/);
  await page.getByRole('button', { name: 'Simulate' }).click();
  await expect(page.getByRole('main').getByText(/None of [\d\s]+ requests failed, yet [\d.]+\s%\sof the answers are wrong/)).toBeVisible({
    timeout: 60_000,
  });
  await picture(page, 'flawed-answers');

  await page.getByRole('button', { name: /^Answered, but flawed/ }).click();
  await expect(page.getByRole('tab', { name: 'Quality' })).toHaveAttribute('aria-selected', 'true');
  const flaws = page.getByRole('region', { name: 'Answered, but flawed' });
  await expect(flaws.getByRole('row', { name: /^wrong/ })).toContainText('The answer does not solve the task.');
  await expect(flaws.getByRole('row', { name: /^wrong/ })).toContainText('%');
  await expect(flaws).toContainText('assumed');
  const layers = page.getByRole('region', { name: 'Layers of defence' });
  const guard = layers.getByRole('row', { name: /Input guard/ });
  const headers = await layers.getByRole('columnheader').allTextContents();
  // The row's header cell, its name, is not counted among the cells.
  const figure = async (column: string) =>
    Number.parseInt(
      (await guard
        .getByRole('cell')
        .nth(headers.indexOf(column) - 1)
        .textContent()) ?? '',
      10,
    );
  const [reached, caught, leaked] = [await figure('Reached'), await figure('Caught'), await figure('Leaked')];
  expect(reached).toBeGreaterThan(0);
  expect(caught + leaked).toBe(reached);
  await picture(page, 'quality');

  await guard.getByRole('button', { name: 'Input guard' }).click();
  await expect(inspector.getByLabel('Name', { exact: true })).toHaveValue('Input guard');
  await expect(inspector.getByRole('region', { name: 'In the last run' })).toContainText(/caught \d/);
  expect(faults).toEqual([]);
});
