import { type Node, type NodeHandle, Position } from '@xyflow/react';
import type { NodeFidelity } from '../../shared/gateways/index.ts';
import { kinds } from '../../shared/kinds/index.ts';
import {
  edgeId,
  type Finding,
  type Point,
  type Policy,
  type PolicyDocument,
  type PolicyNode,
  type Severity,
} from '../../shared/model/index.ts';
import type { Selection } from '../state/index.ts';

import { rateText, words } from '../words/index.ts';
import { type Drawn, groupCardId } from './drawn.ts';

import { type FidelityMark, markOf } from './fidelity-mark.ts';
import type { NodeFigureLine } from './figure-line.ts';
import type { Bounds, Card } from './geometry.ts';
import type { CanvasOverlay } from './overlay.ts';
import { portItem, type RowText, rowText } from './port-rows.ts';
import { isSameList } from './stable.ts';
import { flowOf } from './wire-flow.ts';
import type { Laid } from './wires.ts';

export interface CardData extends Record<string, unknown> {
  readonly card: Card;
  readonly title: string;
  readonly summary: string;
  /** Where wires leave, from the card's corner: a single port stands at the side that its wire goes to. */
  readonly portPlaces: Readonly<Record<string, Point>>;
  /** What each listed port says; the position in the list is the port's number. */
  readonly rows: readonly RowText[];
  readonly severity: Severity | null;
  readonly findingCount: number;
  readonly isReadOnly: boolean;
  readonly isCompact: boolean;
  readonly overlay: CanvasOverlay['nodes'][string] | null;
  /** Nothing in the overlay: the node was not part of the run. */
  readonly isFaded: boolean;
  /** What the last run found of it; null before a run and in a drawing that shows a run anyway. */
  readonly figures: NodeFigureLine | null;
  /** The worst that the gateway through which one looks does of it; null when exact or when none is looked through. */
  readonly fidelity: FidelityMark | null;
  /** Drawn as a shape with a name. */
  readonly isFar?: boolean;
}
export interface FoldedData extends CardData {
  readonly groupId: string;
  readonly count: number;
}
export interface FrameData extends Record<string, unknown> {
  readonly groupId: string;
  readonly name: string;
  readonly count: number;
  readonly bounds: Bounds;
  readonly isReadOnly: boolean;
  readonly isCompact: boolean;
  /** All its nodes are selected. */
  readonly isSelected: boolean;
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
export interface CommentData extends NoteData {
  readonly nodeName: string;
  /** The node that it is about is selected. */
  readonly isOwnerSelected: boolean;
}
export type CardFlowNode = Node<CardData, 'card'>;
export type FoldedFlowNode = Node<FoldedData, 'folded'>;
export type FrameFlowNode = Node<FrameData, 'frame'>;
export type HeadingFlowNode = Node<HeadingData, 'heading'>;
export type NoteFlowNode = Node<NoteData, 'note'>;
export type CommentFlowNode = Node<CommentData, 'comment'>;

export interface Drawing {
  readonly document: PolicyDocument;
  readonly drawn: Drawn;
  readonly overlay: CanvasOverlay | undefined;
  readonly isReadOnly: boolean;
  readonly selection: Selection;
  /** The one card or note that Tab comes to; arrows walk on from there. */
  readonly tabStop?: string | null;
}

/** What a card was last drawn from, and how: a card that stands still is the same object (`cardOf`). */
const lastNodes = new WeakMap<Card, { readonly from: readonly unknown[]; readonly node: Node }>();
export function flowNodes(
  drawing: Drawing & {
    readonly moved: Readonly<Record<string, Point>>;
    readonly findings: readonly Finding[];
    readonly figures: ReadonlyMap<string, NodeFigureLine> | null;
    readonly fidelity?: ReadonlyMap<string, NodeFidelity> | null;
    /** Ids of the cards that are wanted; null = all. */
    readonly live?: ReadonlySet<string> | null;
  },
): Node[] {
  const {
    document,
    drawn,
    moved,
    overlay,
    isReadOnly,
    selection,
    findings,
    figures,
    fidelity = null,
    tabStop = null,
    live = null,
  } = drawing;
  const isCompact = overlay !== undefined;
  const { cards, folded } = drawn;
  const selected = new Set(selection.nodes);
  const byNode = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.nodeId === undefined || finding.severity === 'info') continue;
    const id = drawn.cardIdOf(finding.nodeId);
    const list = byNode.get(id);
    if (list === undefined) byNode.set(id, [finding]);
    else list.push(finding);
  }
  const starts = startsOf(drawn);
  const nodes: Node[] = drawn.frames.map(({ group, ...bounds }) => {
    const members = group.nodeIds;
    return {
      id: groupCardId(group.id),
      type: 'frame',
      position: { x: bounds.x, y: bounds.y },
      width: bounds.width,
      height: bounds.height,
      // The frame is moved by its title and chosen through its nodes, so that keys and commands have one selection to go by.
      dragHandle: '.frame-title',
      selectable: false,
      focusable: false,
      connectable: false,
      domAttributes: NOT_NAMED,
      zIndex: -1,
      data: {
        groupId: group.id,
        name: group.name,
        count: members.length,
        bounds,
        isReadOnly,
        isCompact,
        isSelected: !isReadOnly && members.every((id) => selected.has(id)),
      },
    } satisfies FrameFlowNode;
  });
  for (const card of cards) {
    const { node } = card;
    if (live !== null && !live.has(node.id)) continue;
    const group = folded.get(node.id);
    const face = kinds.get(node.kind)?.face;
    const own = byNode.get(node.id) ?? [];
    const shown =
      group === undefined ? (overlay?.nodes[node.id] ?? null) : overlay === undefined ? null : foldedOverlay(node.id, drawn, overlay);
    const count = group?.nodeIds.length ?? 1;
    const severity = own.some((finding) => finding.severity === 'error') ? 'error' : own.length > 0 ? 'warning' : null;
    const figure = figures?.get(node.id) ?? null;
    const mark = markOf(group?.nodeIds ?? [node.id], fidelity);
    const isSelected = !isReadOnly && (group?.nodeIds ?? [node.id]).every((id) => selected.has(id));
    const from: unknown[] = [
      document.policy,
      group,
      shown,
      own.length,
      severity,
      figure,
      mark?.kind,
      mark?.title,
      isSelected,
      isReadOnly,
      tabStop === node.id,
    ];
    for (const { port } of card.ports) from.push(starts.get(`${node.id}:${port.id}`));
    const last = lastNodes.get(card);
    if (last !== undefined && isSameList(last.from, from)) {
      nodes.push(last.node);
      continue;
    }
    const data: CardData = {
      card,
      title: group === undefined ? (face?.title ?? node.kind) : words.canvas.nodes(count),
      portPlaces: portPlacesOf(card, (portId) => starts.get(`${node.id}:${portId}`)),
      summary:
        group !== undefined ? words.canvas.nodes(count) : face === undefined ? words.canvas.unknownKind : summaryOf(node, document.policy),
      rows: card.hasRows ? card.ports.map(({ port }, i) => rowText(node, port.id, port.label, i, card.ports.length, isCompact)) : [],
      severity,
      findingCount: own.length,
      isReadOnly,
      isCompact,
      overlay: shown,
      isFaded: isCompact && (shown === null || shown.isIdle),
      figures: figure,
      fidelity: mark,
    };
    const placed = { id: node.id, position: { x: card.x, y: card.y }, width: card.width, height: card.height, ariaRole: 'group' as const };
    if (group === undefined) {
      nodes.push({
        ...placed,
        type: 'card',
        selected: isSelected,
        ariaLabel: node.name,
        domAttributes: {
          ...tabbed(isReadOnly, tabStop === node.id),
          'aria-roledescription': face?.title ?? words.canvas.unknownNode,
          'aria-description': [
            words.walk.description(data.summary, severity, own.length),
            ...(mark === null ? [] : [words.exports.onDrawing.mark[mark.kind]]),
          ].join('. '),
        },
        data,
      } satisfies CardFlowNode);
    } else {
      nodes.push({
        ...placed,
        type: 'folded',
        selected: isSelected,
        ariaLabel: words.canvas.foldedGroup(group.name, count),
        connectable: false,
        domAttributes: { ...tabbed(isReadOnly, tabStop === node.id), 'aria-roledescription': words.walk.foldedGroup },
        data: { ...data, groupId: group.id, count },
      } satisfies FoldedFlowNode);
    }
    lastNodes.set(card, { from, node: nodes.at(-1)! });
  }
  for (const heading of headingsOf(document, drawn)) {
    if (live !== null && !live.has(heading.card.node.id)) continue;
    nodes.push({
      ...UNMEASURED,
      id: `tier:${heading.card.node.id}`,
      type: 'heading',
      position: { x: heading.card.x, y: heading.card.y - headingLift(isCompact) },
      draggable: false,
      selectable: false,
      focusable: false,
      connectable: false,
      domAttributes: NOT_NAMED,
      data: { tier: heading.tier, text: heading.text, isCompact },
    } satisfies HeadingFlowNode);
  }
  if (isCompact) return nodes;
  const byId = drawn.cardsById;
  const notes = new Set(selection.notes);
  for (const note of document.layout.notes) {
    const id = `note:${note.id}`;
    const owner = note.nodeId === null ? undefined : byId.get(note.nodeId);
    // A comment on a node inside a folded group is folded with it.
    if (note.nodeId !== null && owner === undefined) continue;
    const base = {
      id,
      selected: !isReadOnly && notes.has(note.id),
      connectable: false,
      ariaRole: 'note' as const,
      domAttributes: { ...tabbed(isReadOnly, tabStop === id), 'aria-roledescription': words.walk.note },
    };
    const data = { id: note.id, text: note.text, isReadOnly };
    if (owner === undefined) {
      nodes.push({
        ...base,
        type: 'note',
        // Until it is measured, the library would hide it, and a field in it could not take the focus.
        initialWidth: 272,
        initialHeight: 60,
        position: moved[id] ?? { x: note.x, y: note.y },
        ariaLabel: words.canvas.note(note.text),
        data,
      } satisfies NoteFlowNode);
    } else {
      nodes.push({
        ...base,
        type: 'comment',
        initialWidth: 24,
        initialHeight: 24,
        position: moved[id] ?? { x: owner.x + note.x, y: owner.y + note.y },
        zIndex: 2,
        ariaLabel: words.canvas.commentOn(owner.node.name, note.text),
        data: { ...data, nodeName: owner.node.name, isOwnerSelected: selected.has(owner.node.id) },
      } satisfies CommentFlowNode);
    }
  }
  return nodes;
}

/** Frames and headings are read as the words in them; the library would call each a “node”. One object, as everything it is told. */
const NOT_NAMED = { 'aria-roledescription': undefined };

/** A heading has no ports and takes no part in what is measured: without this the library measures it anew whenever it moves. */
const UNMEASURED = { handles: [], initialWidth: 120, initialHeight: 20 };

export const headingLift = (isCompact: boolean): number => (isCompact ? 18 : 22);

const starts = new WeakMap<Laid, ReadonlyMap<string, Point>>();
function startsOf({ laid }: Drawn): ReadonlyMap<string, Point> {
  let known = starts.get(laid);
  if (known === undefined) {
    known = new Map(laid.drafts.map(({ edge, start }) => [edgeId(edge), start]));
    starts.set(laid, known);
  }
  return known;
}

/** `startOf`: where the port's wire leaves, on the sheet; undefined for a port without one. */
export const portPlacesOf = (card: Card, startOf: (portId: string) => Point | undefined): Record<string, Point> =>
  Object.fromEntries(
    card.ports.map(({ port, at }) => {
      const start = startOf(port.id);
      return [port.id, start === undefined ? at : { x: start.x - card.x, y: start.y - card.y }];
    }),
  );

/** In the order of Tab the drawing is one stop, wherever one was in it last. */
const tabbed = (isReadOnly: boolean, isStop: boolean) => (isReadOnly ? {} : { tabIndex: isStop ? 0 : -1 });

const summaries = new WeakMap<PolicyNode, { readonly policy: Policy; readonly text: string }>();

/** Written once for each state of the policy: while a card is dragged nothing in it changes. */
function summaryOf(node: PolicyNode, policy: Policy): string {
  const known = summaries.get(node);
  if (known?.policy === policy) return known.text;
  const text = kinds.get(node.kind)?.face.summary(node.config, policy) ?? '';
  summaries.set(node, { policy, text });
  return text;
}

const handled = new WeakMap<Node, { readonly isFar: boolean; readonly node: Node }>();

/** With the places of their handles, which are otherwise measured on the screen: so wires lead to cards out of sight that never were on it. */
export const withHandles = (nodes: readonly Node[], isFar: boolean): Node[] =>
  nodes.map((node) => {
    if (node.type !== 'card' && node.type !== 'folded') return node;
    const known = handled.get(node);
    if (known?.isFar === isFar) return known.node;
    const { card, portPlaces } = node.data as CardData;
    const into: NodeHandle = { id: 'in', type: 'target', position: Position.Top, x: 0, y: 0, width: card.width, height: card.height };
    const out = card.ports.map(({ port, at }): NodeHandle => {
      const { x, y } = portPlaces[port.id] ?? at;
      return {
        id: port.id,
        type: 'source',
        position: y < card.height ? Position.Right : Position.Bottom,
        x: x - 4.5,
        y: y - 4.5,
        width: 9,
        height: 9,
      };
    });
    const data = isFar && node.type === 'card' ? { ...node.data, isFar } : node.data;
    const made = { ...node, data, handles: card.isCallable ? [into, ...out] : out };
    handled.set(node, { isFar, node: made });
    return made;
  });

/** A folded group tells how often it was called from outside. */
function foldedOverlay(cardId: string, drawn: Drawn, overlay: CanvasOverlay): CanvasOverlay['nodes'][string] {
  const callsPerS = drawn.wires.filter(({ to }) => to === cardId).reduce((sum, wire) => sum + (flowOf(wire, overlay)?.callsPerS ?? 0), 0);
  return { value: rateText(callsPerS), isIdle: callsPerS === 0 };
}

interface Heading {
  readonly card: Card;
  readonly tier: number;
  readonly text: string;
}
const headings = new WeakMap<Drawn, readonly Heading[]>();

/** Above the first card of each tier: its number and what the user gets there. */
function headingsOf(document: PolicyDocument, drawn: Drawn): readonly Heading[] {
  const known = headings.get(drawn);
  if (known !== undefined) return known;
  const { cards, cardsById, cardIdOf } = drawn;
  const targets = new Map<string, string>();
  for (const edge of document.policy.edges.toReversed()) targets.set(edgeId(edge), edge.to);
  const seen = new Set<string>();
  const found = cards.flatMap((from) => {
    if (from.silhouette !== 'fallback') return [];
    return from.ports.flatMap(({ port }, i) => {
      const to = targets.get(edgeId({ from: from.node.id, port: port.id }));
      const card = to === undefined ? undefined : cardsById.get(cardIdOf(to));
      if (card === undefined || seen.has(card.node.id) || card.x < from.x + from.width) return [];
      seen.add(card.node.id);
      const name = portItem(from.node, port.id)?.['name'];
      return [{ card, tier: i + 1, text: typeof name === 'string' && name !== '' ? name : port.label }];
    });
  });
  headings.set(drawn, found);
  return found;
}
