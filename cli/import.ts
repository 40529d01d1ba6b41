import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { outcomesOf, writeRejects } from '../host/index.ts';
import { recordedFigures } from '../shared/calibration/index.ts';
import { LOG_COLUMNS, type Traffic } from '../shared/model/index.ts';
import { presetOf, type ResolvedMapping, summarise } from '../shared/traffic/index.ts';
import { type ColumnFlags, isSameFile, PRESETS, parseColumnMap, readTrafficFile } from './inputs.ts';
import type { CommandResult } from './run.ts';
import { CommandEnd, painter, type Terminal } from './terminal.ts';
import { count, duration, figure, share, table, usd } from './words.ts';

const EXAMPLES = `
Examples:
  $ gracefall import AzureLLMInferenceTrace_conv.csv
  $ gracefall import 'spend-*.csv.gz' --preset litellm-spend --hash-users --rejects left-out.csv
  $ gracefall import langfuse.parquet --map durationUnit=s,timeZone=Europe/Berlin
  $ gracefall import requests.jsonl.gz --map arrival=created_at,inputTokens=usage.in,outputTokens=usage.out,user=none,metadata=plan --json

What --map takes besides columns (a.b is field b inside column a; none = not in this log):
  timeUnit, durationUnit = s, ms, us or ns     costUnit = usd or cents     timeZone = an IANA name, of dates without an offset`;

interface Flags extends ColumnFlags {
  readonly json?: true;
  readonly rejects?: string;
  readonly hashUsers?: true;
  readonly force?: true;
}

export function addImport(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  program
    .command('import')
    .description('read a traffic log and say what is in it')
    .argument('<traffic>', 'log: CSV, TSV, JSONL, JSON, OTLP JSON or Parquet, also gzipped; or a pattern of several')
    .addOption(new Option('--preset <name>', 'whose log it is').choices(PRESETS).default('auto'))
    .option(
      '--map <pairs>',
      `columns by name: ${LOG_COLUMNS.slice(0, 4)
        .map((role) => `${role}=…`)
        .join(',')},metadata=… and so on`,
      parseColumnMap,
    )
    .option('--hash-users', 'replace user ids by salted hashes')
    .option('--rejects <file>', 'write the rows that could not be used as CSV')
    .option('--force', 'let --rejects replace a file')
    .option('--json', 'print what was read as JSON')
    .addHelpText('after', EXAMPLES)
    .action((file: string, flags: Flags) => end(importTraffic(terminal, file, flags)));
}

async function importTraffic(terminal: Terminal, file: string, flags: Flags): CommandResult {
  const target = flags.rejects === undefined ? undefined : rejectsTarget(terminal, file, flags.rejects, flags.force === true);
  const read = await readTrafficFile(terminal, file, flags);
  const { path, traffic, sha256, rejected, mapping, notes } = read;
  const rejects = target === undefined ? undefined : await saveRejects(terminal, path, target, flags);
  const summary = summarise(traffic);
  const recorded = recordedOf(traffic);
  if (flags.json) {
    const { preset, ...roles } = mapping;
    const shown = { path, sha256, preset, mapping: roles, summary, recorded, rejected, notes, ...(rejects && { rejects }) };
    terminal.out(JSON.stringify(shown, null, 2));
    return 0;
  }
  const tokens = ({ p50, p95, p99, max }: typeof summary.inputTokens): string =>
    `P50 ${count(p50)}, P95 ${count(p95)}, P99 ${count(p99)}, at most ${count(max)}`;
  const began = traffic.startUnixMs === undefined ? [] : [['From', `${new Date(traffic.startUnixMs).toISOString().slice(0, 19)} UTC`]];
  const rows = [
    ['Kind of log', presetOf(mapping.preset).name],
    ['Columns', columnsText(mapping)],
    ['Requests', `${count(summary.requestCount)} in ${duration(summary.durationMs)}, ${figure(summary.requestsPerS)} a second`],
    ...began,
    ['Burstiness', `${figure(summary.interArrivalCv)} (variation of the gaps: 1 is a Poisson stream, more is bursty)`],
    ['Input tokens', tokens(summary.inputTokens)],
    ['Output tokens', tokens(summary.outputTokens)],
    ['Users', summary.userCount === 0 ? 'the log names none' : `${count(summary.userCount)}${flags.hashUsers ? ', hashed' : ''}`],
    ['Other columns', summary.metadataColumns.join(', ') || 'none kept'],
    ...(recorded === null ? [['What became of them', 'the log does not say']] : recordedRows(recorded)),
    ...(rejects === undefined ? [] : [['Rejected rows', `${count(rejects.rows)} written to ${rejects.path}`]]),
    ['sha256', sha256],
  ];
  terminal.out(`${painter(terminal)('bold', `${summary.label} (${summary.origin})`)}\n${table(rows, 'll')}`);
  return 0;
}

/** Asked before the log is read: what cannot be written should not take minutes to say so. */
function rejectsTarget(terminal: Terminal, log: string, rejects: string, isForced: boolean): string {
  const target = resolve(terminal.folder, rejects);
  if (isSameFile(resolve(terminal.folder, log), target)) {
    throw new CommandEnd(2, `--rejects names ${rejects}, which is the log itself, so nothing was written. Choose another name.`);
  }
  if (existsSync(target) && !isForced) {
    throw new CommandEnd(2, `${rejects} exists, so it was left as it is. Choose another name, or replace it with --force.`);
  }
  return target;
}

async function saveRejects(terminal: Terminal, path: string, target: string, flags: Flags): Promise<{ path: string; rows: number }> {
  const { preset, map: mapping = {}, hashUsers = false } = flags;
  const options = { preset, mapping, hashUsers, signal: terminal.signal };
  const written = await writeRejects(path, { target, mayReplace: true }, options).catch((error: unknown) => {
    if (terminal.signal.aborted) throw new CommandEnd(130, 'Writing the rejected rows was stopped.');
    throw error;
  });
  if (!written.ok) throw new CommandEnd(2, written.error.message);
  return { path: target, rows: written.value };
}

const columnsText = (mapping: ResolvedMapping): string =>
  LOG_COLUMNS.flatMap((role) => (mapping[role] === null ? [] : [`${role}=${mapping[role]}`])).join(', ');

function recordedOf(traffic: Traffic) {
  const { recorded } = traffic;
  if (recorded === undefined) return null;
  const { p50Ms, p95Ms, p99Ms } = recordedFigures(traffic, recorded);
  const known = (values: Float32Array | Float64Array | null): number => {
    let count = 0;
    for (const value of values ?? []) if (!Number.isNaN(value)) count++;
    return count;
  };
  return {
    outcomes: outcomesOf(recorded),
    withLatency: known(recorded.latencyMs),
    latencyMs: { p50: p50Ms, p95: p95Ms, p99: p99Ms },
    withFirstToken: known(recorded.ttftMs),
    withCost: known(recorded.usd),
    usd: recorded.usd === null ? null : recorded.usd.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0),
    models: recorded.model?.values ?? [],
    providers: recorded.provider?.values ?? [],
  };
}

const MOST_NAMES = 8;

function recordedRows(recorded: NonNullable<ReturnType<typeof recordedOf>>): string[][] {
  const { outcomes, withLatency, latencyMs, withFirstToken, withCost, models, providers } = recorded;
  const all = outcomes.reduce((sum, { requests }) => sum + requests, 0);
  const names = (list: readonly string[]): string =>
    `${list.slice(0, MOST_NAMES).join(', ')}${list.length > MOST_NAMES ? ` and ${list.length - MOST_NAMES} more` : ''}`;
  return [
    [
      'Ended',
      all === 0
        ? 'not recorded'
        : outcomes.map(({ outcome, requests }) => `${outcome} ${count(requests)} (${share(requests / all)})`).join(', '),
    ],
    [
      'Latency of answers',
      withLatency === 0
        ? 'not recorded'
        : `P50 ${duration(latencyMs.p50)}, P95 ${duration(latencyMs.p95)}, P99 ${duration(latencyMs.p99)}; first token of ${count(withFirstToken)}`,
    ],
    ['Cost', recorded.usd === null ? 'not recorded' : `${usd(recorded.usd)} for ${count(withCost)} requests`],
    ['Models', names(models) || 'not recorded'],
    ['Providers', names(providers) || 'not recorded'],
  ];
}
