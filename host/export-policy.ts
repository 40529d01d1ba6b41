import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readPolicy } from '../shared/format/index.ts';
import { gateways, namedFiles } from '../shared/gateways/index.ts';
import { type Boundary, problem, saveText, sha256Of } from './files/index.ts';

export interface ExportRequest {
  readonly policyText: string;
  readonly gatewayId: string;
  readonly protections: 'refuse' | 'leave-out';
  readonly path: string;
  readonly mayReplace: boolean;
}

/**
 * Writes an export under the path a person chose. Its companions take their names from that one and lie beside it, so pointing at the one is pointing at them;
 * none of them replaces a file unasked either, and nothing is written when one of them would.
 */
export async function exportPolicy(boundary: Boundary, request: ExportRequest) {
  const read = readPolicy(request.policyText);
  if (!read.ok) return problem('unreadable', read.error.message);
  const gateway = gateways.get(request.gatewayId);
  if (gateway === undefined) return problem('unreadable', `There is no gateway ${JSON.stringify(request.gatewayId)} to export to.`);
  const { policy } = read.value.document;
  const exported = gateway.export(policy, { sha256Of, protections: request.protections });
  if (!exported.ok) return problem('has-errors', exported.error.map(({ message }) => message).join('\n'));
  const inside = await boundary.resolve(request.path, 'write');
  if (!inside.ok) return inside;
  const files = namedFiles(basename(inside.path), policy, gateway, exported.value, sha256Of).map(({ file, text }) => ({
    path: join(dirname(inside.path), file),
    text,
  }));
  const there = files.find(({ path }) => !request.mayReplace && existsSync(path));
  if (there !== undefined) {
    return problem('already-exists', `${basename(there.path)} exists already, so nothing was written. Replace it, or choose another name.`);
  }
  const paths: string[] = [];
  let sha256 = '';
  for (const { path, text } of files) {
    const saved = await saveText({ path, text, expectedSha256: null, mayReplace: request.mayReplace });
    if (!saved.ok) {
      if (saved.reason === 'changed-outside') throw new Error('a save that expects no content cannot have found a changed one');
      return problem(saved.reason, saved.message);
    }
    if (paths.length === 0) sha256 = saved.sha256;
    paths.push(saved.path);
  }
  return { ok: true as const, path: paths[0]!, sha256, paths };
}
