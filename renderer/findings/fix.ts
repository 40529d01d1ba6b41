import { applyFix, together } from '../../shared/edit/index.ts';
import type { Finding } from '../../shared/model/index.ts';
import { documentStore } from '../state/index.ts';
import { words } from '../words/index.ts';

export const fixNow = (finding: Finding): void => {
  if (finding.fix !== undefined) documentStore.getState().run(applyFix(finding.fix.change, finding.fix.label));
};

/**
 * Findings of a rule that one step can repair: more than one, each with a fix, and every fix of the same kind (the same field set, or
 * the same sort of thing removed). Empty otherwise: repairs that differ are for a person to look at one by one.
 */
export function repairsOfRule(rule: string, findings: readonly Finding[]): readonly Finding[] {
  const own = findings.filter((finding) => finding.rule === rule);
  const kinds = new Set(own.map(repairKind));
  return own.length < 2 || kinds.size !== 1 || kinds.has(undefined) ? [] : own;
}

/** As one step of the history. */
export function fixAll(findings: readonly Finding[]): void {
  const label = findings[0]?.fix?.label;
  if (label === undefined) return;
  const commands = findings.flatMap(({ fix }) => (fix === undefined ? [] : [applyFix(fix.change)]));
  documentStore.getState().run(together(commands, words.problems.fixAllCommand(label, commands.length)));
}

/** Names of things differ from place to place, so labels are not compared. Positions in lists are left out for the same reason. */
function repairKind({ fix }: Finding): string | undefined {
  if (fix === undefined) return undefined;
  const { change } = fix;
  return change.kind === 'set-field' ? `set:${change.path.filter((part) => typeof part === 'string').join('.')}` : change.kind;
}
