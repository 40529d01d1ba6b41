import type { Usd } from '../model/index.ts';
import type { LateBill, PlannedNode } from './behavior.ts';
import { type CallPool, NODE, NONE, PARENT, REGISTERS } from './call-pool.ts';

interface Hearer {
  readonly node: number;
  /** Register 0 of the call that was made through it. */
  readonly kept: number;
}

/**
 * Who is to hear of money that work given up in a line is billed when its turn comes: those above it that keep accounts (a budget), who have settled and
 * are gone by then. Noted down when a call begins to linger, the last instant at which its callers are known; nothing is asked in calls that do not.
 */
export class LateBills {
  private readonly nodes: readonly PlannedNode[];
  private readonly states: readonly unknown[];
  private readonly calls: CallPool;
  private readonly hearersOf = new Map<number, readonly Hearer[]>();

  private constructor(nodes: readonly PlannedNode[], states: readonly unknown[], calls: CallPool) {
    this.nodes = nodes;
    this.states = states;
    this.calls = calls;
  }

  /** Null when nobody listens, so that a run without accounts pays nothing. */
  static of(nodes: readonly PlannedNode[], states: readonly unknown[], calls: CallPool): LateBills | null {
    return nodes.some(({ behavior }) => behavior.onLateBill !== undefined) ? new LateBills(nodes, states, calls) : null;
  }

  /** The call begins to linger; its callers are still there. */
  remember(call: number): void {
    const { ints, doubles } = this.calls;
    const hearers: Hearer[] = [];
    for (let above = ints[call + PARENT]!; above !== NONE; above = ints[above + PARENT]!) {
      const node = ints[above + NODE]!;
      if (this.nodes[node]!.behavior.onLateBill !== undefined) hearers.push({ node, kept: doubles[(above >> 1) + REGISTERS]! });
    }
    if (hearers.length > 0) this.hearersOf.set(call, hearers);
    else this.hearersOf.delete(call);
  }

  tell(call: number, usd: Usd, request: number, nowMs: number): void {
    const hearers = this.hearersOf.get(call);
    if (hearers === undefined) return;
    for (const { node, kept } of hearers) {
      const { behavior, config } = this.nodes[node]!;
      const bill: LateBill = { usd, request, kept, nowMs };
      behavior.onLateBill!(config, this.states[node], bill);
    }
  }

  forget(call: number): void {
    this.hearersOf.delete(call);
  }
}
