import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { cardOf, choose, emptySheet, inspectorOf, openExample, openPolicy, picture, saveUnder } from './person.ts';

const goTo = (page: Page, room: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: room }).click();
const boardOf = (page: Page): Locator => page.getByRole('grid', { name: /^Tier board of/ });
const cellOf = (page: Page, tier: string): Locator => boardOf(page).getByRole('gridcell', { name: `Support assistant, ${tier}:` });
const SECOND = 'tier 2, core function';
const FIRST = 'tier 1, full function';

test('a product manager rewrites a promise, signs it, sees how often it was reached, and what became of the signature', async ({
  page,
  app,
}) => {
  await page.goto(app.url);
  await openExample(page);
  await goTo(page, 'Tiers');
  await expect(page.getByRole('heading', { name: 'What do users get when tier 1 is away?' })).toBeVisible();
  const second = cellOf(page, SECOND);

  await second.getByRole('button', { name: /^What users of Support assistant get at tier 2/ }).click();
  const field = second.getByRole('textbox', { name: /^What users of Support assistant get at tier 2/ });
  await field.fill('Answers in two sentences and offers to open a case.');
  await page.keyboard.press('Enter');
  await expect(second).toContainText('Answers in two sentences and offers to open a case.');
  await expect(second).toBeFocused();

  await expect(page.getByText('0 of 3 signed')).toBeVisible();
  await second.getByRole('button', { name: /^Sign off/ }).click();
  const form = page.getByRole('dialog', { name: `Sign off Support assistant, ${SECOND}` });
  await expect(form).toContainText('claude-haiku-4-5 at Anthropic');
  await form.getByLabel('Name or role').fill('Support lead');
  await form.getByRole('button', { name: /^Sign,/ }).click();
  await expect(second.getByRole('button', { name: /Signature.*Support lead/ })).toBeVisible();
  await expect(page.getByText('1 of 3 signed')).toBeVisible();

  await page.getByRole('button', { name: 'Simulate' }).first().click();
  await expect(second).toContainText(/[1-9][\d.]* ?\s?% of last run/);
  await expect(page.getByRole('region', { name: 'When each tier answered in the last run' })).toBeVisible();
  await picture(page, 'tiers-signed');
  await second.getByRole('button', { name: /where the figures of Model, smaller come from/ }).click();
  await expect(page.getByRole('dialog', { name: 'Figures of Model, smaller' })).toContainText('in “Provider outage”');
  await page.keyboard.press('Escape');

  // An engineer gives the tier another provider's model; who signed did not sign that.
  await second.getByRole('button', { name: 'claude-haiku-4-5 at Anthropic' }).click();
  await choose(page, inspectorOf(page).getByRole('combobox', { name: 'Provider', exact: true }), 'OpenAI');
  await goTo(page, 'Tiers');
  await expect(page.getByText('0 of 3 signed, 1 out of date')).toBeVisible();
  await expect(second).toContainText(/before the change/);
  await second.getByRole('button', { name: /Signed for something else/ }).click();
  const details = page.getByRole('dialog', { name: `Signature of Support assistant, ${SECOND}` });
  await expect(details).toContainText('claude-haiku-4-5 at Anthropic');
  await picture(page, 'tiers-out-of-date');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('1 of 3 signed')).toBeVisible();

  await saveUnder(page, 'signed.policy.json');
  await expect
    .poll(async () => JSON.parse(await readFile(join(app.workspace, 'signed.policy.json'), 'utf8').catch(() => '{}')).policy?.promises[1])
    .toMatchObject({ tier: 2, text: 'Answers in two sentences and offers to open a case.', signOff: { owner: 'Support lead' } });
  await page.reload();
  await openPolicy(page, 'signed.policy.json');
  await goTo(page, 'Tiers');
  await expect(second.getByRole('button', { name: /Signature.*Support lead/ })).toBeVisible();
});

test('the board is walked with the arrow keys, and Escape leaves a promise as it was', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  await page.keyboard.press('Alt+2');
  const first = cellOf(page, FIRST);
  await first.focus();
  await page.keyboard.press('ArrowRight');
  await expect(cellOf(page, SECOND)).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowRight');
  await expect(cellOf(page, 'tier 3, basic answer')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(boardOf(page).getByRole('rowheader', { name: /^Support assistant/ })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.keyboard.type(' And a song.');
  await page.keyboard.press('Escape');
  await expect(first).toBeFocused();
  await expect(first).not.toContainText('And a song.');
  await page.keyboard.press('Enter');
  await page.keyboard.type(' And a song.');
  await page.keyboard.press('Enter');
  await expect(first).toContainText('And a song.');
  await page.keyboard.press('Control+z');
  await expect(first).not.toContainText('And a song.');
});

test('an empty board teaches, and an empty tier gets a template answer in one step', async ({ page, app }) => {
  await page.goto(app.url);
  await emptySheet(page, 'Order status');
  await goTo(page, 'Tiers');
  await expect(page.getByRole('heading', { name: 'No capability is drawn yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Draw an entry in Design' }).click();
  await expect(cardOf(page, 'Entry')).toBeVisible();
  await goTo(page, 'Tiers');
  const third = boardOf(page).getByRole('gridcell', { name: 'Entry, tier 3, basic answer:' });
  await expect(third).toContainText('A fixed text needs no provider and cannot fail.');
  await picture(page, 'tiers-gaps');
  await third.getByRole('button', { name: 'Add a template answer' }).click();
  await expect(third).toContainText('a fixed text');
  await third.getByRole('button', { name: 'Write the text' }).click();
  await expect(inspectorOf(page).getByRole('textbox', { name: 'Text' })).toBeFocused();
});

test('the board is saved as a picture, as SVG and as PNG', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  await goTo(page, 'Tiers');
  const save = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Save a picture' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save a picture of the tier board' });
    await dialog.getByLabel('File name').fill(name);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText(`Saved ${name}.`)).toBeVisible();
  };
  await save('board.svg');
  await save('board.png');
  const svg = await readFile(join(app.workspace, 'board.svg'), 'utf8');
  expect(svg).toContain('claude-haiku-4-5 at Anthropic');
  const isDrawn = await page.evaluate(
    (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror') === null,
    svg,
  );
  expect(isDrawn).toBe(true);
  const png = await readFile(join(app.workspace, 'board.png'));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  // Width, as the header has it: twice that of the SVG.
  expect(png.readUInt32BE(16)).toBe(2 * Number(/width="(\d+)"/.exec(svg)?.[1]));
});
