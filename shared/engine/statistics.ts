import { type EdgeFigures, FAILURE_CLASSES, type Ms, type NodeFigures, type OutcomeCode } from '../model/index.ts';
import type { RunPlan } from './behavior.ts';
import { NONE } from './call-pool.ts';
import { DDSketch } from './sketch.ts';

const OUTCOMES = FAILURE_CLASSES.length + 1;
const EDGE_COLUMNS = 5;

/** Counts by node and by edge of one run. A node's latency is that of its answered calls. */
export class CallStatistics {
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** Position of the first port of each node in `edgeOfPort`. */
  readonly portOffset: Int32Array;
  /** Node position by port, NONE where nothing is connected. */
  readonly targetOfPort: Int32Array;
  /** Edge position by port, NONE where nothing is connected. */
  readonly edgeOfPort: Int32Array;
  readonly calls: Float64Array;
  readonly abandoned: Float64Array;
  readonly usd: Float64Array;
  /** ∫ N dt and the sum of all times that a call was in progress: equal by Little's law. */
  readonly area: Float64Array;
  readonly timeInNodeMs: Float64Array;
  readonly inProgress: Int32Array;
  readonly facts: Float64Array;
  readonly factOffset: Int32Array;

  private readonly plan: RunPlan;
  private readonly sinceMs: Float64Array;
  private readonly outcomes: Float64Array;
  private readonly edges: Float64Array;
  private readonly latency: readonly DDSketch[];

  constructor(plan: RunPlan) {
    const { nodes } = plan;
    this.plan = plan;
    this.nodeCount = nodes.length;
    this.portOffset = new Int32Array(nodes.length + 1);
    this.factOffset = new Int32Array(nodes.length + 1);
    nodes.forEach((node, at) => {
      this.portOffset[at + 1] = this.portOffset[at]! + node.targets.length;
      this.factOffset[at + 1] = this.factOffset[at]! + (node.behavior.facts?.length ?? 0);
    });
    this.edgeOfPort = new Int32Array(this.portOffset[nodes.length]!).fill(NONE);
    this.targetOfPort = new Int32Array(this.portOffset[nodes.length]!).fill(NONE);
    let edgeCount = 0;
    nodes.forEach((node, at) => {
      node.targets.forEach((target, port) => {
        if (target < 0) return;
        this.targetOfPort[this.portOffset[at]! + port] = target;
        this.edgeOfPort[this.portOffset[at]! + port] = edgeCount++;
      });
    });
    this.edgeCount = edgeCount;
    this.calls = new Float64Array(nodes.length);
    this.abandoned = new Float64Array(nodes.length);
    this.usd = new Float64Array(nodes.length);
    this.area = new Float64Array(nodes.length);
    this.timeInNodeMs = new Float64Array(nodes.length);
    this.inProgress = new Int32Array(nodes.length);
    this.sinceMs = new Float64Array(nodes.length);
    this.outcomes = new Float64Array(nodes.length * OUTCOMES);
    this.edges = new Float64Array(edgeCount * EDGE_COLUMNS);
    this.facts = new Float64Array(this.factOffset[nodes.length]!);
    this.latency = nodes.map(() => new DDSketch());
  }

  callMade(node: number, nowMs: Ms): void {
    this.calls[node]!++;
    this.area[node]! += this.inProgress[node]! * (nowMs - this.sinceMs[node]!);
    this.sinceMs[node] = nowMs;
    this.inProgress[node]!++;
  }

  callReplied(node: number, edge: number, nowMs: Ms, startMs: Ms, outcome: OutcomeCode, tier: number): void {
    this.callLeft(node, nowMs, startMs);
    this.outcomes[node * OUTCOMES + outcome]!++;
    if (outcome === 0) this.latency[node]!.add(nowMs - startMs);
    if (edge !== NONE) {
      const at = edge * EDGE_COLUMNS;
      this.edges[at]!++;
      this.edges[at + (outcome === 0 ? tier : 4)]!++;
    }
  }

  callAbandoned(node: number, edge: number, nowMs: Ms, startMs: Ms): void {
    this.callLeft(node, nowMs, startMs);
    this.abandoned[node]!++;
    if (edge !== NONE) this.edges[edge * EDGE_COLUMNS]!++;
  }

  replies(node: number): number {
    let sum = 0;
    for (let outcome = 0; outcome < OUTCOMES; outcome++) sum += this.outcomes[node * OUTCOMES + outcome]!;
    return sum;
  }

  /** Value of the fact of that name, 0 when the kind has none. */
  factOf(node: number, name: string): number {
    const fact = this.plan.nodes[node]!.behavior.facts?.indexOf(name) ?? -1;
    return fact < 0 ? 0 : this.facts[this.factOffset[node]! + fact]!;
  }

  nodeFigures(endMs: Ms): NodeFigures[] {
    return this.plan.nodes.map((node, at) => {
      const failures: Record<string, number> = {};
      FAILURE_CLASSES.forEach((failure, position) => {
        const count = this.outcomes[at * OUTCOMES + position + 1]!;
        if (count > 0) failures[failure] = count;
      });
      return {
        id: node.id,
        kind: node.kind,
        calls: this.calls[at]!,
        answered: this.outcomes[at * OUTCOMES]!,
        failures,
        abandoned: this.abandoned[at]!,
        latencyMs: this.latency[at]!.figures(),
        meanInProgress: endMs > 0 ? this.area[at]! / endMs : 0,
        usd: this.usd[at]!,
        facts: Object.fromEntries((node.behavior.facts ?? []).map((name, fact) => [name, this.facts[this.factOffset[at]! + fact]!])),
      };
    });
  }

  /** In plan order: nodes, then their ports. */
  edgeFigures(): EdgeFigures[] {
    return this.plan.nodes.flatMap((node, at) =>
      node.ports.flatMap((port, position) => {
        const edge = this.edgeOfPort[this.portOffset[at]! + position]!;
        if (edge === NONE) return [];
        const [calls, tier1, tier2, tier3, failed] = this.edges.subarray(edge * EDGE_COLUMNS, (edge + 1) * EDGE_COLUMNS);
        return [
          {
            from: node.id,
            port,
            to: this.plan.nodes[node.targets[position]!]!.id,
            calls: calls!,
            answeredByTier: [tier1!, tier2!, tier3!],
            failed: failed!,
          },
        ];
      }),
    );
  }

  private callLeft(node: number, nowMs: Ms, startMs: Ms): void {
    this.area[node]! += this.inProgress[node]! * (nowMs - this.sinceMs[node]!);
    this.sinceMs[node] = nowMs;
    this.inProgress[node]!--;
    this.timeInNodeMs[node]! += nowMs - startMs;
  }
}
