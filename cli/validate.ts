import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { openText } from '../host/index.ts';
import { readPolicy } from '../shared/format/index.ts';
import { importConfig, isGatewayConfig } from '../shared/gateways/index.ts';
import { lintReport, trafficFigures } from '../shared/lint/index.ts';
import type { Finding, Severity } from '../shared/model/index.ts';
import { type ColumnFlags, PRESETS, parseColumnMap, readTrafficFile } from './inputs.ts';
import type { CommandResult } from './run.ts';
import { type ExitCode, painter, type Terminal } from './terminal.ts';

const EXAMPLES = `
Examples:
  $ gracefall validate support-assistant.policy.json
  $ gracefall validate support-assistant.policy.json --json > findings.json
  $ gracefall validate support-assistant.policy.json --traffic yesterday.csv.gz
  $ gracefall validate litellm-config.yaml

Rules on time and money look at the traffic. Without --traffic they assume a quiet service, and say so.`;

interface Flags extends ColumnFlags {
  readonly traffic?: string;
  readonly json?: true;
}

export function addValidate(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  program
    .command('validate')
    .description('read a policy, or the config of a gateway, and report every finding')
    .argument('<policy>', 'policy file; or a config of LiteLLM, Portkey or Cloudflare AI Gateway')
    .option('--traffic <file>', 'log that the rules on time and money look at: CSV, TSV, JSONL, JSON or Parquet, also gzipped')
    .addOption(new Option('--preset <name>', 'what the log’s columns are called').choices(PRESETS).default('auto'))
    .option('--map <pairs>', 'columns by name: arrival=…,inputTokens=…,outputTokens=…,user=…,complexity=…,metadata=…', parseColumnMap)
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', EXAMPLES)
    .action((file: string, flags: Flags) => end(validate(terminal, file, flags)));
}

async function validate(terminal: Terminal, file: string, flags: Flags): CommandResult {
  const say = (report: unknown): void => {
    if (flags.json) terminal.out(JSON.stringify(report, null, 2));
  };
  const opened = await openText(resolve(terminal.folder, file));
  if (!opened.ok) {
    say({ ok: false, file, unreadable: { reason: opened.reason, message: opened.message }, findings: [] });
    terminal.err(opened.message);
    return 2;
  }
  const gateway = isGatewayConfig(opened.text);
  if (gateway.ok || /\.ya?ml$/i.test(file)) return validateConfig(terminal, file, opened.text, flags);
  const read = readPolicy(opened.text);
  if (!read.ok) {
    const { findings = [], ...unreadable } = read.error;
    say({ ok: false, file, unreadable, findings });
    terminal.err(`${file}: ${unreadable.message}`);
    for (const { line, message } of findings.slice(1)) terminal.err(`${file}:${line}: ${message}`);
    return 2;
  }
  const { document, migratedFrom, unknownKinds } = read.value;
  const log = flags.traffic === undefined ? undefined : await readTrafficFile(terminal, flags.traffic, flags);
  const { findings, silenced } = lintReport(document.policy, log && trafficFigures(log.traffic));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  say({
    ok: errors === 0,
    file,
    policy: { id: document.policy.id, name: document.policy.name },
    migratedFrom,
    unknownKinds,
    traffic: log === undefined ? null : { label: log.traffic.label, sha256: log.sha256, requests: log.traffic.requestCount },
    findings,
    silenced,
  });
  if (!flags.json) {
    for (const line of findingLines(findings, terminal)) terminal.out(line);
    if (migratedFrom !== null) terminal.err(`${file} has the older format ${migratedFrom}; saving it in the app writes the current one.`);
    terminal.out(verdict(document.policy.name, findings, silenced.length));
  }
  return errors > 0 ? 1 : 0;
}

/** Settings that do not do what they seem to. What of the config is no part of a policy is told by import-config. */
function validateConfig(terminal: Terminal, file: string, text: string, flags: Flags): ExitCode {
  const imported = importConfig(text, file);
  const findings = imported.ok ? imported.value.findings : imported.error;
  const gateway = imported.ok ? imported.value.gateway : null;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (flags.json) terminal.out(JSON.stringify({ ok: errors === 0, file, gateway, findings }, null, 2));
  else {
    for (const line of findingLines(findings, terminal)) terminal.out(line);
    if (gateway !== null) terminal.out(verdict(`${file} (${gateway.title})`, findings, 0));
  }
  return !imported.ok ? 2 : errors > 0 ? 1 : 0;
}

const COLOUR = { error: 'red', warning: 'yellow', info: 'cyan' } as const satisfies Record<Severity, string>;

export function findingLines(findings: readonly Finding[], terminal: Terminal): string[] {
  const paint = painter(terminal);
  return findings.map(({ severity, rule, message }) => `${paint(COLOUR[severity], severity.padEnd(7))}  ${message}  ${paint('dim', rule)}`);
}

function verdict(name: string, findings: readonly Finding[], silenced: number): string {
  const of = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const some = (number: number, noun: string): string[] => (number === 0 ? [] : [`${number} ${noun}${number === 1 ? '' : 's'}`]);
  const parts = [...some(of('error'), 'error'), ...some(of('warning'), 'warning'), ...some(of('info'), 'note')];
  const told = parts.length === 0 ? 'nothing to report' : parts.join(', ');
  return silenced === 0 ? `${name}: ${told}.` : `${name}: ${told}; ${silenced} silenced in the file, listed by --json.`;
}
