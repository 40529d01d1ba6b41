import type { Edge, Node } from '@xyflow/react';
import { kinds } from '../../shared/kinds/index.ts';
import { edgeId, type Finding, type Point, type PolicyDocument, type PolicyNode, type Severity } from '../../shared/model/index.ts';
import type { Selection } from '../state/index.ts';
import { type Card, cardsOf } from './geometry.ts';
import type { CanvasOverlay } from './overlay.ts';
import { type Wire, wiresOf } from './wires.ts';

export interface CardData extends Record<string, unknown> {
  readonly card: Card;
  readonly title: string;
  readonly summary: string;
  /** Where wires leave, from the card's corner: a single port stands at the side that its wire goes to. */
  readonly portPlaces: Readonly<Record<string, Point>>;
  /** What each listed port says; the position in the list is the port's number. */
  readonly rows: readonly string[];
  readonly severity: Severity | null;
  readonly findingCount: number;
  readonly isReadOnly: boolean;
  readonly isCompact: boolean;
  readonly overlay: CanvasOverlay['nodes'][string] | null;
  /** Nothing in the overlay: the node was not part of the run. */
  readonly isFaded: boolean;
}
export interface WireData extends Record<string, unknown> {
  readonly wire: Wire;
  readonly label: string;
  readonly flow: CanvasOverlay['edges'][string] | null;
  readonly isRun: boolean;
  readonly isCompact: boolean;
  /** Its own end or start is selected. */
  readonly isNear: boolean;
}
export interface HeadingData extends Record<string, unknown> {
  readonly tier: number;
  readonly text: string;
  readonly isCompact: boolean;
}
export interface NoteData extends Record<string, unknown> {
  readonly id: string;
  readonly text: string;
  readonly isReadOnly: boolean;
}
export type CardFlowNode = Node<CardData, 'card'>;
export type HeadingFlowNode = Node<HeadingData, 'heading'>;
export type NoteFlowNode = Node<NoteData, 'note'>;
export type WireFlowEdge = Edge<WireData, 'wire'>;

interface Drawing {
  readonly document: PolicyDocument;
  readonly moved: Readonly<Record<string, Point>>;
  readonly overlay: CanvasOverlay | undefined;
  readonly isReadOnly: boolean;
  readonly selection: Selection;
}

export function flowNodes(drawing: Drawing & { readonly findings: readonly Finding[] }): Node[] {
  const { document, moved, overlay, isReadOnly, selection, findings } = drawing;
  const isCompact = overlay !== undefined;
  const cards = cardsOf(document, isCompact, moved);
  const selected = new Set(selection.nodes);
  const byNode = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.nodeId === undefined || finding.severity === 'info') continue;
    const list = byNode.get(finding.nodeId);
    if (list === undefined) byNode.set(finding.nodeId, [finding]);
    else list.push(finding);
  }
  const starts = new Map(wiresOf(document.policy.edges, cards).map((wire) => [wire.id, wire.points[0]]));
  const nodes: Node[] = cards.map((card): CardFlowNode => {
    const { node } = card;
    const face = kinds.get(node.kind)?.face;
    const own = byNode.get(node.id) ?? [];
    const shown = overlay?.nodes[node.id] ?? null;
    return {
      id: node.id,
      type: 'card',
      position: { x: card.x, y: card.y },
      width: card.width,
      height: card.height,
      selected: !isReadOnly && selected.has(node.id),
      ariaRole: 'group',
      ariaLabel: node.name,
      domAttributes: { 'aria-roledescription': face?.title ?? 'unknown node' },
      data: {
        card,
        title: face?.title ?? node.kind,
        portPlaces: Object.fromEntries(
          card.ports.map(({ port, at }) => {
            const start = starts.get(`${node.id}:${port.id}`);
            return [port.id, start === undefined ? at : { x: start.x - card.x, y: start.y - card.y }];
          }),
        ),
        summary: face === undefined ? 'a kind of node that this version does not know' : face.summary(node.config, document.policy),
        rows: card.hasRows ? card.ports.map(({ port }, i) => rowText(node, port.id, port.label, i, card.ports.length, isCompact)) : [],
        severity: own.some(({ severity }) => severity === 'error') ? 'error' : own.length > 0 ? 'warning' : null,
        findingCount: own.length,
        isReadOnly,
        isCompact,
        overlay: shown,
        isFaded: isCompact && (shown === null || shown.isIdle),
      },
    };
  });
  for (const heading of headingsOf(document, cards)) {
    nodes.push({
      id: `tier:${heading.card.node.id}`,
      type: 'heading',
      position: { x: heading.card.x, y: heading.card.y - (isCompact ? 18 : 22) },
      draggable: false,
      selectable: false,
      focusable: false,
      connectable: false,
      data: { tier: heading.tier, text: heading.text, isCompact },
    } satisfies HeadingFlowNode);
  }
  if (!isCompact) {
    const notes = new Set(selection.notes);
    for (const note of document.layout.notes) {
      const id = `note:${note.id}`;
      nodes.push({
        id,
        type: 'note',
        position: moved[id] ?? { x: note.x, y: note.y },
        selected: !isReadOnly && notes.has(note.id),
        connectable: false,
        ariaRole: 'note',
        ariaLabel: `Note: ${note.text}`,
        data: { id: note.id, text: note.text, isReadOnly },
      } satisfies NoteFlowNode);
    }
  }
  return nodes;
}

export function flowEdges(drawing: Drawing): WireFlowEdge[] {
  const { document, moved, overlay, isReadOnly, selection } = drawing;
  const cards = cardsOf(document, overlay !== undefined, moved);
  const byId = new Map(cards.map((card) => [card.node.id, card]));
  const selected = new Set(selection.edges);
  const near = new Set(selection.nodes);
  const edges = new Map(document.policy.edges.map((edge) => [edgeId(edge), edge]));
  return wiresOf(document.policy.edges, cards).map((wire) => {
    const edge = edges.get(wire.id)!;
    const from = byId.get(edge.from)!;
    const to = byId.get(edge.to)!;
    const place = from.ports.findIndex(({ port }) => port.id === edge.port);
    const port = from.ports[place]?.port;
    return {
      id: wire.id,
      type: 'wire',
      source: edge.from,
      sourceHandle: edge.port,
      target: edge.to,
      targetHandle: 'in',
      selected: !isReadOnly && selected.has(wire.id),
      ariaRole: 'group',
      ariaLabel: `${from.node.name}${from.ports.length > 1 ? `, ${port?.label ?? edge.port},` : ''} calls ${to.node.name}`,
      data: {
        wire,
        // Rows say it on the card; a single way needs no words.
        label: from.hasRows || from.ports.length < 2 || place === 0 ? '' : (port?.label ?? edge.port),
        flow: overlay?.edges[wire.id] ?? null,
        isRun: overlay !== undefined,
        isCompact: overlay !== undefined,
        isNear: !isReadOnly && (near.has(edge.from) || near.has(edge.to)),
      },
    };
  });
}

/** The item of a list in this config whose id names the port: what a tier is called and which failures lead on from it. */
function portItem(node: PolicyNode, portId: string): Readonly<Record<string, unknown>> | undefined {
  for (const value of Object.values(node.config)) {
    if (!Array.isArray(value)) continue;
    const item = value.find((candidate) => typeof candidate === 'object' && candidate !== null && candidate.id === portId);
    if (item !== undefined) return item;
  }
  return undefined;
}

function rowText(node: PolicyNode, portId: string, label: string, position: number, count: number, isCompact: boolean): string {
  const item = portItem(node, portId);
  // A chip has room for a name and not for conditions.
  if (isCompact) return typeof item?.['name'] === 'string' && item['name'] !== '' ? item['name'] : label;
  const continueOn = item?.['continueOn'];
  if (!Array.isArray(continueOn)) return label;
  if (position === count - 1) return 'the last to be asked';
  if (continueOn.length === 0) return 'never leads on';
  if (continueOn.length > 8) return 'next if it fails or is rejected';
  return `next on ${continueOn
    .slice(0, 2)
    .map((name) => String(name).replaceAll('-', ' '))
    .join(', ')}${continueOn.length > 2 ? ` and ${continueOn.length - 2} more` : ''}`;
}

/** Above the first card of each tier: its number and what the user gets there. */
function headingsOf(document: PolicyDocument, cards: readonly Card[]): readonly { card: Card; tier: number; text: string }[] {
  const byId = new Map(cards.map((card) => [card.node.id, card]));
  const seen = new Set<string>();
  return cards.flatMap((from) => {
    if (from.silhouette !== 'fallback') return [];
    return from.ports.flatMap(({ port }, i) => {
      const to = document.policy.edges.find((edge) => edge.from === from.node.id && edge.port === port.id)?.to;
      const card = to === undefined ? undefined : byId.get(to);
      if (card === undefined || seen.has(card.node.id) || card.x < from.x + from.width) return [];
      seen.add(card.node.id);
      const name = portItem(from.node, port.id)?.['name'];
      return [{ card, tier: i + 1, text: typeof name === 'string' && name !== '' ? name : port.label }];
    });
  });
}
