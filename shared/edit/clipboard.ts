import type { LayoutGroup, Point, PolicyDocument, PolicyEdge, PolicyNode, Provider, TierPromise } from '../model/index.ts';
import { type Command, freeId } from './command.ts';
import { placed } from './layout.ts';

/** A paragraph out of a drawing. On the sheet x and y count from the fragment's corner, on a node from the node's. */
export interface FragmentNote {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly nodeId: string | null;
}

/** Nodes with the edges among them, positions relative to the upper left corner of their bounds, and what of the drawing is theirs. */
export interface Fragment {
  readonly nodes: readonly PolicyNode[];
  readonly edges: readonly PolicyEdge[];
  /** Of entries among the nodes, without signatures: whoever signed stands for the original. */
  readonly promises: readonly TierPromise[];
  readonly positions: Readonly<Record<string, Point>>;
  /** Comments on the nodes, and chosen notes. */
  readonly notes: readonly FragmentNote[];
  /** Groups that are wholly among the nodes. */
  readonly groups: readonly LayoutGroup[];
  /** Those that the nodes name. */
  readonly providers: readonly Provider[];
}

/** Where the corner of these nodes and notes stands, from which a fragment counts. */
export function cornerOf(document: PolicyDocument, ids: readonly string[], noteIds: readonly string[] = []): Point {
  const notes = new Set(noteIds);
  const points = [
    ...ids.flatMap((id) => document.layout.nodes[id] ?? []),
    ...document.layout.notes.filter(({ id, nodeId }) => nodeId === null && notes.has(id)),
  ];
  if (points.length === 0) return { x: 0, y: 0 };
  return { x: Math.min(...points.map(({ x }) => x)), y: Math.min(...points.map(({ y }) => y)) };
}

/** Edges that leave the selection are not copied. Nodes without a place are put at the corner. */
export function copyNodes(document: PolicyDocument, ids: readonly string[], noteIds: readonly string[] = []): Fragment {
  const { policy, layout } = document;
  const chosen = new Set(ids);
  const chosenNotes = new Set(noteIds);
  const nodes = policy.nodes.filter((node) => chosen.has(node.id));
  const corner = cornerOf(document, ids, noteIds);
  const named = new Set(nodes.map(({ config }) => config['providerId']));
  return {
    nodes,
    edges: policy.edges.filter((edge) => chosen.has(edge.from) && chosen.has(edge.to)),
    promises: policy.promises
      .filter(({ entryId, text }) => chosen.has(entryId) && text.trim() !== '')
      .map((promise) => ({ ...promise, signOff: null })),
    positions: Object.fromEntries(
      nodes.map((node) => {
        const point = layout.nodes[node.id] ?? corner;
        return [node.id, { x: point.x - corner.x, y: point.y - corner.y }];
      }),
    ),
    notes: layout.notes.flatMap(({ id, x, y, text, nodeId }): FragmentNote[] => {
      if (nodeId !== null) return chosen.has(nodeId) ? [{ x, y, text, nodeId }] : [];
      return chosenNotes.has(id) ? [{ x: x - corner.x, y: y - corner.y, text, nodeId }] : [];
    }),
    groups: layout.groups.filter(({ nodeIds }) => nodeIds.length > 0 && nodeIds.every((id) => chosen.has(id))),
    providers: policy.providers.filter(({ id }) => named.has(id)),
  };
}

/**
 * Pastes under new ids, `breaker` becomes `breaker-2`, and under names that are free: "Breaker" becomes "Breaker 2". Settings stay. A provider that the
 * nodes name comes with them where the document has none of that id.
 */
export function pasteNodes(fragment: Fragment, at: Point): Command {
  const { nodes, notes } = fragment;
  return {
    label: nodes.length === 1 ? `Paste ${nodes[0]?.name}` : nodes.length === 0 ? 'Paste notes' : `Paste ${nodes.length} nodes`,
    apply(document) {
      if (nodes.length + notes.length === 0) return document;
      const { policy, layout } = document;
      const taken = new Set(policy.nodes.map(({ id }) => id));
      const takenNames = new Set(policy.nodes.map(({ name }) => name));
      const newIds = new Map<string, string>();
      const added: PolicyNode[] = [];
      for (const node of nodes) {
        const id = freeId(node.kind, taken);
        taken.add(id);
        newIds.set(node.id, id);
        const name = freeNumbered(node.name, takenNames);
        takenNames.add(name);
        added.push({ ...node, id, name });
      }
      const renamed = (id: string): string => newIds.get(id) as string;
      const promises = fragment.promises
        .filter(({ entryId }) => newIds.has(entryId))
        .map((promise) => ({ ...promise, entryId: renamed(promise.entryId), signOff: null }));
      // A file may hold a promise of an entry that is not there, and the pasted entry may get its id.
      const kept = policy.promises.filter(({ entryId }) => !promises.some((promise) => promise.entryId === entryId));
      const known = new Set(policy.providers.map(({ id }) => id));
      const providers = fragment.providers.filter(({ id }) => !known.has(id));
      const takenNotes = new Set(layout.notes.map(({ id }) => id));
      const groups = [...layout.groups];
      for (const group of fragment.groups) {
        const nodeIds = group.nodeIds.flatMap((id) => newIds.get(id) ?? []);
        const id = freeId('group', new Set(groups.map((other) => other.id)));
        if (nodeIds.length > 0)
          groups.push({ ...group, id, name: freeNumbered(group.name, new Set(groups.map((other) => other.name))), nodeIds });
      }
      const placedNodes = placed(
        layout,
        Object.fromEntries(
          nodes.map((node) => {
            const offset = fragment.positions[node.id] ?? { x: 0, y: 0 };
            return [renamed(node.id), { x: at.x + offset.x, y: at.y + offset.y }];
          }),
        ),
      );
      return {
        ...document,
        policy: {
          ...policy,
          providers: providers.length === 0 ? policy.providers : [...policy.providers, ...providers],
          nodes: [...policy.nodes, ...added],
          edges: [
            ...policy.edges,
            ...fragment.edges
              .filter((edge) => newIds.has(edge.from) && newIds.has(edge.to))
              .map((edge) => ({ from: renamed(edge.from), port: edge.port, to: renamed(edge.to) })),
          ],
          promises: fragment.promises.length === 0 ? policy.promises : [...kept, ...promises],
        },
        layout: {
          ...placedNodes,
          groups: fragment.groups.length === 0 ? layout.groups : groups,
          notes: [
            ...layout.notes,
            ...notes.flatMap((note) => {
              const nodeId = note.nodeId === null ? null : newIds.get(note.nodeId);
              if (nodeId === undefined) return [];
              const id = freeId('note', takenNotes);
              takenNotes.add(id);
              const from = nodeId === null ? at : { x: 0, y: 0 };
              return [{ id, x: Math.round(from.x + note.x) + 0, y: Math.round(from.y + note.y) + 0, text: note.text, nodeId }];
            }),
          ],
        },
      };
    },
  };
}

/** "Breaker 2" pasted beside itself is "Breaker 3" and not "Breaker 2 2". */
function freeNumbered(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  // A name has 200 characters at most.
  const base = name.replace(/(?<=.) \d{1,3}$/s, '').slice(0, 190);
  let number = 2;
  while (taken.has(`${base} ${number}`)) number++;
  return `${base} ${number}`;
}
