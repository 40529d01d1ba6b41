import { Command } from 'cmdk';
import { Footprints, Plus } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { callableFrom, connect, portName, portsOf } from '../../shared/edit/index.ts';
import { callTree } from '../../shared/kinds/index.ts';
import { edgeId, type PolicyDocument, type PolicyNode } from '../../shared/model/index.ts';
import { announce } from '../announce/index.ts';
import { Glyph } from '../parts/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { type CanvasState, canvasStore } from './canvas-store.ts';
import { drawnOf } from './drawn.ts';
import { focusPlace } from './walk-actions.ts';

const texts = words.walk;
const WIDTH = 304;
const HEIGHT = 360;
const NEW_NODE = '\u0000new';
const WALK = '\u0000walk';

/** Connects a port without a pointer: first which call, where there are several, then which node; one may also be added or walked to. */
export function ConnectList({ nodeId, document }: { readonly nodeId: string; readonly document: PolicyDocument }) {
  const { policy } = document;
  const node = policy.nodes.find(({ id }) => id === nodeId);
  const ports = node === undefined ? [] : portsOf(node);
  const box = useRef<HTMLDivElement>(null);
  const [cameFrom] = useState(() => window.document.activeElement);
  const [chosen, setChosen] = useState<string | null>(null);
  const portId = ports.length === 1 ? (ports[0]?.id ?? null) : chosen;
  const [place, setPlace] = useState({ left: 0, top: 0 });
  useLayoutEffect(() => {
    const id = drawnOf(document).cardIdOf(nodeId);
    const card = window.document.querySelector(`.canvas .react-flow__node[data-id="${CSS.escape(id)}"]`)?.getBoundingClientRect();
    const { innerWidth, innerHeight } = window;
    setPlace({
      left: Math.max(8, Math.min((card?.left ?? innerWidth / 2) + 12, innerWidth - WIDTH - 8)),
      top: Math.max(8, Math.min((card?.bottom ?? innerHeight / 2) + 8, innerHeight - HEIGHT - 8)),
    });
  }, [nodeId, document]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the second list takes the focus as the first did
  useLayoutEffect(() => {
    box.current?.querySelector('input')?.focus();
  }, [portId]);
  useEffect(() => {
    const onPointer = (event: PointerEvent): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) canvasStore.setState({ connectFrom: null });
    };
    window.addEventListener('pointerdown', onPointer, true);
    return () => window.removeEventListener('pointerdown', onPointer, true);
  }, []);
  if (node === undefined || ports.length === 0) return null;

  const close = (): void => {
    canvasStore.setState({ connectFrom: null });
    if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
  };
  const target = (port: string): PolicyNode | undefined => {
    const to = policy.edges.find((edge) => edgeId(edge) === edgeId({ from: nodeId, port }))?.to;
    return policy.nodes.find(({ id }) => id === to);
  };
  const finish = (port: string, to: string): void => {
    canvasStore.setState({ connectFrom: null });
    documentStore.getState().run(connect({ from: nodeId, port, to }));
    viewStore.getState().select({ nodes: [nodeId] });
    if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
  };
  const title = portId === null ? texts.choosePort(node.name) : texts.connectTitle(portName(node, portId));
  return (
    <div ref={box} className="quick-add popup" style={{ ...place, width: WIDTH, maxHeight: HEIGHT }} role="dialog" aria-label={title}>
      <Command
        key={portId ?? ''}
        label={title}
        loop
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && event.key !== 'Tab') return;
          event.preventDefault();
          event.stopPropagation();
          if (event.key === 'Escape' && chosen !== null) setChosen(null);
          else close();
        }}
      >
        <p className="popup-label">{title}</p>
        <Command.Input
          className="input"
          placeholder={portId === null ? texts.findPort : texts.findTarget}
          aria-label={portId === null ? texts.findPort : texts.findTarget}
        />
        <Command.List className="scroll-thin" label={title}>
          <Command.Empty className="quick-add-none">{texts.noTarget}</Command.Empty>
          {portId === null ? (
            ports.map((port) => {
              const to = target(port.id);
              return (
                <Command.Item
                  key={port.id}
                  value={port.id}
                  keywords={[port.label, to?.name ?? '']}
                  className="quick-add-item"
                  onSelect={() => setChosen(port.id)}
                >
                  <span className="strong">{port.label}</span>
                  <span className="ink-2 quick-add-detail">{to === undefined ? texts.callsNothing : texts.callsNow(to.name)}</span>
                </Command.Item>
              );
            })
          ) : (
            <>
              <Targets policy={policy} nodeId={nodeId} now={target(portId)?.id ?? null} onChoose={(to) => finish(portId, to)} />
              <Command.Item
                value={NEW_NODE}
                keywords={[texts.addInstead]}
                className="quick-add-item"
                onSelect={() => {
                  const page = { x: place.left, y: place.top };
                  const isUsed = target(portId) !== undefined;
                  canvasStore.setState({
                    connectFrom: null,
                    quickAdd: { nodeId, portId, wireId: isUsed ? edgeId({ from: nodeId, port: portId }) : null, place: null, page },
                  });
                }}
              >
                <Plus size={16} aria-hidden="true" />
                <span>{texts.addInstead}</span>
              </Command.Item>
              <Command.Item
                value={WALK}
                keywords={[texts.walkInstead]}
                className="quick-add-item"
                onSelect={() => {
                  const card = drawnOf(document).cardIdOf(nodeId);
                  canvasStore.setState({ connectFrom: null, connecting: { nodeId, portId }, current: card });
                  announce(texts.connecting(portName(node, portId)));
                  focusPlace(card);
                }}
              >
                <Footprints size={16} aria-hidden="true" />
                <span>{texts.walkInstead}</span>
              </Command.Item>
            </>
          )}
        </Command.List>
      </Command>
    </div>
  );
}

function Targets({
  policy,
  nodeId,
  now,
  onChoose,
}: {
  readonly policy: PolicyDocument['policy'];
  readonly nodeId: string;
  readonly now: string | null;
  readonly onChoose: (nodeId: string) => void;
}) {
  const may = new Set(callableFrom(policy, nodeId));
  const inOrder = new Set(callTree(policy).map(({ node }) => node));
  return [...inOrder]
    .filter((node) => may.has(node))
    .map((node) => (
      <Command.Item
        key={node.id}
        value={node.id}
        keywords={[node.name]}
        className="quick-add-item"
        onSelect={() => node.id !== now && onChoose(node.id)}
      >
        <Glyph kind={node.kind} />
        <span>{node.name}</span>
        {node.id === now && <span className="ink-3 quick-add-detail">{texts.isCalledNow}</span>}
      </Command.Item>
    ));
}

/** Stands over the drawing as long as what a port calls is being walked to. */
export function ConnectingNote({
  connecting,
  document,
}: {
  readonly connecting: NonNullable<CanvasState['connecting']>;
  readonly document: PolicyDocument;
}) {
  const from = document.policy.nodes.find(({ id }) => id === connecting.nodeId);
  return from === undefined ? null : <p className="connecting-note">{texts.connecting(portName(from, connecting.portId))}</p>;
}
