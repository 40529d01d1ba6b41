import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, root, test, watchForFaults } from './app.ts';
import { cardOf, choose, drag, inspectorOf, openExample, openPolicy, picture, problemsOf } from './person.ts';

const field = (page: Page, label: string) => inspectorOf(page).getByLabel(label, { exact: true });

test('a field keeps what was typed and the policy its last good value, tells its default and goes back to it', async ({ page, app }) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await openExample(page);
  await cardOf(page, 'Breaker, primary').click();
  const opensAfter = field(page, 'Opens after');
  const restore = inspectorOf(page).getByRole('button', { name: 'Restore Opens after to the default, 5 failures' });
  await expect(restore).toBeHidden();

  await opensAfter.fill('7');
  await expect(restore).toBeVisible();
  await opensAfter.fill('99999');
  await expect(inspectorOf(page).getByRole('alert')).toHaveText(/Between 1 and 10\D000 failures, please\. The policy keeps 7 failures\./);
  await expect(opensAfter).toHaveValue('99999');
  await expect(cardOf(page, 'Breaker, primary')).toContainText('opens after 7');

  await page.keyboard.press('F1');
  const help = page.getByRole('dialog', { name: /Help for Opens after/ });
  await expect(help).toContainText(/1 to 10\D000 failures/);
  await help.getByRole('button', { name: 'Read the guide' }).click();
  await expect(page.getByRole('dialog', { name: 'Circuit breaker' })).toContainText('The three states');
  await page.keyboard.press('Escape');

  await restore.click();
  await expect(opensAfter).toHaveValue('5');
  await expect(restore).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(opensAfter).toHaveValue('7');

  // A name may be cleared on the way to another one.
  await field(page, 'Name').fill('');
  await expect(inspectorOf(page).getByRole('alert')).toContainText('It stays “Breaker, primary”');
  await field(page, 'Name').fill('Breaker, large');
  await expect(cardOf(page, 'Breaker, large')).toBeVisible();
  expect(faults).toEqual([]);
});

test('the worst case follows each keystroke', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  await cardOf(page, 'Retry').click();
  const attempts = inspectorOf(page)
    .getByRole('region', { name: 'Worst case' })
    .getByRole('row', { name: 'in all' })
    .getByRole('cell')
    .nth(1);
  await expect(attempts).toHaveText('4');
  await field(page, 'Retries').fill('5');
  await expect(attempts).toHaveText('6');
});

test('two breakers are changed as one, and one undo takes it back', async ({ page, app }) => {
  await page.goto(app.url);
  await openExample(page);
  await cardOf(page, 'Breaker, primary').click();
  await field(page, 'Recovery').fill('45');
  await cardOf(page, 'Breaker, smaller').click({ modifiers: ['Shift'] });
  await expect(inspectorOf(page).getByRole('heading', { name: '2 nodes: Circuit breaker' })).toBeVisible();
  await expect(field(page, 'Recovery')).toHaveAttribute('placeholder', 'differs');
  await picture(page, 'several-nodes');
  await field(page, 'Recovery').fill('20');
  await expect(cardOf(page, 'Breaker, primary')).toContainText('again after 20 s');
  await expect(cardOf(page, 'Breaker, smaller')).toContainText('again after 20 s');
  await field(page, 'Recovery').press('Enter');
  await page.keyboard.press('Control+z');
  await expect(cardOf(page, 'Breaker, primary')).toContainText('again after 45 s');
  await expect(cardOf(page, 'Breaker, smaller')).toContainText('again after 30 s');
});

test('a route is built from what the traffic has, says whom it takes, and is moved by hand and by keys', async ({
  page,
  app,
  workspace,
}) => {
  const faults = watchForFaults(page);
  const rows = Array.from({ length: 40 }, (_, i) => `${i * 500},${200 + i},50,${i % 4 === 0 ? 'pro' : i % 4 === 1 ? 'team' : 'free'}`);
  await writeFile(join(workspace, 'plans.csv'), `arrival_ms,input_tokens,output_tokens,plan\n${rows.join('\n')}\n`);
  await page.goto(app.url);
  await openExample(page);
  await page.getByRole('button', { name: /^Traffic ./ }).click();
  await page.getByRole('menuitem', { name: /Choose a file/ }).click();
  const files = page.getByRole('dialog');
  await files.getByRole('option', { name: /^plans\.csv/ }).click();
  await files.getByRole('button', { name: 'Open' }).click();
  const mapping = page.getByRole('dialog', { name: 'Traffic from plans.csv' });
  await mapping.getByRole('button', { name: 'Use this traffic' }).click();
  await expect(mapping).toBeHidden();

  await cardOf(page, 'Router').click();
  const inspector = inspectorOf(page);
  await inspector.getByRole('button', { name: 'Add route' }).click();
  await choose(page, inspector.getByRole('combobox', { name: 'Route 2, chosen by' }), /A metadata value/);
  await inspector.getByRole('button', { name: 'Use the column plan' }).click();
  await inspector.getByRole('button', { name: 'Take the value pro' }).click();
  await inspector.getByRole('button', { name: 'Take the value team' }).click();
  await expect(inspector.getByText('when plan is one of pro or team')).toBeVisible();
  // The finding about the missing column goes when it is repaired, and what stands below it moves up: only then is there a place to drag from.
  await expect(inspector.getByText('names no metadata column')).toBeHidden();
  await expect(inspector.getByText('0 requests, 0 %').first()).toBeVisible();

  const second = inspector.getByRole('button', { name: /^Drag route 2/ });
  await drag(page, second, inspector.getByRole('button', { name: /^Drag route 1/ }));
  await expect(inspector.getByLabel('Route 1, column')).toHaveValue('plan');
  await expect(inspector.getByText('20 requests, 50 %').first()).toBeVisible();
  await picture(page, 'routes');
  await inspector.getByRole('button', { name: /^Drag route 1/ }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(inspector.getByLabel('Route 2, column')).toHaveValue('plan');
  expect(faults).toEqual([]);
});

test('what is broken leads to its repair, and one rule is repaired everywhere at once', async ({ page, app, workspace }) => {
  const document = JSON.parse(await readFile(join(root, 'policies/support-assistant/support-assistant.policy.json'), 'utf8'));
  const retry = document.policy.nodes.find((node: { kind: string }) => node.kind === 'retry');
  retry.config.jitter = 'none';
  document.policy.nodes.push({ ...retry, id: 'retry-2', name: 'Retry, smaller' });
  document.policy.edges.find((edge: { port: string }) => edge.port === 't2').to = 'retry-2';
  document.policy.edges.push({ from: 'retry-2', port: 'next', to: 'smaller-breaker' });
  await writeFile(join(workspace, 'two.policy.json'), `${JSON.stringify(document, null, 2)}\n`);
  await page.goto(app.url);
  await openPolicy(page, 'two.policy.json');
  const problems = problemsOf(page);
  await expect(problems.getByText(/without jitter/)).toHaveCount(2);

  await page.keyboard.press('F8');
  await expect(field(page, 'Name')).toHaveValue('Retry');
  await page.keyboard.press('F8');
  await expect(field(page, 'Name')).toHaveValue('Retry, smaller');
  await page.keyboard.press('Shift+F8');
  await expect(field(page, 'Name')).toHaveValue('Retry');

  await choose(page, problems.getByRole('combobox', { name: 'Group by' }), 'By rule');
  await problems.getByRole('button', { name: 'Read about traffic/no-jitter' }).first().click();
  await expect(page.getByRole('dialog', { name: 'traffic/no-jitter' })).toContainText('What to do');
  await page.keyboard.press('Escape');
  await problems.getByRole('button', { name: 'Use full jitter, all 2' }).click();
  await expect(problems.getByText(/without jitter/)).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(problems.getByText(/without jitter/)).toHaveCount(2);

  const search = problems.getByLabel('Search the problems');
  await search.fill('smaller jitter');
  await expect(problems.getByText(/without jitter/)).toHaveCount(1);
  await problems.getByRole('button', { name: /^Warning Retry, smaller/ }).focus();
  await page.keyboard.press('f');
  await expect(problems.getByText('No problem fits what you look for.')).toBeVisible();
  await search.fill('');
  await expect(problems.getByText(/without jitter/)).toHaveCount(1);
});
