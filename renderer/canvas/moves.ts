import type { NodeChange } from '@xyflow/react';
import { addToGroup, type Command, moveNodes, setNote, together } from '../../shared/edit/index.ts';
import type { Point, PolicyDocument } from '../../shared/model/index.ts';
import { viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { type Drawn, groupCardId, groupIdOf } from './drawn.ts';

/** What moved on the sheet, by the ids of the sheet: nodes, `note:…`, and `group:…` for a frame or a folded group. */
export type Places = Readonly<Record<string, Point>>;

/** The same for nodes and notes alone: a group that moves takes its nodes along. */
export function memberPlaces(places: Places, document: PolicyDocument, drawn: Drawn): Record<string, Point> {
  const members: Record<string, Point> = {};
  for (const [id, at] of Object.entries(places)) {
    const groupId = groupIdOf(id);
    if (groupId === null) {
      members[id] = at;
      continue;
    }
    const group = document.layout.groups.find((candidate) => candidate.id === groupId);
    const origin = originOf(groupId, drawn);
    if (group === undefined || origin === undefined) continue;
    for (const nodeId of group.nodeIds) {
      const place = document.layout.nodes[nodeId];
      if (place !== undefined) members[nodeId] = { x: place.x + at.x - origin.x, y: place.y + at.y - origin.y };
    }
  }
  return members;
}

/** Where the group's frame or card stands in the document, before anything of it moved. */
const originOf = (groupId: string, drawn: Drawn): Point | undefined =>
  drawn.folded.has(groupCardId(groupId))
    ? drawn.cards.find(({ node }) => node.id === groupCardId(groupId))
    : drawn.frames.find(({ group }) => group.id === groupId);

/** One command for all that moved. Comments count from their node, so they are written as they stand beside it. */
export function moveCommand(members: Places, document: PolicyDocument, drawn: Drawn): Command | null {
  const notes = Object.entries(members).filter(([id]) => id.startsWith('note:'));
  const nodes = Object.fromEntries(Object.entries(members).filter(([id]) => !id.includes(':')));
  const commands: Command[] = [];
  if (Object.keys(nodes).length > 0) commands.push(moveNodes(nodes));
  for (const [id, at] of notes) {
    const owner = document.layout.notes.find((note) => `note:${note.id}` === id)?.nodeId ?? null;
    // Of a comment that moves together with its node nothing changes: it stands where it stood beside it.
    if (owner !== null && nodes[owner] !== undefined) continue;
    const from = owner === null ? undefined : drawn.cards.find(({ node }) => node.id === owner);
    commands.push(setNote(id.slice(5), { x: at.x - (from?.x ?? 0), y: at.y - (from?.y ?? 0) }));
  }
  const [only, ...more] = commands;
  if (only === undefined || more.length === 0) return only ?? null;
  return together(commands, words.canvas.moveThings(Object.keys(members).length));
}

/** A card without a group that is let go over a group's frame joins the group. */
export function joinCommands(dropped: Places, document: PolicyDocument, drawn: Drawn): readonly Command[] {
  const grouped = new Set(document.layout.groups.flatMap(({ nodeIds }) => nodeIds));
  return Object.entries(dropped).flatMap(([id, at]) => {
    const card = drawn.cards.find(({ node }) => node.id === id);
    if (card === undefined || grouped.has(id) || drawn.folded.has(id)) return [];
    const [x, y] = [at.x + card.width / 2, at.y + card.height / 2];
    const frame = drawn.frames.find((over) => x > over.x && x < over.x + over.width && y > over.y && y < over.y + over.height);
    return frame === undefined ? [] : [addToGroup(frame.group.id, [id])];
  });
}

/** Positions out of the library's changes: those under way, and those that were let go. */
export function placesOf(changes: readonly NodeChange[]): {
  readonly dragged: Record<string, Point>;
  readonly dropped: Record<string, Point>;
} {
  const dragged: Record<string, Point> = {};
  const dropped: Record<string, Point> = {};
  for (const change of changes) {
    if (change.type !== 'position' || change.position === undefined) continue;
    (change.dragging === true ? dragged : dropped)[change.id] = change.position;
  }
  return { dragged, dropped };
}

/** A selected card that is moved takes all that are selected along, in sight or not: the library knows of those in sight alone. */
export function withSelected(places: Places, document: PolicyDocument, drawn: Drawn, selected: readonly string[]): Places {
  if (selected.length < 2) return places;
  const lead = Object.keys(places).find((id) => drawn.cardsById.has(id) && selected.includes(id));
  const from = lead === undefined ? undefined : drawn.cardsById.get(lead);
  if (lead === undefined || from === undefined) return places;
  const [dx, dy] = [places[lead]!.x - from.x, places[lead]!.y - from.y];
  const all: Record<string, Point> = { ...places };
  for (const id of selected) {
    const at = document.layout.nodes[id];
    if (at !== undefined && all[id] === undefined && drawn.cardsById.has(id)) all[id] = { x: at.x + dx, y: at.y + dy };
  }
  return all;
}

/** Takes over what the library says was selected. A folded group stands for its nodes. `isMore`: what else is selected stays so. */
export function selectFrom(changes: ReadonlyMap<string, boolean>, document: PolicyDocument, isMore: boolean): void {
  const { selection, select } = viewStore.getState();
  const next = { nodes: new Set(selection.nodes), notes: new Set(selection.notes) };
  const put = (set: Set<string>, keys: readonly string[], isSelected: boolean): void => {
    for (const key of keys) isSelected ? set.add(key) : set.delete(key);
  };
  for (const [id, isSelected] of changes) {
    const groupId = groupIdOf(id);
    if (id.startsWith('note:')) put(next.notes, [id.slice(5)], isSelected);
    else if (groupId !== null) put(next.nodes, document.layout.groups.find((group) => group.id === groupId)?.nodeIds ?? [], isSelected);
    else put(next.nodes, [id], isSelected);
  }
  const isAlone = !isMore && [...changes.values()].includes(true);
  const after = { nodes: [...next.nodes], edges: isAlone ? [] : selection.edges, notes: [...next.notes] };
  if ((['nodes', 'edges', 'notes'] as const).every((key) => after[key].join() === selection[key].join())) return;
  select(after);
}
