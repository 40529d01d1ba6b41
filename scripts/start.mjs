/**
 * `npm start [-- POLICY] [--desktop | --browser] [--no-open] [--port N] [--workspace DIR]`
 * Installs what is missing, builds what is stale, opens the desktop shell where Electron's binary and a display are there,
 * else says why in one line and opens the same app in the browser.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './checkout.mjs';
import { downloadElectron, findElectron, hasDisplay } from './electron-binary.mjs';

const args = process.argv.slice(2);
const takesDesktop = args.includes('--desktop');
const takesBrowser = args.includes('--browser') || args.includes('--no-open');
const passed = args.filter((arg) => arg !== '--desktop' && arg !== '--browser');

ensureInstalled();
ensureBuilt();

function desktop() {
  if (!hasDisplay()) return { reason: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)' };
  const binary = findElectron() ?? downloadElectron();
  return binary ? { binary } : { reason: 'its Electron binary is not here and could not be fetched' };
}

const cwd = process.env.INIT_CWD ?? process.cwd();

function run(command, commandArgs, env) {
  const child = spawn(command, commandArgs, { cwd, env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}

const found = takesBrowser ? { reason: undefined } : desktop();
if (found.binary) {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  run(found.binary, [...(isRoot ? ['--no-sandbox'] : []), root, ...passed], env);
} else if (takesDesktop) {
  console.error(`The desktop shell cannot open: ${found.reason}. Run npm start without --desktop to use the browser.`);
  process.exit(3);
} else {
  if (found.reason) console.error(`The desktop shell cannot open (${found.reason}); opening the same app in the browser.`);
  run(process.execPath, [join(root, 'dist/node/gracefall.js'), 'app', ...passed], process.env);
}
