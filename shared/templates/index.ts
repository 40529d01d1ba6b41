import { isSameData, kinds } from '../kinds/index.ts';
import type { PolicyNode } from '../model/index.ts';
import { templates } from './all.ts';
import { GPT_4O, GPT_4O_MINI, GPT_41, HAIKU, SONNET } from './parts.ts';
import { ANTHROPIC, nodeOf, OPENAI } from './template.ts';

export { templates } from './all.ts';
export { type Template, templateDocument } from './template.ts';

/** List prices that the product knows, and how quick these models usually are: assumptions to start with. */
export const listPrices = [ANTHROPIC, OPENAI] as const;
export const usualLatencies = [GPT_41, GPT_4O, GPT_4O_MINI, HAIKU, SONNET] as const;

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
