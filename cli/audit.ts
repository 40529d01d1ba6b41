import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { openText, saveText, sha256Of } from '../host/index.ts';
import { type AuditAction, type AuditEntry, readAudit, standingOf, writeAudit } from '../shared/audit/index.ts';
import { policyHashText } from '../shared/format/index.ts';
import { type PolicyFile, readPolicyFile } from './inputs.ts';
import type { CommandResult } from './run.ts';
import { CommandEnd, type Terminal } from './terminal.ts';
import { table } from './words.ts';

const EXAMPLES = `
Examples:
  $ gracefall audit submit support.policy.json --as "Ann Example"
  $ gracefall audit approve support.policy.json --as "Bea Example" --note "Agreed with support."
  $ gracefall audit ask support.policy.json --as "Bea Example" --node primary-breaker --note "Why 40?"
  $ gracefall audit verify support.policy.json
  $ gracefall audit show support.policy.json

The log lies beside the policy, as support.audit.jsonl, and belongs into git with it. docs/gate.md tells what it proves and what not.`;

const VERBS = [
  { verb: 'submit', action: 'submitted', description: 'ask for a review of this version' },
  { verb: 'approve', action: 'approved', description: 'agree to exactly this version' },
  { verb: 'reject', action: 'rejected', description: 'refuse this version; takes an approval back' },
  { verb: 'ask', action: 'asked', description: 'ask about this version or one node of it' },
] as const satisfies readonly { readonly verb: string; readonly action: AuditAction; readonly description: string }[];

interface EntryFlags {
  readonly as: string;
  readonly note: string;
  readonly node?: string;
}

export function addAudit(program: Command, terminal: Terminal, end: (result: CommandResult) => Promise<void>): void {
  const audit = program
    .command('audit')
    .description('who agreed to which version of a policy, in a log that shows every change')
    .addHelpText('after', EXAMPLES);
  for (const { verb, action, description } of VERBS) {
    audit
      .command(verb)
      .description(description)
      .argument('<policy>', 'policy file')
      .requiredOption('--as <name>', 'who you are')
      .option('--note <text>', 'what is to be said', '')
      .option('--node <id>', 'node that it is about')
      .action((file: string, flags: EntryFlags) => end(write(terminal, file, action, flags)));
  }
  audit
    .command('verify')
    .description('find any edit, removal or swap in the log')
    .argument('<policy>', 'policy file')
    .action((file: string) => end(verify(terminal, file)));
  audit
    .command('show')
    .description('the entries, and where this version stands')
    .argument('<policy>', 'policy file')
    .action((file: string) => end(show(terminal, file)));
}

/** `support.policy.json` → `support.audit.jsonl`, beside it. */
export const auditPath = (policyPath: string): string => `${policyPath.replace(/(?:\.policy)?\.json$/, '')}.audit.jsonl`;

export const versionOf = ({ opened }: PolicyFile): string => sha256Of(policyHashText(opened.document.policy));

/** Empty where there is no log. A damaged one ends the command with 1. */
export async function readAuditOf(
  policyPath: string,
): Promise<{ readonly entries: readonly AuditEntry[]; readonly fileSha256: string | null }> {
  const path = auditPath(policyPath);
  if (!existsSync(path)) return { entries: [], fileSha256: null };
  const opened = await openText(path);
  if (!opened.ok) throw new CommandEnd(2, opened.message);
  const read = readAudit(opened.text, sha256Of);
  if (!read.ok) throw new CommandEnd(1, `${path}: ${read.error.message}`);
  return { entries: read.value, fileSha256: opened.sha256 };
}

async function write(terminal: Terminal, file: string, action: AuditAction, flags: EntryFlags): CommandResult {
  const policy = await readPolicyFile(terminal, file);
  const who = flags.as.trim();
  if (who === '' || who.length > 200) throw new CommandEnd(2, '--as needs a name of 1 to 200 characters.');
  const { nodes } = policy.opened.document.policy;
  if (flags.node !== undefined && !nodes.some(({ id }) => id === flags.node))
    throw new CommandEnd(
      2,
      `There is no node ${flags.node} in ${file}, so nothing was written. Nodes: ${nodes.map(({ id }) => id).join(', ')}.`,
    );
  const { entries, fileSha256 } = await readAuditOf(policy.path);
  const policySha256 = versionOf(policy);
  const added = { at: new Date().toISOString(), who, action, policySha256, runs: [], nodeId: flags.node ?? null, note: flags.note };
  const path = auditPath(policy.path);
  const saved = await saveText({ path, text: writeAudit(entries, added, sha256Of), expectedSha256: fileSha256, mayReplace: false });
  if (!saved.ok) throw new CommandEnd(2, saved.message);
  terminal.out(`${who} ${action} ${policySha256.slice(0, 16)} in ${path}.`);
  return 0;
}

async function verify(terminal: Terminal, file: string): CommandResult {
  const policy = await readPolicyFile(terminal, file);
  const { entries, fileSha256 } = await readAuditOf(policy.path);
  if (fileSha256 === null) throw new CommandEnd(2, `There is no log ${auditPath(policy.path)}, so nothing was verified.`);
  terminal.out(`${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}, unchanged. ${standing(entries, policy)}`);
  return 0;
}

async function show(terminal: Terminal, file: string): CommandResult {
  const policy = await readPolicyFile(terminal, file);
  const { entries } = await readAuditOf(policy.path);
  const rows = entries.map(({ at, who, action, policySha256, nodeId, note }) => [
    at,
    who,
    action,
    policySha256.slice(0, 8),
    nodeId ?? '',
    note,
  ]);
  if (rows.length > 0) terminal.out(table([['when', 'who', 'what', 'version', 'node', 'note'], ...rows], 'llllll'));
  terminal.out(standing(entries, policy));
  return 0;
}

function standing(entries: readonly AuditEntry[], policy: PolicyFile): string {
  const version = versionOf(policy);
  const { state, approvedBy, rejectedBy } = standingOf(entries, version);
  const by =
    rejectedBy.length > 0 ? ` by ${rejectedBy.join(', ')}` : approvedBy.length > 0 ? ` (approved by ${approvedBy.join(', ')})` : '';
  return `This version, ${version.slice(0, 16)}, is ${state.replace('-', ' ')}${by}.`;
}
