/** `npm run -s gracefall -- …`: the CLI from a checkout, built first when stale. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './checkout.mjs';

ensureInstalled();
ensureBuilt();
// npm runs scripts in the package's folder; paths on the command line mean the folder the user stands in.
const cwd = process.env.INIT_CWD ?? process.cwd();
const run = spawnSync(process.execPath, [join(root, 'dist/node/gracefall.js'), ...process.argv.slice(2)], { cwd, stdio: 'inherit' });
process.exit(run.status ?? 1);
