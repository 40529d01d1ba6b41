import { type EdgeFigures, FAILURE_CLASSES, type Ms, type NodeFigures, type Usd } from '../model/index.ts';
import type { RunPlan } from './behavior.ts';
import { type CallPool, NODE, NONE, OUTCOME, START_MS } from './call-pool.ts';
import { DDSketch } from './sketch.ts';

const OUTCOMES = FAILURE_CLASSES.length + 1;

/** A node's record of doubles: these, then the count of replies by outcome. */
const CALLS = 0;
const ABANDONED = 1;
const USD = 2;
/** ∫ N dt, up to `SINCE_MS`, and the sum of all times that a call was in progress: equal by Little's law. */
const AREA = 3;
const TIME_IN_NODE_MS = 4;
const IN_PROGRESS = 5;
const SINCE_MS = 6;
const FIRST_OUTCOME = 7;
const RECORD = FIRST_OUTCOME + OUTCOMES;

/** Counts by node of one run. A node's latency is that of its answered calls. Counts by edge are the series'. */
export class CallStatistics {
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** Position of the first port of each node in `targetOfPort` and `edgeOfPort`, and of the end. */
  readonly portOffset: Int32Array;
  /** Node that a port calls, NONE where nothing is connected. */
  readonly targetOfPort: Int32Array;
  /** Edge position by port, NONE where nothing is connected. */
  readonly edgeOfPort: Int32Array;
  readonly facts: Float64Array;
  readonly factOffset: Int32Array;

  private readonly plan: RunPlan;
  private readonly pool: CallPool;
  private readonly clock: Float64Array;
  private readonly records: Float64Array;
  private readonly latency: readonly DDSketch[];

  constructor(plan: RunPlan, calls: CallPool, clock: Float64Array) {
    const { nodes } = plan;
    this.plan = plan;
    this.pool = calls;
    this.clock = clock;
    this.nodeCount = nodes.length;
    this.portOffset = new Int32Array(nodes.length + 1);
    this.factOffset = new Int32Array(nodes.length + 1);
    nodes.forEach((node, at) => {
      this.portOffset[at + 1] = this.portOffset[at]! + node.targets.length;
      this.factOffset[at + 1] = this.factOffset[at]! + (node.behavior.facts?.length ?? 0);
    });
    this.targetOfPort = Int32Array.from(nodes.flatMap((node) => [...node.targets]));
    let edgeCount = 0;
    this.edgeOfPort = this.targetOfPort.map((target) => (target >= 0 ? edgeCount++ : NONE));
    this.edgeCount = edgeCount;
    this.records = new Float64Array(nodes.length * RECORD);
    this.facts = new Float64Array(this.factOffset[nodes.length]!);
    this.latency = nodes.map(() => new DDSketch());
  }

  callMade(node: number): void {
    const { records } = this;
    const nowMs = this.clock[0]!;
    const at = node * RECORD;
    const inProgress = records[at + IN_PROGRESS]!;
    records[at + CALLS]!++;
    records[at + AREA]! += inProgress * (nowMs - records[at + SINCE_MS]!);
    records[at + SINCE_MS] = nowMs;
    records[at + IN_PROGRESS] = inProgress + 1;
  }

  callReplied(call: number): void {
    const { ints, doubles } = this.pool;
    const node = ints[call + NODE]!;
    const outcome = ints[call + OUTCOME]!;
    this.callLeft(call);
    this.records[node * RECORD + FIRST_OUTCOME + outcome]!++;
    if (outcome === 0) this.latency[node]!.add(this.clock[0]! - doubles[(call >> 1) + START_MS]!);
  }

  callAbandoned(call: number): void {
    this.callLeft(call);
    this.records[this.pool.ints[call + NODE]! * RECORD + ABANDONED]!++;
  }

  billed(node: number, usd: Usd): void {
    this.records[node * RECORD + USD]! += usd;
  }

  // ── after the run

  calls(node: number): number {
    return this.records[node * RECORD + CALLS]!;
  }
  replies(node: number): number {
    const first = node * RECORD + FIRST_OUTCOME;
    return this.records.subarray(first, first + OUTCOMES).reduce((sum, count) => sum + count, 0);
  }
  abandoned(node: number): number {
    return this.records[node * RECORD + ABANDONED]!;
  }
  usd(node: number): Usd {
    return this.records[node * RECORD + USD]!;
  }
  /** ∫ N dt until the node's last call ended. */
  area(node: number): number {
    return this.records[node * RECORD + AREA]!;
  }
  timeInNodeMs(node: number): Ms {
    return this.records[node * RECORD + TIME_IN_NODE_MS]!;
  }

  /** Value of the fact of that name, 0 when the kind has none. */
  factOf(node: number, name: string): number {
    const fact = this.plan.nodes[node]!.behavior.facts?.indexOf(name) ?? -1;
    return fact < 0 ? 0 : this.facts[this.factOffset[node]! + fact]!;
  }

  nodeFigures(endMs: Ms): NodeFigures[] {
    return this.plan.nodes.map((node, at) => {
      const firstOutcome = at * RECORD + FIRST_OUTCOME;
      const failures: Record<string, number> = {};
      FAILURE_CLASSES.forEach((failure, position) => {
        const count = this.records[firstOutcome + position + 1]!;
        if (count > 0) failures[failure] = count;
      });
      return {
        id: node.id,
        kind: node.kind,
        calls: this.calls(at),
        answered: this.records[firstOutcome]!,
        failures,
        abandoned: this.abandoned(at),
        latencyMs: this.latency[at]!.figures(),
        meanInProgress: endMs > 0 ? this.area(at) / endMs : 0,
        usd: this.usd(at),
        facts: Object.fromEntries((node.behavior.facts ?? []).map((name, fact) => [name, this.facts[this.factOffset[at]! + fact]!])),
      };
    });
  }

  /** In plan order: nodes, then their ports. `countsOf` gives an edge's calls, answers by tier and failures. */
  edgeFigures(countsOf: (edge: number) => Pick<EdgeFigures, 'calls' | 'answeredByTier' | 'failed'>): EdgeFigures[] {
    return this.plan.nodes.flatMap((node, at) =>
      node.ports.flatMap((port, position) => {
        const edge = this.edgeOfPort[this.portOffset[at]! + position]!;
        if (edge === NONE) return [];
        return [{ from: node.id, port, to: this.plan.nodes[node.targets[position]!]!.id, ...countsOf(edge) }];
      }),
    );
  }

  private callLeft(call: number): void {
    const { records, pool } = this;
    const nowMs = this.clock[0]!;
    const at = pool.ints[call + NODE]! * RECORD;
    const inProgress = records[at + IN_PROGRESS]!;
    records[at + AREA]! += inProgress * (nowMs - records[at + SINCE_MS]!);
    records[at + SINCE_MS] = nowMs;
    records[at + IN_PROGRESS] = inProgress - 1;
    records[at + TIME_IN_NODE_MS]! += nowMs - pool.doubles[(call >> 1) + START_MS]!;
  }
}
