import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test, watchForFaults } from './app.ts';
import { cardOf, inspectorOf, openExample, paletteOf, picture, problemsOf, saveUnder } from './person.ts';

const editorOf = (page: Page): Locator => page.getByRole('textbox', { name: 'Text of the policy' });
const viewOf = (page: Page): Locator => page.getByRole('region', { name: 'Text of the document' });
const undo = (page: Page): Locator => page.getByRole('button', { name: 'Undo' });
const follows = (page: Page): Locator => viewOf(page).getByText('The drawing follows this text.');

async function showText(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Text', exact: true }).click();
  await expect(editorOf(page)).toBeFocused();
}

/** As a person does: find, and stand at the end of what was found. */
async function goTo(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+f');
  const find = page.getByRole('textbox', { name: 'Find', exact: true });
  await expect(find).toBeFocused();
  await find.fill(words);
  await expect(page.getByText(/^1 of/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(editorOf(page)).toBeFocused();
  await page.keyboard.press('ArrowRight');
}

test('a number typed in the text is drawn, shown in the inspector, and taken back in one step', async ({ page, app }) => {
  const faults = watchForFaults(page);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(app.url);
  await openExample(page);
  // The editor is large: nothing of it is fetched before its view is opened.
  expect(requests.filter((url) => /document-text|json|editor/.test(new URL(url).pathname))).toEqual([]);
  await showText(page);
  expect(requests.some((url) => /document-text/.test(url))).toBe(true);

  await goTo(page, '"failureCount": ');
  await page.keyboard.press('Delete');
  await page.keyboard.type('12');
  const field = inspectorOf(page).getByRole('textbox', { name: 'Opens after' });
  await expect(field).toHaveValue('12');
  await expect(undo(page)).toBeEnabled();
  await picture(page, 'text-follows');

  await page.keyboard.press('Control+z');
  await expect(field).toHaveValue('5');
  await expect(undo(page)).toBeDisabled();
  await page.keyboard.press('Control+Shift+z');
  await expect(field).toHaveValue('12');

  // And the other way round: a change in the inspector is written where it belongs, and undone from there.
  await field.fill('7');
  await field.press('Enter');
  await expect(viewOf(page).getByText('"failureCount": 7,')).toBeVisible();

  await page.getByRole('button', { name: 'Drawing', exact: true }).click();
  await expect(cardOf(page, 'Breaker, primary')).toContainText('opens after 7');
  expect(faults).toEqual([]);
});

test('a text that cannot be read keeps the last valid graph, says where, and is not left without a word', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  await showText(page);
  await goTo(page, '"failureCount": ');
  await page.keyboard.type('x');
  const status = viewOf(page).getByRole('alert');
  await expect(status).toContainText(/Line \d+: "x" stands where a value was expected\. The drawing keeps the last valid text\./);
  await picture(page, 'text-broken');
  await expect(inspectorOf(page).getByRole('textbox', { name: 'Opens after' })).toHaveValue('5');

  const question = page.getByRole('dialog', { name: 'The text cannot be read as a policy' });
  await page.getByRole('button', { name: 'Drawing', exact: true }).click();
  await question.getByRole('button', { name: 'Go back to the text' }).click();
  await expect(editorOf(page)).toBeFocused();
  await expect(status).toBeVisible();

  // While it cannot be read, undo takes back typing and not a step of the document.
  await page.keyboard.press('Control+z');
  await expect(follows(page)).toBeVisible();
  await expect(undo(page)).toBeDisabled();

  // A change made elsewhere meanwhile is written around what is being typed.
  await page.keyboard.type('y');
  await expect(status).toBeVisible();
  const within = inspectorOf(page).getByRole('textbox', { name: 'Within' });
  await within.fill('44');
  await within.press('Enter');
  await expect(viewOf(page).getByText('"windowMs": 44000,')).toBeVisible();
  await expect(status).toBeVisible();
  await status.getByRole('button', { name: 'Back to the last valid text' }).click();
  await expect(follows(page)).toBeVisible();
  await expect(within).toHaveValue('44');

  await editorOf(page).focus();
  await page.keyboard.type('z');
  await expect(status).toBeVisible();
  await page.keyboard.press('Control+s');
  await question.getByRole('button', { name: 'Discard what was typed' }).click();
  await expect(page.getByRole('dialog', { name: 'Save the policy' })).toBeVisible();
});

test('findings stand at their lines, and a problem leads to its line', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  await showText(page);
  await goTo(page, '"to": "basic-answer"');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('s');
  const problem = problemsOf(page)
    .getByRole('button', { name: /basic-answers/ })
    .first();
  await expect(problem).toBeVisible();
  await page.keyboard.press('Control+Home');
  await problem.click();
  await expect(editorOf(page)).toBeFocused();
  // The next finding from the top of the text, told where it stands.
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('F8');
  await expect(
    viewOf(page)
      .getByText(/basic-answers/)
      .first(),
  ).toBeVisible();
  await picture(page, 'text-finding');
});

test('completion offers kinds of node and names of nodes', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  await showText(page);
  await goTo(page, '"kind": "breaker"');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Control+Space');
  await expect(page.getByRole('option', { name: /"cache"/ })).toBeVisible();
  await picture(page, 'text-completion');
  await page.keyboard.press('Escape');
  await goTo(page, '"to": "');
  await page.keyboard.press('Control+Space');
  await expect(page.getByRole('option', { name: /"tiers"/ })).toBeVisible();
});

test('the keyboard alone opens the text, saves it and leaves it again', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  await page.keyboard.press('Control+e');
  await expect(editorOf(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(editorOf(page)).not.toBeFocused();
  await editorOf(page).focus();

  await goTo(page, '"name": "Support assistant');
  await page.keyboard.type(' Two, For Tests');
  await saveUnder(page, 'typed.policy.json');
  await expect(page.getByText('Saved typed.policy.json.')).toBeVisible();
  expect(await readFile(join(app.workspace, 'typed.policy.json'), 'utf8')).toContain('"name": "Support assistant Two, For Tests"');

  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('show the drawing');
  await page.keyboard.press('Enter');
  await expect(cardOf(page, 'Fallback')).toBeVisible();
  await expect(paletteOf(page)).toBeVisible();
});
