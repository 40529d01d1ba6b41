import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, watchForFaults } from './app.ts';
import { chooseLog, openExample, picture } from './person.ts';

/** One call a second for ninety minutes; from minute 30 to 45 every second one fails. */
const rows = Array.from({ length: 5400 }, (_, s) => {
  const isError = s >= 1800 && s < 2700 && s % 2 === 0;
  return `${new Date(Date.UTC(2026, 10, 2) + s * 1000).toISOString()},500,${isError ? 0 : 80},${isError ? 90 : 700 + (s % 7) * 40},${isError ? 500 : 200},gpt-4o`;
});

test('a window of a log becomes an unsaved scenario; a calm one says so', async ({ page, app, workspace }) => {
  const faults = watchForFaults(page);
  await writeFile(
    join(workspace, 'gateway.csv'),
    `timestamp,input_tokens,output_tokens,latency_ms,status_code,model\n${rows.join('\n')}\n`,
  );
  await page.goto(app.url);
  await openExample(page);
  const dialog = await chooseLog(page, 'gateway.csv');
  await dialog.getByRole('button', { name: 'Use this traffic' }).click();
  await page.getByRole('button', { name: 'Look at this traffic' }).click();
  const room = page.getByRole('main');
  const make = room.getByRole('button', { name: 'Make a scenario of this window' });
  await expect(make).toBeDisabled();
  const show = async (label: string, time: string): Promise<void> => {
    await room.getByLabel(label, { exact: true }).fill(time);
    await room.getByLabel(label, { exact: true }).press('Enter');
  };
  await show('to', '20:00');
  await make.click();
  await expect(page.getByText(/no scenario was made/)).toBeVisible();
  await show('to', '55:00');
  await show('From', '20:00');
  await picture(page, 'incident-window');
  await make.click();
  await expect(page.getByText(/^1 event was made of this window/)).toBeVisible();
  await expect(page.getByText(/gpt-4o: server error of 50 %/).first()).toBeVisible();
  await expect(page.getByText('Not saved', { exact: false }).first()).toBeVisible();
  await picture(page, 'incident-scenario');
  expect(faults).toEqual([]);
});
