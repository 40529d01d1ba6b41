import { type Connection, type FinalConnectionState, useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { canConnect, connect } from '../../shared/edit/index.ts';
import type { PolicyDocument, PolicyEdge } from '../../shared/model/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { canvasStore } from './canvas-store.ts';
import type { Drawn } from './drawn.ts';
import { cardUnder, headOfGroup, pointOf } from './drop.ts';
import { CARD_WIDTH } from './geometry.ts';

/** Drawing wires: onto a card they connect or say why not, onto the empty sheet they ask what shall come there. */
export function useWiring(document: PolicyDocument, drawn: Drawn) {
  const flow = useReactFlow();
  const isValidConnection = useCallback(
    (edge: { source: string; target: string; sourceHandle?: string | null }) =>
      canConnect(document.policy, { from: edge.source, port: edge.sourceHandle ?? '', to: edge.target }).ok,
    [document.policy],
  );

  const onConnect = useCallback((edge: Connection) => {
    documentStore.getState().run(connect({ from: edge.source, port: edge.sourceHandle ?? '', to: edge.target }));
  }, []);

  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      if (state.isValid === true || state.fromNode === null || state.fromHandle?.type !== 'source') return;
      const page = pointOf(event);
      const from = { nodeId: state.fromNode.id, portId: state.fromHandle.id ?? '' };
      const refuse = (text: string): void => viewStore.getState().toast({ tone: 'bad', text, at: page });
      let to = state.toNode?.id ?? cardUnder(event);
      const group = to === null ? undefined : drawn.folded.get(to);
      if (group !== undefined) {
        to = headOfGroup(document.policy, group);
        if (to === null) return refuse(words.canvas.groupHasSeveralHeads(group.name));
      }
      if (to === null) {
        // Let go near its own start: a wire that was not meant.
        if (state.from !== null && state.to !== null && Math.hypot(state.to.x - state.from.x, state.to.y - state.from.y) < 24) return;
        const at = flow.screenToFlowPosition(page);
        const isRight = state.fromPosition === 'right';
        const place = isRight ? { x: at.x, y: at.y - 34 } : { x: at.x - CARD_WIDTH / 2, y: at.y };
        canvasStore.setState({ quickAdd: { ...from, wireId: null, place, page } });
        return;
      }
      if (to === from.nodeId) return;
      const wanted: PolicyEdge = { from: from.nodeId, port: from.portId, to };
      const verdict = canConnect(document.policy, wanted);
      if (verdict.ok) documentStore.getState().run(connect(wanted));
      else refuse(verdict.error);
    },
    [document.policy, drawn, flow],
  );

  return { isValidConnection, onConnect, onConnectEnd };
}
