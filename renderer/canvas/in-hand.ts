import type { Node } from '@xyflow/react';
import type { Point, PolicyDocument } from '../../shared/model/index.ts';
import { type Drawn, groupIdOf } from './drawn.ts';
import { type CardFlowNode, type FrameFlowNode, headingLift, portPlacesOf } from './flow.ts';

/**
 * What the library is given while cards are in hand: the nodes of the drawing at rest, but for those that moved, and for the cards whose wires leave
 * them elsewhere because of it. `moved`: places by the ids of the sheet.
 */
export function nodesInHand(
  atRest: readonly Node[],
  rest: Drawn,
  drawn: Drawn,
  document: PolicyDocument,
  moved: Readonly<Record<string, Point>>,
): Node[] {
  const cards = drawn.inHand?.cards ?? new Map();
  const wires = drawn.inHand?.wires ?? new Map();
  const touched = new Set([...cards.keys(), ...[...wires.values()].map(({ from }) => from)]);
  const owners = new Map<string, { readonly nodeId: string; readonly x: number; readonly y: number }>(
    document.layout.notes.flatMap(({ id, nodeId, x, y }) => (nodeId === null ? [] : [[`note:${id}`, { nodeId, x, y }] as const])),
  );
  const frames = new Map(drawn.frames.filter((frame, at) => frame !== rest.frames[at]).map((frame) => [frame.group.id, frame]));
  return atRest.map((node) => {
    if (node.type === 'card' || node.type === 'folded') {
      if (!touched.has(node.id)) return node;
      const card = cards.get(node.id) ?? rest.cardsById.get(node.id)!;
      const { data } = node as CardFlowNode;
      const portPlaces = portPlacesOf(card, (portId) => {
        const start = wires.get(`${node.id}:${portId}`)?.points[0];
        if (start !== undefined) return start;
        const place = data.portPlaces[portId];
        return place === undefined ? undefined : { x: card.x + place.x, y: card.y + place.y };
      });
      return { ...node, position: { x: card.x, y: card.y }, data: { ...data, card, portPlaces } };
    }
    if (node.type === 'heading') {
      const card = cards.get(node.id.slice('tier:'.length));
      return card === undefined ? node : { ...node, position: { x: card.x, y: card.y - headingLift(false) } };
    }
    if (node.type === 'frame') {
      const frame = frames.get(groupIdOf(node.id) ?? '');
      if (frame === undefined) return node;
      const { group: _, ...bounds } = frame;
      return {
        ...node,
        position: { x: bounds.x, y: bounds.y },
        width: bounds.width,
        height: bounds.height,
        data: { ...(node as FrameFlowNode).data, bounds },
      };
    }
    const place = moved[node.id];
    if (place !== undefined) return { ...node, position: place };
    const owner = owners.get(node.id);
    const card = owner === undefined ? undefined : cards.get(owner.nodeId);
    return owner === undefined || card === undefined ? node : { ...node, position: { x: card.x + owner.x, y: card.y + owner.y } };
  });
}
