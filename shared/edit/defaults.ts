import { type Field, isSameData, kinds } from '../kinds/index.ts';
import type { PolicyNode } from '../model/index.ts';
import { type Command, findNode, nameOf } from './command.ts';
import { replaceConfig } from './nodes.ts';
import { parsePath, valueAt, withValueAt } from './paths.ts';

/**
 * May this field go back to its default? What somebody wrote, listed or chose for this very policy (texts, tiers, providers, models)
 * has no default worth going back to.
 */
export const hasDefault = ({ control }: Field): boolean => !['text', 'long-text', 'list', 'provider', 'model'].includes(control.kind);

/** Fields that are not at their default; none for a kind that this version does not know. */
export function changedFields(node: PolicyNode): readonly Field[] {
  const kind = kinds.get(node.kind);
  if (kind === undefined) return [];
  return kind.fields.filter((field) => {
    const path = parsePath(field.key);
    return hasDefault(field) && !isSameData(valueAt(node.config, path), valueAt(kind.config.defaults, path));
  });
}

/** Takes every field that has a default back to it; texts, lists, provider and model stay. */
export const restoreDefaults = (nodeIds: readonly string[]): Command => ({
  label: `Restore defaults of ${nodeIds.length} nodes`,
  labelFor({ policy }) {
    return nodeIds.length === 1 ? `Restore defaults of ${nameOf(policy, nodeIds[0] as string)}` : this.label;
  },
  apply: (document) =>
    nodeIds.reduce((after, id) => {
      const node = findNode(after.policy, id);
      const kind = node === undefined ? undefined : kinds.get(node.kind);
      if (node === undefined || kind === undefined) return after;
      const config = changedFields(node).reduce<Record<string, unknown>>(
        (restored, { key }) => withValueAt(restored, parsePath(key), valueAt(kind.config.defaults, parsePath(key))),
        node.config,
      );
      return replaceConfig(id, config).apply(after);
    }, document),
});
