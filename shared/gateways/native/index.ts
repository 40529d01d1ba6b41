import { indentedJson } from '../../format/index.ts';
import { lint } from '../../lint/index.ts';
import { type Finding, fail, ok, type Policy, type Result } from '../../model/index.ts';
import { fidelityOf } from '../fidelity.ts';
import type { Gateway, Sha256Of } from '../gateway.ts';
import { mapNative } from './map.ts';
import { verifyNative } from './verify.ts';

/** The native gateway file of a policy, canonical: the same policy gives the same bytes. Refused while lint reports errors, with all of them. */
export function exportNative(policy: Policy, sha256Of: Sha256Of): Result<string, Finding[]> {
  const errors = lint(policy).filter((finding) => finding.severity === 'error');
  return errors.length > 0 ? fail(errors) : ok(indentedJson(mapNative(policy, sha256Of)));
}

export const nativeGateway: Gateway = {
  id: 'native',
  title: 'Gracefall gateway file',
  purpose: 'Everything the policy says, checksummed, for a gateway that speaks Gracefall.',
  fileExtension: '.gateway.json',
  dialect: null,
  export(policy, { sha256Of }) {
    const exported = exportNative(policy, sha256Of);
    return exported.ok ? ok({ files: [{ part: '', text: exported.value }], fidelity: fidelityOf(policy, []), findings: [] }) : exported;
  },
  verify(text, sha256Of) {
    const verified = verifyNative(text, sha256Of);
    return verified.ok ? [] : verified.error;
  },
};
