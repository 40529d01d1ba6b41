import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, startApp, test, watchForFaults } from './app.ts';
import { chooseLog, gatewayLog, openExample, picture } from './person.ts';

test('look at a log, cut and scale it, fit models and use them; the log is kept without its file', async ({ page, app, workspace }) => {
  const faults = watchForFaults(page);
  await writeFile(join(workspace, 'gateway.csv'), gatewayLog(4000));
  await page.goto(app.url);
  await openExample(page);
  const dialog = await chooseLog(page, 'gateway.csv');
  await dialog.getByRole('button', { name: 'Use this traffic' }).click();
  await page.getByRole('button', { name: 'Look at this traffic' }).click();
  const room = page.getByRole('main');
  await expect(room.getByRole('heading', { name: 'What comes in?' })).toBeVisible();
  await expect(room.getByRole('region', { name: 'How requests ended' })).toContainText('server error');
  await expect(room.getByRole('region', { name: 'Users' })).toContainText('anna');
  await expect(room.getByRole('region', { name: 'Burstiness' })).toContainText('about as chance has it');
  await picture(page, 'traffic-glance');

  // A window is typed, cut, and scaled; the recipe says so, and the whole log is one step away.
  await room.getByLabel('From').fill('10:00');
  await room.getByLabel('From').press('Enter');
  await room.getByLabel('to', { exact: true }).fill('30:00');
  await room.getByLabel('to', { exact: true }).press('Enter');
  await expect(room.getByText('The figures below are of 10:00 to 30:00.')).toBeVisible();
  await room.getByRole('button', { name: 'Cut to this' }).click();
  await expect(room.getByText(/^gateway\.csv, 10:00–30:00/)).toBeVisible();
  await room.getByRole('button', { name: 'Scale' }).click();
  await page.getByRole('dialog', { name: 'Scale' }).getByRole('button', { name: 'Apply' }).click();
  await expect(room.getByText(/^gateway\.csv, 10:00–30:00, 3 ×/)).toBeVisible();
  await expect(room.getByRole('list', { name: 'Made from the log' }).getByRole('listitem')).toHaveCount(2);
  // The host keeps the last few traffics: one that it has let go is read again, from where it is kept.
  for (const steps of [3, 4, 5]) {
    await room.getByRole('button', { name: 'Scale' }).click();
    const scale = page.getByRole('dialog', { name: 'Scale' });
    await scale.getByRole('button', { name: '0.5 ×' }).click();
    await scale.getByRole('button', { name: 'Apply' }).click();
    await expect(room.getByRole('list', { name: 'Made from the log' }).getByRole('listitem')).toHaveCount(steps);
  }
  await room.getByRole('button', { name: 'Back to the whole log' }).click();
  await expect(room.getByRole('region', { name: 'Users' })).toContainText('anna');

  await room.getByRole('tab', { name: 'Fit models' }).click();
  await room.getByRole('button', { name: 'Fit and back-test' }).click();
  const table = room.getByRole('region', { name: 'Back-test' }).getByRole('table');
  await expect(table.getByRole('row', { name: /P95 of answers/ })).toBeVisible();
  await picture(page, 'traffic-fit');
  await room.getByRole('button', { name: /^Use for 1 model/ }).click();
  await page.getByRole('button', { name: 'Simulate' }).click();
  await expect(page.getByRole('button', { name: /fitted models, back-test (within|off by) \d+ %/ })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();

  // Another session, and the file is gone.
  await app.kill();
  await rm(join(workspace, 'gateway.csv'));
  const again = await startApp(workspace, app.dataFolder);
  await page.goto(again.url);
  await openExample(page);
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Traffic' }).click();
  await room.getByRole('tab', { name: 'Kept logs' }).click();
  await room.getByRole('button', { name: 'Open gateway.csv' }).click();
  await expect(room.getByText(/^gateway\.csv \(recorded\)/)).toBeVisible();
  await room.getByRole('tab', { name: 'Kept logs' }).click();
  await room.getByRole('button', { name: 'Remove gateway.csv' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(room.getByRole('heading', { name: 'Nothing is kept yet' })).toBeVisible();
  await again.kill();
  expect(faults.filter((fault) => !/WebSocket|ERR_CONNECTION/.test(fault))).toEqual([]);
});
