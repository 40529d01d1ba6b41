import { addNote, foldGroup, groupNodes, moveNodes, removeFromGroups, ungroup } from '../../shared/edit/index.ts';
import type { LayoutGroup, PolicyDocument } from '../../shared/model/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { activeCanvas } from './active.ts';
import { type Alignment, aligned, type Distribution, distributed } from './align.ts';
import { canvasStore } from './canvas-store.ts';
import { drawnOf, groupIdOf } from './drawn.ts';
import { boundsOf, CARD_WIDTH, cardsOf } from './geometry.ts';
import { animateFrom, placesNow } from './tidy-canvas.ts';
import { closeGapCommand, type Wrapper, wrapCommand } from './wrap.ts';

/** What commands do to the drawing with the present selection. Each is one step of the history. */

const open = (): PolicyDocument | undefined => documentStore.getState().history?.document;
const selectedNodes = (): readonly string[] => viewStore.getState().selection.nodes;

export function addNoteToCanvas(): void {
  const centre = activeCanvas()?.centre() ?? { x: 0, y: 0 };
  writeNew({ x: centre.x - 136, y: centre.y - 30 });
}

/** A comment on the only selected node, at its upper right corner; further ones stand beside it. */
export function addComment(): void {
  const [nodeId] = selectedNodes();
  const document = open();
  if (nodeId === undefined || document === undefined) return;
  const there = document.layout.notes.filter((note) => note.nodeId === nodeId).length;
  writeNew({ x: CARD_WIDTH - 18 - there * 28, y: -14, nodeId });
}

/** Writes the note or comment that the keys stand on; false for a card. */
export function writeHere(): boolean {
  const { current } = canvasStore.getState();
  const [noteId] = viewStore.getState().selection.notes;
  if (current?.startsWith('note:') !== true || current !== `note:${noteId}`) return false;
  canvasStore.setState({ writing: current });
  return true;
}

function writeNew(note: { readonly x: number; readonly y: number; readonly nodeId?: string }): void {
  const before = new Set(open()?.layout.notes.map(({ id }) => id));
  documentStore.getState().run(addNote({ ...note, text: '' }));
  const added = open()?.layout.notes.find(({ id }) => !before.has(id));
  if (added === undefined) return;
  viewStore.getState().select({ notes: [added.id] });
  canvasStore.setState({ writing: `note:${added.id}` });
}

export function wrapSelection(kind: Wrapper): void {
  const document = open();
  if (document === undefined) return;
  const before = placesNow();
  const known = new Set(document.policy.nodes.map(({ id }) => id));
  documentStore.getState().run(wrapCommand(document, selectedNodes(), kind));
  const added = open()?.policy.nodes.filter(({ id }) => !known.has(id)) ?? [];
  if (added.length > 0) viewStore.getState().select({ nodes: added.map(({ id }) => id) });
  animateFrom(before);
}

export function removeAndCloseGap(): void {
  const document = open();
  if (document === undefined) return;
  const before = placesNow();
  documentStore.getState().run(closeGapCommand(document, selectedNodes()));
  viewStore.getState().select({});
  animateFrom(before);
}

/** Groups of which all nodes are selected: what a command about groups means. */
export function chosenGroups(): readonly LayoutGroup[] {
  const chosen = new Set(selectedNodes());
  return open()?.layout.groups.filter(({ nodeIds }) => nodeIds.length > 0 && nodeIds.every((id) => chosen.has(id))) ?? [];
}

/** Groups that hold a selected node. */
export function touchedGroups(): readonly LayoutGroup[] {
  const chosen = new Set(selectedNodes());
  return open()?.layout.groups.filter(({ nodeIds }) => nodeIds.some((id) => chosen.has(id))) ?? [];
}

export function groupSelection(): void {
  const nodeIds = selectedNodes();
  const before = new Set(open()?.layout.groups.map(({ id }) => id));
  documentStore.getState().run(groupNodes(nodeIds));
  const added = open()?.layout.groups.find(({ id }) => !before.has(id));
  if (added !== undefined) canvasStore.setState({ writing: `group:${added.id}` });
}

export function ungroupSelection(): void {
  const { run } = documentStore.getState();
  const gesture = `ungroup ${touchedGroups().map(({ id }) => id)}`;
  for (const group of touchedGroups()) run(ungroup(group.id), gesture);
}

export function foldSelection(isFolded: boolean): void {
  const { run } = documentStore.getState();
  const groups = touchedGroups();
  for (const group of groups) run(foldGroup(group.id, isFolded), `fold ${groups.map(({ id }) => id)} ${isFolded}`);
  // A folded group is one thing on the sheet: it is chosen whole.
  viewStore.getState().select({ nodes: groups.flatMap(({ nodeIds }) => nodeIds) });
}

export function alignSelection(alignment: Alignment, label: string): void {
  moveSelection((cards) => aligned(cards, alignment), label);
}

export function distributeSelection(distribution: Distribution, label: string): void {
  moveSelection((cards) => distributed(cards, distribution), label);
}

function moveSelection(place: (cards: ReturnType<typeof cardsOf>) => Parameters<typeof moveNodes>[0], label: string): void {
  const document = open();
  if (document === undefined) return;
  const chosen = new Set(selectedNodes());
  const before = placesNow();
  const cards = cardsOf(document).filter(({ node }) => chosen.has(node.id));
  documentStore.getState().run({ ...moveNodes(place(cards)), label, labelFor: () => label });
  animateFrom(before);
}

export function zoomToSelection(): void {
  const document = open();
  if (document === undefined) return;
  const drawn = drawnOf(document);
  const chosen = new Set(selectedNodes().map(drawn.cardIdOf));
  const cards = drawn.cards.filter(({ node }) => chosen.has(node.id));
  if (cards.length > 0) activeCanvas()?.show(boundsOf(cards));
}

export function takeOutOfGroups(): void {
  documentStore.getState().run(removeFromGroups(selectedNodes()));
}

/** Nodes that a frame or a folded card on the sheet stands for; null for any other id. */
export function groupMembers(cardId: string): readonly string[] | null {
  const groupId = groupIdOf(cardId);
  return groupId === null ? null : (open()?.layout.groups.find(({ id }) => id === groupId)?.nodeIds ?? null);
}
