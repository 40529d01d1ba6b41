import { type NodeChange, useStoreApi } from '@xyflow/react';
import { useCallback, useRef, useState } from 'react';
import { together } from '../../shared/edit/index.ts';
import type { Point, PolicyDocument } from '../../shared/model/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { type Guide, snapped } from './align.ts';
import { canvasStore } from './canvas-store.ts';
import { type Drawn, drawnOf, groupCardId } from './drawn.ts';
import { boundsOf } from './geometry.ts';
import { joinCommands, memberPlaces, moveCommand, type Places, placesOf, selectFrom, withSelected } from './moves.ts';

const NOTHING_MOVED: Readonly<Record<string, Point>> = {};

/** Dragging and selecting on the sheet: places under way stay here, and one command is run when the pointer lets go. */
export function useMoves(document: PolicyDocument, isReadOnly: boolean) {
  const [moved, setMoved] = useState<Readonly<Record<string, Point>>>(NOTHING_MOVED);
  const isUnderWay = useRef(false);
  const store = useStoreApi();
  const onNodesChange = useCallback(
    (changes: NodeChange[]) => {
      if (isReadOnly) return;
      const { dragged, dropped } = placesOf(changes);
      const isAny = Object.keys(dragged).length + Object.keys(dropped).length > 0;
      const selected = new Map(changes.flatMap((change) => (change.type === 'select' ? [[change.id, change.selected] as const] : [])));
      if (!isAny && selected.size === 0) return;
      // Of the document as it stands: places under way must not count twice.
      const drawn = drawnOf(document);
      if (isAny) {
        let isDrag = false;
        const selectedNow = viewStore.getState().selection.nodes;
        for (const places of [dragged, dropped]) {
          const ids = Object.keys(places);
          if (ids.length === 0) continue;
          isDrag = places === dragged || isUnderWay.current;
          isUnderWay.current = places === dragged;
          // What the library moves by itself snaps to nothing.
          if (!isDrag) continue;
          const { shift, guides } = snapOf(places, document, drawn);
          for (const [id, at] of Object.entries(places)) places[id] = { x: at.x + shift.x, y: at.y + shift.y };
          canvasStore.setState({ guides: places === dragged ? guides : [] });
        }
        if (Object.keys(dragged).length > 0) {
          const members = memberPlaces(withSelected(dragged, document, drawn, selectedNow), document, drawn);
          setMoved((before) => ({ ...before, ...members }));
        }
        if (Object.keys(dropped).length > 0) {
          setMoved(NOTHING_MOVED);
          if (canvasStore.getState().guides.length > 0) canvasStore.setState({ guides: [] });
          const members = memberPlaces(isDrag ? withSelected(dropped, document, drawn, selectedNow) : dropped, document, drawn);
          const move = moveCommand(members, document, drawn);
          const joins = isDrag ? joinCommands(dropped, document, drawn) : [];
          const command = move === null || joins.length === 0 ? move : together([move, ...joins], move.labelFor?.(document) ?? move.label);
          // Arrow keys move in small steps: steps of the same cards are one entry.
          if (command !== null) documentStore.getState().run(command, `move ${Object.keys(dropped).sort().join(' ')}`);
          // A frame is no thing that the library selects: what was moved by it is what the person has in hand.
          const frame = drawn.frames.find(({ group }) => dropped[groupCardId(group.id)] !== undefined);
          if (frame !== undefined) viewStore.getState().select({ nodes: frame.group.nodeIds });
        }
      }
      if (selected.size > 0) selectFrom(selected, document, store.getState().multiSelectionActive);
    },
    [isReadOnly, document, store],
  );
  return { moved, onNodesChange };
}

/** How far what is dragged, taken as one block, is moved on so that it stands in line with a card that stays. */
function snapOf(places: Places, document: PolicyDocument, drawn: Drawn): { readonly shift: Point; readonly guides: readonly Guide[] } {
  const inHand = new Map(
    Object.entries(places).flatMap(([id, at]) =>
      drawn.frames.some(({ group }) => groupCardId(group.id) === id)
        ? Object.entries(memberPlaces({ [id]: at }, document, drawn))
        : [[id, at] as const],
    ),
  );
  const cards = drawn.cards.filter(({ node }) => inHand.has(node.id));
  if (cards.length === 0) return { shift: { x: 0, y: 0 }, guides: [] };
  const block = boundsOf(cards.map((card) => ({ ...card, ...inHand.get(card.node.id)! })));
  const others = drawn.cards.filter(({ node }) => !inHand.has(node.id));
  const { at, guides } = snapped(block, others, canvasStore.getState().isGridSnapped);
  return { shift: { x: at.x - block.x, y: at.y - block.y }, guides };
}
