import { hashOf } from '../dice/index.ts';
import { EngineFault, GOT_SLOT, type PlannedNode, type Station, StationState } from '../engine/index.ts';
import { type Conditions, failureOf, type Ms, type OutcomeCode, outcomeOf, type Usd } from '../model/index.ts';
import { EventQueue } from './event-queue.ts';
import { LiveCall } from './live-call.ts';
import type { LiveRequestState } from './live-request.ts';
import type { Upstream } from './upstream.ts';

/** What a live run is a run of: as much of the engine's plan as is known before the traffic is. */
export interface LivePlan {
  readonly nodes: readonly PlannedNode[];
  readonly stations: readonly Station[];
  readonly conditions: Conditions;
  /** In the order of `Wiring.metadataColumn`. */
  readonly metadataColumns: readonly string[];
  /** Code of a value in a metadata column, −1 for one that there is no room for. */
  readonly codeOf: (column: string, value: string) => number;
  /** Code of a user, −1 as above. */
  readonly codeOfUser: (user: string) => number;
  /** Unsigned 32 bit. */
  readonly seed: number;
  /** Nodes that may still want another answer when one below them has begun: nothing is passed on before they have it whole. */
  readonly waitsForWhole: (node: PlannedNode) => boolean;
}

export type Task = { readonly does: 'call' | 'reply' | 'cancel' | 'slot'; readonly call: LiveCall };

interface Hearer {
  readonly node: number;
  readonly kept: number;
}

const TIMED_OUT = outcomeOf('timeout');
const outcomeName = (outcome: OutcomeCode): string => (outcome === 0 ? 'answered' : failureOf(outcome));

/** All that changes while a live run goes on, and the bookkeeping that context and run share. */
export class LiveKernel {
  readonly clock = new Float64Array(1);
  readonly plan: LivePlan;
  readonly upstream: Upstream;
  readonly stations: readonly StationState[];
  readonly queue = new EventQueue();
  /** What handlers asked for and is still to be done at this instant, first asked first done. */
  readonly tasks: Task[] = [];
  readonly nodeHashes: readonly number[];
  readonly complexityTopic = hashOf('complexity');
  readonly states: readonly unknown[];
  /** By the number of the attempt, those that wait for an upstream. */
  readonly sent = new Map<number, { readonly call: LiveCall; readonly tag: number; readonly mayStream: boolean }>();
  /** Breakers by node position: what they last said. */
  readonly breakers = new Map<number, number>();
  /** Requests whose answer had begun and broke off. */
  readonly brokenOff: LiveRequestState[] = [];
  /** Queued calls by their number. */
  private readonly waiting = new Map<number, LiveCall>();
  private readonly hearersOf = new Map<LiveCall, readonly Hearer[]>();
  private calls = 0;
  private attempts = 0;

  constructor(plan: LivePlan, upstream: Upstream) {
    this.plan = plan;
    this.upstream = upstream;
    this.stations = plan.stations.map((station) => new StationState(station));
    this.nodeHashes = plan.nodes.map(({ id }) => hashOf(id));
    this.states = plan.nodes.map(({ behavior, config }) => behavior.createState(config));
  }

  get nowMs(): Ms {
    return this.clock[0]!;
  }

  // ── calls

  open(node: number, parent: LiveCall | null, port: number, request: LiveRequestState): LiveCall {
    const visit = request.visits.get(node) ?? 0;
    request.visits.set(node, visit + 1);
    const { nowMs } = this;
    request.spans.push({
      node,
      parent: parent?.span ?? -1,
      port,
      startMs: nowMs,
      endMs: nowMs,
      outcome: 'cancelled',
      usd: 0,
      promptTokens: 0,
      completionTokens: 0,
      facts: [],
    });
    const call = new LiveCall({
      id: ++this.calls,
      node,
      parent,
      port,
      request,
      ordinal: parent?.callsMade ?? 0,
      visit,
      startMs: nowMs,
      span: request.spans.length - 1,
      inputTokens: parent?.inputTokens ?? request.asked.inputTokens,
      outputTokens: parent?.outputTokens ?? request.asked.outputTokens,
      deadlineMs: parent?.deadlineMs ?? Number.POSITIVE_INFINITY,
    });
    if (parent !== null) {
      parent.callsMade++;
      parent.children.push(call);
    }
    return call;
  }

  callLater(parent: LiveCall, port: number): number {
    const child = this.open(this.plan.nodes[parent.node]!.targets[port]!, parent, port, parent.request);
    this.tasks.push({ does: 'call', call: child });
    return child.ordinal;
  }

  replyLater(call: LiveCall): void {
    this.tasks.push({ does: 'reply', call });
  }

  cancelLater(call: LiveCall): void {
    this.tasks.push({ does: 'cancel', call });
  }

  schedule(call: LiveCall, atMs: Ms, order: 0 | 1, tag: number): void {
    if (!(tag >= 0)) throw new EngineFault(`node ${this.nodeId(call)} set a timer with tag ${tag}; tags are 0 or more`);
    call.timers++;
    this.queue.add(atMs, order, call, tag);
  }

  send(call: LiveCall, tag: number, content: unknown): void {
    if (call.attempt !== 0) throw new EngineFault(`node ${this.nodeId(call)} sent the same call twice`);
    const id = ++this.attempts;
    const { request } = call;
    let mayStream = true;
    for (let above = call.parent; above !== null; above = above.parent)
      if (this.plan.waitsForWhole(this.plan.nodes[above.node]!)) mayStream = false;
    call.attempt = id;
    call.timers++;
    this.sent.set(id, { call, tag, mayStream });
    this.upstream.send({
      id,
      nodeId: this.nodeId(call),
      request: request.number,
      visit: call.visit,
      content,
      inputTokens: call.inputTokens,
      outputTokens: call.outputTokens,
      sentAtMs: this.nowMs,
      mayStream,
    });
  }

  /** The call is over for good. */
  free(call: LiveCall): void {
    if (call.hasSlot) {
      const station = this.stations[call.station]!;
      throw new EngineFault(`a call of node ${this.nodeId(call)} ended while it held a slot of provider ${station.id}`);
    }
    call.state = 'over';
    const { attempt, request, reply } = call;
    if (attempt === 0) return;
    if (this.sent.delete(attempt)) this.upstream.abandon(attempt);
    const outcome = reply === null ? TIMED_OUT : reply.outcome;
    if (request.begun === attempt && outcome !== 0) {
      request.brokenOff = outcome;
      this.brokenOff.push(request);
    }
  }

  /** `outcome` null for a call that nobody waits for any longer. */
  closeSpan(call: LiveCall, outcome: OutcomeCode | null): void {
    const span = call.request.spans[call.span]!;
    span.endMs = this.nowMs;
    if (outcome !== null) span.outcome = outcomeName(outcome);
  }

  nodeId(call: LiveCall): string {
    return this.plan.nodes[call.node]!.id;
  }

  changeState(node: number, from: number, to: number): void {
    if ((this.breakers.get(node) ?? 0) !== from)
      throw new EngineFault(`breaker ${this.plan.nodes[node]!.id} left state ${from}, in which it was not`);
    this.breakers.set(node, to);
  }

  // ── slots

  takeSlot(call: LiveCall, position: number): void {
    this.stations[position]!.take(this.nowMs);
    call.station = position;
    call.hasSlot = true;
    call.slotSinceMs = this.nowMs;
  }

  releaseSlot(call: LiveCall): void {
    this.stations[call.station]!.giveBack(this.nowMs, call.slotSinceMs);
    call.hasSlot = false;
    this.grantSlots(call.station);
  }

  /** A call joins the line of its station. */
  queued(call: LiveCall): void {
    this.waiting.set(call.id, call);
  }

  grantSlots(position: number): void {
    const station = this.stations[position]!;
    while (station.queued > 0 && station.hasFreeSlot) {
      const line = station.nextLine();
      line.take();
      const next = this.waiting.get(line.takenCall);
      if (next === undefined) continue;
      this.waiting.delete(next.id);
      station.leaveLine(this.nowMs);
      next.line = 'granted';
      this.takeSlot(next, position);
      next.request.spans[next.span]!.facts.push({ atMs: this.nowMs, fact: GOT_SLOT });
      this.tasks.push({ does: 'slot', call: next });
    }
  }

  /** A call that ends leaves the line; a slot granted but not yet announced goes to the next. */
  leaveLine(call: LiveCall): void {
    const place = call.line;
    if (place === 'none') return;
    call.line = 'none';
    if (place === 'granted') this.releaseSlot(call);
    else {
      this.waiting.delete(call.id);
      this.stations[call.station]!.leaveLine(this.nowMs);
    }
  }

  // ── bills that come after their caller has settled

  rememberHearers(call: LiveCall): void {
    const hearers: Hearer[] = [];
    for (let above = call.parent; above !== null; above = above.parent) {
      if (this.plan.nodes[above.node]!.behavior.onLateBill !== undefined) hearers.push({ node: above.node, kept: above.registers[0]! });
    }
    if (hearers.length > 0) this.hearersOf.set(call, hearers);
    else this.hearersOf.delete(call);
  }

  tellLateBill(call: LiveCall, usd: Usd): void {
    for (const { node, kept } of this.hearersOf.get(call) ?? []) {
      const { behavior, config } = this.plan.nodes[node]!;
      behavior.onLateBill!(config, this.states[node], { usd, request: call.request.number, kept, nowMs: this.nowMs });
    }
  }

  forgetHearers(call: LiveCall): void {
    this.hearersOf.delete(call);
  }
}
