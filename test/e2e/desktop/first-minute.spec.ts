import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { root } from '../app.ts';

/** The same first minute in the desktop shell. Runs wherever Electron's binary and a display are; elsewhere the runner says that it did not. */
test('the desktop shell opens the example and rehearses it', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'gracefall-desktop-e2e-'));
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const app = await _electron.launch({
    executablePath: process.env.GRACEFALL_ELECTRON,
    args: [...(isRoot ? ['--no-sandbox'] : []), root, `--user-data-dir=${dataFolder}`],
  });
  try {
    const page = await app.firstWindow();
    await page.getByRole('button', { name: 'Open example Support assistant' }).click();
    await page.getByRole('button', { name: 'Simulate' }).click();
    await expect(page.getByText(/OpenAI was away for 12/)).toBeVisible();
    // The renderer sees the contract and nothing of Node.
    expect(
      await page.evaluate(() => [
        typeof (globalThis as { require?: unknown }).require,
        typeof (globalThis as { process?: unknown }).process,
      ]),
    ).toEqual(['undefined', 'undefined']);
  } finally {
    await app.close();
    await rm(dataFolder, { recursive: true, force: true });
  }
});
