import { type Command, Option } from 'commander';
import { labelOf, withFields } from '../shared/compare/index.ts';
import type { Change } from '../shared/model/index.ts';
import {
  addComparisonFlags,
  addGateFlag,
  addOutputFlags,
  type ComparisonFlags,
  readComparisonInputs,
  repeated,
  runComparison,
} from './comparison.ts';
import { asDialect, DIALECTS } from './dialect.ts';
import { addGateReports, errorsOf, type GateFlags, giveGate, readWorkspaceGate, requiredScenarios } from './gate.ts';
import { readPolicyFile } from './inputs.ts';
import type { CommandResult } from './run.ts';
import { CommandEnd, type Terminal } from './terminal.ts';

const EXAMPLES = `
Examples:
  $ gracefall compare main.policy.json change.policy.json --traffic yesterday.csv.gz --scenario provider-outage --scenario surge-3x
  $ gracefall compare support-assistant.policy.json --set primary-breaker.failureCount=20 --scenario provider-outage --precision 0.02
  $ gracefall compare support-assistant.policy.json --dialect litellm --scenario provider-outage
  $ gracefall compare main.policy.json change.policy.json --scenario brown-out --gate --markdown gate.md --junit gate.xml --sarif gate.sarif
  $ gracefall compare main.policy.json change.policy.json --replications 200 --shard 3/8 --out part-3.shard.json

Both policies get the same requests, incidents and luck, so that what differs is the policy. Each difference has a 95 % interval;
one that holds zero is no evidence.`;

interface Flags extends ComparisonFlags, GateFlags {
  readonly set: readonly string[];
  readonly dialect?: string;
}

export function addCompare(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  const command = program
    .command('compare')
    .description('run two policies, or one with changed fields, on the same luck and say what differs')
    .argument('<base>', 'policy file to compare with')
    .argument('[head]', 'policy file to compare (default: the base with the changes of --set)')
    .option(
      '--set <field=value>',
      'change a number of the head: node.field=value or provider:id.field=value; may be repeated',
      repeated,
      [],
    );
  command.addOption(
    new Option('--dialect <gateway>', 'the head as that gateway would run its export: the price of the gateway').choices(DIALECTS),
  );
  addGateReports(addGateFlag(addOutputFlags(addComparisonFlags(command))))
    .addHelpText('after', EXAMPLES)
    .action((base: string, head: string | undefined, flags: Flags) => end(comparePolicies(terminal, base, head, flags)));
}

async function comparePolicies(terminal: Terminal, baseFile: string, headFile: string | undefined, flags: Flags): CommandResult {
  if (headFile === undefined && flags.set.length === 0 && flags.dialect === undefined)
    throw new CommandEnd(
      2,
      'There is nothing to compare with: name a second policy, change a field with --set node.field=value, or choose a --dialect.',
    );
  const base = await readPolicyFile(terminal, baseFile);
  const head = headFile === undefined ? base : await readPolicyFile(terminal, headFile);
  const changes = flags.set.map(parseChange);
  const changed = withFields(head.opened.document.policy, changes);
  if (!changed.ok) throw new CommandEnd(2, changed.error);
  const drawn = { ...head, opened: { ...head.opened, document: { ...head.opened.document, policy: changed.value } } };
  const asRun = asDialect(terminal, drawn, flags.dialect);
  const headLabel = [
    ...(headFile === undefined ? [] : [fileName(headFile)]),
    ...(changes.length === 0 ? [] : [labelOf(changes)]),
    ...(flags.dialect === undefined ? [] : [`as ${flags.dialect} runs it`]),
  ].join(', ');
  const isGated = flags.gate !== undefined;
  if (!isGated && [flags.gateConfig, flags.markdown, flags.junit, flags.sarif].some((flag) => flag !== undefined))
    throw new CommandEnd(2, '--gate-config, --markdown, --junit and --sarif are about the gate: add --gate.');
  const workspaceGate = isGated ? await readWorkspaceGate(terminal, flags, flags.gate, head.path) : null;
  const required = workspaceGate === null ? [] : requiredScenarios(workspaceGate);
  const asked = { ...flags, scenario: [...new Set([...flags.scenario, ...required])] };
  const names = { base: fileName(baseFile), head: headLabel };
  const gated = workspaceGate && { workspaceGate, base, head: { ...head, ...asRun }, names, paths: [base.path, head.path] };
  // A head that cannot run is what the gate refuses, not what the command cannot do.
  if (gated !== null && errorsOf(gated.head).length > 0 && errorsOf(base).length === 0) return giveGate(terminal, gated, flags, null);
  const inputs = await readComparisonInputs(terminal, asked, base.path);
  // With a second file or a dialect the changes of --set are not all that differs.
  const isByFields = headFile === undefined && flags.dialect === undefined;
  return runComparison(
    terminal,
    asked,
    inputs,
    {
      design: 'pair',
      axes: [],
      variants: [
        { id: 'base', label: names.base, policy: base.opened.document.policy, changes: [], leftOut: null },
        { id: 'head', label: headLabel, policy: asRun.opened.document.policy, changes: isByFields ? changes : [], leftOut: null },
      ],
      paths: [base.path, head.path],
    },
    gated === null
      ? undefined
      : (comparison) => giveGate(terminal, { ...gated, paths: [...gated.paths, ...inputs.paths] }, flags, comparison),
  );
}

/** Without folders, which differ from machine to machine and would make shards of one comparison differ. */
const fileName = (path: string): string => path.split(/[\\/]/).at(-1) as string;

function parseChange(text: string): Change {
  const cut = text.lastIndexOf('=');
  const value = text.slice(cut + 1).trim();
  if (cut < 1 || value === '' || !Number.isFinite(Number(value)))
    throw new CommandEnd(2, `“${text}” is not of the form node.field=number, for example primary-breaker.failureCount=20.`);
  return { address: text.slice(0, cut).trim(), value: Number(value) };
}
