import { type Layout, layoutNoteSchema, type Point } from '../model/index.ts';
import { type Command, freeId, nameOf, replaceById } from './command.ts';

type Note = Layout['notes'][number];

/** Layout with some nodes elsewhere, in whole pixels: fractions of a pixel would only make noise in a diff. The same object when none moved. */
export function placed(layout: Layout, positions: Readonly<Record<string, Point>>): Layout {
  const moved = Object.entries(positions)
    .filter(([, point]) => Number.isFinite(point.x) && Number.isFinite(point.y))
    .map(([id, point]) => [id, { x: wholePixel(point.x), y: wholePixel(point.y) }] as const)
    .filter(([id, point]) => layout.nodes[id]?.x !== point.x || layout.nodes[id]?.y !== point.y);
  return moved.length === 0 ? layout : { ...layout, nodes: { ...layout.nodes, ...Object.fromEntries(moved) } };
}

/** Positions of ids that are no nodes are left out. */
export function moveNodes(positions: Readonly<Record<string, Point>>): Command {
  const ids = Object.keys(positions);
  return {
    label: ids.length === 1 ? 'Move node' : `Move ${ids.length} nodes`,
    labelFor: ({ policy }) => (ids.length === 1 ? `Move ${nameOf(policy, ids[0] as string)}` : `Move ${ids.length} nodes`),
    apply(document) {
      const known = new Set(document.policy.nodes.map((node) => node.id));
      const layout = placed(document.layout, Object.fromEntries(Object.entries(positions).filter(([id]) => known.has(id))));
      return layout === document.layout ? document : { ...document, layout };
    },
  };
}

/** As `moveNodes`, under the name that automatic layout has in the history. */
export const arrange = (positions: Readonly<Record<string, Point>>): Command => ({
  label: 'Tidy layout',
  apply: moveNodes(positions).apply,
});

/** The id is `note`, `note-2` … unless given. */
export const addNote = (note: {
  readonly id?: string;
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly nodeId?: string;
}): Command => ({
  label: 'Add note',
  apply(document) {
    const { layout } = document;
    const taken = new Set(layout.notes.map(({ id }) => id));
    const added = layoutNoteSchema.safeParse({
      id: note.id ?? freeId('note', taken),
      x: wholePixel(note.x),
      y: wholePixel(note.y),
      text: note.text,
      nodeId: note.nodeId ?? null,
    });
    if (!added.success || taken.has(added.data.id)) return document;
    return { ...document, layout: { ...layout, notes: [...layout.notes, added.data] } };
  },
});

export const setNote = (noteId: string, patch: Partial<Omit<Note, 'id'>>): Command => ({
  label: patch.text === undefined ? 'Move note' : 'Change note',
  apply(document) {
    const { layout } = document;
    const notes = replaceById(layout.notes, noteId, (note) => {
      const after = {
        id: note.id,
        x: wholePixel(patch.x ?? note.x),
        y: wholePixel(patch.y ?? note.y),
        text: patch.text ?? note.text,
        nodeId: patch.nodeId === undefined ? note.nodeId : patch.nodeId,
      };
      const isSame = after.x === note.x && after.y === note.y && after.text === note.text && after.nodeId === note.nodeId;
      return isSame || !layoutNoteSchema.safeParse(after).success ? note : after;
    });
    return notes === layout.notes ? document : { ...document, layout: { ...layout, notes } };
  },
});

export const removeNote = (noteId: string): Command => ({
  label: 'Remove note',
  apply(document) {
    const { layout } = document;
    const notes = layout.notes.filter((note) => note.id !== noteId);
    return notes.length === layout.notes.length ? document : { ...document, layout: { ...layout, notes } };
  },
});

/** `+ 0` turns −0 into 0, which JSON would not keep apart. */
const wholePixel = (pixels: number): number => Math.round(pixels) + 0;
