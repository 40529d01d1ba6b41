import { hashOf } from '../dice/index.ts';
import { FLAWS, failureOf, outcomeOf, type RunResult } from '../model/index.ts';
import { type Behavior, type RunPlan, SLOT_GRANTED } from './behavior.ts';
import {
  CANCELLING,
  CHAIN,
  DROPPED,
  ENDING,
  FIRST_CHILD,
  FLAGS,
  FUSED,
  GENERATION,
  GIVEN_UP,
  GRANTED,
  IN_LINE,
  IS_TRACED,
  LINGERING,
  LINGERS,
  MADE,
  NODE,
  NONE,
  OPEN_CALL,
  OUTCOME_BITS,
  PARENT,
  PORT,
  REPLY,
  REPLYING,
  START_MS,
  STATE,
  TIMERS,
  tierOf,
  USEFUL_USD,
} from './call-pool.ts';
import { assertIdentities } from './checks.ts';
import { CallContext, NOTHING, ONE_CALL } from './context.ts';
import { EngineFault } from './fault.ts';
import { Kernel } from './kernel.ts';
import { LateBills } from './late-bills.ts';
import { provisionedFeeUsd, withFee } from './provisioned-fee.ts';
import { RequestTable } from './request-table.ts';
import { EDGE_ABANDONED, EDGE_COLUMNS } from './series.ts';
import { type DDSketch, measured, placeOfMeasured } from './sketch.ts';
import { MAX, MIN, PLACES, SUM, TOTALS } from './sketch-rows.ts';
import { ABANDONED, ENDS_LESS_STARTS_MS, FIRST_OUTCOME, RECORD, UNANSWERED_MS } from './statistics.ts';
import { CANCEL_CALL, DELIVER_CALL, DELIVER_REPLY, DELIVER_SLOT } from './task-ring.ts';

/** Part of every result and of its hash: another version may give other figures for the same inputs. */
export const ENGINE_VERSION = '0.4.0';

/** The engine's part of a run result; identity, replications and assumptions are added by whoever starts the run. */
export type RunFigures = Omit<
  RunResult,
  'format' | 'engineVersion' | 'seed' | 'replications' | 'policy' | 'traffic' | 'scenario' | 'intervals' | 'assumptions' | 'hash'
>;

/** Requests that have ended by an instant of a run. */
export interface SoFar {
  /** Answers by tier; index 0 is tier 1. */
  readonly answeredByTier: readonly number[];
  readonly blocked: number;
  readonly failed: number;
}

export interface Run {
  /** Runs at most so many events; true when the run has ended. Throws `EngineFault` when a kind or the engine breaks its contract. */
  advance(maxEvents: number): boolean;
  readonly requestsDone: number;
  /** May be asked at any time. */
  readonly soFar: SoFar;
  /** End-to-end latency of answered requests, in ms. */
  readonly latencySketch: DDSketch;
  /** What became of each request, when the plan asks for it. */
  readonly requestTable: RequestTable | null;
  /** Throws before the run has ended. */
  figures(): RunFigures;
}

export function createRun(plan: RunPlan): Run {
  return new EventRun(plan);
}

class EventRun implements Run {
  private readonly plan: RunPlan;
  private readonly kernel: Kernel;
  private readonly context: CallContext;
  /** What the hot loop reads of each node, one array each: a behaviour's own object has another shape in every kind. */
  private readonly configs: unknown[];
  private readonly states: unknown[];
  private readonly onCall: Behavior['onCall'][];
  private readonly onReply: (Behavior['onReply'] | undefined)[];
  private readonly onWake: (Behavior['onWake'] | undefined)[];
  private readonly onCancel: (Behavior['onCancel'] | undefined)[];
  private nextRequest = 0;
  private checks: RunResult['checks'] | null = null;

  constructor(plan: RunPlan) {
    this.plan = plan;
    this.kernel = new Kernel(plan);
    this.context = new CallContext(
      this.kernel,
      Int32Array.from(plan.nodes, (node) => hashOf(node.id)),
      hashOf('complexity'),
    );
    this.configs = plan.nodes.map((node) => node.config);
    this.states = plan.nodes.map((node) => node.behavior.createState(node.config));
    this.kernel.gauges.states = this.states;
    if (plan.keepsRequests) this.kernel.table = new RequestTable(plan.traffic.requestCount);
    this.kernel.lateBills = LateBills.of(plan.nodes, this.states, this.kernel.calls);
    this.onCall = plan.nodes.map(({ behavior }) => behavior.onCall);
    this.onReply = plan.nodes.map(({ behavior }) => behavior.onReply);
    this.onWake = plan.nodes.map(({ behavior }) => behavior.onWake);
    this.onCancel = plan.nodes.map(({ behavior }) => behavior.onCancel);
  }

  get requestsDone(): number {
    return this.kernel.requestsDone;
  }

  get soFar(): SoFar {
    const { byOutcome, requestsDone, answeredByTier } = this.kernel;
    const blocked = byOutcome[outcomeOf('blocked-by-guard')]!;
    return { answeredByTier: [...answeredByTier], blocked, failed: requestsDone - byOutcome[0]! - blocked };
  }

  get requestTable(): RequestTable | null {
    return this.kernel.table;
  }

  get latencySketch(): DDSketch {
    const { latency, requestRow } = this.kernel.statistics;
    return latency.sketch(requestRow);
  }

  advance(maxEvents: number): boolean {
    if (this.checks !== null) return true;
    const { kernel } = this;
    const { heap } = kernel;
    const { arrivalMs, requestCount } = this.plan.traffic;
    for (let events = 0; events < maxEvents; events++) {
      const { nextRequest } = this;
      if (nextRequest < requestCount && arrivalMs[nextRequest]! < heap.nextMs) this.startNextRequest();
      else if (heap.size > 0) this.fireNextTimer();
      else if (nextRequest < requestCount) throw new EngineFault(`request ${nextRequest} arrives at ${arrivalMs[nextRequest]} ms`);
      else {
        kernel.endUnbegun();
        kernel.gauges.end(kernel.nowMs);
        kernel.series.end(kernel.nowMs);
        kernel.statistics.foldChains();
        this.checks = assertIdentities(kernel);
        return true;
      }
    }
    return false;
  }

  figures(): RunFigures {
    const { kernel, checks } = this;
    if (checks === null) throw new EngineFault(`figures were asked for after ${kernel.requestsDone} requests, before the run had ended`);
    const { statistics } = kernel;
    const requests = kernel.requestsDone;
    const byFailure: Record<string, number> = {};
    let failed = 0;
    const blockedCode = outcomeOf('blocked-by-guard');
    for (let code = 1; code < kernel.byOutcome.length; code++) {
      const count = kernel.byOutcome[code]!;
      if (count > 0) byFailure[failureOf(code)] = count;
      if (code !== blockedCode) failed += count;
    }
    const blocked = kernel.byOutcome[blockedCode]!;
    const { traffic, provisionedUsdPerHour, bucketMs } = this.plan;
    const trafficMs = traffic.arrivalMs[traffic.requestCount - 1] ?? 0;
    const feeUsd = provisionedFeeUsd(provisionedUsdPerHour ?? 0, trafficMs);
    const usd = kernel.usd + feeUsd;
    const counted = kernel.series.figures();
    const series = { ...counted, ...kernel.gauges.figures(counted.requests.length) };
    return {
      requests,
      outcomes: { answeredByTier: [...kernel.answeredByTier], blocked, failed, byFailure, flawed: this.flawed() },
      availability: requests === blocked ? 1 : kernel.byOutcome[0]! / (requests - blocked),
      latencyMs: this.latencySketch.figures(),
      cost: {
        usd,
        perRequestUsd: requests === 0 ? 0 : usd / requests,
        promptTokens: kernel.promptTokens,
        completionTokens: kernel.completionTokens,
        wastedUsd: kernel.wastedUsd,
        ...(provisionedUsdPerHour === undefined ? {} : { provisionedUsd: feeUsd }),
      },
      attempts: { total: kernel.attempts, perRequest: requests === 0 ? 0 : kernel.attempts / requests },
      nodes: statistics.nodeFigures(kernel.nowMs),
      edges: statistics.edgeFigures((edge) => kernel.series.edgeTotals(edge)),
      breakers: kernel.timelines.figures(kernel.nowMs, (node) => statistics.factOf(node, 'rejected')),
      series: feeUsd === 0 ? series : { ...series, usd: withFee(series.usd, feeUsd, trafficMs, bucketMs) },
      traces: kernel.traces.figures(),
      checks,
    };
  }

  private flawed(): RunFigures['outcomes']['flawed'] {
    const counts = FLAWS.map((flaw, position) => [flaw, this.kernel.flawed[position]!] as const);
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  }

  // ── events

  private startNextRequest(): void {
    const { kernel, plan } = this;
    const request = this.nextRequest++;
    const arrivalMs = plan.traffic.arrivalMs[request]!;
    if (!(arrivalMs >= kernel.nowMs)) throw new EngineFault(`request ${request} arrives at ${arrivalMs} ms, after ${kernel.nowMs} ms`);
    kernel.clock[0] = arrivalMs;
    kernel.clockMoved();
    const entry = typeof plan.entries === 'number' ? plan.entries : plan.entries[request]!;
    this.settle(kernel.startRequest(request, entry));
  }

  private fireNextTimer(): void {
    const { kernel } = this;
    const { heap, calls } = kernel;
    heap.pop();
    const call = heap.poppedCall;
    // Set by a call that has ended since: neither an event nor a reason for the clock to move.
    if (calls.ints[call + GENERATION] !== heap.poppedGeneration) return;
    kernel.clock[0] = heap.poppedMs;
    kernel.clockMoved();
    calls.ints[call + TIMERS]!--;
    this.wake(call, heap.poppedTag);
    this.settle(NONE);
  }

  /**
   * Does what handlers asked for until nothing is left at this instant. The one hot function: most of a run is calls that a node hands
   * down and replies that it hands up, a dozen a request, and what is written out here would cost more to call than to do.
   * `first`: a call just made from outside, or NONE.
   */
  private settle(first: number): void {
    const { kernel, context } = this;
    const { calls, ring, series, statistics, passing } = kernel;
    const { records, edgeOfPort, portOffset, latency, nodeCount, edgeCount } = statistics;
    const { edges, edgeRow } = series;
    const { counts, totals } = latency;
    const nowMs = kernel.clock[0]!;
    const intoBucketMs = nowMs - series.bounds[0]!;
    // Of the duration before: callers above each other mostly have the same.
    let lastMs = -1;
    let place = 0;
    /** What the loop itself has found to do next. */
    let next = first;
    for (;;) {
      let call: number;
      if (next !== NONE) {
        call = next;
        next = NONE;
      } else if (context.asked === ONE_CALL) {
        context.asked = NOTHING;
        call =
          ring.size === 0 ? kernel.openThrough(context.current, context.askedPort) : kernel.openChild(context.current, context.askedPort);
      } else if (context.asked !== NOTHING) {
        context.asked = NOTHING;
        call = context.current;
      } else if (ring.size > 0) {
        ring.take();
        call = ring.takenCall;
        if (calls.ints[call + GENERATION] !== ring.takenGeneration || !this.isStillDue(ring.takenTask, call)) continue;
      } else return;

      const { ints, doubles } = calls;
      if (ints[call + STATE] === MADE) {
        ints[call + STATE] = OPEN_CALL;
        const node = ints[call + NODE]!;
        if (passing.calls[node] === 1 && ring.size === 0) {
          next = kernel.openThrough(call, portOffset[node]!);
          continue;
        }
        context.point(call, 0, NONE);
        const onCall = this.onCall[node]!;
        onCall(this.configs[node], this.states[node], context);
        if (context.asked === NOTHING) this.assertPending(call);
        continue;
      }

      const parent = ints[call + PARENT]!;
      const reply = ints[call + REPLY]!;
      const outcome = reply & OUTCOME_BITS;
      const flags = ints[call + FLAGS]!;
      if ((flags & FUSED) !== 0 && (outcome !== 0 || (parent !== NONE && ints[parent + STATE] !== OPEN_CALL))) {
        // The same reply again, with the calls that it goes through written out.
        kernel.unfuse(call);
        next = call;
        continue;
      }
      // The caller itself has replied or was given up at this very instant: nobody waits for this reply any longer.
      if (parent !== NONE && ints[parent + STATE] !== OPEN_CALL) {
        ints[call + STATE] = DROPPED;
        this.abandon(call);
        continue;
      }
      if ((flags & IN_LINE) !== 0 && (flags & LINGERS) === 0) kernel.leaveLine(call);
      if (ints[call + FIRST_CHILD] !== NONE) this.abandonChildren(call);
      if ((flags & FUSED) !== 0 && ring.size > 0) {
        // The same reply again, with the calls that it goes through written out.
        kernel.unfuse(call);
        next = call;
        continue;
      }

      const node = ints[call + NODE]!;
      const durationMs = nowMs - doubles[(call >> 1) + START_MS]!;
      const record = node * RECORD;
      records[record + ENDS_LESS_STARTS_MS]! += intoBucketMs;
      records[record + FIRST_OUTCOME + outcome]!++;
      if (outcome === 0) {
        if (durationMs !== lastMs) {
          lastMs = durationMs;
          measured[0] = durationMs;
          place = placeOfMeasured();
        }
        counts[node * PLACES + place]!++;
        const total = node * TOTALS;
        totals[total + SUM]! += durationMs;
        if (durationMs < totals[total + MIN]!) totals[total + MIN] = durationMs;
        if (durationMs > totals[total + MAX]!) totals[total + MAX] = durationMs;
      } else records[record + UNANSWERED_MS]! += durationMs;
      if ((flags & FUSED) !== 0) {
        const row = nodeCount + ints[call + CHAIN]!;
        records[row * RECORD + ENDS_LESS_STARTS_MS]! += intoBucketMs;
        records[row * RECORD + FIRST_OUTCOME]!++;
        counts[row * PLACES + place]!++;
        const total = row * TOTALS;
        totals[total + SUM]! += durationMs;
        if (durationMs < totals[total + MIN]!) totals[total + MIN] = durationMs;
        if (durationMs > totals[total + MAX]!) totals[total + MAX] = durationMs;
        edges[edgeRow + (edgeCount + ints[call + CHAIN]!) * EDGE_COLUMNS + tierOf(reply)]!++;
      } else if ((flags & IS_TRACED) !== 0) kernel.closeSpan(call, outcome);
      if (parent === NONE) {
        // First, so that the request's record is kept when its own call goes on.
        this.finish(call);
        kernel.endRequest(call, place);
        continue;
      }
      edges[edgeRow + edgeOfPort[ints[call + PORT]!]! * EDGE_COLUMNS + tierOf(reply)]!++;
      calls.unlink(call, parent);
      const above = ints[parent + NODE]!;
      if (outcome === 0 && passing.answers[above] === 1 && ring.size === 0) {
        ints[parent + STATE] = REPLYING;
        ints[parent + REPLY] = reply;
        doubles[(parent >> 1) + USEFUL_USD] = doubles[(call >> 1) + USEFUL_USD]!;
        this.finish(call);
        next = parent;
        continue;
      }
      context.point(parent, 0, call);
      const onReply = this.onReply[above];
      if (onReply === undefined) throw new EngineFault(`node ${kernel.nodeId(parent)} made a call but has no onReply`);
      onReply(this.configs[above], this.states[above], context);
      this.finish(call);
      if (context.asked === NOTHING) this.assertPending(parent);
    }
  }

  /** True for a call or a reply that is to be delivered; does all else that the ring holds. */
  private isStillDue(task: number, call: number): boolean {
    const { ints } = this.kernel.calls;
    const state = ints[call + STATE]!;
    switch (task) {
      case DELIVER_CALL:
        return state === MADE;
      case DELIVER_REPLY:
        return state === REPLYING;
      case CANCEL_CALL: {
        if (state !== GIVEN_UP && state !== DROPPED) return false;
        const parent = ints[call + PARENT]!;
        this.abandon(call);
        // Whoever gave up the last that it waited for must have asked for something else.
        if (parent !== NONE) this.assertPending(parent);
        return false;
      }
      default:
        if ((ints[call + FLAGS]! & GRANTED) !== 0 && (state === OPEN_CALL || state === LINGERING)) {
          ints[call + FLAGS]! &= ~IN_LINE;
          this.wake(call, SLOT_GRANTED);
        }
        return false;
    }
  }

  private wake(call: number, tag: number): void {
    const { kernel, context } = this;
    const { calls } = kernel;
    const position = calls.ints[call + NODE]!;
    const onWake = this.onWake[position];
    if (onWake === undefined) throw new EngineFault(`node ${kernel.nodeId(call)} set a timer but has no onWake`);
    context.point(call, tag, NONE);
    onWake(this.configs[position], this.states[position], context);
    if (context.asked !== NOTHING) return;
    if (calls.ints[call + STATE] === ENDING) kernel.endLingering(call);
    else this.assertPending(call);
  }

  // ── calls that nobody waits for

  private abandonChildren(parent: number): void {
    for (let child = this.firstChildOf(parent); child !== NONE; child = this.firstChildOf(parent)) this.abandon(child);
  }

  /** Cancels a call and all below it, the deepest first, so that money has flowed up before a caller is told. */
  private abandon(root: number): void {
    let call = root;
    for (;;) {
      for (let child = this.firstChildOf(call); child !== NONE; child = this.firstChildOf(call)) call = child;
      const parent = this.kernel.calls.ints[call + PARENT]!;
      this.tellCancelled(call);
      this.finishAbandoned(call);
      if (call === root) return;
      call = parent;
    }
  }

  /** With all calls written out: who is given up is counted by node. */
  private firstChildOf(call: number): number {
    const { kernel } = this;
    const { ints } = kernel.calls;
    const child = ints[call + FIRST_CHILD]!;
    return child !== NONE && (ints[child + FLAGS]! & FUSED) !== 0 ? kernel.unfuse(child) : child;
  }

  private tellCancelled(call: number): void {
    const { kernel } = this;
    const { ints } = kernel.calls;
    const state = ints[call + STATE]!;
    if (state === OPEN_CALL || state === GIVEN_UP) {
      ints[call + STATE] = CANCELLING;
      const position = ints[call + NODE]!;
      const onCancel = this.onCancel[position];
      if (onCancel !== undefined) {
        this.context.point(call, 0, NONE);
        onCancel(this.configs[position], this.states[position], this.context);
      }
    }
    // Whoever goes on keeps its place as well.
    if ((ints[call + FLAGS]! & LINGERS) === 0) kernel.leaveLine(call);
  }

  private finishAbandoned(call: number): void {
    const { kernel } = this;
    const { calls } = kernel;
    const { ints } = calls;
    const { statistics, series } = kernel;
    const { records } = statistics;
    const parent = ints[call + PARENT]!;
    const record = ints[call + NODE]! * RECORD;
    records[record + ENDS_LESS_STARTS_MS]! += kernel.nowMs - series.bounds[0]!;
    records[record + UNANSWERED_MS]! += kernel.nowMs - calls.doubles[(call >> 1) + START_MS]!;
    records[record + ABANDONED]!++;
    if (parent !== NONE) series.edges[series.edgeRow + statistics.edgeOfPort[ints[call + PORT]!]! * EDGE_COLUMNS + EDGE_ABANDONED]!++;
    kernel.closeSpan(call, null);
    // A call given up by `cancel` was no longer waited for; the others' caller is ending and is not asked again.
    if (parent !== NONE) calls.unlink(call, parent);
    this.finish(call);
  }

  /** The call is over, or goes on by itself when its behaviour said so. */
  private finish(call: number): void {
    const { kernel } = this;
    const { ints } = kernel.calls;
    if ((ints[call + FLAGS]! & LINGERS) === 0) {
      kernel.freeCall(call);
      return;
    }
    ints[call + STATE] = LINGERING;
    kernel.countLingering(call, 1);
    // News of a slot that came while the call was being given up found nobody.
    if ((ints[call + FLAGS]! & GRANTED) !== 0) kernel.ring.add(DELIVER_SLOT, call, ints[call + GENERATION]!);
    this.assertPending(call);
  }

  /** A call with nothing to come would never reply: the behaviour forgot something. */
  private assertPending(call: number): void {
    const { ints } = this.kernel.calls;
    const state = ints[call + STATE]!;
    if (state !== OPEN_CALL && state !== LINGERING) return;
    if (ints[call + FIRST_CHILD] !== NONE || (ints[call + TIMERS]! | (ints[call + FLAGS]! & IN_LINE)) !== 0) return;
    const { id, kind } = this.plan.nodes[ints[call + NODE]!]!;
    throw new EngineFault(`node ${id} (${kind}) left a call with no reply, call, timer or place in a line: it would never end`);
  }
}
