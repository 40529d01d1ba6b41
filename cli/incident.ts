import { type Command, Option } from 'commander';
import { recordedIncident } from '../shared/calibration/index.ts';
import { readScenario, writeScenario } from '../shared/format/index.ts';
import { type ColumnFlags, PRESETS, parseColumnMap, readPolicyFile, readTrafficFile } from './inputs.ts';
import { writeOutput } from './output.ts';
import type { CommandResult } from './run.ts';
import { CommandEnd, type Terminal } from './terminal.ts';

const EXAMPLES = `
Examples:
  $ gracefall incident gateway.jsonl.gz --policy support-assistant.policy.json --window 1:10:00..1:55:00 --out outage.scenario.json

The window counts from the first request. It is compared with the rest of the log. Exit code 1: nothing in it is surely worse.`;

interface Flags extends ColumnFlags {
  readonly policy: string;
  readonly window: string;
  readonly out?: string;
  readonly force?: true;
  readonly json?: true;
}

export function addIncident(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  program
    .command('incident')
    .description('make a scenario of what went wrong in a window of a log with outcomes')
    .argument('<traffic>', 'log that records latencies or outcomes')
    .requiredOption('--policy <file>', 'policy whose models the scenario strikes')
    .requiredOption('--window <from..to>', 'since the first request, as 12:30..45:00 or 1:10:00..1:55:00')
    .addOption(new Option('--preset <name>', 'whose log it is').choices(PRESETS).default('auto'))
    .option('--map <pairs>', 'columns by name, as of import: arrival=…,latency=…,status=…,model=…', parseColumnMap)
    .option('--out <file>', 'write the scenario')
    .option('--force', 'let --out replace a file that is no scenario')
    .option('--json', 'print scenario and notes as JSON')
    .addHelpText('after', EXAMPLES)
    .action((file: string, flags: Flags) => end(incident(terminal, file, flags)));
}

const CLOCK = /^(?:(\d+):)?(\d+):([0-5]\d)$/;
const clockMs = (text: string): number => {
  const [, hours = '0', minutes, seconds] = CLOCK.exec(text.trim()) ?? [];
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
};

async function incident(terminal: Terminal, file: string, flags: Flags): CommandResult {
  const [fromMs = Number.NaN, toMs = Number.NaN] = flags.window.split('..').map(clockMs);
  if (!(toMs > fromMs))
    throw new CommandEnd(
      2,
      `--window names “${flags.window}”; it takes two times since the first request, the earlier first, as 12:30..45:00.`,
    );
  const policy = await readPolicyFile(terminal, flags.policy);
  const log = await readTrafficFile(terminal, file, flags);
  if (log.traffic.recorded === undefined)
    throw new CommandEnd(
      2,
      `${file} records requests only, not how they ended, so no incident shows in it. Name the columns with --map latency=…,status=….`,
    );
  const { scenario, notes } = recordedIncident(log.traffic, { fromMs, toMs }, policy.opened.document.policy);
  for (const note of notes) terminal.err(note);
  if (flags.json) terminal.out(JSON.stringify({ file: log.path, sha256: log.sha256, scenario, notes }, null, 2));
  else
    terminal.out(scenario?.description ?? 'Nothing in this window is surely worse than in the rest of the log, so no scenario was made.');
  if (scenario === null) return 1;
  if (flags.out !== undefined) {
    const path = await writeOutput(terminal, {
      file: flags.out,
      text: writeScenario(scenario),
      inputs: [policy.path, log.path],
      isForced: flags.force === true,
      isOurs: (there) => readScenario(there).ok,
      what: 'a scenario',
    });
    terminal.err(`The scenario was written to ${path}.`);
  }
  return 0;
}
