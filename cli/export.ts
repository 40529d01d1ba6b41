import { type Command, Option } from 'commander';
import { sha256Of } from '../host/index.ts';
import { asRunBy, type Exported, type Fidelity, type Gateway, gateways, isFidelityFile, namedFiles } from '../shared/gateways/index.ts';
import type { Policy } from '../shared/model/index.ts';
import { addRunFlags, type ComparisonFlags, readComparisonInputs, runComparison } from './comparison.ts';
import { type PolicyFile, readPolicyFile } from './inputs.ts';
import { writeOutput } from './output.ts';
import type { CommandResult } from './run.ts';
import { CommandEnd, type Terminal } from './terminal.ts';
import { findingLines } from './validate.ts';

const EXAMPLES = `
Examples:
  $ gracefall export support-assistant.policy.json --out support-assistant.gateway.json
  $ gracefall export support-assistant.policy.json --target portkey --out support-assistant.portkey.json
  $ gracefall export support-assistant.policy.json --target litellm --leave-out --compare-dialect --scenario provider-outage
  $ gracefall export support-assistant.policy.json | gateway-ctl apply -`;

interface Flags extends Omit<ComparisonFlags, 'gate' | 'shard'> {
  readonly target: string;
  readonly compareDialect?: true;
  readonly leaveOut?: true;
}

export function addExport(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  const command = program
    .command('export')
    .description('write a policy for a gateway; refused while errors stand')
    .argument('<policy>', 'policy file')
    .addOption(new Option('--target <name>', 'gateway that it is for').choices([...gateways.keys()]).default('native'))
    .option('--leave-out', 'export even where the target cannot express a guard, a budget or a limit; what is lost is told')
    .option('--out <file>', 'write it here (default: print it), and beside it what the target does not do as drawn')
    .option('--force', 'let --out replace a file that is no export')
    .option('--json', 'print what was done, or the errors, as JSON')
    .option(
      '--compare-dialect',
      'rehearse the policy as drawn against what the target does with the export: the price of the gateway. Printed instead of the file; the flags below are about it',
    );
  addRunFlags(command)
    .addHelpText('after', EXAMPLES)
    .action((file: string, flags: Flags) => end(exportPolicy(terminal, file, flags)));
}

async function exportPolicy(terminal: Terminal, file: string, flags: Flags): CommandResult {
  const source = await readPolicyFile(terminal, file);
  const { policy } = source.opened.document;
  const gateway = gateways.get(flags.target);
  if (gateway === undefined) throw new Error(`no gateway ${JSON.stringify(flags.target)}`);
  const exported = gateway.export(policy, { sha256Of, protections: flags.leaveOut === true ? 'leave-out' : 'refuse' });
  if (!exported.ok) {
    if (flags.json) terminal.out(JSON.stringify({ ok: false, findings: exported.error }, null, 2));
    for (const line of findingLines(exported.error, terminal)) terminal.err(line);
    terminal.err(`The policy was not exported: ${exported.error.length === 1 ? 'this error stands' : 'these errors stand'} in the way.`);
    if (exported.error.some(({ rule }) => rule === 'export/protection-not-expressible'))
      terminal.err('With --leave-out it is exported without them.');
    return 1;
  }
  const { files } = exported.value;
  if (flags.compareDialect === true) {
    if (flags.out !== undefined) {
      for (const path of await writeFiles(terminal, source, gateway, exported.value, flags)) terminal.err(`Written: ${path}.`);
    }
    tellFidelity(terminal, file, policy, gateway, exported.value, true);
    return priceOf(terminal, source, gateway, flags);
  }
  if (flags.out === undefined) {
    const [only, ...more] = files;
    if (only === undefined || more.length > 0) {
      const parts = files.map(({ part }) => part).join(', ');
      throw new CommandEnd(
        2,
        `This export is ${files.length} files, one for each call of the gateway (${parts}). Name them with --out FILE.`,
      );
    }
    tellFidelity(terminal, file, policy, gateway, exported.value);
    terminal.out(only.text);
    return 0;
  }
  const paths = await writeFiles(terminal, source, gateway, exported.value, flags);
  if (flags.json) {
    const [first] = files;
    const isPlain = gateway.dialect === null;
    const { fidelity, findings } = exported.value;
    terminal.out(
      JSON.stringify(
        { ok: true, path: paths[0], sha256: sha256Of(first!.text), ...(isPlain ? {} : { paths, fidelity, findings }) },
        null,
        2,
      ),
    );
    return 0;
  }
  tellFidelity(terminal, file, policy, gateway, exported.value);
  for (const path of paths) terminal.out(`The gateway file was written to ${path}.`);
  return 0;
}

/** The policy as drawn against what the target does with its export, on the same luck. */
async function priceOf(terminal: Terminal, source: PolicyFile, gateway: Gateway, { out: _, force: __, ...flags }: Flags): CommandResult {
  const { document } = source.opened;
  if (gateway.dialect === null)
    throw new CommandEnd(2, `A ${gateway.title} is run as it is drawn, so there is nothing to compare. Name another --target.`);
  const asRun = asRunBy(gateway.dialect, document).document;
  const variant = (id: string, label: string, policy: Policy) => ({ id, label, policy, changes: [], leftOut: null });
  return runComparison(terminal, flags, await readComparisonInputs(terminal, flags, source.path), {
    design: 'pair',
    axes: [],
    variants: [variant('base', 'the drawing', document.policy), variant('head', `as ${gateway.dialect.title} runs it`, asRun.policy)],
    paths: [source.path],
  });
}

/** Paths of all files, the main one first. */
async function writeFiles(terminal: Terminal, source: PolicyFile, gateway: Gateway, exported: Exported, flags: Flags): Promise<string[]> {
  const paths: string[] = [];
  for (const { file, text, is } of namedFiles(flags.out ?? '', source.opened.document.policy, gateway, exported, sha256Of)) {
    const path = await writeOutput(terminal, {
      file,
      text,
      inputs: [source.path],
      isForced: flags.force === true,
      isOurs: (there) => (is === 'fidelity' ? isFidelityFile(there) : gateway.verify(there, sha256Of).length === 0),
      what: is === 'fidelity' ? 'a fidelity file' : 'an unchanged gateway file',
    });
    paths.push(path);
  }
  return paths;
}

const WORDS: Readonly<Record<Fidelity, string>> = {
  exact: 'as drawn',
  approximated: 'not quite as drawn',
  'not-expressible': 'not in the export',
  application: 'with the application',
};

/** On the error stream, so that a printed export stays a file. */
function tellFidelity(
  terminal: Terminal,
  file: string,
  policy: Policy,
  gateway: Gateway,
  { fidelity, findings }: Exported,
  isCompared = false,
): void {
  const names = new Map(policy.nodes.map(({ id, name }) => [id, name]));
  for (const one of fidelity) {
    if (one.fidelity === 'exact') continue;
    terminal.err(`${names.get(one.nodeId)}: ${WORDS[one.fidelity]}.`);
    for (const sentence of one.sentences) terminal.err(`  ${sentence}`);
  }
  for (const { message } of findings) terminal.err(message);
  if (!isCompared && fidelity.some((one) => one.fidelity !== 'exact')) {
    terminal.err(
      `What that costs: gracefall compare ${file} --dialect ${gateway.id}, with the traffic and the scenarios that matter to you.`,
    );
  }
}
