import { indentedJson, parseText, problemsOf } from '../../format/index.ts';
import { lint } from '../../lint/index.ts';
import { type Finding, fail, ok, type Policy } from '../../model/index.ts';
import { callsOf } from '../calls.ts';
import { fidelityOf, missingProtections, unreached } from '../fidelity.ts';
import type { Gateway } from '../gateway.ts';
import { assemble } from './assemble.ts';
import { portkeyDialect } from './dialect.ts';
import { fileFindings } from './findings.ts';
import { targetSchema } from './schema.ts';

/** The config of Portkey's open-source gateway: the JSON of one `x-portkey-config` header for each call that the application makes. */
export const portkeyGateway: Gateway = {
  id: 'portkey',
  title: 'Portkey gateway config',
  purpose:
    'One config for the header x-portkey-config of Portkey’s open-source gateway (1.15.2), or several where the application calls it several times.',
  fileExtension: '.portkey.json',
  dialect: portkeyDialect,
  export(policy: Policy, { protections }) {
    const errors = lint(policy).filter((finding) => finding.severity === 'error');
    if (errors.length > 0) return fail(errors);
    const rewritten = portkeyDialect.rewrite(policy);
    const missing = protections === 'refuse' ? missingProtections(policy, rewritten.differences) : [];
    if (missing.length > 0) return fail(missing);
    const calls = callsOf(policy, rewritten);
    if (calls.roots.length === 0) return fail([nothingToExport(policy)]);
    const files = calls.roots.map((root) => ({
      part: calls.roots.length === 1 ? '' : root.id,
      text: indentedJson(assemble(calls, root)),
    }));
    const fidelity = fidelityOf(policy, [...rewritten.differences, ...unreached(policy)]);
    return ok({ files, fidelity, findings: fileFindings(policy, files) });
  },
  verify(text) {
    const parsed = parseText(text);
    if (!parsed.ok) return [parsed.error.message];
    const config = targetSchema.safeParse(parsed.value);
    return config.success ? [] : problemsOf(config.error.issues, parsed.value).map(({ message }) => message);
  },
};

const nothingToExport = (policy: Policy): Finding => ({
  rule: 'export/nothing-to-export',
  severity: 'error',
  message: `${policy.name} makes no call that a gateway could take over: everything in it is the application’s. There is nothing to export.`,
});
