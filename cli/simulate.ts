import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { rehearse } from '../host/index.ts';
import { readRun, writeRun } from '../shared/format/index.ts';
import { library } from '../shared/scenario/index.ts';
import { asDialect, DIALECTS } from './dialect.ts';
import { type ColumnFlags, PRESETS, parseColumnMap, readPolicyFile, readScenarioArgument, readTraffic, wholeNumber } from './inputs.ts';
import { writeOutput } from './output.ts';
import { showProgress } from './progress.ts';
import type { CommandResult } from './run.ts';
import { runReport } from './run-report.ts';
import { CommandEnd, painter, type Terminal } from './terminal.ts';
import { checkTraceFlags, type TraceFlags, withTraceOptions, writeTraces } from './traces.ts';
import { findingLines } from './validate.ts';

const EXAMPLES = `
Examples:
  $ gracefall simulate support-assistant.policy.json --scenario provider-outage
  $ gracefall simulate support-assistant.policy.json --traffic yesterday.csv.gz --map arrival=ts,inputTokens=prompt,outputTokens=completion
  $ gracefall simulate support-assistant.policy.json --scenario provider-outage --traces worst.json --traces-of worst
  $ gracefall simulate support-assistant.policy.json --traffic azure.csv --preset azure --scenario surge-3x --replications 10 --out surge.run.json

Shipped scenarios: ${library.map(({ id }) => id).join(', ')}; calm is none.
The same inputs and seed give the same bytes of result, whatever the number of workers.`;

interface Flags extends ColumnFlags, TraceFlags {
  readonly traffic?: string;
  readonly scenario?: string;
  readonly dialect?: string;
  readonly seed: number;
  readonly replications: number;
  readonly workers: number;
  readonly out?: string;
  readonly force?: true;
  readonly json?: true;
}

export function addSimulate(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  withTraceOptions(
    program
      .command('simulate')
      .description('rehearse a policy on recorded traffic under a scenario')
      .argument('<policy>', 'policy file')
      .option('--traffic <file>', 'log: CSV, TSV, JSONL, JSON or Parquet, also gzipped (default: the policy’s own traffic beside it)')
      .addOption(new Option('--preset <name>', 'what the log’s columns are called').choices(PRESETS).default('auto'))
      .option('--map <pairs>', 'columns by name: arrival=…,inputTokens=…,outputTokens=…,user=…,complexity=…,metadata=…', parseColumnMap)
      .option('--scenario <file|name>', 'what goes wrong (default: nothing)')
      .addOption(new Option('--dialect <gateway>', 'as that gateway would run its export (default: as drawn)').choices(DIALECTS))
      .option('--seed <number>', 'the luck of the run', wholeNumber('A seed', 0, 0xffffffff), 1)
      .option('--replications <number>', 'runs with different luck, for intervals', wholeNumber('The number of replications', 1, 1000), 1)
      .option('--workers <number>', 'threads for replications', wholeNumber('The number of workers', 1, 256), availableParallelism())
      .option('--out <file>', 'write the result (*.run.json)')
      .option('--force', 'let --out replace a file that is no run result')
      .option('--json', 'print the result as JSON instead of the tables'),
  )
    .addHelpText('after', EXAMPLES)
    .action((file: string, flags: Flags) => end(simulate(terminal, file, flags)));
}

async function simulate(terminal: Terminal, file: string, flags: Flags): CommandResult {
  checkTraceFlags(flags);
  const drawn = await readPolicyFile(terminal, file);
  const policy = { ...drawn, ...asDialect(terminal, drawn, flags.dialect) };
  const scenario = await readScenarioArgument(terminal, flags.scenario, policy.path);
  const traffic = await readTraffic(terminal, flags, policy.path);
  const progress = showProgress(terminal);
  const rehearsal = await rehearse({
    policyText: policy.text,
    traffic: traffic.traffic,
    trafficSha256: traffic.sha256,
    scenario: scenario.scenario,
    seed: flags.seed,
    replications: flags.replications,
    workers: flags.workers,
    onProgress: progress.update,
    signal: terminal.signal,
  }).finally(progress.stop);
  if (rehearsal.kind === 'cancelled') throw new CommandEnd(130, 'The simulation was stopped; nothing was written.');
  if (rehearsal.kind === 'refused') {
    const reasons = rehearsal.findings.length > 0 ? findingLines(rehearsal.findings, terminal).join('\n') : rehearsal.message;
    throw new CommandEnd(1, `${reasons}\nThe policy was not simulated.`);
  }
  for (const line of findingLines(rehearsal.warnings, terminal)) terminal.err(line);
  const { result } = rehearsal;
  const text = writeRun(result);
  if (flags.json) terminal.out(text);
  else terminal.out(runReport(result, policy.opened.document.policy, painter(terminal)));
  if (flags.out !== undefined) {
    const path = await writeOutput(terminal, {
      file: flags.out,
      text,
      inputs: [policy.path, traffic.path, scenario.path],
      isForced: flags.force === true,
      isOurs: (there) => readRun(there).ok,
      what: 'a run result',
    });
    terminal.err(`The result was written to ${path}.`);
  }
  await writeTraces(terminal, flags, {
    result,
    policy: policy.opened.document.policy,
    policyText: policy.text,
    traffic: traffic.traffic,
    scenario: scenario.scenario,
    seed: flags.seed,
    inputs: [policy.path, traffic.path, scenario.path, ...(flags.out === undefined ? [] : [resolve(terminal.folder, flags.out)])],
    isForced: flags.force === true,
  });
  return 0;
}
