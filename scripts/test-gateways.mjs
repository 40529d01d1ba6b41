/**
 * `npm run test:gateways`: the exports through the real gateways, on loopback with scripted upstreams. Each gateway is installed once, beside our own packages
 * and not among them; one that cannot be had here is reported as not run.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, root } from './checkout.mjs';

const isWindows = process.platform === 'win32';
const npm = isWindows ? 'npm.cmd' : 'npm';
const cache = join(root, 'node_modules/.cache/gracefall-gateways');
/** A package index that does not answer must not hold up the tests. */
const LONGEST_PIP_MS = 300_000;

/** Folder of the installed Portkey gateway, or why there is none. */
function installPortkey(log) {
  const from = join(root, 'test/gateways/portkey');
  const folder = join(cache, 'portkey');
  const lock = readFileSync(join(from, 'package-lock.json'), 'utf8');
  const start = join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js');
  if (existsSync(start) && readFileSync(join(folder, 'package-lock.json'), 'utf8') === lock) return { at: folder };
  log('Installing the Portkey gateway (once; a few seconds) …');
  mkdirSync(folder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(from, name), join(folder, name));
  const run = spawnSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    encoding: 'utf8',
    shell: isWindows,
  });
  if (run.status === 0 && existsSync(start)) return { at: folder };
  return { reason: `npm could not install it: ${(run.stderr || run.error?.message || '').trim().split('\n')[0]}` };
}

/** Executable of the installed LiteLLM proxy, or why there is none. */
function installLitellm(log) {
  const constraints = readFileSync(join(root, 'test/gateways/litellm/constraints.txt'), 'utf8');
  const version = /^litellm==(\S+)$/m.exec(constraints)?.[1];
  const folder = join(cache, 'litellm');
  const bin = join(folder, isWindows ? 'Scripts' : 'bin');
  const executable = join(bin, isWindows ? 'litellm.exe' : 'litellm');
  // Written last, so that an install that broke off is begun anew.
  const done = join(folder, 'constraints.txt');
  if (existsSync(executable) && existsSync(done) && readFileSync(done, 'utf8') === constraints) return { at: executable };
  const python = isWindows ? 'python' : 'python3';
  const found = spawnSync(python, ['-c', 'import sys, venv, ensurepip; print(*sys.version_info[:2], sep=".")'], { encoding: 'utf8' });
  if (found.status !== 0) return { reason: `${python} with venv is not to be had here` };
  const [major, minor] = found.stdout.trim().split('.').map(Number);
  if (major !== 3 || minor < 10 || minor > 13) return { reason: `it wants Python 3.10 to 3.13, and this is ${found.stdout.trim()}` };
  log(`Installing LiteLLM ${version} (once; about a minute and 750 MB) …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  const made = spawnSync(python, ['-m', 'venv', folder], { encoding: 'utf8' });
  if (made.status !== 0) return { reason: `python could not make a virtual environment: ${firstLine(made)}` };
  const run = spawnSync(
    join(bin, isWindows ? 'python.exe' : 'python'),
    [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--no-input',
      '--disable-pip-version-check',
      '--only-binary=:all:',
      `litellm[proxy]==${version}`,
    ].concat(['-c', join(root, 'test/gateways/litellm/constraints.txt')]),
    { encoding: 'utf8', timeout: LONGEST_PIP_MS },
  );
  if (run.status !== 0 || !existsSync(executable)) return { reason: `pip could not install it: ${firstLine(run)}` };
  copyFileSync(join(root, 'test/gateways/litellm/constraints.txt'), done);
  return { at: executable };
}

/** What pip or Python said first that is more than a warning. */
const firstLine = ({ stderr, error }) =>
  (error?.message ?? stderr ?? '')
    .split('\n')
    .find((line) => /error/i.test(line))
    ?.trim() ?? 'it said nothing';

const GATEWAYS = [
  { title: 'Portkey', install: installPortkey, variable: 'GRACEFALL_PORTKEY', file: 'test/gateways/portkey.test.ts' },
  { title: 'LiteLLM', install: installLitellm, variable: 'GRACEFALL_LITELLM', file: 'test/gateways/litellm.test.ts' },
];

/** True when every gateway that could be had does what its dialect says; `report` is where the runner's JSON goes. */
export function runGateways({ report, log = console.log } = {}) {
  const env = { ...process.env };
  const files = [];
  for (const { title, install, variable, file } of GATEWAYS) {
    const { at, reason } = install(log);
    if (at === undefined) {
      log(`${title}: not run (${reason}).`);
      continue;
    }
    env[variable] = at;
    files.push(file);
  }
  if (files.length === 0) return true;
  const args = ['run', ...files, '--config', 'test/gateways/vitest.config.ts', '--reporter=default'];
  if (report !== undefined) args.push('--reporter=json', `--outputFile.json=${report}`);
  const run = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], { cwd: root, stdio: 'inherit', env });
  return run.status === 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ensureInstalled();
  process.exit(runGateways() ? 0 : 1);
}
