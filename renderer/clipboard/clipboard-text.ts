import { copyNodes, cornerOf, type Fragment } from '../../shared/edit/index.ts';
import { readPolicy, writePolicy } from '../../shared/format/index.ts';
import type { Point, PolicyDocument } from '../../shared/model/index.ts';

/**
 * The clipboard holds a policy file as text: the chosen nodes, the wires among them, their places, comments and groups, chosen notes, and the
 * providers they name. So it can be pasted into another window, an editor or a message, and comes back through the only reader.
 */
export function clipboardText(document: PolicyDocument, ids: readonly string[], noteIds: readonly string[] = []): string | null {
  const { nodes, edges, promises, providers, groups } = copyNodes(document, ids, noteIds);
  const chosen = new Set(nodes.map(({ id }) => id));
  const chosenNotes = new Set(noteIds);
  const notes = document.layout.notes.filter(({ id, nodeId }) => (nodeId === null ? chosenNotes.has(id) : chosen.has(nodeId)));
  if (nodes.length + notes.length === 0) return null;
  return writePolicy({
    ...document,
    policy: {
      ...document.policy,
      nodes: [...nodes],
      edges: [...edges],
      promises: [...promises],
      providers: [...providers],
      silenced: [],
    },
    layout: {
      nodes: Object.fromEntries(Object.entries(document.layout.nodes).filter(([id]) => chosen.has(id))),
      notes,
      groups: [...groups],
    },
  });
}

export interface Pasted {
  readonly fragment: Fragment;
  /** Where its upper left corner stood when it was copied. */
  readonly corner: Point;
}

/** Null when the text is no policy, one with kinds that this version does not know, or one with nothing drawn. */
export function pastedFrom(text: string): Pasted | null {
  const read = readPolicy(text);
  if (!read.ok || read.value.unknownKinds.length > 0) return null;
  const { document } = read.value;
  const ids = document.policy.nodes.map(({ id }) => id);
  const noteIds = document.layout.notes.map(({ id }) => id);
  const fragment = copyNodes(document, ids, noteIds);
  return fragment.nodes.length + fragment.notes.length === 0 ? null : { fragment, corner: cornerOf(document, ids, noteIds) };
}
