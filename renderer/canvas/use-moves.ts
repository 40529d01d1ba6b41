import { type NodeChange, useReactFlow } from '@xyflow/react';
import { useCallback, useState } from 'react';
import type { Point, PolicyDocument } from '../../shared/model/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { snapped } from './align.ts';
import { canvasStore } from './canvas-store.ts';
import { drawnOf, groupCardId } from './drawn.ts';
import { memberPlaces, moveCommand, placesOf, selectFrom } from './moves.ts';

const NOTHING_MOVED: Readonly<Record<string, Point>> = {};

/** Dragging and selecting on the sheet: places under way stay here, and one command is run when the pointer lets go. */
export function useMoves(document: PolicyDocument, isReadOnly: boolean) {
  const [moved, setMoved] = useState<Readonly<Record<string, Point>>>(NOTHING_MOVED);
  const flow = useReactFlow();
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
        const isAlone = Object.keys(dragged).length + Object.keys(dropped).length === 1;
        for (const places of [dragged, dropped]) {
          for (const [id, at] of Object.entries(places)) {
            // Arrow keys move by steps of their own and snap to nothing.
            const isDrag = places === dragged || flow.getNode(id)?.dragging === true;
            const card = isDrag && isAlone ? drawn.cards.find(({ node }) => node.id === id) : undefined;
            if (card === undefined) continue;
            const others = drawn.cards.filter((other) => other !== card);
            const found = snapped({ ...at, width: card.width, height: card.height }, others, canvasStore.getState().isGridSnapped);
            places[id] = found.at;
            canvasStore.setState({ guides: places === dragged ? found.guides : [] });
          }
        }
        if (Object.keys(dragged).length > 0) {
          const members = memberPlaces(dragged, document, drawn);
          setMoved((before) => ({ ...before, ...members }));
        }
        if (Object.keys(dropped).length > 0) {
          setMoved(NOTHING_MOVED);
          if (canvasStore.getState().guides.length > 0) canvasStore.setState({ guides: [] });
          const command = moveCommand(memberPlaces(dropped, document, drawn), document, drawn);
          // Arrow keys move in small steps: steps of the same cards are one entry.
          if (command !== null) documentStore.getState().run(command, `move ${Object.keys(dropped).sort().join(' ')}`);
          // A frame is no thing that the library selects: what was moved by it is what the person has in hand.
          const frame = drawn.frames.find(({ group }) => dropped[groupCardId(group.id)] !== undefined);
          if (frame !== undefined) viewStore.getState().select({ nodes: frame.group.nodeIds });
        }
      }
      if (selected.size > 0) selectFrom('nodes', selected, document, drawn);
    },
    [isReadOnly, document, flow],
  );
  return { moved, onNodesChange };
}
