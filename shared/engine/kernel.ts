import { FAILURE_CLASSES, FLAWS, type FlawSet, type Ms, outcomeOf, type Usd } from '../model/index.ts';
import type { RunPlan } from './behavior.ts';
import { BreakerTimelines } from './breaker-timelines.ts';
import {
  ATTEMPT_USD,
  CallPool,
  DEADLINE_MS,
  FLAW_SET,
  GENERATION,
  GRANTED,
  INPUT_TOKENS,
  NODE,
  NONE,
  NOT_QUEUED,
  OUTCOME,
  OUTPUT_TOKENS,
  PARENT,
  PORT,
  QUEUE,
  QUEUED,
  SLOT,
  SLOT_SINCE_MS,
  SPAN,
  START_MS,
  STATION,
  TIER,
  USD,
  USEFUL_USD,
  VISIT,
} from './call-pool.ts';
import { EventHeap } from './event-heap.ts';
import { EngineFault } from './fault.ts';
import { ARRIVAL_MS, ATTEMPTS, CALLS, HAS_ENDED, RequestPool, SLOT_ATTEMPT_USD, SLOT_USD, TRACE } from './request-pool.ts';
import { BucketSeries } from './series.ts';
import { DDSketch } from './sketch.ts';
import { StationState } from './station.ts';
import { CallStatistics } from './statistics.ts';
import { DELIVER_SLOT, TaskRing } from './task-ring.ts';
import { TraceRecorder } from './traces.ts';

const BLOCKED = outcomeOf('blocked-by-guard');

/** All that changes while a run goes on, and the bookkeeping that the context and the run loop share. */
export class Kernel {
  /**
   * The instant of the run, shared by all that counts. One place in an array and not a number handed down: a number with a fraction that is an
   * argument or a field is a new object at every call that the compiler does not inline.
   */
  readonly clock = new Float64Array(1);
  readonly plan: RunPlan;
  readonly heap = new EventHeap();
  readonly ring = new TaskRing();
  readonly calls = new CallPool();
  readonly requests: RequestPool;
  readonly stations: readonly StationState[];
  readonly statistics: CallStatistics;
  readonly series: BucketSeries;
  readonly timelines: BreakerTimelines;
  readonly traces: TraceRecorder;
  readonly latency = new DDSketch();

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
    this.requests = new RequestPool(plan.nodes.length);
    this.stations = plan.stations.map((station) => new StationState(station));
    this.statistics = new CallStatistics(plan, this.calls, this.clock);
    this.series = new BucketSeries(plan.bucketMs, this.statistics.edgeCount, traffic.arrivalMs[traffic.requestCount - 1] ?? 0, this.clock);
    this.timelines = new BreakerTimelines(plan.nodes);
    this.traces = new TraceRecorder(plan.nodes, traffic.requestCount, plan.traceCount);
  }

  // ── requests

  get nowMs(): Ms {
    return this.clock[0]!;
  }

  /** Starts a request at this instant; its slot in the pool. */
  startRequest(request: number): number {
    const { nowMs } = this;
    const slot = this.requests.open(nowMs, this.traces.open(request, nowMs));
    this.requestsStarted++;
    this.series.requestArrived();
    return slot;
  }

  /** Ends the request of a call from outside, as that call's reply says. */
  endRequest(call: number): void {
    const { calls, nowMs } = this;
    const { ints, doubles } = this.requests;
    const slot = calls.ints[call + SLOT]!;
    const outcome = calls.ints[call + OUTCOME]!;
    const tier = calls.ints[call + TIER]!;
    const at = slot >> 1;
    ints[slot + HAS_ENDED] = 1;
    this.requestsDone++;
    this.byOutcome[outcome]!++;
    if (outcome === 0) {
      const latencyMs = nowMs - doubles[at + ARRIVAL_MS]!;
      this.answeredByTier[tier - 1]!++;
      this.latency.add(latencyMs);
      const flaws = calls.ints[call + FLAW_SET]!;
      if (flaws !== 0) this.countFlaws(flaws);
      this.series.requestAnswered(tier, latencyMs);
    } else this.series.requestFailed(outcome === BLOCKED);
    this.series.spent(doubles[at + SLOT_USD]!, ints[slot + ATTEMPTS]!);
    const wastedUsd = doubles[at + SLOT_ATTEMPT_USD]! - calls.doubles[(call >> 1) + USEFUL_USD]!;
    if (wastedUsd > 0) this.wastedUsd += wastedUsd;
    const trace = ints[slot + TRACE]!;
    if (trace !== NONE) this.traces.close(trace, outcome, tier, nowMs);
  }

  private countFlaws(flaws: FlawSet): void {
    for (let flaw = 0; flaw < FLAWS.length; flaw++) if ((flaws & (1 << flaw)) !== 0) this.flawed[flaw]!++;
  }

  // ── calls

  openCall(node: number, parent: number, port: number, edge: number, slot: number, request: number): number {
    const { calls, requests } = this;
    const call = calls.open(node, parent, port, edge, slot, request);
    calls.ints[call + VISIT] = requests.visit(slot, node);
    calls.doubles[(call >> 1) + START_MS] = this.clock[0]!;
    if (parent === NONE) {
      const { inputTokens, outputTokens } = this.plan.traffic;
      calls.ints[call + INPUT_TOKENS] = inputTokens[request]!;
      calls.ints[call + OUTPUT_TOKENS] = outputTokens[request]!;
      calls.doubles[(call >> 1) + DEADLINE_MS] = Number.POSITIVE_INFINITY;
    }
    this.statistics.callMade(node);
    const { ints } = requests;
    ints[slot + CALLS]!++;
    const trace = ints[slot + TRACE]!;
    if (trace !== NONE) this.openSpan(call, trace);
    return call;
  }

  private openSpan(call: number, trace: number): void {
    const { ints } = this.calls;
    const parent = ints[call + PARENT]!;
    const parentSpan = parent === NONE ? NONE : ints[parent + SPAN]!;
    ints[call + SPAN] = this.traces.openSpan(trace, ints[call + NODE]!, parentSpan, ints[call + PORT]!, this.nowMs);
  }

  /** The call is over for good; it must be unlinked, childless and hold no slot. */
  freeCall(call: number): void {
    const { calls } = this;
    const { ints } = calls;
    if (ints[call + STATION] !== NONE) {
      const station = this.stations[ints[call + STATION]!]!;
      throw new EngineFault(`a call of node ${this.nodeId(call)} ended while it held a slot of provider ${station.id}`);
    }
    const slot = ints[call + SLOT]!;
    calls.free(call);
    const requests = this.requests.ints;
    if (--requests[slot + CALLS]! === 0 && requests[slot + HAS_ENDED] === 1) this.requests.free(slot);
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
    this.statistics.billed(calls.ints[call + NODE]!, usd);
    calls.doubles[(call >> 1) + USD]! += usd;
    if (isAttempt) calls.doubles[(call >> 1) + ATTEMPT_USD]! += usd;
    if (requests.ints[slot + HAS_ENDED] === 1) {
      // The user has gone: the money is spent all the same, and for nothing.
      if (isAttempt) this.wastedUsd += usd;
      this.series.spent(usd, 0);
    } else {
      requests.doubles[(slot >> 1) + SLOT_USD]! += usd;
      if (isAttempt) requests.doubles[(slot >> 1) + SLOT_ATTEMPT_USD]! += usd;
    }
    const span = calls.ints[call + SPAN]!;
    if (span !== NONE) this.traces.bill(requests.ints[slot + TRACE]!, span, usd);
  }

  countAttempt(call: number): void {
    const { ints } = this.requests;
    const slot = this.calls.ints[call + SLOT]!;
    this.attempts++;
    if (ints[slot + HAS_ENDED] === 1) this.series.spent(0, 1);
    else ints[slot + ATTEMPTS]!++;
  }

  // ── slots of providers

  takeSlot(call: number, position: number): void {
    this.stations[position]!.take(this.nowMs);
    this.calls.ints[call + STATION] = position;
    this.calls.doubles[(call >> 1) + SLOT_SINCE_MS] = this.nowMs;
  }

  releaseSlot(call: number): void {
    const { ints, doubles } = this.calls;
    const position = ints[call + STATION]!;
    const station = this.stations[position]!;
    station.giveBack(this.nowMs, doubles[(call >> 1) + SLOT_SINCE_MS]!);
    ints[call + STATION] = NONE;
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
      if (ints[next + GENERATION] !== line.takenGeneration || ints[next + QUEUE] !== QUEUED) continue;
      station.queued--;
      ints[next + QUEUE] = GRANTED;
      this.takeSlot(next, position);
      this.ring.add(DELIVER_SLOT, next, ints[next + GENERATION]!);
    }
  }

  /** A call that ends leaves the waiting line; a slot granted but not yet announced goes to the next. */
  leaveLine(call: number): void {
    const { ints } = this.calls;
    const place = ints[call + QUEUE]!;
    if (place === NOT_QUEUED) return;
    ints[call + QUEUE] = NOT_QUEUED;
    if (place === GRANTED) this.releaseSlot(call);
    else {
      this.stations[ints[call + STATION]!]!.queued--;
      ints[call + STATION] = NONE;
    }
  }
}
