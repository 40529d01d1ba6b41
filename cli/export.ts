import type { Command } from 'commander';
import { sha256Of } from '../host/index.ts';
import { exportNative, verifyNative } from '../shared/gateways/index.ts';
import { readPolicyFile } from './inputs.ts';
import { writeOutput } from './output.ts';
import type { CommandResult } from './run.ts';
import type { Terminal } from './terminal.ts';
import { findingLines } from './validate.ts';

const EXAMPLES = `
Examples:
  $ gracefall export support-assistant.policy.json --out support-assistant.gateway.json
  $ gracefall export support-assistant.policy.json | gateway-ctl apply -`;

interface Flags {
  readonly out?: string;
  readonly force?: true;
  readonly json?: true;
}

export function addExport(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  program
    .command('export')
    .description('write the gateway file of a policy; refused while errors stand')
    .argument('<policy>', 'policy file')
    .option('--out <file>', 'write it here (default: print it)')
    .option('--force', 'let --out replace a file that is no gateway file')
    .option('--json', 'print what was done, or the errors, as JSON')
    .addHelpText('after', EXAMPLES)
    .action((file: string, flags: Flags) => end(exportPolicy(terminal, file, flags)));
}

async function exportPolicy(terminal: Terminal, file: string, flags: Flags): CommandResult {
  const policy = await readPolicyFile(terminal, file);
  const exported = exportNative(policy.opened.document.policy, sha256Of);
  if (!exported.ok) {
    if (flags.json) terminal.out(JSON.stringify({ ok: false, findings: exported.error }, null, 2));
    for (const line of findingLines(exported.error, terminal)) terminal.err(line);
    terminal.err(`The policy was not exported: ${exported.error.length === 1 ? 'this error stands' : 'these errors stand'} in the way.`);
    return 1;
  }
  if (flags.out === undefined) {
    terminal.out(exported.value);
    return 0;
  }
  const path = await writeOutput(terminal, {
    file: flags.out,
    text: exported.value,
    inputs: [policy.path],
    isForced: flags.force === true,
    isOurs: (there) => verifyNative(there, sha256Of).ok,
    what: 'an unchanged gateway file',
  });
  if (flags.json) terminal.out(JSON.stringify({ ok: true, path, sha256: sha256Of(exported.value) }, null, 2));
  else terminal.out(`The gateway file was written to ${path}.`);
  return 0;
}
