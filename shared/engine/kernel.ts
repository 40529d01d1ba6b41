import { FAILURE_CLASSES, FLAWS, type FlawSet, type Ms, outcomeOf, type Usd } from '../model/index.ts';
import type { RunPlan } from './behavior.ts';
import { BreakerTimelines } from './breaker-timelines.ts';
import {
  ATTEMPT_USD,
  CALLS_MADE,
  CallPool,
  CHAIN,
  DEADLINE_MS,
  FIRST_CHILD,
  FLAGS,
  FUSED,
  flawsOf,
  GENERATION,
  GRANTED,
  HAS_SLOT,
  IN_LINE,
  INPUT_TOKENS,
  IS_TRACED,
  LINGERING,
  NEXT,
  NODE,
  NONE,
  OPEN_CALL,
  ORDINAL,
  OUTCOME_BITS,
  OUTPUT_TOKENS,
  OWNER,
  PARENT,
  PORT,
  QUEUED,
  REPLY,
  SLOT,
  SLOT_SINCE_MS,
  SPAN,
  START_MS,
  STATE,
  STATION,
  tierOf,
  USD,
  USEFUL_USD,
  VISIT,
} from './call-pool.ts';
import { type Chains, chainsOf, type Passing, passingOf } from './chains.ts';
import { EventHeap } from './event-heap.ts';
import { EngineFault } from './fault.ts';
import { Gauges } from './gauges.ts';
import type { LateBills } from './late-bills.ts';
import {
  ARRIVAL_MS,
  ATTEMPTS,
  HAS_ENDED,
  LINGERING_CALLS,
  REQUEST,
  RequestPool,
  SLOT_ATTEMPT_USD,
  SLOT_USD,
  TRACE,
} from './request-pool.ts';
import type { RequestTable } from './request-table.ts';
import { ANSWERED_TIER_1, BLOCKED, BUCKET_USD, BucketSeries, FAILED, REQUESTS, ATTEMPTS as SERIES_ATTEMPTS } from './series.ts';
import { MAX, MIN, PLACES, SUM, TOTALS } from './sketch-rows.ts';
import { StationState } from './station.ts';
import { ABANDONED, CALLS, CallStatistics, ENDS_LESS_STARTS_MS, NODE_USD, RECORD } from './statistics.ts';
import { DELIVER_SLOT, TaskRing } from './task-ring.ts';
import { GOT_SLOT, TraceRecorder } from './traces.ts';

const BLOCKED_OUTCOME = outcomeOf('blocked-by-guard');

/** All that changes while a run goes on, and the bookkeeping that the context and the run loop share. */
export class Kernel {
  /**
   * The instant of the run, shared by all that counts. One place in an array and not a number handed down: a number with a fraction that is an
   * argument or a field is a new object at every call that the compiler does not inline.
   */
  readonly clock = new Float64Array(1);
  readonly plan: RunPlan;
  readonly heap: EventHeap;
  readonly ring = new TaskRing();
  readonly calls = new CallPool();
  /** Set by the run, which has the nodes' states; null when no node keeps accounts. */
  lateBills: LateBills | null = null;
  /** Set by the run; null when nobody asks what became of each request. */
  table: RequestTable | null = null;
  readonly requests: RequestPool;
  readonly stations: readonly StationState[];
  readonly passing: Passing;
  readonly chains: Chains;
  readonly statistics: CallStatistics;
  readonly series: BucketSeries;
  readonly timelines: BreakerTimelines;
  readonly traces: TraceRecorder;
  readonly gauges: Gauges;

  requestsStarted = 0;
  requestsDone = 0;
  readonly answeredByTier = [0, 0, 0];
  readonly byOutcome = new Float64Array(FAILURE_CLASSES.length + 1);
  readonly flawed = new Float64Array(FLAWS.length);
  usd: Usd = 0;
  wastedUsd: Usd = 0;
  promptTokens = 0;
  completionTokens = 0;
  attempts = 0;

  constructor(plan: RunPlan) {
    const { traffic } = plan;
    this.plan = plan;
    this.heap = new EventHeap(this.calls, this.clock, plan.nodes.length);
    this.requests = new RequestPool(plan.nodes.length);
    this.stations = plan.stations.map((station) => new StationState(station));
    this.passing = passingOf(plan);
    this.chains = chainsOf(plan, this.passing);
    this.statistics = new CallStatistics(plan, this.chains);
    this.series = new BucketSeries(plan.bucketMs, traffic.arrivalMs[traffic.requestCount - 1] ?? 0, this.statistics, this.chains);
    this.timelines = new BreakerTimelines(plan.nodes);
    this.traces = new TraceRecorder(plan);
    this.gauges = new Gauges(plan, this.stations, this.series.lastBucket);
  }

  // ── requests

  get nowMs(): Ms {
    return this.clock[0]!;
  }

  /** To be said after each step of the clock. */
  clockMoved(): void {
    if (this.clock[0]! < this.series.bounds[1]!) return;
    this.gauges.closeBuckets(this.clock);
    this.series.moveTo(this.clock);
  }

  /** Starts a request at this instant with a call of its entry. */
  startRequest(request: number, entry: number): number {
    const { calls, series } = this;
    const slot = this.requests.open(this.clock, request, this.traces.open(request, this.clock));
    this.requestsStarted++;
    series.records[series.row + REQUESTS]!++;
    const chain = this.chains.ofNode[entry]!;
    const isFused = chain !== NONE && this.requests.ints[slot + TRACE] === NONE;
    const node = isFused ? this.chains.target[chain]! : entry;
    const call = calls.open(node, NONE, NONE, slot, this.clock);
    if (isFused) this.fuse(call, chain, slot);
    const { inputTokens, outputTokens } = this.plan.traffic;
    calls.ints[call + INPUT_TOKENS] = inputTokens[request]!;
    calls.ints[call + OUTPUT_TOKENS] = outputTokens[request]!;
    calls.doubles[(call >> 1) + DEADLINE_MS] = Number.POSITIVE_INFINITY;
    this.opened(call, node, slot);
    return call;
  }

  /** Ends the request of a call from outside, as that call's reply says. `place`: of its latency among the sketches' (of an answer only). */
  endRequest(call: number, place: number): void {
    const { calls, series, clock } = this;
    const { ints, doubles } = this.requests;
    const slot = calls.ints[call + SLOT]!;
    const reply = calls.ints[call + REPLY]!;
    const outcome = reply & OUTCOME_BITS;
    const at = slot >> 1;
    const { row, records } = series;
    ints[slot + HAS_ENDED] = 1;
    this.requestsDone++;
    this.byOutcome[outcome]!++;
    if (outcome === 0) {
      const latencyMs = clock[0]! - doubles[at + ARRIVAL_MS]!;
      const { counts, totals } = this.statistics.latency;
      for (let sketch = this.statistics.requestRow; sketch <= this.statistics.bucketRow; sketch++) {
        counts[sketch * PLACES + place]!++;
        const total = sketch * TOTALS;
        totals[total + SUM]! += latencyMs;
        if (latencyMs < totals[total + MIN]!) totals[total + MIN] = latencyMs;
        if (latencyMs > totals[total + MAX]!) totals[total + MAX] = latencyMs;
      }
      const tier = tierOf(reply);
      this.answeredByTier[tier - 1]!++;
      records[row + ANSWERED_TIER_1 + tier - 1]!++;
      const flaws = flawsOf(reply);
      if (flaws !== 0) this.countFlaws(flaws);
    } else {
      records[row + (outcome === BLOCKED_OUTCOME ? BLOCKED : FAILED)]!++;
      series.failures[series.failureRow + outcome - 1]!++;
    }
    records[row + BUCKET_USD]! += doubles[at + SLOT_USD]!;
    records[row + SERIES_ATTEMPTS]! += ints[slot + ATTEMPTS]!;
    const wastedUsd = doubles[at + SLOT_ATTEMPT_USD]! - calls.doubles[(call >> 1) + USEFUL_USD]!;
    if (wastedUsd > 0) this.wastedUsd += wastedUsd;
    if (this.table !== null) this.table.write(ints[slot + REQUEST]!, reply, clock[0]! - doubles[at + ARRIVAL_MS]!, doubles[at + SLOT_USD]!);
    const trace = ints[slot + TRACE]!;
    if (trace !== NONE) this.traces.close(trace, outcome, tierOf(reply), clock[0]!);
    if (ints[slot + LINGERING_CALLS] === 0) this.requests.free(slot);
  }

  private countFlaws(flaws: FlawSet): void {
    for (let flaw = 0; flaw < FLAWS.length; flaw++) if ((flaws & (1 << flaw)) !== 0) this.flawed[flaw]!++;
  }

  // ── calls

  /** A call of what a port (position among all ports) leads to. */
  openChild(parent: number, port: number): number {
    const { calls, statistics } = this;
    const node = statistics.targetOfPort[port]!;
    const slot = calls.ints[parent + SLOT]!;
    const call = calls.open(node, parent, port, slot, this.clock);
    this.opened(call, node, slot);
    return call;
  }

  /**
   * Like `openChild`, but through a row of passing nodes where there is one that this request meets for the first time, and nobody looks on. Only
   * when nothing else is left to do at this instant, since a node is then passed at once.
   */
  openThrough(parent: number, port: number): number {
    const { calls, statistics, chains, requests } = this;
    const chain = chains.ofNode[statistics.targetOfPort[port]!]!;
    if (chain === NONE) return this.openChild(parent, port);
    const slot = calls.ints[parent + SLOT]!;
    if (requests.ints[slot + TRACE] !== NONE) return this.openChild(parent, port);
    for (let at = chains.offset[chain]!; at < chains.offset[chain + 1]!; at++) {
      if (requests.hasVisited(slot, chains.nodes[at]!)) return this.openChild(parent, port);
    }
    const node = chains.target[chain]!;
    const call = calls.open(node, parent, port, slot, this.clock);
    this.fuse(call, chain, slot);
    this.opened(call, node, slot);
    return call;
  }

  private fuse(call: number, chain: number, slot: number): void {
    const { calls, chains, requests, statistics } = this;
    calls.ints[call + FLAGS] = FUSED;
    calls.ints[call + CHAIN] = chain;
    for (let at = chains.offset[chain]!; at < chains.offset[chain + 1]!; at++) requests.visit(slot, chains.nodes[at]!);
    const record = (statistics.nodeCount + chain) * RECORD;
    statistics.records[record + CALLS]!++;
    statistics.records[record + ENDS_LESS_STARTS_MS]! -= this.clock[0]! - this.series.bounds[0]!;
  }

  /** Writes out the calls that a fused call stands for, as if they had been there since it was made; returns the outermost. */
  unfuse(call: number): number {
    const { calls, chains, statistics } = this;
    const chain = calls.ints[call + CHAIN]!;
    const slot = calls.ints[call + SLOT]!;
    const owner = calls.ints[call + OWNER]!;
    const outer = calls.ints[call + PARENT]!;
    const { records, portOffset } = statistics;
    const intoBucketMs = this.clock[0]! - this.series.bounds[0]!;
    const record = (statistics.nodeCount + chain) * RECORD;
    records[record + ABANDONED]!++;
    records[record + ENDS_LESS_STARTS_MS]! += intoBucketMs;
    let port = calls.ints[call + PORT]!;
    let parent = NONE;
    let outermost = NONE;
    for (let at = chains.offset[chain]!; at < chains.offset[chain + 1]!; at++) {
      const node = chains.nodes[at]!;
      const made = calls.open(node, NONE, port, slot, this.clock);
      const { ints, doubles } = calls;
      records[node * RECORD + CALLS]!++;
      records[node * RECORD + ENDS_LESS_STARTS_MS]! -= intoBucketMs;
      ints[made + STATE] = OPEN_CALL;
      ints[made + VISIT] = 0;
      ints[made + CALLS_MADE] = 1;
      ints[made + ORDINAL] = outermost === NONE ? ints[call + ORDINAL]! : 0;
      ints[made + PARENT] = outermost === NONE ? outer : parent;
      doubles[(made >> 1) + START_MS] = doubles[(call >> 1) + START_MS]!;
      ints[made + OWNER] = owner;
      // The call has tokens of its own by now, since its caller changed those that they shared: the old ones, which these calls keep.
      if (owner === call) calls.own(made);
      if (outermost === NONE) {
        outermost = made;
        if (outer !== NONE) calls.replaceChild(outer, call, made);
      } else ints[parent + FIRST_CHILD] = made;
      parent = made;
      port = portOffset[node]!;
    }
    const { ints } = calls;
    ints[call + FLAGS]! &= ~FUSED;
    ints[call + PARENT] = parent;
    ints[call + PORT] = port;
    ints[call + ORDINAL] = 0;
    ints[call + NEXT] = NONE;
    ints[parent + FIRST_CHILD] = call;
    return outermost;
  }

  private opened(call: number, node: number, slot: number): void {
    const { calls, requests, statistics } = this;
    calls.ints[call + VISIT] = requests.visit(slot, node);
    const at = node * RECORD;
    statistics.records[at + CALLS]!++;
    statistics.records[at + ENDS_LESS_STARTS_MS]! -= this.clock[0]! - this.series.bounds[0]!;
    const trace = requests.ints[slot + TRACE]!;
    if (trace !== NONE) this.openSpan(call, trace);
  }

  private openSpan(call: number, trace: number): void {
    const { ints } = this.calls;
    const parent = ints[call + PARENT]!;
    const parentSpan = parent === NONE ? NONE : ints[parent + SPAN]!;
    ints[call + FLAGS]! |= IS_TRACED;
    const port = parent === NONE ? NONE : ints[call + PORT]! - this.statistics.portOffset[ints[parent + NODE]!]!;
    ints[call + SPAN] = this.traces.openSpan(trace, ints[call + NODE]!, parentSpan, port, this.nowMs);
  }

  /** `outcome` null for a call that nobody waits for any longer. */
  closeSpan(call: number, outcome: number | null): void {
    const { ints } = this.calls;
    if ((ints[call + FLAGS]! & IS_TRACED) === 0) return;
    this.traces.closeSpan(this.requests.ints[ints[call + SLOT]! + TRACE]!, ints[call + SPAN]!, outcome, this.nowMs);
  }

  /** The call is over for good; it must be unlinked and childless, and may hold no slot. */
  freeCall(call: number): void {
    const { calls } = this;
    const { ints } = calls;
    if ((ints[call + FLAGS]! & HAS_SLOT) !== 0) {
      const station = this.stations[ints[call + STATION]!]!;
      throw new EngineFault(`a call of node ${this.nodeId(call)} ended while it held a slot of provider ${station.id}`);
    }
    calls.free(call);
  }

  /** The call goes on though nobody waits for it, or does so no longer. */
  countLingering(call: number, change: 1 | -1): void {
    this.calls.own(call);
    const { ints } = this.requests;
    const slot = this.calls.ints[call + SLOT]!;
    ints[slot + LINGERING_CALLS]! += change;
    if (ints[slot + LINGERING_CALLS] === 0 && ints[slot + HAS_ENDED] === 1) this.requests.free(slot);
  }

  /** A call that went on though nobody waited is over. */
  endLingering(call: number): void {
    this.leaveLine(call);
    this.lateBills?.forget(call);
    this.closeSpan(call, null);
    this.countLingering(call, -1);
    this.freeCall(call);
  }

  nodeId(call: number): string {
    return this.plan.nodes[this.calls.ints[call + NODE]!]!.id;
  }

  // ── money

  bill(call: number, usd: Usd, isAttempt: boolean): void {
    if (!(usd >= 0 && usd < Number.POSITIVE_INFINITY)) throw new EngineFault(`node ${this.nodeId(call)} billed ${usd} dollars`);
    const { calls, requests } = this;
    const slot = calls.ints[call + SLOT]!;
    this.usd += usd;
    this.statistics.records[calls.ints[call + NODE]! * RECORD + NODE_USD]! += usd;
    calls.doubles[(call >> 1) + USD]! += usd;
    if (isAttempt) calls.doubles[(call >> 1) + ATTEMPT_USD]! += usd;
    if (requests.ints[slot + HAS_ENDED] === 1) {
      // The user has gone: the money is spent all the same, and for nothing.
      if (isAttempt) this.wastedUsd += usd;
      this.series.records[this.series.row + BUCKET_USD]! += usd;
    } else {
      requests.doubles[(slot >> 1) + SLOT_USD]! += usd;
      if (isAttempt) requests.doubles[(slot >> 1) + SLOT_ATTEMPT_USD]! += usd;
    }
    if ((calls.ints[call + FLAGS]! & IS_TRACED) !== 0) this.traces.bill(requests.ints[slot + TRACE]!, calls.ints[call + SPAN]!, usd);
  }

  countTracedTokens(call: number, promptTokens: number, completionTokens: number): void {
    const { ints } = this.calls;
    this.traces.countTokens(this.requests.ints[ints[call + SLOT]! + TRACE]!, ints[call + SPAN]!, promptTokens, completionTokens);
  }

  countAttempt(call: number): void {
    const { ints } = this.requests;
    const slot = this.calls.ints[call + SLOT]!;
    this.attempts++;
    if (ints[slot + HAS_ENDED] === 1) this.series.records[this.series.row + SERIES_ATTEMPTS]! += 1;
    else ints[slot + ATTEMPTS]!++;
  }

  // ── slots of providers

  takeSlot(call: number, position: number): void {
    this.stations[position]!.take(this.nowMs);
    this.calls.ints[call + STATION] = position;
    this.calls.ints[call + FLAGS]! |= HAS_SLOT;
    this.calls.doubles[(call >> 1) + SLOT_SINCE_MS] = this.nowMs;
  }

  releaseSlot(call: number): void {
    const { ints, doubles } = this.calls;
    const position = ints[call + STATION]!;
    const station = this.stations[position]!;
    station.giveBack(this.nowMs, doubles[(call >> 1) + SLOT_SINCE_MS]!);
    ints[call + FLAGS]! &= ~HAS_SLOT;
    this.grantSlots(position);
  }

  /** Slots that are free go to those that wait: lower priority first, then the order of arrival. */
  grantSlots(position: number): void {
    const station = this.stations[position]!;
    const { ints } = this.calls;
    while (station.queued > 0 && station.hasFreeSlot) {
      const line = station.nextLine();
      line.take();
      const next = line.takenCall;
      if (ints[next + GENERATION] !== line.takenGeneration || (ints[next + FLAGS]! & QUEUED) === 0) continue;
      station.leaveLine(this.nowMs);
      ints[next + FLAGS] = (ints[next + FLAGS]! & ~IN_LINE) | GRANTED;
      this.takeSlot(next, position);
      if ((ints[next + FLAGS]! & IS_TRACED) !== 0) this.noteSlot(next);
      this.ring.add(DELIVER_SLOT, next, ints[next + GENERATION]!);
    }
  }

  /** How long a call stood in line shows in no other place of its trace. */
  private noteSlot(call: number): void {
    const { ints } = this.calls;
    this.traces.note(this.requests.ints[ints[call + SLOT]! + TRACE]!, ints[call + SPAN]!, GOT_SLOT, this.nowMs);
  }

  /** Nothing more will happen: work that nobody waits for and that never got a slot, since none came back, ends with the run. */
  endUnbegun(): void {
    const { ints } = this.calls;
    for (const station of this.stations) {
      while (station.queued > 0) {
        const line = station.nextLine();
        line.take();
        const call = line.takenCall;
        if (ints[call + GENERATION] !== line.takenGeneration || (ints[call + FLAGS]! & QUEUED) === 0) continue;
        if (ints[call + STATE] !== LINGERING) throw new EngineFault(`a call of node ${this.nodeId(call)} waits for a slot after the end`);
        this.endLingering(call);
      }
    }
  }

  /** A call that ends leaves the waiting line; a slot granted but not yet announced goes to the next. */
  leaveLine(call: number): void {
    const { ints } = this.calls;
    const place = ints[call + FLAGS]! & IN_LINE;
    if (place === 0) return;
    ints[call + FLAGS]! &= ~IN_LINE;
    if (place === GRANTED) this.releaseSlot(call);
    else this.stations[ints[call + STATION]!]!.leaveLine(this.nowMs);
  }
}
