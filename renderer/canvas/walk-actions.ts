import { canConnect, connect, moveNodes, reorderCall } from '../../shared/edit/index.ts';
import { edgeId, type PolicyDocument } from '../../shared/model/index.ts';
import { announce } from '../announce/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { activeCanvas } from './active.ts';
import { canvasStore } from './canvas-store.ts';
import { groupMembers } from './drawing-actions.ts';
import { drawnOf } from './drawn.ts';
import { headOfGroup } from './drop.ts';
import { type Direction, type Sheet, sheetOf, stepFrom } from './walk.ts';

/** The drawing by keys: what the arrows, Space, Enter and Escape do there. */

const texts = words.walk;
const open = (): PolicyDocument | null => documentStore.getState().history?.document ?? null;

/** The caller by which a card was come to last, so that the way back is the way that was come. */
const cameFrom = new Map<string, string>();

const sheetNow = (): Sheet | null => {
  const document = open();
  return document === null ? null : sheetOf(document, drawnOf(document));
};

/** The card or note that the arrows start from: where the focus was last, else what is selected, else the first. */
export function currentPlace(): string | null {
  const document = open();
  if (document === null) return null;
  const { selection } = viewStore.getState();
  const { order } = sheetOf(document, drawnOf(document));
  const { current } = canvasStore.getState();
  if (current !== null && order.includes(current)) return current;
  const [nodeId] = selection.nodes;
  if (nodeId !== undefined) return drawnOf(document).cardIdOf(nodeId);
  return order[0] ?? null;
}

const partOf = (id: string): { readonly nodes: readonly string[]; readonly notes: readonly string[] } =>
  id.startsWith('note:') ? { nodes: [], notes: [id.slice(5)] } : { nodes: groupMembers(id) ?? [id], notes: [] };

const isSelected = (id: string): boolean => {
  const { selection } = viewStore.getState();
  const { nodes, notes } = partOf(id);
  return nodes.every((node) => selection.nodes.includes(node)) && notes.every((note) => selection.notes.includes(note));
};

/** Selects places on the sheet, alone or with what is selected already. */
function selectPlaces(ids: readonly string[], keeps: boolean): void {
  const { selection, select } = viewStore.getState();
  const before = keeps ? selection : { nodes: [], notes: [] };
  const parts = ids.map(partOf);
  select({
    nodes: [...new Set([...before.nodes, ...parts.flatMap(({ nodes }) => nodes)])],
    notes: [...new Set([...before.notes, ...parts.flatMap(({ notes }) => notes)])],
  });
}

/** Nothing is selected, but the keys stand on a card: a command for one node means that one. */
export function canSelectHere(): boolean {
  const { nodes, notes } = viewStore.getState().selection;
  const at = focusedPlace();
  return nodes.length + notes.length === 0 && at !== null && !at.startsWith('note:') && at === currentPlace();
}

export function selectHere(): void {
  const at = currentPlace();
  if (at !== null && canSelectHere()) selectPlaces([at], false);
}

/** `keeps`: what is selected stays so. While a connection is being chosen nothing is selected on the way. */
export function walk(direction: Direction, keeps = false): void {
  const sheet = sheetNow();
  const at = currentPlace();
  if (sheet === null || at === null) return;
  const { connecting } = canvasStore.getState();
  // The first press shows where one is.
  const isHere = connecting !== null || keeps || isSelected(at) || focusedPlace() === at;
  const to = isHere ? stepFrom(sheet, at, direction, cameFrom.get(at)) : at;
  if (to === null) {
    announce(texts.nothingThere[direction]);
    return;
  }
  if (direction === 'into') cameFrom.set(to, at);
  else if (direction === 'next' || direction === 'previous') {
    const caller = cameFrom.get(at) ?? sheet.callersOf(at)[0];
    if (caller !== undefined && sheet.callersOf(to).includes(caller)) cameFrom.set(to, caller);
  }
  canvasStore.setState({ current: to });
  if (connecting === null) selectPlaces(keeps ? [at, to] : [to], keeps);
  focusPlace(to);
}

/** Adds the place to the selection or takes it out. */
export function togglePlace(): void {
  const at = currentPlace();
  if (at === null) return;
  const { selection, select } = viewStore.getState();
  if (!isSelected(at)) {
    selectPlaces([at], true);
    return;
  }
  const part = partOf(at);
  select({
    nodes: selection.nodes.filter((id) => !part.nodes.includes(id)),
    notes: selection.notes.filter((id) => !part.notes.includes(id)),
  });
}

/** One connection of the card after the other: into it, then out of it. The focus stays where it is. */
export function nextConnection(): void {
  const document = open();
  const at = currentPlace();
  if (document === null || at === null) return;
  const { edges } = document.policy;
  const members = new Set(groupMembers(at) ?? [at]);
  const mine = [...edges.filter(({ to }) => members.has(to)), ...edges.filter(({ from, to }) => members.has(from) && !members.has(to))];
  const { selection, select } = viewStore.getState();
  const last = mine.findIndex((edge) => edgeId(edge) === selection.edges.at(-1));
  const edge = mine[(last + 1) % mine.length];
  if (edge === undefined) announce(texts.noConnection);
  else select({ edges: [edgeId(edge)] });
}

/** Two steps of the grid, so that a card is where it belongs after a few presses. */
const STEP = 20;

/** Moves what is selected by one step; steps of the same cards in a row are one step of the history. */
export function moveByKeys(x: number, y: number): void {
  const document = open();
  if (document === null) return;
  const places = Object.fromEntries(
    viewStore.getState().selection.nodes.flatMap((id) => {
      const at = document.layout.nodes[id];
      return at === undefined ? [] : [[id, { x: at.x + x * STEP, y: at.y + y * STEP }]];
    }),
  );
  const ids = Object.keys(places).sort();
  if (ids.length > 0) documentStore.getState().run(moveNodes(places), `move-by-keys ${ids.join(' ')}`);
}

/** Earlier or later among the tiers or routes that it stands in. */
export function reorderSelected(step: -1 | 1): void {
  const document = open();
  const [nodeId] = viewStore.getState().selection.nodes;
  if (document === null || nodeId === undefined) return;
  const command = reorderCall(document.policy, nodeId, step);
  if (command === null) announce(texts.noOrder);
  else documentStore.getState().run(command);
}

/** Opens the list of what the selected card's ports may call. */
export function openConnect(): void {
  const [nodeId] = viewStore.getState().selection.nodes;
  if (nodeId !== undefined) canvasStore.setState({ connectFrom: nodeId });
}

/** The card on which the focus stands becomes what the port calls; a refusal says why, and another card may be walked to. */
export function connectHere(): void {
  const document = open();
  const { connecting } = canvasStore.getState();
  const at = currentPlace();
  if (document === null || connecting === null || at === null || at.startsWith('note:')) return;
  const group = drawnOf(document).folded.get(at);
  const to = group === undefined ? at : headOfGroup(document.policy, group);
  const refuse = (text: string): void => viewStore.getState().toast({ tone: 'bad', text });
  if (to === null) {
    refuse(words.canvas.groupHasSeveralHeads(group?.name ?? ''));
    return;
  }
  const edge = { from: connecting.nodeId, port: connecting.portId, to };
  const verdict = canConnect(document.policy, edge);
  if (!verdict.ok) {
    refuse(verdict.error);
    return;
  }
  documentStore.getState().run(connect(edge));
  canvasStore.setState({ connecting: null });
  viewStore.getState().select({ nodes: [to] });
}

/** Gives up the connection that is being chosen, else leaves nothing selected. */
export function leaveSelection(): void {
  const { connecting } = canvasStore.getState();
  if (connecting !== null) {
    canvasStore.setState({ connecting: null, current: connecting.nodeId });
    announce(texts.notConnected);
    focusPlace(connecting.nodeId);
    return;
  }
  viewStore.getState().select({});
}

const elementOf = (id: string): HTMLElement | null =>
  window.document.querySelector<HTMLElement>(`.canvas:not(.is-read-only) .react-flow__node[data-id="${CSS.escape(id)}"]`);

const focusedPlace = (): string | null => window.document.activeElement?.closest('.react-flow__node')?.getAttribute('data-id') ?? null;

function isSeen(element: HTMLElement): boolean {
  const sheet = element.closest('.canvas')?.getBoundingClientRect();
  const box = element.getBoundingClientRect();
  return sheet !== undefined && box.right > sheet.left && box.left < sheet.right && box.bottom > sheet.top && box.top < sheet.bottom;
}

let wanted = 0;

/** Brings a card or note into view and gives it the focus, as soon as it is drawn. */
export function focusPlace(id: string): void {
  activeCanvas()?.reveal(id);
  giveFocus(id);
}

/** Gives it the focus, as soon as it is drawn. The view stays where the person has it, unless nothing of it would be seen. */
export function giveFocus(id: string): void {
  const mine = ++wanted;
  let tries = 20;
  const attempt = (): void => {
    if (mine !== wanted) return;
    const element = elementOf(id);
    const { activeElement, body } = window.document;
    // Whatever has taken the focus meanwhile, a field that opened or one that was gone to, keeps it.
    if (activeElement !== null && activeElement !== body && activeElement.matches('.react-flow__node') === false && tries < 20) return;
    if (element?.contains(activeElement) === true && activeElement !== element) return;
    if (element !== null) {
      element.focus({ preventScroll: true });
      if (!isSeen(element)) activeCanvas()?.reveal(id);
    } else if (--tries > 0) requestAnimationFrame(attempt);
  };
  attempt();
}
