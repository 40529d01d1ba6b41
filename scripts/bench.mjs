/** `npm run bench [-- --json FILE] [--only TEXT]`: every benchmark of the project, as a table and as JSON. Never part of `npm test`: time is measured, not asserted. */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, root } from './checkout.mjs';

ensureInstalled();
ensureBuilt();
const args = process.argv.slice(2);
const argumentOf = (flag) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);
const { runBenchmarks } = await import(pathToFileURL(join(root, 'dist/node/bench.js')).href);
console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}`);
const rows = await runBenchmarks({ only: argumentOf('--only'), log: (line) => console.log(line) });
const show = (value) => Number(value.toPrecision(3)).toLocaleString('en');
for (const row of rows) {
  console.log(`${row.name}: ${show(row.value)} ${row.unit}${row.ratio === undefined ? '' : ` = ${show(row.ratio)} × ${row.ratioTo}`}`);
}
const file = argumentOf('--json');
if (file) writeFileSync(resolve(process.env.INIT_CWD ?? '.', file), `${JSON.stringify(rows, null, 2)}\n`);
