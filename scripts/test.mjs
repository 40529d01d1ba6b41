/**
 * `npm test`: everything a change must pass, from a bare checkout. Each part runs even when an earlier one failed, so that
 * one run tells all. The last line is `N passed, N failed[, N skipped]`; checks without a count of their own count as one each.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, isBuilt, root } from './checkout.mjs';
import { ensureBrowser } from './chromium.mjs';
import { findElectron, hasDisplay } from './electron-binary.mjs';
import { runGateways } from './test-gateways.mjs';

ensureInstalled();
process.chdir(root);

const reports = join(root, 'test-results');
mkdirSync(reports, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
const startedAt = Date.now();
const seconds = () => `${((Date.now() - startedAt) / 1000).toFixed(0)} s`;

const bin = (packageName, file) => join(root, 'node_modules', packageName, file);
function node(script, args, env = {}) {
  return spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0;
}

function check(name, passes) {
  console.log(`\n── ${name} (at ${seconds()})`);
  const isPassed = passes();
  total[isPassed ? 'passed' : 'failed'] += 1;
  if (!isPassed) console.log(`FAILED: ${name}`);
}

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

check('format and lint', () => node(bin('@biomejs/biome', 'bin/biome'), ['check', '.']));
check('types of shared, without DOM and Node', () => node(bin('typescript', 'bin/tsc'), ['-p', 'shared']));
check('types', () => node(bin('typescript', 'bin/tsc'), ['-p', '.']));
check('build', () => {
  ensureBuilt();
  return isBuilt();
});

console.log(`\n── unit, contract, property, oracle and golden tests (at ${seconds()})`);
const unitReport = join(reports, 'unit.json');
rmSync(unitReport, { force: true });
const unitPassed = node(bin('vitest', 'vitest.mjs'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]);
const unit = readReport(unitReport);
total.passed += unit?.numPassedTests ?? 0;
total.failed += unit?.numFailedTests ?? 0;
total.skipped += (unit?.numPendingTests ?? 0) + (unit?.numTodoTests ?? 0);
// A file that cannot be loaded fails without a test of its own.
if (!unitPassed && !unit?.numFailedTests) total.failed += 1;

console.log(`\n── real gateways (at ${seconds()})`);
const gatewayReport = join(reports, 'gateways.json');
rmSync(gatewayReport, { force: true });
const gatewaysPassed = runGateways({ report: gatewayReport });
const real = readReport(gatewayReport);
total.passed += real?.numPassedTests ?? 0;
total.failed += real?.numFailedTests ?? 0;
if (!gatewaysPassed && !real?.numFailedTests) total.failed += 1;

console.log(`\n── end-to-end tests (at ${seconds()})`);
const browser = await ensureBrowser(console.log);
if (browser === undefined) total.failed += 1;
else {
  const e2eReport = join(reports, 'e2e.json');
  rmSync(e2eReport, { force: true });
  const electron = hasDisplay() ? findElectron() : undefined;
  console.log(
    electron
      ? 'The desktop project runs on the Electron binary.'
      : 'Desktop end-to-end tests: not run (no Electron binary or no display here).',
  );
  const e2ePassed = node(bin('@playwright/test', 'cli.js'), ['test'], {
    GRACEFALL_BROWSER: browser,
    GRACEFALL_ELECTRON: electron ?? '',
    PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport,
  });
  const e2e = readReport(e2eReport);
  total.passed += (e2e?.stats.expected ?? 0) + (e2e?.stats.flaky ?? 0);
  total.failed += e2e?.stats.unexpected ?? 0;
  total.skipped += e2e?.stats.skipped ?? 0;
  if (!e2ePassed && !e2e?.stats.unexpected) total.failed += 1;
}

console.log(`\nAll of it took ${seconds()}.`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed === 0 ? 0 : 1);
