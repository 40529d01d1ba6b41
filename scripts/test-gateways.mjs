/**
 * `npm run test:gateways`: the exports through the real gateways, on loopback with scripted upstreams. Each gateway is installed once, beside our own packages
 * and not among them; one that cannot be had here is reported as not run.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, root } from './checkout.mjs';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Folder of the installed Portkey gateway, or why there is none. */
function installPortkey(log) {
  const from = join(root, 'test/gateways/portkey');
  const folder = join(root, 'node_modules/.cache/gracefall-gateways/portkey');
  const lock = readFileSync(join(from, 'package-lock.json'), 'utf8');
  const start = join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js');
  if (existsSync(start) && readFileSync(join(folder, 'package-lock.json'), 'utf8') === lock) return { folder };
  log('Installing the Portkey gateway (once; a few seconds) …');
  mkdirSync(folder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(from, name), join(folder, name));
  const run = spawnSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (run.status === 0 && existsSync(start)) return { folder };
  return { reason: `npm could not install it: ${(run.stderr || run.error?.message || '').trim().split('\n')[0]}` };
}

/** True when every gateway that could be had does what its dialect says; `report` is where the runner's JSON goes. */
export function runGateways({ report, log = console.log } = {}) {
  const portkey = installPortkey(log);
  if (portkey.folder === undefined) {
    log(`Portkey: not run (${portkey.reason}).`);
    return true;
  }
  const args = ['run', '--config', 'test/gateways/vitest.config.ts', '--reporter=default'];
  if (report !== undefined) args.push('--reporter=json', `--outputFile.json=${report}`);
  const run = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, GRACEFALL_PORTKEY: portkey.folder },
  });
  return run.status === 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ensureInstalled();
  process.exit(runGateways() ? 0 : 1);
}
