import '@xyflow/react/dist/base.css';
import './canvas.css';
import {
  Background,
  BackgroundVariant,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { canConnect, connect, moveNodes, setNote } from '../../shared/edit/index.ts';
import type { Point, PolicyDocument } from '../../shared/model/index.ts';
import { documentStore, useFindings, useView, viewStore } from '../state/index.ts';
import { setActiveCanvas } from './active.ts';
import { CanvasTools } from './CanvasTools.tsx';
import { CardNode } from './CardNode.tsx';
import { flowEdges, flowNodes } from './flow.ts';
import { HeadingNode } from './HeadingNode.tsx';
import { KIND_DRAG_TYPE } from './kind-drag.ts';
import { NoteNode } from './NoteNode.tsx';
import type { CanvasOverlay } from './overlay.ts';
import { addKind } from './place.ts';
import { WireEdge } from './WireEdge.tsx';

const nodeTypes = { card: CardNode, note: NoteNode, heading: HeadingNode };
const edgeTypes = { wire: WireEdge };

export interface PolicyCanvasProps {
  readonly document: PolicyDocument;
  readonly isReadOnly?: boolean;
  /** Draws chips and what flowed, instead of cards. */
  readonly overlay?: CanvasOverlay;
}

export const PolicyCanvas = (props: PolicyCanvasProps) => (
  <ReactFlowProvider>
    <Canvas {...props} />
  </ReactFlowProvider>
);

function Canvas({ document, isReadOnly = false, overlay }: PolicyCanvasProps) {
  const [moved, setMoved] = useState<Readonly<Record<string, Point>>>({});
  const selection = useView((state) => state.selection);
  const findings = useFindings((state) => state.findings);
  const flow = useReactFlow();
  const isCompact = overlay !== undefined;
  // On an empty sheet the view stays where it is: the library would fit the first card that is dropped, which would jump away from the pointer.
  const [wasDrawn] = useState(document.policy.nodes.length > 0);

  const nodes = useMemo(
    () => flowNodes({ document, moved, overlay, isReadOnly, selection, findings: isReadOnly ? [] : findings }),
    [document, moved, overlay, isReadOnly, selection, findings],
  );
  const edges = useMemo(
    () => flowEdges({ document, moved, overlay, isReadOnly, selection }),
    [document, moved, overlay, isReadOnly, selection],
  );

  useEffect(() => {
    if (isReadOnly) return;
    const fit = (): void => void flow.fitView({ padding: 0.08, maxZoom: 1.25, duration: 160 });
    setActiveCanvas({
      fit,
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, { duration: 120 }),
      centre: () => {
        const box = window.document.querySelector('.canvas')?.getBoundingClientRect();
        return box === undefined ? { x: 0, y: 0 } : flow.screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
      },
      reveal: (nodeId) => {
        void flow.fitView({ nodes: [{ id: nodeId }], maxZoom: flow.getZoom(), minZoom: flow.getZoom(), duration: 160 });
      },
    });
    return () => setActiveCanvas(null);
  }, [flow, isReadOnly]);

  // A read-only drawing is looked at whole, whatever size its panel gets.
  useEffect(() => {
    if (!isReadOnly) return;
    const element = window.document.querySelector('.canvas.is-read-only');
    if (element === null) return;
    const observer = new ResizeObserver(() => void flow.fitView({ padding: 0.06, maxZoom: 1.25 }));
    observer.observe(element);
    return () => observer.disconnect();
  }, [flow, isReadOnly]);

  const onNodesChange = useCallback(
    (changes: NodeChange[]) => {
      if (isReadOnly) return;
      const isAlone = changes.filter((change) => change.type === 'position').length === 1;
      const aligned = (id: string, at: Point): Point => (isAlone && !id.includes(':') ? alignedTo(id, at, document) : at);
      const dragged: Record<string, Point> = {};
      const dropped: Record<string, Point> = {};
      let selected: Map<string, boolean> | null = null;
      for (const change of changes) {
        if (change.type === 'position' && change.position !== undefined) {
          const at =
            flow.getNode(change.id)?.dragging === true || change.dragging === true ? aligned(change.id, change.position) : change.position;
          if (change.dragging === true) dragged[change.id] = at;
          else dropped[change.id] = at;
        } else if (change.type === 'select') {
          selected ??= new Map();
          selected.set(change.id, change.selected);
        }
      }
      if (Object.keys(dragged).length > 0) setMoved((before) => ({ ...before, ...dragged }));
      if (Object.keys(dropped).length > 0) {
        setMoved({});
        const { run } = documentStore.getState();
        const notes = Object.entries(dropped).filter(([id]) => id.startsWith('note:'));
        const cards = Object.fromEntries(Object.entries(dropped).filter(([id]) => !id.includes(':')));
        // Arrow keys move in small steps: steps of the same cards are one entry.
        const gesture = `move ${Object.keys(dropped).sort().join(' ')}`;
        if (Object.keys(cards).length > 0) run(moveNodes(cards), gesture);
        for (const [id, at] of notes) run(setNote(id.slice(5), at), gesture);
      }
      if (selected !== null) selectIn('nodes', selected);
    },
    [isReadOnly, document, flow],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange[]) => {
      if (isReadOnly) return;
      const selected = new Map<string, boolean>();
      for (const change of changes) if (change.type === 'select') selected.set(change.id, change.selected);
      if (selected.size > 0) selectIn('edges', selected);
    },
    [isReadOnly],
  );

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
      const to = state.toNode?.id ?? nodeUnder(event);
      if (to === null || to === state.fromNode.id) return;
      const wanted = { from: state.fromNode.id, port: state.fromHandle.id ?? '', to };
      const verdict = canConnect(document.policy, wanted);
      if (verdict.ok) documentStore.getState().run(connect(wanted));
      else
        viewStore
          .getState()
          .toast({ tone: 'bad', text: verdict.error, ...('clientX' in event && { at: { x: event.clientX, y: event.clientY } }) });
    },
    [document.policy],
  );

  return (
    <section
      className={`canvas${isReadOnly ? ' is-read-only' : ''}${isCompact ? ' is-compact' : ''}`}
      aria-label={isReadOnly ? 'Drawing of the policy, with what flowed' : 'Drawing of the policy'}
      onDragOver={(event) => {
        if (isReadOnly || !event.dataTransfer.types.includes(KIND_DRAG_TYPE)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      }}
      onDrop={(event) => {
        const kind = event.dataTransfer.getData(KIND_DRAG_TYPE);
        if (isReadOnly || kind === '') return;
        event.preventDefault();
        const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
        // Everything under the pointer: between two cards a port's reach lies over the wire.
        const wire = window.document
          .elementsFromPoint(event.clientX, event.clientY)
          .flatMap((element) => element.closest('.react-flow__edge') ?? [])[0];
        addKind(kind, { x: at.x - 116, y: at.y - 34 }, wire?.getAttribute('data-id') ?? null);
      }}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        isValidConnection={isValidConnection}
        nodesDraggable={!isReadOnly}
        nodesConnectable={!isReadOnly}
        nodesFocusable={!isReadOnly}
        edgesFocusable={!isReadOnly}
        elementsSelectable={!isReadOnly}
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
        selectionOnDrag={false}
        panOnScroll
        zoomOnDoubleClick={false}
        minZoom={0.15}
        maxZoom={2}
        connectionRadius={22}
        fitView={wasDrawn}
        fitViewOptions={{ padding: isCompact ? 0.06 : 0.08, maxZoom: 1.25 }}
        onPaneClick={() => !isReadOnly && viewStore.getState().select({})}
        proOptions={{ hideAttribution: true }}
        ariaLabelConfig={{
          'node.a11yDescription.default': 'Enter selects the node, arrow keys move it, Delete removes it.',
          'node.a11yDescription.keyboardDisabled': 'Enter selects the node.',
          'edge.a11yDescription.default': 'Enter selects the connection, Delete removes it.',
        }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--canvas-dot)" />
        {!isReadOnly && <CanvasTools />}
      </ReactFlow>
      {!isReadOnly && document.policy.nodes.length === 0 && (
        <div className="canvas-empty">
          <p className="strong">Nothing is drawn yet.</p>
          <p className="ink-2">Every request comes in at an entry. Add one, then say what answers it.</p>
          <button type="button" className="btn primary" onClick={() => addKind('entry', null)}>
            Start with an entry
          </button>
        </div>
      )}
    </section>
  );
}

/** A card that is dragged almost into line with another one is put into line, so that the wire between them runs straight. */
function alignedTo(id: string, at: Point, document: PolicyDocument): Point {
  const near = (axis: 'x' | 'y'): number => {
    let best = at[axis];
    let distance = 7;
    for (const [other, place] of Object.entries(document.layout.nodes)) {
      const gap = Math.abs(place[axis] - at[axis]);
      if (other !== id && gap < distance) [best, distance] = [place[axis], gap];
    }
    return best;
  };
  return { x: near('x'), y: near('y') };
}

/** Card that the pointer is over when a wire is let go beside every handle. */
function nodeUnder(event: MouseEvent | TouchEvent): string | null {
  const at = 'clientX' in event ? event : event.changedTouches[0];
  if (at === undefined) return null;
  const element = window.document.elementFromPoint(at.clientX, at.clientY)?.closest('.react-flow__node-card');
  return element?.getAttribute('data-id') ?? null;
}

function selectIn(what: 'nodes' | 'edges', changes: ReadonlyMap<string, boolean>): void {
  const { selection, select } = viewStore.getState();
  const next = { nodes: new Set(selection.nodes), edges: new Set(selection.edges), notes: new Set(selection.notes) };
  for (const [id, isSelected] of changes) {
    const isNote = what === 'nodes' && id.startsWith('note:');
    const set = what === 'edges' ? next.edges : isNote ? next.notes : next.nodes;
    const key = isNote ? id.slice(5) : id;
    if (isSelected) set.add(key);
    else set.delete(key);
  }
  const list = (set: ReadonlySet<string>) => [...set];
  const after = { nodes: list(next.nodes), edges: list(next.edges), notes: list(next.notes) };
  if ((['nodes', 'edges', 'notes'] as const).every((key) => after[key].join() === selection[key].join())) return;
  select(after);
}
