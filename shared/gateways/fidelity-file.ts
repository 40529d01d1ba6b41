import { indentedJson, parseText, policyHashText } from '../format/index.ts';
import type { Policy } from '../model/index.ts';
import type { Exported, Gateway, Sha256Of } from './gateway.ts';

/** Raised when a reader of the older number could misunderstand the file. */
const FIDELITY_FORMAT = 1;

/** The file beside an export that says what of the policy the target does not do as it is drawn. The same bytes for the same policy. */
export function fidelityFile(policy: Policy, gateway: Gateway, exported: Exported, sha256Of: Sha256Of): string {
  const names = new Map(policy.nodes.map(({ id, name }) => [id, name]));
  return indentedJson({
    gracefallFidelity: FIDELITY_FORMAT,
    target: { id: gateway.id, title: gateway.title },
    policy: { id: policy.id, name: policy.name, sha256: sha256Of(policyHashText(policy)) },
    nodes: exported.fidelity.map((one) => ({ ...one, name: names.get(one.nodeId) ?? one.nodeId })),
    notes: exported.findings.map(({ rule, message, nodeId }) => (nodeId === undefined ? { rule, message } : { rule, nodeId, message })),
  });
}

/** Name of a file beside `file`: `a.portkey.json` and `tiers` give `a.portkey.tiers.json`. */
export const companionOf = (file: string, part: string): string =>
  /\.[^./\\]+$/.test(file) ? file.replace(/(\.[^./\\]+)$/, `.${part}$1`) : `${file}.${part}`;

/** It is JSON whatever the export is written in: `a.litellm.yaml` gives `a.litellm.fidelity.json`. */
const fidelityNameOf = (file: string): string => `${file.replace(/\.[^./\\]+$/, '')}.fidelity.json`;

export interface NamedFile {
  readonly file: string;
  readonly text: string;
  readonly is: 'export' | 'fidelity';
}

/** An export under the name that was chosen for it, the main file first; what differs from the drawing is a file beside it, where anything does. */
export function namedFiles(file: string, policy: Policy, gateway: Gateway, exported: Exported, sha256Of: Sha256Of): NamedFile[] {
  const files: NamedFile[] = exported.files.map(({ part, text }) => ({
    file: part === '' ? file : companionOf(file, part),
    text,
    is: 'export',
  }));
  if (exported.fidelity.every(({ fidelity }) => fidelity === 'exact')) return files;
  return [...files, { file: fidelityNameOf(file), text: fidelityFile(policy, gateway, exported, sha256Of), is: 'fidelity' }];
}

/** Has a text been written by this? */
export function isFidelityFile(text: string): boolean {
  const parsed = parseText(text);
  return parsed.ok && typeof parsed.value === 'object' && parsed.value !== null && Object.hasOwn(parsed.value, 'gracefallFidelity');
}
