/**
 * What `npm start`, `npm test`, the CLI and the benchmarks need of a checkout before anything else can run: packages that
 * match the lock file, and bundles that match the sources. No dependency, since nothing may be installed yet.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const LEAST_NODE = [20, 19];

/** Ends the program with a sentence when Node is too old: later failures would not say why. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
    console.error(
      `Gracefall needs Node.js ${LEAST_NODE.join('.')} or newer; this is ${process.versions.node}. Install a newer Node.js and run the command again.`,
    );
    process.exit(2);
  }
}

/** Are the packages that the lock file asks for the ones in node_modules? Optional ones may be missing: they are for other platforms. */
export function isInstalled() {
  const installedLock = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || (entry.optional && !installed[path]) || installed[path]?.version === entry.version,
  );
}

/** Installs what the lock file names, if anything is missing. Install scripts stay off: none of our packages needs one. */
export function ensureInstalled(log = console.error) {
  requireNode();
  if (isInstalled()) return;
  log('Installing packages (once; about a minute) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const run = spawnSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (run.status !== 0) {
    console.error(
      'Packages could not be installed; npm says why above. Check the network or the npm registry setting, then run the command again.',
    );
    process.exit(2);
  }
}

const BUILT_FROM = ['cli', 'electron', 'host', 'renderer', 'shared', 'scripts/build.mjs', 'vite.config.ts', 'package-lock.json'];

function* filesUnder(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) yield [path, stat];
  else for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name));
}

/** Changes whenever a source file does. Sizes and times, not contents: a stale answer costs one rebuild, a slow one costs every start. */
export function sourceStamp() {
  const hash = createHash('sha256');
  for (const part of BUILT_FROM) {
    for (const [path, stat] of filesUnder(join(root, part))) {
      if (!/\.test\.tsx?$/.test(path)) hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

const stampFile = join(root, 'dist/.built');

export function isBuilt() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourceStamp();
}

/** Builds what is stale. The output of the build goes to standard error, so that a command's own output stays clean. */
export function ensureBuilt(log = console.error) {
  if (isBuilt()) return;
  log('Building …');
  const stamp = sourceStamp();
  const run = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root, stdio: ['ignore', 2, 2] });
  if (run.status !== 0) {
    console.error('The build failed; the lines above say where.');
    process.exit(2);
  }
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile, stamp);
}
