import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { openText, packageVersion } from '../host/index.ts';
import { standingOf } from '../shared/audit/index.ts';
import { diffDocuments } from '../shared/diff/index.ts';
import {
  DEFAULT_GATE,
  GATE_FILE,
  GATE_MARK,
  type Gate,
  type GateReport,
  gateJunit,
  gateMarkdown,
  gateSarif,
  judgeGate,
  readGate,
} from '../shared/gate/index.ts';
import { lint } from '../shared/lint/index.ts';
import type { Comparison, Finding } from '../shared/model/index.ts';
import { readAuditOf, versionOf } from './audit.ts';
import type { PolicyFile } from './inputs.ts';
import { writeOutput } from './output.ts';
import { CommandEnd, type ExitCode, painter, type Terminal } from './terminal.ts';

/** `compare --gate`: what the workspace lets through, judged and written in the forms that CI reads. */

export interface GateFlags {
  readonly gateConfig?: string;
  readonly markdown?: string;
  readonly junit?: string;
  readonly sarif?: string;
}

export const addGateReports = (command: Command): Command =>
  command
    .option('--gate-config <file>', `what the gate asks for (default: the ${GATE_FILE} nearest to the head)`)
    .option('--markdown <file>', 'with --gate: write a page for a pull request')
    .option('--junit <file>', 'with --gate: write the checks as JUnit XML')
    .option('--sarif <file>', 'with --gate: write the findings of the head as SARIF');

export interface WorkspaceGate {
  readonly gate: Gate;
  /** Null where the workspace has none. */
  readonly path: string | null;
}

/** From the head's folder upwards as far as the folder that the command runs in; figures on the line replace those that may not get worse. */
export async function readWorkspaceGate(terminal: Terminal, flags: GateFlags, named: unknown, headPath: string): Promise<WorkspaceGate> {
  const path =
    flags.gateConfig === undefined ? nearestGate(dirname(headPath), terminal.folder) : resolve(terminal.folder, flags.gateConfig);
  let gate = DEFAULT_GATE;
  if (path !== null) {
    const opened = await openText(path);
    if (!opened.ok) throw new CommandEnd(2, opened.message);
    const read = readGate(opened.text);
    if (!read.ok) throw new CommandEnd(2, `${relative(terminal.folder, path)}: ${read.error}`);
    gate = read.value;
  }
  return { gate: Array.isArray(named) ? { ...gate, notWorse: named } : gate, path };
}

function nearestGate(from: string, workspace: string): string | null {
  const isInside = (folder: string): boolean => !relative(workspace, folder).startsWith('..');
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, GATE_FILE);
    if (existsSync(path)) return path;
    if (folder === workspace || !isInside(folder) || dirname(folder) === folder) break;
  }
  const own = join(workspace, GATE_FILE);
  return existsSync(own) ? own : null;
}

/** Files named in the gate lie beside it; names are looked up as `--scenario` looks them up. */
export function requiredScenarios({ gate, path }: WorkspaceGate): string[] {
  return gate.scenarios.map((scenario) => (path !== null && scenario.endsWith('.json') ? resolve(dirname(path), scenario) : scenario));
}

export const errorsOf = ({ opened }: PolicyFile): Finding[] => lint(opened.document.policy).filter(({ severity }) => severity === 'error');

export interface GateInputs {
  readonly workspaceGate: WorkspaceGate;
  readonly base: PolicyFile;
  readonly head: PolicyFile;
  readonly names: { readonly base: string; readonly head: string };
  /** Read by the command, so never written over. */
  readonly paths: readonly (string | undefined)[];
}

export async function giveGate(
  terminal: Terminal,
  inputs: GateInputs,
  flags: GateFlags & { readonly force?: true },
  comparison: Comparison | null,
): Promise<ExitCode> {
  const { workspaceGate, base, head, names, paths } = inputs;
  const { gate } = workspaceGate;
  const approvedBy = gate.approvals === 0 ? null : standingOf((await readAuditOf(head.path)).entries, versionOf(head)).approvedBy;
  const report = judgeGate({ gate, comparison, errorsBefore: errorsOf(base), errorsAfter: errorsOf(head), approvedBy });
  say(terminal, report, workspaceGate);
  const diff = diffDocuments(base.opened.document, head.opened.document);
  const write = async (file: string | undefined, what: string, text: string, isOurs: (there: string) => boolean): Promise<void> => {
    if (file === undefined) return;
    const inputsRead = [...paths, ...(workspaceGate.path === null ? [] : [workspaceGate.path])];
    await writeOutput(terminal, { file, text, inputs: inputsRead, isForced: flags.force === true, isOurs, what });
  };
  await write(flags.markdown, 'a report of the gate', gateMarkdown({ report, gate, comparison, diff, names }), (there) =>
    there.startsWith(GATE_MARK),
  );
  await write(flags.junit, 'a JUnit report of the gate', gateJunit(report, names.head), (there) =>
    there.includes('<testsuites name="gracefall gate"'),
  );
  const sarif = {
    report,
    findings: lint(head.opened.document.policy),
    before: lint(base.opened.document.policy),
    file: relative(terminal.folder, head.path),
    text: head.text,
    version: await packageVersion(),
  };
  await write(flags.sarif, 'a SARIF report of the gate', gateSarif(sarif), (there) => there.includes('"name": "Gracefall"'));
  return report.passed ? 0 : 1;
}

function say(terminal: Terminal, { passed, checks }: GateReport, { path }: WorkspaceGate): void {
  const paint = painter(terminal);
  const failed = checks.filter((check) => !check.passed);
  for (const { sentence } of failed) terminal.err(`${paint('red', 'refused')}  ${sentence}`);
  const by = path === null ? `no ${GATE_FILE} was found, so the headline figures were judged` : relative(terminal.folder, path);
  terminal.err(
    passed
      ? `The gate lets it through: ${checks.length} checks passed (${by}).`
      : `The gate refuses it: ${failed.length} of ${checks.length} checks failed (${by}).`,
  );
}
