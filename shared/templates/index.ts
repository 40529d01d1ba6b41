import { isSameData, kinds } from '../kinds/index.ts';
import type { PolicyNode } from '../model/index.ts';
import { templates } from './all.ts';
import { nodeOf } from './template.ts';

export { templates } from './all.ts';
export { type Template, templateDocument } from './template.ts';

const known = new Map(templates.flatMap(({ nodes }) => nodes.map((node) => [node.id, { node, config: nodeOf(node).config }] as const)));

/** Why settings of a node have the values they have, for those that still have what its template gave them; none for a node of no template. */
export function reasonsOf(node: PolicyNode): readonly { readonly key: string; readonly label: string; readonly why: string }[] {
  const from = known.get(node.id);
  if (from === undefined || from.node.kind !== node.kind) return [];
  const fields = kinds.get(node.kind)?.fields ?? [];
  // In the order of the form, which is the order in which one reads them.
  return fields.flatMap(({ key, label }) => {
    const why = from.node.why[key];
    return why !== undefined && isSameData(node.config[key], from.config[key]) ? [{ key, label, why }] : [];
  });
}
