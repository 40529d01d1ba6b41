import { type EdgeFigures, FAILURE_CLASSES, type Ms, type NodeFigures, type Usd } from '../model/index.ts';
import type { RunPlan } from './behavior.ts';
import { NONE } from './call-pool.ts';
import type { Chains } from './chains.ts';
import { SketchRows, SUM, TOTALS } from './sketch-rows.ts';

const OUTCOMES = FAILURE_CLASSES.length + 1;

/** A node's record of doubles: these, then the count of replies by outcome. The run loop writes them itself. */
export const CALLS = 0;
/** Of a row of passing nodes: calls that were written out. */
export const ABANDONED = 1;
export const NODE_USD = 2;
/** Sum of the times that calls without an answer were in progress; that of the others is their latency's. */
export const UNANSWERED_MS = 3;
/**
 * Within the time series' present bucket: instants at which calls ended less instants at which calls began, from the bucket's start. With the
 * number in progress this gives ∫ N dt without a look at the calls (`closeBucket`).
 */
export const ENDS_LESS_STARTS_MS = 4;
/** ∫ N dt up to the present bucket. */
const AREA = 5;
export const FIRST_OUTCOME = 6;
export const RECORD = FIRST_OUTCOME + OUTCOMES;

/** Counts by node of one run. A node's latency is that of its answered calls. Counts by edge are the series'. */
export class CallStatistics {
  readonly nodeCount: number;
  /** Rows of records and sketches: nodes, then chains. */
  readonly rows: number;
  readonly edgeCount: number;
  /** Position of the first port of each node in `targetOfPort` and `edgeOfPort`, and of the end. */
  readonly portOffset: Int32Array;
  /** Node that a port calls, NONE where nothing is connected. */
  readonly targetOfPort: Int32Array;
  /** Edge position by port, NONE where nothing is connected. */
  readonly edgeOfPort: Int32Array;
  readonly facts: Float64Array;
  readonly factOffset: Int32Array;
  readonly records: Float64Array;
  /** One row a node, one a chain, then one for the requests and one for the time series' present bucket. */
  readonly latency: SketchRows;

  private readonly plan: RunPlan;
  private readonly chains: Chains;

  constructor(plan: RunPlan, chains: Chains) {
    const { nodes } = plan;
    this.plan = plan;
    this.chains = chains;
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
    this.rows = nodes.length + chains.count;
    this.records = new Float64Array(this.rows * RECORD);
    this.facts = new Float64Array(this.factOffset[nodes.length]!);
    this.latency = new SketchRows(this.rows + 2);
  }

  get requestRow(): number {
    return this.rows;
  }
  get bucketRow(): number {
    return this.rows + 1;
  }

  /** The present bucket has lasted so long and is over. */
  closeBucket(lastedMs: Ms): void {
    const { records } = this;
    for (let node = 0; node < this.rows; node++) {
      const at = node * RECORD;
      const inProgress = this.calls(node) - this.replies(node) - this.abandoned(node);
      records[at + AREA]! += inProgress * lastedMs + records[at + ENDS_LESS_STARTS_MS]!;
      records[at + ENDS_LESS_STARTS_MS] = 0;
    }
  }

  /** The run is over: what was counted of chains as a whole is that of each of their nodes. */
  foldChains(): void {
    const { chains, records, latency } = this;
    for (let chain = 0; chain < chains.count; chain++) {
      const row = this.nodeCount + chain;
      for (let at = chains.offset[chain]!; at < chains.offset[chain + 1]!; at++) {
        const node = chains.nodes[at]!;
        records[node * RECORD + CALLS]! += this.calls(row) - this.abandoned(row);
        records[node * RECORD + FIRST_OUTCOME]! += records[row * RECORD + FIRST_OUTCOME]!;
        records[node * RECORD + AREA]! += this.area(row);
        latency.add(node, row);
      }
    }
  }

  // ── after the run

  calls(node: number): number {
    return this.records[node * RECORD + CALLS]!;
  }
  replies(node: number): number {
    const first = node * RECORD + FIRST_OUTCOME;
    let replies = 0;
    for (let outcome = first; outcome < first + OUTCOMES; outcome++) replies += this.records[outcome]!;
    return replies;
  }
  abandoned(node: number): number {
    return this.records[node * RECORD + ABANDONED]!;
  }
  usd(node: number): Usd {
    return this.records[node * RECORD + NODE_USD]!;
  }
  /** ∫ N dt over the buckets that are closed. */
  area(node: number): number {
    return this.records[node * RECORD + AREA]!;
  }
  /** Sum of all times that a call was in progress, equal to ∫ N dt by Little's law. */
  timeInNodeMs(node: number): Ms {
    return this.records[node * RECORD + UNANSWERED_MS]! + this.latency.totals[node * TOTALS + SUM]!;
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
        latencyMs: this.latency.sketch(at).figures(),
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
}
