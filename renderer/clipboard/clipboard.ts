import { pasteNodes, removeNodes } from '../../shared/edit/index.ts';
import { activeCanvas, freePlace } from '../canvas/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { clipboardText, pastedFrom } from './clipboard-text.ts';

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

const selectedText = (): string | null => {
  const { history } = documentStore.getState();
  return history === null ? null : clipboardText(history.document, viewStore.getState().selection.nodes);
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
    documentStore.getState().run(removeNodes(viewStore.getState().selection.nodes));
    viewStore.getState().select({});
  };
  const onPaste = (event: ClipboardEvent): void => {
    if (!isAboutDrawing(event) || documentStore.getState().history === null || !isEditable()) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text.trim() === '') return;
    event.preventDefault();
    paste(text);
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

export function duplicateSelection(): void {
  const text = selectedText();
  if (text !== null) paste(text);
}

function paste(text: string): void {
  const pasted = pastedFrom(text);
  const { history, run } = documentStore.getState();
  if (history === null) return;
  if (pasted === null) {
    viewStore.getState().toast({ tone: 'note', text: 'The clipboard holds no nodes of a policy, so nothing was pasted.' });
    return;
  }
  const before = new Set(history.document.policy.nodes.map(({ id }) => id));
  run(pasteNodes(pasted.fragment, freePlace(history.document, pasted.corner, Object.values(pasted.fragment.positions))));
  const after = documentStore.getState().history?.document.policy.nodes ?? [];
  const added = after.filter(({ id }) => !before.has(id)).map(({ id }) => id);
  viewStore.getState().select({ nodes: added });
  // Once it is drawn; a free place may lie outside of what is seen.
  setTimeout(() => added[0] !== undefined && activeCanvas()?.reveal(added[0]), 50);
}
