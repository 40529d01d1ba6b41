import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import openInBrowser from 'open';
import { openText, rendererFolder, type Served, serve } from '../host/index.ts';
import { wholeNumber } from './inputs.ts';
import type { CommandResult } from './run.ts';
import { CommandEnd, type Terminal } from './terminal.ts';

const EXAMPLES = `
Examples:
  $ gracefall app
  $ gracefall app support-assistant.policy.json --no-open --port 7400

Files are read and written inside the workspace only. Ctrl-C ends the app.`;

interface Flags {
  readonly port: number;
  readonly open: boolean;
  readonly workspace?: string;
}

export function addApp(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  program
    .command('app')
    .description('open the app in the browser')
    .argument('[policy]', 'policy file to open')
    .option('--port <number>', 'port on 127.0.0.1 (default: any free one)', wholeNumber('A port', 0, 65_535), 0)
    .option('--no-open', 'only print the address')
    .option('--workspace <folder>', 'folder to work in (default: the policy’s, else the current one)')
    .addHelpText('after', EXAMPLES)
    .action((file: string | undefined, flags: Flags) => end(app(terminal, file, flags)));
}

async function app(terminal: Terminal, file: string | undefined, flags: Flags): CommandResult {
  const open = file === undefined ? undefined : resolve(terminal.folder, file);
  if (open !== undefined) {
    const opened = await openText(open);
    if (!opened.ok) throw new CommandEnd(2, opened.message);
  }
  const workspace =
    flags.workspace !== undefined ? resolve(terminal.folder, flags.workspace) : open !== undefined ? dirname(open) : terminal.folder;
  if (!existsSync(workspace))
    throw new CommandEnd(2, `There is no folder ${workspace} to work in. Choose one that exists with --workspace.`);
  if (!existsSync(join(rendererFolder, 'index.html'))) {
    throw new CommandEnd(2, `The app’s pages are not built (${rendererFolder} is missing). Run npm run build, then try again.`);
  }
  const dataFolder = terminal.environment['GRACEFALL_DATA_FOLDER'];
  const served = await start(flags.port, {
    workspace,
    log: (sentence) => terminal.err(sentence),
    ...(open !== undefined && { open }),
    ...(dataFolder && { dataFolder }),
  });
  terminal.out(`Gracefall is at ${served.url}`);
  terminal.err(`It works in ${workspace}. Ctrl-C ends it.`);
  // Without a browser (a server, a container) the printed address is what there is.
  if (flags.open) await openInBrowser(served.url).catch(() => terminal.err('No browser could be opened; open the address yourself.'));
  await new Promise<void>((resolve) => {
    if (terminal.signal.aborted) resolve();
    terminal.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await served.close();
  return 0;
}

async function start(port: number, options: Omit<Parameters<typeof serve>[0], 'port'>): Promise<Served> {
  try {
    return await serve({ ...options, port });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE')
      throw new CommandEnd(2, `Port ${port} is taken by another program. Choose another with --port, or leave it out.`);
    if (code === 'EACCES') throw new CommandEnd(2, `Port ${port} may not be used by this account. Choose one above 1023 with --port.`);
    throw error;
  }
}
