import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, type RunningApp, root, startApp, test, watchForFaults } from './app.ts';
import { findsNothing } from './axe.ts';
import { cardOf, inspectorOf, openPolicy, picture } from './person.ts';

const NAME = 'support.policy.json';
const BREAKER = 'Breaker, primary';
const shipped = join(root, 'policies/support-assistant/support-assistant.policy.json');
const onDisk = (workspace: string, name = NAME) => readFile(join(workspace, name), 'utf8');
const copyShipped = (workspace: string, name = NAME) => cp(shipped, join(workspace, name));

async function setBreaker(page: Page, field: string, value: string): Promise<void> {
  await cardOf(page, BREAKER).click();
  const input = inspectorOf(page).getByLabel(field, { exact: true });
  await input.fill(value);
  await input.press('Enter');
}

/** The breaker's settings as the file has them, changed by another program. */
async function changeOutside(workspace: string, change: (config: Record<string, unknown>) => void): Promise<void> {
  const file = JSON.parse(await onDisk(workspace));
  change(file.policy.nodes.find((node: { name: string }) => node.name === BREAKER).config);
  await writeFile(join(workspace, NAME), `${JSON.stringify(file, null, 2)}\n`);
}
const breakerOf = async (workspace: string) =>
  JSON.parse(await onDisk(workspace)).policy.nodes.find((node: { name: string }) => node.name === BREAKER).config;

test('a crash is survived: what would be restored is told in sentences, and stays until it is saved', async ({ page, workspace }) => {
  await copyShipped(workspace);
  const dataFolder = await mkdtemp(join(tmpdir(), 'gracefall-e2e-data-'));
  let app: RunningApp = await startApp(workspace, dataFolder);
  try {
    await page.goto(app.url);
    await openPolicy(page, NAME);
    await setBreaker(page, 'Opens after', '4');
    await expect(page.getByText(/^draft kept/)).toBeVisible();
    await app.kill();

    app = await startApp(workspace, dataFolder);
    await page.goto(app.url);
    const unsaved = page.getByRole('region', { name: 'Unsaved work' });
    await expect(unsaved).toContainText(`“${BREAKER}” opens after 4 failures in 60 s (was 5)`);
    await findsNothing(page, 'welcome with unsaved work');
    await unsaved.getByRole('button', { name: 'Look at it' }).click();
    const offer = page.getByRole('dialog', { name: /^Unsaved work on/ });
    await expect(offer).toContainText('The file on disk has not changed since.');
    await picture(page, 'restore-look');
    await findsNothing(page, 'what would be restored');
    await offer.getByRole('button', { name: 'Not now' }).click();

    // Whoever opens the file by another way is asked as well.
    await openPolicy(page, NAME);
    await expect(offer).toContainText('opens after 4 failures');
    await offer.getByRole('button', { name: 'Go on with it' }).click();
    await expect(cardOf(page, BREAKER)).toContainText('opens after 4 in');
    await page.keyboard.press('Control+z');
    await expect(cardOf(page, BREAKER)).toContainText('opens after 5 in');
    await page.getByRole('button', { name: 'Back to the welcome screen' }).click();
    // Undone is not given up: only saving or a clear answer ends it.
    await unsaved.getByRole('button', { name: 'Go on with it' }).click();
    // It is read and opened first; saving before there is a drawing would save nothing.
    await expect(cardOf(page, BREAKER)).toContainText('opens after 4 in');
    await page.keyboard.press('Control+s');
    await expect(page.getByText(`Saved ${NAME}.`)).toBeVisible();
    expect(await breakerOf(workspace)).toMatchObject({ failureCount: 4 });
    await page.getByRole('button', { name: 'Back to the welcome screen' }).click();
    await expect(page.getByRole('heading', { name: 'Examples' })).toBeVisible();
    await expect(unsaved).toBeHidden();
  } finally {
    await app.kill();
    await rm(dataFolder, { recursive: true, force: true });
  }
});

test('a file changed outside is merged: both changes stand, and the one conflict is decided', async ({ page, app, workspace }) => {
  const faults = watchForFaults(page);
  await copyShipped(workspace);
  await page.goto(app.url);
  await openPolicy(page, NAME);
  await setBreaker(page, 'Opens after', '6');
  await changeOutside(workspace, (config) => Object.assign(config, { failureCount: 9, openForMs: 45_000 }));
  const banner = page.getByRole('alert').filter({ hasText: `${NAME} was changed outside` });
  await banner.getByRole('button', { name: 'Merge …' }).click();

  const dialog = page.getByRole('dialog', { name: `Merge with ${NAME} on disk` });
  await expect(dialog.getByRole('heading', { name: 'Both sides changed 1 thing' })).toBeVisible();
  await expect(dialog.getByRole('region', { name: 'On disk: 2 changes' })).toContainText('tries again after 45 s');
  const conflict = dialog.getByRole('group', { name: `“${BREAKER}”: opens after` });
  await expect(conflict.getByRole('radio', { name: 'Yours: 6 failures' })).toBeChecked();
  await picture(page, 'merge');
  await conflict.getByRole('radio', { name: 'On disk: 9 failures' }).check();
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(cardOf(page, BREAKER)).toContainText('opens after 9 in');
  await expect(banner).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(cardOf(page, BREAKER)).toContainText('opens after 6 in');
  await page.keyboard.press('Control+Shift+z');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('edited', { exact: true })).toBeHidden();
  expect(await breakerOf(workspace)).toMatchObject({ failureCount: 9, openForMs: 45_000 });
  expect(faults).toEqual([]);
});

test('a file that git left in conflict opens as two versions and is saved as one', async ({ page, app, workspace }) => {
  const conflicted = (await readFile(shipped, 'utf8')).replace(
    /^(\s*)"failureCount": 5,$/m,
    '<<<<<<< HEAD\n$1"failureCount": 4,\n||||||| 3f2c1ab\n$1"failureCount": 5,\n=======\n$1"failureCount": 8,\n>>>>>>> topic/calmer',
  );
  await writeFile(join(workspace, NAME), conflicted);
  await page.goto(app.url);
  await openPolicy(page, NAME);
  const dialog = page.getByRole('dialog', { name: `${NAME} holds two versions` });
  await expect(dialog.getByRole('radio', { name: 'HEAD: 4 failures' })).toBeChecked();
  await picture(page, 'merge-git');
  await findsNothing(page, 'two versions in one file');
  // Leaving it changes nothing.
  await page.keyboard.press('Escape');
  expect(await onDisk(workspace)).toBe(conflicted);

  await openPolicy(page, NAME);
  await dialog.getByRole('radio', { name: 'topic/calmer: 8 failures' }).check();
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(page.getByText('edited', { exact: true })).toBeVisible();
  expect(await onDisk(workspace)).toBe(conflicted);
  await page.keyboard.press('Control+s');
  await expect(page.getByText('edited', { exact: true })).toBeHidden();
  expect((await readFile(shipped, 'utf8')).replace('"failureCount": 5,', '"failureCount": 8,')).toBe(await onDisk(workspace));
});

test('two tabs have two files without disturbing each other, and one file in two tabs is told and never overwritten', async ({
  page,
  app,
  workspace,
  context,
}) => {
  const OTHER = 'other.policy.json';
  await copyShipped(workspace);
  await copyShipped(workspace, OTHER);
  await page.goto(app.url);
  await openPolicy(page, NAME);
  await setBreaker(page, 'Opens after', '6');
  await expect(page.getByText(/^draft kept/)).toBeVisible();

  const opened = context.waitForEvent('page');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('new window');
  await page.getByRole('option', { name: /^New window/ }).click();
  const second = await opened;
  await expect(second.getByRole('heading', { name: 'Examples' })).toBeVisible();
  // The other tab is no earlier session: its work is not on offer here.
  await expect(second.getByRole('region', { name: 'Unsaved work' })).toBeHidden();
  await openPolicy(second, OTHER);
  await setBreaker(second, 'Opens after', '7');
  await second.keyboard.press('Control+s');
  await expect(second.getByText('edited', { exact: true })).toBeHidden();
  await expect(page.getByText('edited', { exact: true })).toBeVisible();
  await expect(cardOf(page, BREAKER)).toContainText('opens after 6 in');

  await openPolicy(second, NAME);
  await expect(second.getByText('open in another window too', { exact: true })).toBeVisible();
  await expect(page.getByText('open in another window too', { exact: true })).toBeVisible();
  await picture(second, 'open-elsewhere');
  await setBreaker(second, 'Opens after', '8');
  await second.keyboard.press('Control+s');
  await expect(second.getByText('edited', { exact: true })).toBeHidden();
  await page.keyboard.press('Control+s');
  const question = page.getByRole('dialog', { name: `${NAME} was changed outside` });
  await question.getByRole('button', { name: 'Save mine as …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save the policy' });
  await dialog.getByLabel('File name').fill('mine.policy.json');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved mine.policy.json.')).toBeVisible();
  expect(await breakerOf(workspace)).toMatchObject({ failureCount: 8 });
  await expect(second.getByText('open in another window too', { exact: true })).toBeHidden();
});
