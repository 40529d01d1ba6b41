import { type Command, Option } from 'commander';
import { summarise } from '../shared/traffic/index.ts';
import { type ColumnFlags, PRESETS, parseColumnMap, readTrafficFile } from './inputs.ts';
import type { CommandResult } from './run.ts';
import { painter, type Terminal } from './terminal.ts';
import { count, duration, figure, table } from './words.ts';

const EXAMPLES = `
Examples:
  $ gracefall import AzureLLMInferenceTrace_conv.csv
  $ gracefall import requests.jsonl.gz --map arrival=created_at,inputTokens=usage_in,outputTokens=usage_out,metadata=plan --json`;

interface Flags extends ColumnFlags {
  readonly json?: true;
}

export function addImport(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  program
    .command('import')
    .description('read a traffic log and say what is in it')
    .argument('<traffic>', 'log: CSV, TSV, JSONL, JSON or Parquet, also gzipped')
    .addOption(new Option('--preset <name>', 'what the log’s columns are called').choices(PRESETS).default('auto'))
    .option('--map <pairs>', 'columns by name: arrival=…,inputTokens=…,outputTokens=…,user=…,complexity=…,metadata=…', parseColumnMap)
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', EXAMPLES)
    .action((file: string, flags: Flags) => end(importTraffic(terminal, file, flags)));
}

async function importTraffic(terminal: Terminal, file: string, flags: Flags): CommandResult {
  const { path, traffic, sha256, rejected } = await readTrafficFile(terminal, file, flags);
  const summary = summarise(traffic);
  if (flags.json) {
    terminal.out(JSON.stringify({ path, sha256, summary, rejected }, null, 2));
    return 0;
  }
  const tokens = ({ p50, p95, p99, max }: typeof summary.inputTokens): string =>
    `P50 ${count(p50)}, P95 ${count(p95)}, P99 ${count(p99)}, at most ${count(max)}`;
  const rows = [
    ['Requests', `${count(summary.requestCount)} in ${duration(summary.durationMs)}, ${figure(summary.requestsPerS)} a second`],
    ['Burstiness', `${figure(summary.interArrivalCv)} (variation of the gaps: 1 is a Poisson stream, more is bursty)`],
    ['Input tokens', tokens(summary.inputTokens)],
    ['Output tokens', tokens(summary.outputTokens)],
    ['Users', summary.userCount === 0 ? 'the log names none' : count(summary.userCount)],
    ['Other columns', summary.metadataColumns.join(', ') || 'none kept'],
    ['sha256', sha256],
  ];
  terminal.out(`${painter(terminal)('bold', `${summary.label} (${summary.origin})`)}\n${table(rows, 'll')}`);
  return 0;
}
