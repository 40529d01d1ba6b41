/** Finds a browser for the end-to-end tests, or gets one, or says in one line what to install. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './checkout.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const fixedPlaces = {
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe'],
};

const installedBrowser = () =>
  [
    process.env.GRACEFALL_BROWSER,
    ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
    ...(fixedPlaces[process.platform] ?? []),
  ].find((path) => path && existsSync(path));

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

const isDebianRoot = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** Path of a browser; undefined when none can be had, after having said what to install. */
export async function ensureBrowser(log = console.error) {
  const here = installedBrowser() ?? (await playwrightsOwn());
  if (here) return here;
  log('No Chrome or Chromium found; trying Playwright’s own download …');
  spawnSync(process.execPath, [join(root, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium-headless-shell'], {
    stdio: 'ignore',
    timeout: 240_000,
  });
  const downloaded = await playwrightsOwn();
  if (downloaded) return downloaded;
  if (isDebianRoot()) {
    log('That cannot be reached; installing Debian’s chromium package …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env, timeout: 300_000 });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: 'ignore', env, timeout: 600_000 });
    const installed = installedBrowser();
    if (installed) return installed;
  }
  log(
    'The end-to-end tests need a browser: install Google Chrome or Chromium (Debian: apt-get install chromium), or set GRACEFALL_BROWSER to one.',
  );
  return undefined;
}
