import { edgeId, type PolicyEdge } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';
import type { DrawnWire } from './drawn.ts';
import type { Drawing } from './flow.ts';
import type { Card } from './geometry.ts';
import type { CanvasOverlay } from './overlay.ts';
import { rowText } from './port-rows.ts';
import { isSameList } from './stable.ts';
import { flowOf } from './wire-flow.ts';

/** A wire as it is shown, but for its way: that changes with every card that is dragged, and what is said here does not. */
export interface WireMark {
  readonly id: string;
  /** Both ends, for those who do not see it. */
  readonly name: string;
  /** Words on the wire; empty where the cards say it all. */
  readonly label: string;
  /** For a hover. */
  readonly title: string;
  readonly flow: CanvasOverlay['edges'][string] | null;
  readonly isRun: boolean;
  readonly isSelected: boolean;
  /** Its own end or start is selected. */
  readonly isNear: boolean;
}

const lastMarks = new WeakMap<PolicyEdge, { readonly from: readonly unknown[]; readonly mark: WireMark }>();

/** `live`: the wires that are wanted; all without it. What has not changed stays the same object. */
export function wireMarks({ drawn, overlay, isReadOnly, selection }: Drawing, live: readonly DrawnWire[] = drawn.wires): WireMark[] {
  const selected = new Set(selection.edges);
  const near = new Set(selection.nodes);
  return live.map((wire) => {
    const from = drawn.cardsById.get(wire.from)!;
    const to = drawn.cardsById.get(wire.to)!;
    const isOfGroup = drawn.folded.has(wire.from);
    const flow = overlay === undefined ? null : flowOf(wire, overlay);
    const isSelected = !isReadOnly && wire.edges.every((edge) => selected.has(edgeId(edge)));
    const isNear = !isReadOnly && wire.edges.some((edge) => near.has(edge.from) || near.has(edge.to));
    const drawnFrom = [from.node, to.node, wire.port, overlay === undefined, flow, isSelected, isNear, ...wire.edges];
    const last = lastMarks.get(wire.edges[0]!);
    if (last !== undefined && isSameList(last.from, drawnFrom)) return last.mark;
    const place = from.ports.findIndex(({ port }) => port.id === wire.port);
    const port = from.ports[place]?.port;
    const name = wireName(wire, from, to, port?.label, isOfGroup);
    const mark: WireMark = {
      id: wire.id,
      name,
      // Rows say it on the card; a single way needs no words.
      label: isOfGroup
        ? wire.edges.length > 1
          ? `${wire.edges.length}×`
          : ''
        : from.hasRows || from.ports.length < 2 || place === 0
          ? ''
          : (port?.label ?? wire.port),
      title:
        from.hasRows && port !== undefined && !isOfGroup
          ? `${name}; ${rowText(from.node, port.id, port.label, place, from.ports.length, false).title}`
          : name,
      flow,
      isRun: overlay !== undefined,
      isSelected,
      isNear,
    };
    lastMarks.set(wire.edges[0]!, { from: drawnFrom, mark });
    return mark;
  });
}

function wireName(wire: DrawnWire, from: Card, to: Card, label: string | undefined, isOfGroup: boolean): string {
  if (isOfGroup && wire.edges.length > 1) return words.canvas.callsMerged(from.node.name, to.node.name, wire.edges.length);
  if (from.ports.length > 1 && !isOfGroup) return words.canvas.callsFromPort(from.node.name, label ?? wire.port, to.node.name);
  return words.canvas.calls(from.node.name, to.node.name);
}
