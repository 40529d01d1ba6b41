import type { Command } from 'commander';
import { gridVariants, oneAtATimeVariants, parseAxes } from '../shared/compare/index.ts';
import { addComparisonFlags, addOutputFlags, type ComparisonFlags, readComparisonInputs, repeated, runComparison } from './comparison.ts';
import { readPolicyFile } from './inputs.ts';
import type { CommandResult } from './run.ts';
import { CommandEnd, type Terminal } from './terminal.ts';
import { count } from './words.ts';

const EXAMPLES = `
Examples:
  $ gracefall sweep support-assistant.policy.json --vary primary-breaker.failureCount=3:30:10 --scenario provider-outage
  $ gracefall sweep support-assistant.policy.json --vary primary-breaker.failureCount=3/5/10,primary-breaker.openForMs=5000:60000:5:log
  $ gracefall sweep support-assistant.policy.json --one-at-a-time --vary all=±20% --scenario brown-out --out brown-out.comparison.json

A range is from:to:steps, from:to:steps:log, values with / between them, or a share around what is drawn (±20% or +-20%).
All variants get the same requests, incidents and luck. Each is compared with the policy as drawn.`;

interface Flags extends ComparisonFlags {
  readonly vary: readonly string[];
  readonly oneAtATime?: true;
}

export function addSweep(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  const command = program
    .command('sweep')
    .description('run a policy with its numbers varied: a grid, or one field at a time')
    .argument('<policy>', 'policy file')
    .option('--vary <fields>', 'node.field=from:to:steps[,…] or provider:id.field=…; may be repeated', repeated, [])
    .option('--one-at-a-time', 'vary each field alone, and say which matters most (default: every combination)');
  addOutputFlags(addComparisonFlags(command))
    .addHelpText('after', EXAMPLES)
    .action((file: string, flags: Flags) => end(sweep(terminal, file, flags)));
}

async function sweep(terminal: Terminal, file: string, flags: Flags): CommandResult {
  if (flags.vary.length === 0) throw new CommandEnd(2, 'There is nothing to vary: name a field with --vary node.field=from:to:steps.');
  const policy = await readPolicyFile(terminal, file);
  const drawn = policy.opened.document.policy;
  const axes = parseAxes(drawn, flags.vary);
  if (!axes.ok) throw new CommandEnd(2, axes.error);
  const variants = (flags.oneAtATime ? oneAtATimeVariants : gridVariants)(drawn, axes.value);
  if (!variants.ok) throw new CommandEnd(2, variants.error);
  const inputs = await readComparisonInputs(terminal, flags, policy.path);
  const runs = variants.value.length * inputs.scenarios.length * flags.replications;
  terminal.err(
    `${count(variants.value.length)} variants × ${inputs.scenarios.length} ${inputs.scenarios.length === 1 ? 'scenario' : 'scenarios'} × ${flags.replications} replications: ${count(runs)} runs of ${count(inputs.traffic.traffic.requestCount)} requests.`,
  );
  return runComparison(terminal, flags, inputs, {
    design: flags.oneAtATime ? 'one-at-a-time' : 'grid',
    axes: axes.value,
    variants: variants.value,
    paths: [policy.path],
  });
}
