import { type FocusEvent, useCallback, useEffect, useRef } from 'react';
import type { PolicyDocument } from '../../shared/model/index.ts';
import { useView, viewStore } from '../state/index.ts';
import { canvasStore, useCanvas } from './canvas-store.ts';
import type { Drawn } from './drawn.ts';
import { type Sheet, sheetOf } from './walk.ts';
import { giveFocus } from './walk-actions.ts';

const isDialogOpen = (): boolean => window.document.querySelector('.veil, .quick-add, [role="menu"]') !== null;

/** The focus has no place of its own: nothing is lost when it is put somewhere. */
const isLost = (): boolean => window.document.activeElement === null || window.document.activeElement === window.document.body;

/**
 * One card or note of the drawing is in the order of Tab. It goes where the focus goes; a node that is selected from elsewhere while the drawing has
 * the focus takes it along, and when the focused card is removed its caller takes its place.
 */
export function useRovingFocus(document: PolicyDocument, drawn: Drawn, isReadOnly: boolean) {
  const selection = useView((state) => state.selection);
  const current = useCanvas((state) => state.current);
  const before = useRef<Sheet | null>(null);

  const chosen = selection.nodes.length + selection.notes.length > 0 ? (selection.nodes[0] ?? `note:${selection.notes[0]}`) : null;
  const isThere = current !== null && (current.startsWith('note:') ? hasNote(document, current) : hasCard(drawn, current));
  const first = document.policy.nodes[0];
  const tabStop = isReadOnly
    ? null
    : isThere
      ? current
      : chosen !== null
        ? chosen.startsWith('note:')
          ? chosen
          : drawn.cardIdOf(chosen)
        : first === undefined
          ? null
          : drawn.cardIdOf(entryOf(document) ?? first.id);

  // What is selected alone is where the next key starts.
  useEffect(() => {
    if (isReadOnly) return;
    const cards = new Set(selection.nodes.map(drawn.cardIdOf));
    const [only, more] = [...cards, ...selection.notes.map((id) => `note:${id}`)];
    if (only === undefined || more !== undefined) return;
    const { current: at, connecting } = canvasStore.getState();
    if (at !== only && connecting === null) canvasStore.setState({ current: only });
    const settle = (): void => {
      const { keysIn, writing } = canvasStore.getState();
      // A field was asked for: the inspector has the focus, or is about to.
      if (viewStore.getState().focus !== null) return;
      const inDrawing = window.document.activeElement?.closest('.react-flow__node') != null;
      if ((inDrawing || (keysIn === 'drawing' && isLost())) && !isDialogOpen() && writing === null) giveFocus(only);
    };
    settle();
    // A dialog or menu that ran the command gives the focus back a moment later, often to nothing.
    const timer = setTimeout(settle, 80);
    return () => clearTimeout(timer);
  }, [selection, drawn.cardIdOf, isReadOnly]);

  useEffect(() => {
    if (isReadOnly) return;
    if (current !== null && !isThere) {
      const caller = before.current?.callersOf(current).find((id) => hasCard(drawn, id)) ?? null;
      canvasStore.setState({ current: caller });
      if (caller !== null && canvasStore.getState().keysIn === 'drawing' && isLost() && !isDialogOpen()) giveFocus(caller);
    }
  }, [current, isThere, drawn, isReadOnly]);
  useEffect(() => {
    // Only what has a place to go back to is looked up: a drawing that is dragged is not walked.
    if (!isReadOnly && current !== null && isThere) before.current = sheetOf(document, drawn);
  }, [document, drawn, current, isThere, isReadOnly]);

  const onFocus = useCallback(
    (event: FocusEvent) => {
      const id = event.target.closest('.react-flow__node')?.getAttribute('data-id');
      if (isReadOnly || id === null || id === undefined) return;
      const state = canvasStore.getState();
      if (state.current !== id || state.keysIn !== 'drawing') canvasStore.setState({ current: id, keysIn: 'drawing' });
    },
    [isReadOnly],
  );
  return { tabStop, onFocus };
}

const hasNote = ({ layout }: PolicyDocument, id: string): boolean => layout.notes.some((note) => `note:${note.id}` === id);
const hasCard = ({ cards }: Drawn, id: string): boolean => cards.some(({ node }) => node.id === id);
const entryOf = ({ policy }: PolicyDocument): string | undefined => policy.nodes.find(({ kind }) => kind === 'entry')?.id;
