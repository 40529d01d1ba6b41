import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, root, test } from './app.ts';
import { inspectorOf, openExample, openPolicy, picture, problemsOf, saveUnder } from './person.ts';

test('a finding is silenced with a reason, which the file keeps, and shown again', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  const problems = problemsOf(page);
  const show = problems.getByRole('button', { name: 'Show the problems' });
  if (await show.isVisible()) await show.click();
  const finding = problems.getByText(/When Budget is used up, users get an error/);
  await expect(finding).toBeVisible();

  await finding.hover();
  await problems.getByRole('button', { name: 'Silence budget/stops-without-answer of Budget…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Silence a finding' });
  await expect(dialog.getByRole('button', { name: 'Silence it' })).toBeDisabled();
  await dialog.getByLabel('Why it may stand').fill('A hard stop is what finance asked for.');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(finding).toBeHidden();
  await saveUnder(page, 'silenced.policy.json');
  await expect
    .poll(async () => JSON.parse(await readFile(join(app.workspace, 'silenced.policy.json'), 'utf8').catch(() => '{}')).policy?.silenced)
    .toEqual([
      { rule: 'budget/stops-without-answer', nodeId: 'monthly-budget', about: null, reason: 'A hard stop is what finance asked for.' },
    ]);

  await problems.getByRole('button', { name: '1 silenced' }).click();
  await expect(problems.getByText('A hard stop is what finance asked for.')).toBeVisible();
  await picture(page, 'silenced');
  await problems.getByRole('button', { name: 'Show again' }).click();
  await expect(finding).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(finding).toBeHidden();
});

test('the inspector tells the worst case of one call, and of each way out', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  await page.getByRole('group', { name: 'Retry', exact: true }).first().click();
  const worst = inspectorOf(page).getByRole('region', { name: 'Worst case' });
  // Three retries.
  await expect(worst.getByRole('row', { name: 'in all' }).getByRole('cell').nth(1)).toHaveText('4');
  await expect(worst).toContainText('at list prices');
});

test('where a rule speaks of several things on a node, one of them or each is silenced', async ({ page, app, workspace }) => {
  const document = JSON.parse(await readFile(join(root, 'policies/support-assistant/support-assistant.policy.json'), 'utf8'));
  const entryId = document.policy.nodes.find((node: { kind: string }) => node.kind === 'entry').id;
  document.policy.promises = [{ entryId, tier: 1, text: 'The whole answer.', signOff: null }];
  await writeFile(join(workspace, 'promised.policy.json'), `${JSON.stringify(document, null, 2)}\n`);
  await page.goto(app.url);
  await openPolicy(page, 'promised.policy.json');
  const problems = problemsOf(page);
  const unwritten = problems.getByRole('button', { name: /nobody wrote what users get there/ });
  await problems.getByRole('button', { name: 'Show the problems' }).click();
  await expect(unwritten).toHaveCount(2);
  for (const [extent, left] of [
    ['Only this one', 1],
    ['Each of this rule on Support assistant', 0],
  ] as const) {
    await unwritten.first().focus();
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog', { name: 'Silence a finding' });
    await dialog.getByLabel('Why it may stand').fill('Written with the next release.');
    await dialog.getByLabel(extent).click();
    await dialog.getByRole('button', { name: /^Silence (?:it|them)$/ }).click();
    await expect(unwritten).toHaveCount(left);
    if (extent !== 'Only this one') continue;
    await page.keyboard.press('Control+z');
    await expect(unwritten).toHaveCount(2);
  }
});
