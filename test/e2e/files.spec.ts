import { chmod, chown, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, type RunningApp, root, startApp, test, watchForFaults } from './app.ts';
import { cardOf, inspectorOf, openExample, openPolicy, picture, saveUnder } from './person.ts';

const NAME = 'support.policy.json';
const shipped = join(root, 'policies/support-assistant/support-assistant.policy.json');
const onDisk = (workspace: string, name = NAME) => readFile(join(workspace, name), 'utf8');
const copyShipped = (workspace: string) => cp(shipped, join(workspace, NAME));

async function setOpensAfter(page: Page, count: string): Promise<void> {
  await cardOf(page, 'Breaker, primary').click();
  const field = inspectorOf(page).getByLabel('Opens after', { exact: true });
  await field.fill(count);
  await field.press('Enter');
  await expect(cardOf(page, 'Breaker, primary')).toContainText(`opens after ${count} in`);
}

/** The same file as another program would leave it: another name of the policy, canonical otherwise. */
async function changeOutside(workspace: string): Promise<string> {
  const text = (await onDisk(workspace)).replace('"name": "Support assistant"', '"name": "Changed by another"');
  await writeFile(join(workspace, NAME), text);
  return text;
}

test('save, open again and save once more writes one canonical file', async ({ page, app, workspace }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await openExample(page);
  await saveUnder(page, NAME);
  await expect(page.getByText(`Saved ${NAME}.`)).toBeVisible();
  const first = await onDisk(workspace);
  expect(first.endsWith('}\n')).toBe(true);
  expect(first).toBe(await readFile(shipped, 'utf8'));

  await setOpensAfter(page, '7');
  await expect(page.getByText('edited', { exact: true })).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(page.getByText('edited', { exact: true })).toBeHidden();
  const second = await onDisk(workspace);
  const changed = second.split('\n').filter((line, i) => line !== first.split('\n')[i]);
  expect(changed).toHaveLength(1);

  await page.getByRole('button', { name: 'Back to the welcome screen' }).click();
  const recent = page.getByRole('region', { name: 'Recent' });
  await expect(recent.getByRole('button', { name: /^Support assistant/ })).toContainText(NAME);
  await picture(page, 'welcome-recent');
  await recent.getByRole('button', { name: /^Support assistant/ }).click();
  await expect(cardOf(page, 'Breaker, primary')).toContainText('opens after 7 in');
  await expect(page.getByText('edited', { exact: true })).toBeHidden();
  expect(faults).toEqual([]);
});

test('a name that is taken is asked about first', async ({ page, app, workspace }) => {
  await writeFile(join(workspace, NAME), 'something dear\n');
  await page.goto(app.url);
  await openExample(page);
  await saveUnder(page, NAME);
  const question = page.getByRole('dialog', { name: `Replace ${NAME}?` });
  await question.getByRole('button', { name: 'Keep it' }).click();
  expect(await onDisk(workspace)).toBe('something dear\n');
  await saveUnder(page, NAME);
  await question.getByRole('button', { name: 'Replace' }).click();
  await expect(page.getByText(`Saved ${NAME}.`)).toBeVisible();
  expect(JSON.parse(await onDisk(workspace)).policy.id).toBe('support-assistant');
});

test('a file changed outside is never overwritten unasked: load it, keep mine, save mine elsewhere', async ({ page, app, workspace }) => {
  await copyShipped(workspace);
  await page.goto(app.url);
  await openPolicy(page, NAME);
  const question = page.getByRole('dialog', { name: `${NAME} was changed outside` });
  const banner = page.getByRole('alert').filter({ hasText: `${NAME} was changed outside` });

  await setOpensAfter(page, '6');
  const theirs = await changeOutside(workspace);
  await expect(banner).toBeVisible();
  await picture(page, 'changed-outside');
  await page.keyboard.press('Control+s');
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await onDisk(workspace)).toBe(theirs);

  await page.keyboard.press('Control+s');
  await question.getByRole('button', { name: 'Save mine as …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save the policy' });
  await dialog.getByLabel('File name').fill('mine.policy.json');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved mine.policy.json.')).toBeVisible();
  expect(await onDisk(workspace)).toBe(theirs);
  expect(await onDisk(workspace, 'mine.policy.json')).toContain('"name": "Support assistant"');

  await openPolicy(page, NAME);
  await setOpensAfter(page, '8');
  await writeFile(join(workspace, NAME), theirs.replace('Changed by another', 'Changed again'));
  await banner.getByRole('button', { name: 'Decide now' }).click();
  await question.getByRole('button', { name: 'Load it from disk' }).click();
  await expect(page.getByText(`Loaded ${NAME} from disk.`)).toBeVisible();
  await expect(cardOf(page, 'Breaker, primary')).toContainText('opens after 5 in');
  await expect(banner).toBeHidden();
  await expect(page.getByText('edited', { exact: true })).toBeHidden();
  // Even that is no way to lose work.
  await page.keyboard.press('Control+z');
  await expect(cardOf(page, 'Breaker, primary')).toContainText('opens after 8 in');
  await page.keyboard.press('Control+Shift+z');

  await setOpensAfter(page, '9');
  await writeFile(join(workspace, NAME), theirs);
  await banner.getByRole('button', { name: 'Decide now' }).click();
  await question.getByRole('button', { name: 'Overwrite with mine' }).click();
  await expect(page.getByText(`Saved ${NAME}.`)).toBeVisible();
  expect(await onDisk(workspace)).toContain('"name": "Changed again"');
  await expect(banner).toBeHidden();
});

test('a read-only file says so and nothing is lost', async ({ page }) => {
  const isRoot = process.getuid?.() === 0;
  const folder = await mkdtemp(join(tmpdir(), 'gracefall-e2e-read-only-'));
  const dataFolder = await mkdtemp(join(tmpdir(), 'gracefall-e2e-data-'));
  // Root may write everywhere, so the app runs as the user that owns nothing.
  const nobody = 65534;
  if (isRoot) for (const path of [folder, dataFolder]) await chown(path, nobody, nobody);
  await copyShipped(folder);
  const before = await onDisk(folder);
  await chmod(join(folder, NAME), 0o444);
  await chmod(folder, 0o555);
  const app = await startApp(folder, dataFolder, [], isRoot ? nobody : undefined);
  try {
    await page.goto(app.url);
    await openPolicy(page, NAME);
    await expect(page.getByText(/cannot be written here/)).toBeVisible();
    await setOpensAfter(page, '6');
    await page.keyboard.press('Control+s');
    await expect(page.getByText(/is read-only, so it was not saved/)).toBeVisible();
    await picture(page, 'read-only');
    await expect(page.getByText('edited', { exact: true })).toBeVisible();
    await expect(cardOf(page, 'Breaker, primary')).toContainText('opens after 6 in');
    expect(await onDisk(folder)).toBe(before);
  } finally {
    await app.kill();
    await chmod(folder, 0o755);
    for (const path of [folder, dataFolder]) await rm(path, { recursive: true, force: true });
  }
});

test('a host that is killed with unsaved work gives it back', async ({ page, workspace }) => {
  await copyShipped(workspace);
  const before = await onDisk(workspace);
  const dataFolder = await mkdtemp(join(tmpdir(), 'gracefall-e2e-data-'));
  let app: RunningApp = await startApp(workspace, dataFolder);
  try {
    await page.goto(app.url);
    await openPolicy(page, NAME);
    await setOpensAfter(page, '4');
    await expect(page.getByText(/^draft kept/)).toBeVisible();
    await app.kill();
    await expect(page.getByRole('alert').filter({ hasText: 'local server has stopped' })).toBeVisible();
    await picture(page, 'host-killed');
    expect(await onDisk(workspace)).toBe(before);

    app = await startApp(workspace, dataFolder);
    await page.goto(app.url);
    const unsaved = page.getByRole('region', { name: 'Unsaved work' });
    await expect(unsaved).toContainText(NAME);
    await picture(page, 'welcome-unsaved');
    await unsaved.getByRole('button', { name: 'Go on with it' }).click();
    await expect(cardOf(page, 'Breaker, primary')).toContainText('opens after 4 in');
    await page.keyboard.press('Control+s');
    await expect(page.getByText(`Saved ${NAME}.`)).toBeVisible();
    expect(await onDisk(workspace)).not.toBe(before);

    await page.getByRole('button', { name: 'Back to the welcome screen' }).click();
    await expect(page.getByRole('heading', { name: 'Examples' })).toBeVisible();
    await expect(unsaved).toBeHidden();
  } finally {
    await app.kill();
    await rm(dataFolder, { recursive: true, force: true });
  }
});

test('unsaved edits are asked about before they are left', async ({ page, app, workspace }) => {
  await copyShipped(workspace);
  const before = await onDisk(workspace);
  await page.goto(app.url);
  await openPolicy(page, NAME);
  await setOpensAfter(page, '6');
  const question = page.getByRole('dialog', { name: /Save the changes to/ });
  await page.getByRole('button', { name: 'Back to the welcome screen' }).click();
  await question.getByRole('button', { name: 'Go on editing' }).click();
  await expect(cardOf(page, 'Breaker, primary')).toContainText('opens after 6 in');

  // The browser's own question, when the tab is closed.
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();

  await page.getByRole('button', { name: 'Back to the welcome screen' }).click();
  await question.getByRole('button', { name: 'Discard changes' }).click();
  await expect(page.getByRole('heading', { name: 'Examples' })).toBeVisible();
  expect(await onDisk(workspace)).toBe(before);
});
