import type { BreakerState, BreakerTimeline, Ms } from '../model/index.ts';
import { CLOSED, OPEN, type PlannedNode } from './behavior.ts';
import { EngineFault } from './fault.ts';

const STATE_NAMES: readonly BreakerState[] = ['closed', 'open', 'half-open'];

interface Timeline {
  state: number;
  openSinceMs: Ms;
  openMs: Ms;
  transitions: { atMs: Ms; from: BreakerState; to: BreakerState }[];
}

/** What every breaker did when. All start closed; a transition from a state that the breaker is not in is a fault. */
export class BreakerTimelines {
  private readonly nodes: readonly PlannedNode[];
  private readonly timelines = new Map<number, Timeline>();

  constructor(nodes: readonly PlannedNode[]) {
    this.nodes = nodes;
    nodes.forEach((node, position) => {
      if (node.behavior.hasBreakerStates) this.timelines.set(position, { state: CLOSED, openSinceMs: 0, openMs: 0, transitions: [] });
    });
  }

  change(node: number, from: number, to: number, nowMs: Ms): void {
    const timeline = this.timelines.get(node);
    const { id } = this.nodes[node]!;
    if (timeline === undefined) throw new EngineFault(`node ${id} changed its state to ${to} but its kind declares no breaker states`);
    const fromName = STATE_NAMES[from];
    const toName = STATE_NAMES[to];
    if (fromName === undefined || toName === undefined || from === to || timeline.state !== from) {
      throw new EngineFault(
        `illegal transition of breaker ${id}: ${fromName ?? from} to ${toName ?? to} while ${STATE_NAMES[timeline.state]}`,
      );
    }
    if (from === OPEN) timeline.openMs += nowMs - timeline.openSinceMs;
    if (to === OPEN) timeline.openSinceMs = nowMs;
    timeline.state = to;
    timeline.transitions.push({ atMs: nowMs, from: fromName, to: toName });
  }

  /** In plan order. A breaker still open at the end counts as open until then. */
  figures(endMs: Ms, rejectedOf: (node: number) => number): BreakerTimeline[] {
    return Array.from(this.timelines, ([node, timeline]) => ({
      nodeId: this.nodes[node]!.id,
      rejected: rejectedOf(node),
      openMs: timeline.openMs + (timeline.state === OPEN ? Math.max(0, endMs - timeline.openSinceMs) : 0),
      transitions: [...timeline.transitions],
    }));
  }
}
