import { copyNodes, type Fragment } from '../../shared/edit/index.ts';
import { readPolicy, writePolicy } from '../../shared/format/index.ts';
import type { Point, PolicyDocument } from '../../shared/model/index.ts';

/**
 * The clipboard holds a policy file as text: the chosen nodes, the wires among them, their places, and the providers they name.
 * So it can be pasted into another window, an editor or a message, and comes back through the only reader.
 */
export function clipboardText(document: PolicyDocument, ids: readonly string[]): string | null {
  const { nodes, edges, promises } = copyNodes(document, ids);
  if (nodes.length === 0) return null;
  const chosen = new Set(nodes.map(({ id }) => id));
  const named = new Set(nodes.map(({ config }) => (config as { providerId?: unknown }).providerId));
  return writePolicy({
    ...document,
    policy: {
      ...document.policy,
      nodes: [...nodes],
      edges: [...edges],
      promises: [...promises],
      providers: document.policy.providers.filter(({ id }) => named.has(id)),
    },
    layout: { nodes: Object.fromEntries(Object.entries(document.layout.nodes).filter(([id]) => chosen.has(id))), notes: [], groups: [] },
  });
}

export interface Pasted {
  readonly fragment: Fragment;
  /** Where its upper left corner stood when it was copied. */
  readonly corner: Point;
}

/** Null when the text is no policy, or one with kinds that this version does not know. */
export function pastedFrom(text: string): Pasted | null {
  const read = readPolicy(text);
  if (!read.ok || read.value.unknownKinds.length > 0 || read.value.document.policy.nodes.length === 0) return null;
  const { document } = read.value;
  const places = Object.values(document.layout.nodes);
  return {
    fragment: copyNodes(
      document,
      document.policy.nodes.map(({ id }) => id),
    ),
    corner: places.length === 0 ? { x: 0, y: 0 } : { x: Math.min(...places.map(({ x }) => x)), y: Math.min(...places.map(({ y }) => y)) },
  };
}
