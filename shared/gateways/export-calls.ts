import { indentedJson } from '../format/index.ts';
import { lint } from '../lint/index.ts';
import { type Finding, fail, ok, type Policy, type PolicyNode, type Result } from '../model/index.ts';
import { type Calls, callsOf } from './calls.ts';
import type { Dialect } from './dialect.ts';
import { fidelityOf, missingProtections, unreached } from './fidelity.ts';
import type { Exported, ExportedFile, ExportOptions } from './gateway.ts';

export interface CallsExport {
  readonly dialect: Dialect;
  /** What the target reads for one call of the gateway, which begins at `root`. `part` is empty where the application makes one such call only. */
  write(calls: Calls, root: PolicyNode, part: string): unknown;
  findings(files: readonly ExportedFile[]): Finding[];
}

/** A file of JSON for each call that the application makes, out of the same rewriting that is rehearsed. */
export function exportCalls(
  policy: Policy,
  { protections }: Pick<ExportOptions, 'protections'>,
  { dialect, write, findings }: CallsExport,
): Result<Exported, Finding[]> {
  const errors = lint(policy).filter((finding) => finding.severity === 'error');
  if (errors.length > 0) return fail(errors);
  const rewritten = dialect.rewrite(policy);
  const missing = protections === 'refuse' ? missingProtections(policy, rewritten.differences) : [];
  if (missing.length > 0) return fail(missing);
  const calls = callsOf(policy, rewritten);
  if (calls.roots.length === 0) return fail([nothingToExport(policy)]);
  const files = calls.roots.map((root) => {
    const part = calls.roots.length === 1 ? '' : root.id;
    return { part, text: indentedJson(write(calls, root, part)) };
  });
  const fidelity = fidelityOf(policy, [...rewritten.differences, ...unreached(policy)]);
  return ok({ files, fidelity, findings: findings(files) });
}

export const nothingToExport = (policy: Policy): Finding => ({
  rule: 'export/nothing-to-export',
  severity: 'error',
  message: `${policy.name} makes no call that a gateway could take over: everything in it is the application’s. There is nothing to export.`,
});
