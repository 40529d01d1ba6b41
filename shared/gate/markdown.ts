import { HEADLINE_FIGURES, intervalText, type JudgedDifference, shownFigure, signedFigure } from '../compare/index.ts';
import type { DocumentDiff } from '../diff/index.ts';
import type { Comparison } from '../model/index.ts';
import type { Gate } from './config.ts';
import type { GateReport } from './judge.ts';

/** By it a workflow finds its own comment again, and the command line its own file. */
export const GATE_MARK = '<!-- gracefall-gate -->';
const MOST_SENTENCES = 40;

export interface MarkdownSubject {
  readonly report: GateReport;
  readonly gate: Gate;
  readonly comparison: Comparison | null;
  readonly diff: DocumentDiff;
  readonly names: { readonly base: string; readonly head: string };
}

/** Names and sentences are a person's: what would begin a table, a link or a tag in them is taken as it is written. */
const plain = (text: string): string => text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ');

/** A page for a pull request: the verdict first, then what stands in the way, what changed, and what it would do. */
export function gateMarkdown({ report, gate, comparison, diff, names }: MarkdownSubject): string {
  const failed = report.checks.filter(({ passed }) => !passed);
  const passed = report.checks.filter((check) => check.passed);
  const sections = [
    `${GATE_MARK}\n## ${report.passed ? '✅ The gate lets this policy through' : `❌ The gate refuses this policy: ${failed.length === 1 ? 'one reason' : `${failed.length} reasons`}`}`,
    `${plain(names.head)} compared with ${plain(names.base)}${comparison === null ? '' : `: ${comparison.plan.traffic.requests} requests of ${plain(comparison.plan.traffic.label)}, ${comparison.replications} pairs of runs on the same luck`}.`,
    ...(failed.length === 0
      ? []
      : [`### What stands in the way\n${failed.map(({ title, sentence }) => `- **${plain(title)}.** ${plain(sentence)}`).join('\n')}`]),
    `### What changed\n${changeList(diff)}`,
    ...(comparison === null ? [] : [`### What it would do\n${impact(report, gate, comparison)}`]),
    ...(passed.length === 0
      ? []
      : [
          `<details><summary>${passed.length} ${passed.length === 1 ? 'check' : 'checks'} passed</summary>\n\n${passed.map(({ sentence }) => `- ${plain(sentence)}`).join('\n')}\n\n</details>`,
        ]),
    ...(comparison === null ? [] : [basis(comparison)]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function changeList({ groups, changes, layout }: DocumentDiff): string {
  if (changes.length === 0)
    return layout.length === 0 ? 'Nothing: both versions mean the same.' : 'Only the drawing: both versions mean the same.';
  let left = MOST_SENTENCES;
  const lines = groups.flatMap((group) => {
    const shown = group.changes.slice(0, left);
    left -= shown.length;
    return shown.length === 0 ? [] : [`**${plain(group.title)}**\n${shown.map(({ sentence }) => `- ${plain(sentence)}`).join('\n')}`];
  });
  if (changes.length > MOST_SENTENCES) lines.push(`and ${changes.length - MOST_SENTENCES} more.`);
  return lines.join('\n\n');
}

const MARKS: Readonly<Record<string, string>> = {
  better: '▲ better',
  worse: '▼ worse',
  higher: 'higher',
  lower: 'lower',
  same: 'the same',
  'no-evidence': 'no evidence',
};

function impact({ differences }: GateReport, gate: Gate, { plan }: Comparison): string {
  const wanted = new Set([...HEADLINE_FIGURES, 'tier1Share', 'failedShare', ...gate.notWorse, ...gate.limits.map(({ figure }) => figure)]);
  return plan.scenarios
    .map(({ id, name }) => {
      const rows = differences.filter(({ scenario, figure }) => scenario === id && wanted.has(figure.id)).map(row);
      return `**Under “${plain(name)}”**\n\n| | before | after | difference | 95 % interval | |\n| :-- | --: | --: | --: | --: | :-- |\n${rows.join('\n')}`;
    })
    .join('\n\n');
}

function row({ figure, before, after, difference, verdict }: JudgedDifference): string {
  const cells = [
    plain(figure.label),
    shownFigure(figure, before),
    shownFigure(figure, after),
    difference === null ? '' : signedFigure(figure, difference.mean),
    difference === null || verdict === 'same' ? '' : intervalText(figure, difference),
    verdict === null ? 'not in every run' : (MARKS[verdict] ?? verdict),
  ];
  return `| ${cells.join(' | ')} |`;
}

function basis({ plan, hash }: Comparison): string {
  const assumed = plan.assumptions.filter((assumption) => assumption.basis === 'assumed');
  const list = assumed.map(({ subject, statement }) => `- ${plain(subject)}: ${plain(statement)}`).join('\n');
  const note = `Verdicts are corrected for the number of figures (Holm, 5 % over all of them); “no evidence” is no proof of equality. Engine ${plan.engineVersion}, seed ${plan.seed}, result \`${hash.slice(0, 16)}\`.`;
  return assumed.length === 0
    ? note
    : `<details><summary>What this rests on: ${assumed.length} assumed ${assumed.length === 1 ? 'value' : 'values'}</summary>\n\n${list}\n\n</details>\n\n${note}`;
}
