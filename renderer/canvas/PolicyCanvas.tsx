import '@xyflow/react/dist/base.css';
import './canvas.css';
import { Background, BackgroundVariant, type NodeMouseHandler, ReactFlow, ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react';
import { type CSSProperties, type ReactNode, useLayoutEffect, useMemo, useState } from 'react';
import type { Point, PolicyDocument } from '../../shared/model/index.ts';
import { useFindings, useGatewayView, useView, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { CanvasTools } from './CanvasTools.tsx';
import { CardNode } from './CardNode.tsx';
import { ChangeFocus } from './ChangeFocus.tsx';
import { CommentNode } from './CommentNode.tsx';
import { ConnectingNote, ConnectList } from './ConnectList.tsx';
import { canvasStore, useCanvas } from './canvas-store.ts';
import { type CanvasChanges, ChangesContext } from './changes.ts';
import { type Drawn, drawnInHand, drawnOf } from './drawn.ts';
import { wireUnder } from './drop.ts';
import { FarSheet } from './FarSheet.tsx';
import { FoldedNode } from './FoldedNode.tsx';
import { FrameNode } from './FrameNode.tsx';
import { flowNodes, withHandles } from './flow.ts';
import { GatewayBar } from './GatewayBar.tsx';
import { Guides } from './Guides.tsx';
import { HeadingNode } from './HeadingNode.tsx';
import { nodesInHand } from './in-hand.ts';
import { KIND_DRAG_TYPE, RECIPE_DRAG_TYPE } from './kind-drag.ts';
import { NoteNode } from './NoteNode.tsx';
import type { CanvasOverlay } from './overlay.ts';
import { addKind } from './place.ts';
import { QuickAddList } from './QuickAdd.tsx';
import { addRecipe } from './recipe.ts';
import { SmallMap } from './SmallMap.tsx';
import { useStable } from './stable.ts';
import { useActiveCanvas } from './use-active-canvas.ts';
import { useFigures } from './use-figures.ts';
import { useFit } from './use-fit.ts';
import { MOST_DRAWN_CARDS, useLive } from './use-live.ts';
import { useMoves } from './use-moves.ts';
import { useRovingFocus } from './use-roving-focus.ts';
import { useWiring } from './use-wiring.ts';
import { Wires } from './Wires.tsx';
import { wireMarks } from './wire-marks.ts';
import { WireMemory } from './wire-memory.ts';
import { WaysContext, WireWays } from './wire-ways.ts';

const nodeTypes = { card: CardNode, folded: FoldedNode, frame: FrameNode, note: NoteNode, comment: CommentNode, heading: HeadingNode };

/** What the library is told stays the same objects: anything new makes it tell every card and wire. */
const MORE_KEYS = ['Meta', 'Control', 'Shift'];
const PRO = { hideAttribution: true };
const SAID = {
  'node.a11yDescription.default': words.canvas.keysOfCard,
  'node.a11yDescription.keyboardDisabled': words.canvas.keysOfCard,
  'edge.a11yDescription.default': words.canvas.keysOfWire,
};
const dots = <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--canvas-dot)" />;
const tools = (
  <>
    <CanvasTools />
    <GatewayBar />
    <Guides />
  </>
);
const selectOne: NodeMouseHandler = (event, node) => {
  // The library leaves a selection of several as it is; a plain click means this one.
  const isMore = event.ctrlKey || event.metaKey || event.shiftKey;
  if (isMore || node.type !== 'card' || viewStore.getState().selection.nodes.length < 2) return;
  viewStore.getState().select({ nodes: [node.id] });
};
const chooseNothing = (): void => viewStore.getState().select({});

/** With more in hand at once the whole sheet is worked out anew. */
const MOST_IN_HAND = 64;
const NOTHING_MOVED = {};
/** A port is 3 px wide there. */
const FAR_ZOOM = 0.35;

const cardAt = ({ laid }: Drawn, { x, y }: Point): string | undefined =>
  laid.obstacles.within({ left: x, right: x + 1, top: y, bottom: y + 1 })[0]?.node.id;

export interface PolicyCanvasProps {
  readonly document: PolicyDocument;
  readonly isReadOnly?: boolean;
  /** Draws chips and what flowed, instead of cards. */
  readonly overlay?: CanvasOverlay;
  /** Marks what differs from another version; only for a drawing that is read-only. */
  readonly changes?: CanvasChanges;
  /** Accessible name of the drawing, where there are two of them. */
  readonly label?: string;
  /** Stands on a sheet with nothing on it. */
  readonly empty?: ReactNode;
}

export const PolicyCanvas = (props: PolicyCanvasProps) => (
  <ReactFlowProvider>
    <ChangesContext value={props.changes ?? null}>
      <Canvas {...props} />
    </ChangesContext>
  </ReactFlowProvider>
);

function Canvas({ document, isReadOnly = false, overlay, changes, label, empty }: PolicyCanvasProps) {
  const selection = useView((state) => state.selection);
  const findings = useFindings((state) => state.findings);
  const underway = useCanvas((state) => state.underway);
  const quickAdd = useCanvas((state) => state.quickAdd);
  const connectFrom = useCanvas((state) => state.connectFrom);
  const connecting = useCanvas((state) => state.connecting);
  const flow = useReactFlow();
  const isCompact = overlay !== undefined;
  // On an empty sheet the view stays where it is: the library would fit the first card that is dropped, which would jump away from the pointer.
  const [wasDrawn] = useState(document.policy.nodes.length > 0);

  const { moved: dragged, onNodesChange } = useMoves(document, isReadOnly);
  const moved = useMemo(() => (isReadOnly ? NOTHING_MOVED : { ...underway, ...dragged }), [underway, dragged, isReadOnly]);
  const [memory] = useState(() => new WireMemory());
  const wholesale = Object.keys(moved).length > MOST_IN_HAND ? moved : NOTHING_MOVED;
  const rest = useMemo(() => drawnOf(document, isCompact, wholesale, memory), [document, isCompact, wholesale, memory]);
  const drawn = useMemo(() => (wholesale === moved ? rest : drawnInHand(rest, document, moved)), [rest, document, moved, wholesale]);
  const seen = useGatewayView((state) => state.fidelity);
  const fidelity = isReadOnly || isCompact ? null : seen;
  const figures = useFigures(document, rest, !isCompact);
  const { tabStop, onFocus } = useRovingFocus(document, rest, isReadOnly);
  const isLarge = rest.cards.length > MOST_DRAWN_CARDS;
  const isFar = useStore(({ transform }) => transform[2] < FAR_ZOOM) && isLarge && !isCompact;
  const [pointed, setPointed] = useState<string | null>(null);
  const fit = useFit(document.policy.id, rest, isLarge, isCompact, wasDrawn);
  const live = useLive(rest, isLarge, isCompact, fit.isDone, tabStop, pointed);
  const isPicture = live !== null && live.picture !== null;
  // In steps: a hairline that is a little too thick costs nothing, and a canvas that is drawn anew with each notch of the wheel does.
  const hairline = useStore(({ transform }) => (isPicture ? 2 ** Math.round(Math.log2(0.8 / transform[2])) : 1));
  const atRest = useStable(
    useMemo(() => {
      const all = flowNodes({
        document,
        drawn: rest,
        moved: wholesale,
        overlay,
        isReadOnly,
        selection,
        findings: isReadOnly ? [] : findings,
        figures,
        fidelity,
        tabStop,
        live: live?.cards ?? null,
      });
      return withHandles(all, isFar);
    }, [document, rest, wholesale, overlay, isReadOnly, selection, findings, figures, fidelity, tabStop, live, isFar]),
  );
  const nodes = useMemo(
    () => (wholesale === moved ? atRest : withHandles(nodesInHand(atRest, rest, drawn, document, moved), isFar)),
    [atRest, rest, drawn, document, moved, wholesale, isFar],
  );
  const marks = useMemo(
    () => wireMarks({ document, drawn: rest, overlay, isReadOnly, selection }, live?.wires),
    [document, rest, overlay, isReadOnly, selection, live],
  );
  const [ways] = useState(() => new WireWays());
  useMemo(() => ways.put(rest, drawn.inHand), [ways, rest, drawn]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was put is told once it is drawn
  useLayoutEffect(() => ways.tell(), [ways, rest, drawn]);
  const isConnecting = useStore(({ connection }) => connection.inProgress);
  const wiring = useWiring(document, rest);
  useActiveCanvas(isReadOnly, fit);

  return (
    <section
      className={`canvas${isReadOnly ? ' is-read-only' : ''}${isCompact ? ' is-compact' : ''}${isConnecting ? ' is-connecting' : ''}${isPicture ? ' is-picture' : ''}`}
      style={isPicture ? ({ '--hairline': `${hairline}px` } as CSSProperties) : undefined}
      data-keys={isReadOnly ? undefined : 'drawing'}
      data-tour={isReadOnly ? undefined : 'drawing'}
      onFocus={onFocus}
      aria-label={label ?? (isReadOnly ? words.canvas.drawingWithFlow : words.canvas.drawing)}
      onMouseDownCapture={(event) => {
        // Shift would stretch a selection of words over the page while the person draws a rectangle.
        if (event.shiftKey && event.target instanceof Element && event.target.closest('input, textarea') === null) event.preventDefault();
      }}
      onPointerMove={(event) => {
        if (isReadOnly) return;
        const pointer = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
        canvasStore.setState({ pointer });
        // In a picture the card under the pointer comes to life, so that it can be hovered, chosen and dragged as anywhere.
        if (isPicture && event.buttons === 0) setPointed(cardAt(rest, pointer) ?? pointed);
      }}
      onDragOver={(event) => {
        const { types } = event.dataTransfer;
        if (isReadOnly || !(types.includes(KIND_DRAG_TYPE) || types.includes(RECIPE_DRAG_TYPE))) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      }}
      onDrop={(event) => {
        const kind = event.dataTransfer.getData(KIND_DRAG_TYPE);
        const recipe = event.dataTransfer.getData(RECIPE_DRAG_TYPE);
        if (isReadOnly || (kind === '' && recipe === '')) return;
        event.preventDefault();
        const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
        if (recipe !== '') {
          addRecipe(recipe, { x: at.x - 116, y: at.y - 34 });
          return;
        }
        addKind(kind, { x: at.x - 116, y: at.y - 34 }, wireUnder({ x: event.clientX, y: event.clientY }));
      }}
    >
      <WaysContext value={ways}>
        <ReactFlow
          nodes={nodes}
          nodeTypes={nodeTypes}
          onNodesChange={onNodesChange}
          onConnect={wiring.onConnect}
          onConnectEnd={wiring.onConnectEnd}
          isValidConnection={wiring.isValidConnection}
          nodesDraggable={!isReadOnly}
          nodesConnectable={!isReadOnly}
          nodesFocusable={!isReadOnly}
          edgesFocusable={false}
          // Keys are commands: they walk along the calls, and the library would move cards by them.
          disableKeyboardA11y
          autoPanOnNodeFocus={false}
          elementsSelectable={!isReadOnly}
          elevateNodesOnSelect={false}
          deleteKeyCode={null}
          selectionKeyCode="Shift"
          multiSelectionKeyCode={MORE_KEYS}
          selectionOnDrag={false}
          panOnScroll
          zoomOnDoubleClick={false}
          minZoom={isLarge ? 0.05 : 0.15}
          maxZoom={2}
          connectionRadius={22}
          fitView={fit.byLibrary}
          fitViewOptions={fit.options}
          {...(!isReadOnly && { onNodeClick: selectOne, onPaneClick: chooseNothing, onSelectionStart: chooseNothing })}
          {...(changes !== undefined && { onNodeClick: (_: unknown, node: { id: string }) => changes.choose(node.id) })}
          proOptions={PRO}
          ariaLabelConfig={SAID}
        >
          {dots}
          {live !== null && live.picture !== null && <FarSheet drawn={rest} part={live.picture} />}
          <Wires marks={marks} drawn={rest} isReadOnly={isReadOnly} isFar={isFar} />
          {changes !== undefined && <ChangeFocus />}
          {!isReadOnly && tools}
          {!isReadOnly && <SmallMap drawn={rest} />}
        </ReactFlow>
      </WaysContext>
      {!isReadOnly && quickAdd !== null && <QuickAddList wanted={quickAdd} document={document} />}
      {!isReadOnly && connectFrom !== null && <ConnectList key={connectFrom} nodeId={connectFrom} document={document} />}
      {!isReadOnly && connecting !== null && <ConnectingNote connecting={connecting} document={document} />}
      {!isReadOnly && document.policy.nodes.length === 0 && empty}
    </section>
  );
}
