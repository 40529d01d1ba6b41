import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { openText } from '../host/index.ts';
import { readPolicy, writePolicy } from '../shared/format/index.ts';
import { type ConfigNote, importConfig, pathText } from '../shared/gateways/index.ts';
import { POLICY_FORMAT } from '../shared/model/index.ts';
import { writeOutput } from './output.ts';
import { plainLayout } from './plain-layout.ts';
import type { CommandResult } from './run.ts';
import { CommandEnd, painter, type Terminal } from './terminal.ts';
import { findingLines } from './validate.ts';

const EXAMPLES = `
Examples:
  $ gracefall import-config litellm.yaml --out support.policy.json
  $ gracefall import-config portkey.json --json > what-was-read.json

LiteLLM’s config.yaml, a Portkey config (JSON) and a route of Cloudflare AI Gateway (JSON) are told apart by their keys.
Keys and passwords in the file are never written; exports ask for them as environment variables.`;

interface Flags {
  readonly out?: string;
  readonly name?: string;
  readonly force?: true;
  readonly json?: true;
}

export function addImportConfig(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  program
    .command('import-config')
    .description('read the config of a gateway as a policy, and say what of it could not be read')
    .argument('<config>', 'config of LiteLLM, Portkey or Cloudflare AI Gateway')
    .option('--out <file>', 'write the policy here (default: only say what was read)')
    .option('--name <text>', 'what the policy is called (default: the file’s name)')
    .option('--force', 'let --out replace a file that is no policy')
    .option('--json', 'print what was read as JSON')
    .addHelpText('after', EXAMPLES)
    .action((file: string, flags: Flags) => end(read(terminal, file, flags)));
}

async function read(terminal: Terminal, file: string, flags: Flags): CommandResult {
  const path = resolve(terminal.folder, file);
  const opened = await openText(path);
  if (!opened.ok) throw new CommandEnd(2, opened.message);
  const imported = importConfig(opened.text, flags.name ?? policyNameOf(file));
  if (!imported.ok) {
    if (flags.json) terminal.out(JSON.stringify({ ok: false, file, findings: imported.error }, null, 2));
    for (const { message } of imported.error) terminal.err(`${file}: ${message}`);
    return 2;
  }
  const { gateway, policy, unread, assumed, secrets, findings, origins } = imported.value;
  const out =
    flags.out === undefined
      ? undefined
      : await writeOutput(terminal, {
          file: flags.out,
          text: writePolicy({ format: POLICY_FORMAT, policy, layout: plainLayout(policy) }),
          inputs: [path],
          isForced: flags.force === true,
          isOurs: (there) => readPolicy(there).ok,
          what: 'a policy',
        });
  const hasErrors = findings.some(({ severity }) => severity === 'error');
  if (flags.json) {
    const nodes = Object.fromEntries([...origins].map(([id, at]) => [id, pathText(at)]));
    const told = {
      ok: !hasErrors,
      file,
      gateway,
      policy: { id: policy.id, name: policy.name, nodes: policy.nodes.length },
      path: out ?? null,
    };
    terminal.out(
      JSON.stringify(
        {
          ...told,
          origins: nodes,
          unread: unread.map(noteOf),
          assumed: assumed.map(noteOf),
          secrets: secrets.map(({ path: at, ...rest }) => ({ path: pathText(at), ...rest })),
          findings,
        },
        null,
        2,
      ),
    );
    return hasErrors ? 1 : 0;
  }
  const bold = (text: string): string => painter(terminal)('bold', text);
  const models = policy.nodes.filter(({ kind }) => kind === 'model').length;
  terminal.out(bold(`${gateway.title}: ${policy.nodes.length} nodes, ${models} of them models, of ${policy.providers.length} providers`));
  section('Not read, or not quite', unread);
  section('Assumed, as the file does not say it', assumed);
  if (secrets.length > 0) {
    terminal.out(`\n${bold('Keys and passwords, left out')}`);
    for (const { path: at, line, reference } of secrets) {
      terminal.out(`${file}:${line}  ${pathText(at)}${reference === null ? '' : `; exports read it from ${reference}`}`);
    }
  }
  if (findings.length > 0) {
    terminal.out(`\n${bold('Worth knowing about the config')}`);
    for (const line of findingLines(findings, terminal)) terminal.out(line);
  }
  if (out !== undefined) terminal.out(`\nThe policy was written to ${out}.`);
  return hasErrors ? 1 : 0;

  function section(title: string, notes: readonly ConfigNote[]): void {
    if (notes.length === 0) return;
    terminal.out(`\n${bold(title)}`);
    for (const { path: at, line, sentence } of notes) terminal.out(`${file}:${line}  ${pathText(at)}: ${sentence}`);
  }
}

const noteOf = ({ path, ...rest }: ConfigNote) => ({ path: pathText(path), ...rest });

/** "configs/litellm-prod.yaml" → "litellm-prod" */
const policyNameOf = (file: string): string => basename(file).replace(/\.(ya?ml|json)$/i, '') || 'Imported';
