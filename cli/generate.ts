import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Command } from 'commander';
import { openText, trafficCsv, writeAtomic, writeProblem } from '../host/index.ts';
import { generate, summarise, trafficSpecSchema } from '../shared/traffic/index.ts';
import { isSameFile, wholeNumber } from './inputs.ts';
import type { CommandResult } from './run.ts';
import { CommandEnd, type Terminal } from './terminal.ts';
import { count, duration } from './words.ts';

const EXAMPLES = `
Examples:
  $ gracefall generate traffic.spec.json --out traffic.csv.gz
  $ gracefall generate traffic.spec.json --out another-day.csv --seed 7`;

interface Flags {
  readonly out: string;
  readonly seed?: number;
  readonly force?: true;
  readonly json?: true;
}

export function addGenerate(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  program
    .command('generate')
    .description('make traffic from a description of its arrivals and tokens')
    .argument('<spec>', 'description (*.spec.json)')
    .requiredOption('--out <file>', 'traffic file: .csv or .csv.gz')
    .option('--seed <number>', 'the luck of the traffic (default: the description’s, else 1)', wholeNumber('A seed', 0, 0xffffffff))
    .option('--force', 'replace an existing file')
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', EXAMPLES)
    .action((file: string, flags: Flags) => end(generateTraffic(terminal, file, flags)));
}

async function generateTraffic(terminal: Terminal, file: string, flags: Flags): CommandResult {
  const specPath = resolve(terminal.folder, file);
  const path = resolve(terminal.folder, flags.out);
  if (!/\.csv(\.gz)?$/.test(path)) throw new CommandEnd(2, `--out names ${flags.out}; traffic is written as .csv or .csv.gz.`);
  const opened = await openText(specPath);
  if (!opened.ok) throw new CommandEnd(2, opened.message);
  const { seed: ownSeed, ...description } = Object(parseJson(opened.text));
  const spec = trafficSpecSchema.safeParse(description);
  if (!spec.success) {
    const issue = spec.error.issues[0];
    throw new CommandEnd(2, `${file} does not describe traffic: ${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'not valid'}.`);
  }
  if (isSameFile(specPath, path) || (existsSync(path) && !flags.force)) {
    throw new CommandEnd(2, `${flags.out} exists, so it was left as it is. Choose another name, or replace it with --force.`);
  }
  const traffic = generate(spec.data, flags.seed ?? (Number.isInteger(ownSeed) ? ownSeed : 1));
  const csv = trafficCsv(traffic);
  await writeAtomic(path, path.endsWith('.gz') ? gzipSync(csv, { level: 9 }) : csv).catch((error) => {
    throw new CommandEnd(2, writeProblem(error, path).message);
  });
  const summary = summarise(traffic);
  if (flags.json) terminal.out(JSON.stringify({ path, summary }, null, 2));
  else terminal.out(`${count(summary.requestCount)} requests in ${duration(summary.durationMs)} were written to ${path}.`);
  return 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
