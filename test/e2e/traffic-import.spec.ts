import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { gatewayLogs, writeGatewayLog } from '../fixtures/gateway-logs.ts';
import { expect, test, watchForFaults } from './app.ts';
import { choose, chooseLog, openExample, picture } from './person.ts';

test('a gateway’s log is recognised, shown as it will be read, read, and its rejected rows are kept', async ({ page, app, workspace }) => {
  const faults = watchForFaults(page);
  const portkey = gatewayLogs.find(({ preset }) => preset === 'portkey')!;
  await writeGatewayLog(portkey, join(workspace, 'portkey.jsonl'), 400);
  await page.goto(app.url);
  await openExample(page);

  const dialog = await chooseLog(page, 'portkey.jsonl');
  await expect(dialog.getByLabel('Kind of log')).toContainText('Portkey');
  await expect(dialog.getByText('396 of 400 rows become requests')).toBeVisible();
  await expect(dialog.getByText('4 cannot be used')).toBeVisible();
  const rows = dialog.getByRole('region', { name: 'First rows, as they will be read' });
  // The trap of this format: it writes cents.
  await expect(rows.getByRole('row').nth(1)).toContainText('$0.0124');
  // Of each broken row the cell that is to blame says why.
  await expect(rows.getByRole('row').nth(32)).toContainText('no time');
  await picture(page, 'traffic-import');

  // Units and columns are a person's to say, and the rows follow.
  await choose(page, dialog.getByLabel('Cost', { exact: true }).last(), 'US dollars');
  await expect(rows.getByRole('row').nth(1)).toContainText('$1.24');
  await choose(page, dialog.getByLabel('Cost', { exact: true }).last(), 'US cents');
  await choose(page, dialog.getByLabel('Provider', { exact: true }), 'not in this log');
  await expect(rows.getByRole('columnheader', { name: 'Provider' })).toHaveCount(0);
  await expect(rows.getByRole('row').nth(1)).toContainText('$0.0124');
  await dialog.getByRole('switch', { name: 'Replace user ids by hashes' }).click();

  await dialog.getByRole('button', { name: 'Use this traffic' }).click();
  await expect(dialog.getByText('396 requests are ready to rehearse on')).toBeVisible();
  await expect(dialog.getByRole('row', { name: 'a time that cannot be read 1 129' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Save the rejected rows …' }).click();
  const save = page.getByRole('dialog', { name: 'Save the rejected rows' });
  await expect(save.getByLabel('File name')).toHaveValue('portkey.rejected.csv');
  await save.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Wrote 4 rows to portkey.rejected.csv.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('button', { name: /^Traffic portkey\.jsonl, 396 requests/ })).toBeVisible();

  const rejected = (await readFile(join(workspace, 'portkey.rejected.csv'), 'utf8')).trim().split('\n');
  expect(rejected).toHaveLength(5);
  expect(rejected[2]).toMatch(/^129,a time that cannot be read,yesterday,/);
  expect(rejected.join('\n')).not.toContain('user-');
  expect(faults).toEqual([]);
});

test('a log dropped on the window is taken over, mapped and read; its copy is gone afterwards, and what is no log is not taken', async ({
  page,
  app,
}) => {
  const faults = watchForFaults(page);
  await page.goto(app.url);
  await openExample(page);
  const rows = Array.from({ length: 300 }, (_, at) => `${at * 100},${100 + (at % 7)},20`);
  await dropFile(page, 'night.csv', `arrival_ms,input_tokens,output_tokens\n${rows.join('\n')}\n`);
  const dialog = page.getByRole('dialog', { name: /night\.csv/ });
  await expect(dialog.getByText('300 rows become requests')).toBeVisible();
  const copies = async (): Promise<string[]> =>
    (await readdir(app.dataFolder, { recursive: true })).filter((name) => name.endsWith('night.csv'));
  expect(await copies()).toHaveLength(1);
  await dialog.getByRole('button', { name: 'Use this traffic' }).click();
  await expect(page.getByRole('button', { name: /^Traffic night\.csv, 300 requests/ })).toBeVisible();
  await expect.poll(copies).toEqual([]);

  await dropFile(page, 'picture.png', 'not a log');
  await expect(page.getByText(/picture\.png was not read: neither a log .* nor a policy/)).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(faults).toEqual([]);
});

/** Held over the window first, as a hand does, then let go. */
async function dropFile(page: Page, name: string, content: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([fileName, text]) => {
      const held = new DataTransfer();
      held.items.add(new File([text], fileName));
      return held;
    },
    [name, content] as const,
  );
  const window = page.getByRole('region', { name: 'Drawing of the policy', exact: true });
  await window.dispatchEvent('dragover', { dataTransfer });
  await expect(page.getByText('Drop the log here')).toBeVisible();
  await window.dispatchEvent('drop', { dataTransfer });
}
