import { FAILURE_CLASSES, type Ms, type OutcomeCode, outcomeOf, type Usd } from '../model/index.ts';
import type { RunPlan } from './behavior.ts';
import { BreakerTimelines } from './breaker-timelines.ts';
import { CallPool, GRANTED, NONE, NOT_QUEUED, QUEUED } from './call-pool.ts';
import { EventHeap } from './event-heap.ts';
import { EngineFault } from './fault.ts';
import { RequestPool } from './request-pool.ts';
import { BucketSeries } from './series.ts';
import { DDSketch } from './sketch.ts';
import { StationState } from './station.ts';
import { CallStatistics } from './statistics.ts';
import { DELIVER_SLOT, TaskRing } from './task-ring.ts';
import { TraceRecorder } from './traces.ts';

const BLOCKED = outcomeOf('blocked-by-guard');

/** All that changes while a run goes on, and the bookkeeping that the context and the run loop share. */
export class Kernel {
  nowMs: Ms = 0;
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
    this.statistics = new CallStatistics(plan);
    this.series = new BucketSeries(plan.bucketMs, this.statistics.edgeCount, traffic.arrivalMs[traffic.requestCount - 1] ?? 0);
    this.timelines = new BreakerTimelines(plan.nodes);
    this.traces = new TraceRecorder(plan.nodes, traffic.requestCount, plan.traceCount);
  }

  // ── requests

  startRequest(request: number, arrivalMs: Ms): number {
    const slot = this.requests.open(request, arrivalMs);
    this.requests.trace[slot] = this.traces.open(request, arrivalMs);
    this.requestsStarted++;
    this.series.requestArrived(arrivalMs);
    return slot;
  }

  endRequest(slot: number, outcome: OutcomeCode, tier: number, usefulUsd: Usd): void {
    const { requests, nowMs } = this;
    const latencyMs = nowMs - requests.arrivalMs[slot]!;
    requests.hasEnded[slot] = 1;
    this.requestsDone++;
    this.byOutcome[outcome]!++;
    if (outcome === 0) {
      this.answeredByTier[tier - 1]!++;
      this.latency.add(latencyMs);
      this.series.requestAnswered(nowMs, tier, latencyMs);
    } else this.series.requestFailed(nowMs, outcome === BLOCKED);
    this.series.spent(nowMs, requests.usd[slot]!, requests.attempts[slot]!);
    const wastedUsd = requests.attemptUsd[slot]! - usefulUsd;
    if (wastedUsd > 0) this.wastedUsd += wastedUsd;
    const trace = requests.trace[slot]!;
    if (trace !== NONE) this.traces.close(trace, outcome, tier, nowMs);
  }

  // ── calls

  openCall(node: number, parent: number, port: number, edge: number, slot: number): number {
    const { calls, requests, nowMs } = this;
    const call = calls.open(node, parent, port, edge, slot, requests.visit(slot, node), nowMs);
    requests.calls[slot]!++;
    this.statistics.callMade(node, nowMs);
    const trace = requests.trace[slot]!;
    if (trace !== NONE) calls.span[call] = this.traces.openSpan(trace, node, parent === NONE ? NONE : calls.span[parent]!, port, nowMs);
    return call;
  }

  /** The call is over for good; it must be unlinked, childless and hold no slot. */
  freeCall(call: number): void {
    const { calls, requests } = this;
    if (calls.station[call] !== NONE) {
      const station = this.stations[calls.station[call]!]!;
      throw new EngineFault(`a call of node ${this.nodeId(call)} ended while it held a slot of provider ${station.id}`);
    }
    const slot = calls.request[call]!;
    calls.free(call);
    if (--requests.calls[slot]! === 0 && requests.hasEnded[slot] === 1) requests.free(slot);
  }

  nodeId(call: number): string {
    return this.plan.nodes[this.calls.node[call]!]!.id;
  }

  // ── money

  bill(call: number, usd: Usd, isAttempt: boolean): void {
    const { calls, requests } = this;
    if (!(usd >= 0 && usd < Number.POSITIVE_INFINITY)) throw new EngineFault(`node ${this.nodeId(call)} billed ${usd} dollars`);
    const slot = calls.request[call]!;
    this.usd += usd;
    this.statistics.usd[calls.node[call]!]! += usd;
    calls.usd[call]! += usd;
    if (isAttempt) calls.attemptUsd[call]! += usd;
    if (requests.hasEnded[slot] === 1) {
      // The user has gone: the money is spent all the same, and for nothing.
      if (isAttempt) this.wastedUsd += usd;
      this.series.spent(this.nowMs, usd, 0);
    } else {
      requests.usd[slot]! += usd;
      if (isAttempt) requests.attemptUsd[slot]! += usd;
    }
    const span = calls.span[call]!;
    if (span !== NONE) this.traces.bill(requests.trace[slot]!, span, usd);
  }

  countAttempt(call: number): void {
    const slot = this.calls.request[call]!;
    this.attempts++;
    if (this.requests.hasEnded[slot] === 1) this.series.spent(this.nowMs, 0, 1);
    else this.requests.attempts[slot]!++;
  }

  // ── slots of providers

  takeSlot(call: number, position: number): void {
    this.stations[position]!.take(this.nowMs);
    this.calls.station[call] = position;
    this.calls.slotSinceMs[call] = this.nowMs;
  }

  releaseSlot(call: number): void {
    const { calls } = this;
    const position = calls.station[call]!;
    const station = this.stations[position]!;
    station.giveBack(this.nowMs, calls.slotSinceMs[call]!);
    calls.station[call] = NONE;
    const { line } = station;
    while (station.queued > 0 && station.hasFreeSlot) {
      line.take();
      const next = line.takenCall;
      if (calls.generation[next] !== line.takenGeneration || calls.queue[next] !== QUEUED) continue;
      station.queued--;
      calls.queue[next] = GRANTED;
      this.takeSlot(next, position);
      this.ring.add(DELIVER_SLOT, next, calls.generation[next]!);
    }
  }

  /** A call that ends leaves the waiting line; a slot granted but not yet announced goes to the next. */
  leaveLine(call: number): void {
    const { calls } = this;
    const place = calls.queue[call]!;
    if (place === NOT_QUEUED) return;
    calls.queue[call] = NOT_QUEUED;
    if (place === GRANTED) this.releaseSlot(call);
    else {
      this.stations[calls.station[call]!]!.queued--;
      calls.station[call] = NONE;
    }
  }
}
