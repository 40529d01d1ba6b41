import { pasteNodes, removeNodes, removeNote, together } from '../../shared/edit/index.ts';
import type { Point } from '../../shared/model/index.ts';
import { activeCanvas, canvasStore, freePlace } from '../canvas/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { clipboardText, pastedFrom } from './clipboard-text.ts';

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

const selectedText = (): string | null => {
  const { history } = documentStore.getState();
  const { nodes, notes } = viewStore.getState().selection;
  return history === null ? null : clipboardText(history.document, nodes, notes);
};

/** The drawing is what copy, cut and paste mean: Design is open, no field and no dialog has the focus, and no words are marked. */
const isAboutDrawing = (event: ClipboardEvent): boolean => {
  const view = viewStore.getState();
  const isCovered =
    view.overlay !== null || view.question !== null || view.fileRequest !== null || view.isNewPolicyOpen || view.trafficToMap !== null;
  return view.room === 'design' && !isCovered && !isField(event.target) && (window.getSelection()?.isCollapsed ?? true);
};
const isEditable = (): boolean => documentStore.getState().origin.readOnlyReason === undefined;

/** Copy, cut and paste of nodes by the system's own events, which need no permission; the keys are those of the platform. */
export function listenForClipboard(): () => void {
  const onCopy = (event: ClipboardEvent): void => {
    const text = isAboutDrawing(event) ? selectedText() : null;
    if (text === null) return;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    if (event.type !== 'cut' || !isEditable()) return;
    removeSelected();
  };
  const onPaste = (event: ClipboardEvent): void => {
    if (!isAboutDrawing(event) || documentStore.getState().history === null || !isEditable()) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text.trim() === '') return;
    event.preventDefault();
    paste(text, canvasStore.getState().pointer);
  };
  window.addEventListener('copy', onCopy);
  window.addEventListener('cut', onCopy);
  window.addEventListener('paste', onPaste);
  return () => {
    window.removeEventListener('copy', onCopy);
    window.removeEventListener('cut', onCopy);
    window.removeEventListener('paste', onPaste);
  };
}

/** By the browser's own command, which sends the event that is listened for above and needs no permission after a click or a key. */
export const copySelection = (): void => void window.document.execCommand('copy');
export const cutSelection = (): void => void window.document.execCommand('cut');

/** For a menu: reading the clipboard takes a permission that a browser may refuse. */
export async function pasteFromClipboard(): Promise<void> {
  // Where the menu was opened; it may lie under the pointer by now.
  const { pointer } = canvasStore.getState();
  try {
    const text = await navigator.clipboard.readText();
    if (text.trim() !== '') paste(text, pointer);
  } catch {
    const keys = /Mac/.test(navigator.platform) ? '⌘V' : `${words.commands.key.ctrl} V`;
    viewStore.getState().toast({ tone: 'note', text: words.canvas.pasteRefused(keys) });
  }
}

export function duplicateSelection(): void {
  const text = selectedText();
  if (text !== null) paste(text, null);
}

function removeSelected(): void {
  const { selection, select } = viewStore.getState();
  const { nodes, notes } = selection;
  const { policy } = documentStore.getState().history?.document ?? {};
  const only = nodes.length === 1 ? policy?.nodes.find(({ id }) => id === nodes[0])?.name : undefined;
  const label =
    only !== undefined ? words.canvas.cutNode(only) : nodes.length === 0 ? words.canvas.cutNotes : words.canvas.cutNodes(nodes.length);
  documentStore.getState().run(together([removeNodes(nodes), ...notes.map(removeNote)], label));
  select({});
}

/** `corner`: where the upper left corner of what is pasted goes; null = where it was copied, or beside it. */
function paste(text: string, corner: Point | null): void {
  const pasted = pastedFrom(text);
  const { history, run } = documentStore.getState();
  if (history === null) return;
  if (pasted === null) {
    viewStore.getState().toast({ tone: 'note', text: words.canvas.nothingToPaste });
    return;
  }
  const before = new Set(history.document.policy.nodes.map(({ id }) => id));
  const notesBefore = new Set(history.document.layout.notes.map(({ id }) => id));
  run(pasteNodes(pasted.fragment, freePlace(history.document, corner ?? pasted.corner, Object.values(pasted.fragment.positions))));
  const after = documentStore.getState().history?.document;
  const added = after?.policy.nodes.filter(({ id }) => !before.has(id)).map(({ id }) => id) ?? [];
  const notes = after?.layout.notes.filter(({ id, nodeId }) => nodeId === null && !notesBefore.has(id)).map(({ id }) => id) ?? [];
  viewStore.getState().select({ nodes: added, notes });
  // Once it is drawn; a free place may lie outside of what is seen.
  setTimeout(() => added[0] !== undefined && activeCanvas()?.reveal(added[0]), 50);
}
