/** Is Electron's binary here? Reads files only: asking the package itself (`require('electron')`) would start its download. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './checkout.mjs';

const executables = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/** Path of a binary of the locked version, or undefined. The same three facts that electron's own install.js checks. */
export function findElectron() {
  const home = join(root, 'node_modules/electron');
  if (!existsSync(join(home, 'package.json'))) return undefined;
  const executable = executables[process.platform] ?? 'electron';
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return existsSync(join(override, executable)) ? join(override, executable) : undefined;
  const read = (path) => (existsSync(join(home, path)) ? readFileSync(join(home, path), 'utf8').trim() : undefined);
  const version = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version;
  if (read('path.txt') !== executable || read('dist/version')?.replace(/^v/, '') !== version) return undefined;
  const path = join(home, 'dist', executable);
  return existsSync(path) ? path : undefined;
}

/** One attempt, bounded: a firewall that drops packets must not hold up the start for ever. */
export function downloadElectron(log = console.error) {
  const installer = join(root, 'node_modules/electron/install.js');
  if (!existsSync(installer) || process.env.GRACEFALL_NO_DOWNLOAD) return undefined;
  log('Fetching the Electron binary (once; about 110 MB) …');
  spawnSync(process.execPath, [installer], { cwd: root, stdio: 'ignore', timeout: 180_000 });
  return findElectron();
}

/** Electron opens no window without one; macOS and Windows always have a display for a logged-in user. */
export const hasDisplay = () => process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
