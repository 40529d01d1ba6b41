import { hashOf } from '../dice/index.ts';
import { FLAWS, failureOf, type Ms, outcomeOf, type RunResult } from '../model/index.ts';
import { type Behavior, type RunPlan, SLOT_GRANTED } from './behavior.ts';
import {
  CANCELLING,
  DROPPED,
  EDGE,
  ENDING,
  FIRST_CHILD,
  GENERATION,
  GIVEN_UP,
  GRANTED,
  LINGERING,
  LINGERS,
  MADE,
  NODE,
  NONE,
  NOT_QUEUED,
  OPEN_CALL,
  OUTCOME,
  PARENT,
  QUEUE,
  REPLYING,
  SLOT,
  SPAN,
  STATE,
  TIER,
  TIMERS,
  WAITING_FOR,
} from './call-pool.ts';
import { assertIdentities } from './checks.ts';
import { CallContext } from './context.ts';
import { EngineFault } from './fault.ts';
import { Kernel } from './kernel.ts';
import { TRACE } from './request-pool.ts';
import type { DDSketch } from './sketch.ts';
import { CANCEL_CALL, DELIVER_CALL, DELIVER_REPLY } from './task-ring.ts';

/** Part of every result and of its hash: another version may give other figures for the same inputs. */
export const ENGINE_VERSION = '0.2.0';

/** The engine's part of a run result; identity, replications and assumptions are added by whoever starts the run. */
export type RunFigures = Omit<
  RunResult,
  'format' | 'engineVersion' | 'seed' | 'replications' | 'policy' | 'traffic' | 'scenario' | 'intervals' | 'assumptions' | 'hash'
>;

export interface Run {
  /** Runs at most so many events; true when the run has ended. Throws `EngineFault` when a kind or the engine breaks its contract. */
  advance(maxEvents: number): boolean;
  readonly requestsDone: number;
  /** End-to-end latency of answered requests, in ms. */
  readonly latencySketch: DDSketch;
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
  private nextArrivalMs: Ms;
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
    this.onCall = plan.nodes.map(({ behavior }) => behavior.onCall);
    this.onReply = plan.nodes.map(({ behavior }) => behavior.onReply);
    this.onWake = plan.nodes.map(({ behavior }) => behavior.onWake);
    this.onCancel = plan.nodes.map(({ behavior }) => behavior.onCancel);
    this.nextArrivalMs = this.arrivalMs(0);
  }

  get requestsDone(): number {
    return this.kernel.requestsDone;
  }

  get latencySketch(): DDSketch {
    return this.kernel.latency;
  }

  advance(maxEvents: number): boolean {
    if (this.checks !== null) return true;
    const { kernel } = this;
    const { heap } = kernel;
    for (let events = 0; events < maxEvents; events++) {
      if (this.nextArrivalMs < heap.nextMs) this.startNextRequest();
      else if (heap.size > 0) this.fireNextTimer();
      else {
        this.checks = assertIdentities(kernel);
        return true;
      }
      if (kernel.ring.size > 0) this.drain();
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
    return {
      requests,
      outcomes: { answeredByTier: [...kernel.answeredByTier], blocked, failed, byFailure, flawed: this.flawed() },
      availability: requests === blocked ? 1 : kernel.byOutcome[0]! / (requests - blocked),
      latencyMs: kernel.latency.figures(),
      cost: {
        usd: kernel.usd,
        perRequestUsd: requests === 0 ? 0 : kernel.usd / requests,
        promptTokens: kernel.promptTokens,
        completionTokens: kernel.completionTokens,
        wastedUsd: kernel.wastedUsd,
      },
      attempts: { total: kernel.attempts, perRequest: requests === 0 ? 0 : kernel.attempts / requests },
      nodes: statistics.nodeFigures(kernel.nowMs),
      edges: statistics.edgeFigures((edge) => kernel.series.edgeTotals(edge)),
      breakers: kernel.timelines.figures(kernel.nowMs, (node) => statistics.factOf(node, 'rejected')),
      series: kernel.series.figures(),
      traces: kernel.traces.figures(),
      checks,
    };
  }

  private flawed(): RunFigures['outcomes']['flawed'] {
    const counts = FLAWS.map((flaw, position) => [flaw, this.kernel.flawed[position]!] as const);
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  }

  // ── events

  private arrivalMs(request: number): Ms {
    return request < this.plan.traffic.requestCount ? this.plan.traffic.arrivalMs[request]! : Number.POSITIVE_INFINITY;
  }

  private startNextRequest(): void {
    const { kernel, plan } = this;
    const request = this.nextRequest++;
    const arrivalMs = this.nextArrivalMs;
    if (!(arrivalMs >= kernel.nowMs)) throw new EngineFault(`request ${request} arrives at ${arrivalMs} ms, after ${kernel.nowMs} ms`);
    this.nextArrivalMs = this.arrivalMs(request + 1);
    kernel.clock[0] = arrivalMs;
    const slot = kernel.startRequest(request);
    const entry = typeof plan.entries === 'number' ? plan.entries : plan.entries[request]!;
    this.deliverCall(kernel.openCall(entry, NONE, NONE, NONE, slot, request));
  }

  private fireNextTimer(): void {
    const { heap, calls } = this.kernel;
    heap.pop();
    const call = heap.poppedCall;
    // Set by a call that has ended since: neither an event nor a reason for the clock to move.
    if (calls.ints[call + GENERATION] !== heap.poppedGeneration) return;
    this.kernel.clock[0] = heap.poppedMs;
    calls.ints[call + TIMERS]!--;
    this.wake(call, heap.poppedTag);
  }

  /** Does what handlers asked for, until nothing is left at this instant. */
  private drain(): void {
    const { ring, calls } = this.kernel;
    while (ring.size > 0) {
      ring.take();
      const call = ring.takenCall;
      const { ints } = calls;
      if (ints[call + GENERATION] !== ring.takenGeneration) continue;
      const state = ints[call + STATE]!;
      switch (ring.takenTask) {
        case DELIVER_CALL:
          if (state === MADE) this.deliverCall(call);
          break;
        case DELIVER_REPLY:
          if (state === REPLYING) this.deliverReply(call);
          break;
        case CANCEL_CALL:
          if (state === GIVEN_UP || state === DROPPED) this.abandon(call);
          break;
        default:
          if (ints[call + QUEUE] === GRANTED && state === OPEN_CALL) {
            ints[call + QUEUE] = NOT_QUEUED;
            this.wake(call, SLOT_GRANTED);
          }
      }
    }
  }

  private deliverCall(call: number): void {
    const { ints } = this.kernel.calls;
    const position = ints[call + NODE]!;
    ints[call + STATE] = OPEN_CALL;
    this.context.point(call, 0, NONE);
    const onCall = this.onCall[position]!;
    onCall(this.configs[position], this.states[position], this.context);
    this.assertPending(call);
  }

  private wake(call: number, tag: number): void {
    const { calls } = this.kernel;
    const position = calls.ints[call + NODE]!;
    const onWake = this.onWake[position];
    if (onWake === undefined) throw new EngineFault(`node ${this.kernel.nodeId(call)} set a timer but has no onWake`);
    this.context.point(call, tag, NONE);
    onWake(this.configs[position], this.states[position], this.context);
    if (calls.ints[call + STATE] === ENDING) {
      this.closeSpan(call, null);
      this.kernel.freeCall(call);
    } else this.assertPending(call);
  }

  private deliverReply(call: number): void {
    const { kernel } = this;
    const { calls } = kernel;
    const { ints } = calls;
    const parent = ints[call + PARENT]!;
    // The caller itself has replied or was given up at this very instant: nobody waits for this reply any longer.
    if (parent !== NONE && ints[parent + STATE] !== OPEN_CALL) {
      ints[call + STATE] = DROPPED;
      this.abandon(call);
      return;
    }
    if (ints[call + QUEUE] !== NOT_QUEUED) kernel.leaveLine(call);
    if (ints[call + FIRST_CHILD] !== NONE) this.abandonChildren(call);
    kernel.statistics.callReplied(call);
    if (ints[call + SPAN] !== NONE) this.closeSpan(call, ints[call + OUTCOME]!);
    if (parent === NONE) {
      kernel.endRequest(call);
      this.finish(call);
      return;
    }
    kernel.series.callEnded(ints[call + EDGE]!, ints[call + TIER]!);
    calls.unlink(call, parent);
    ints[parent + WAITING_FOR]!--;
    const position = ints[parent + NODE]!;
    const onReply = this.onReply[position];
    if (onReply === undefined) throw new EngineFault(`node ${kernel.nodeId(parent)} made a call but has no onReply`);
    this.context.point(parent, 0, call);
    onReply(this.configs[position], this.states[position], this.context);
    this.finish(call);
    this.assertPending(parent);
  }

  // ── calls that nobody waits for

  private abandonChildren(parent: number): void {
    const { ints } = this.kernel.calls;
    for (let child = ints[parent + FIRST_CHILD]!; child !== NONE; child = ints[parent + FIRST_CHILD]!) this.abandon(child);
  }

  /** Cancels a call and all below it, the deepest first, so that money has flowed up before a caller is told. */
  private abandon(root: number): void {
    // A call that is told so may make no further calls, so the records stay where they are.
    const { ints } = this.kernel.calls;
    let call = root;
    for (;;) {
      for (let child = ints[call + FIRST_CHILD]!; child !== NONE; child = ints[call + FIRST_CHILD]!) call = child;
      const parent = ints[call + PARENT]!;
      this.tellCancelled(call);
      this.finishAbandoned(call);
      if (call === root) return;
      call = parent;
    }
  }

  private tellCancelled(call: number): void {
    const { kernel } = this;
    const { ints } = kernel.calls;
    const state = ints[call + STATE]!;
    kernel.leaveLine(call);
    if (state !== OPEN_CALL && state !== GIVEN_UP) return;
    ints[call + STATE] = CANCELLING;
    const position = ints[call + NODE]!;
    const onCancel = this.onCancel[position];
    if (onCancel === undefined) return;
    this.context.point(call, 0, NONE);
    onCancel(this.configs[position], this.states[position], this.context);
  }

  private finishAbandoned(call: number): void {
    const { kernel } = this;
    const { calls } = kernel;
    const { ints } = calls;
    const edge = ints[call + EDGE]!;
    const parent = ints[call + PARENT]!;
    kernel.statistics.callAbandoned(call);
    if (edge !== NONE) kernel.series.callEnded(edge, -1);
    this.closeSpan(call, null);
    // A call given up by `cancel` was no longer waited for; the others' caller is ending and is not asked again.
    if (parent !== NONE) calls.unlink(call, parent);
    this.finish(call);
  }

  /** The call is over, or goes on by itself when its behaviour said so. */
  private finish(call: number): void {
    const { kernel } = this;
    const { ints } = kernel.calls;
    if (ints[call + LINGERS] === 0) {
      kernel.freeCall(call);
      return;
    }
    ints[call + STATE] = LINGERING;
    this.assertPending(call);
  }

  private closeSpan(call: number, outcome: number | null): void {
    const { calls, requests, traces, nowMs } = this.kernel;
    const span = calls.ints[call + SPAN]!;
    if (span !== NONE) traces.closeSpan(requests.ints[calls.ints[call + SLOT]! + TRACE]!, span, outcome, nowMs);
  }

  /** A call with nothing to come would never reply: the behaviour forgot something. */
  private assertPending(call: number): void {
    const { ints } = this.kernel.calls;
    const state = ints[call + STATE]!;
    if (state !== OPEN_CALL && state !== LINGERING) return;
    // Counts are 0 or more, and so is a place in a line.
    if ((ints[call + TIMERS]! | ints[call + WAITING_FOR]! | ints[call + QUEUE]!) !== 0) return;
    const { id, kind } = this.plan.nodes[ints[call + NODE]!]!;
    throw new EngineFault(`node ${id} (${kind}) left a call with no reply, call, timer or place in a line: it would never end`);
  }
}
