import { EngineFault, SLOT_GRANTED } from '../engine/index.ts';
import { failureOf, type Ms, type OutcomeCode, outcomeOf, type RequestTrace } from '../model/index.ts';
import { COMPLETION } from './event-queue.ts';
import type { LiveCall } from './live-call.ts';
import { LiveContext } from './live-context.ts';
import { LiveKernel, type LivePlan, type Task } from './live-kernel.ts';
import type { LiveEnd, LiveRequest, LiveRequestState, RequestListener } from './live-request.ts';
import type { Upstream, UpstreamReply } from './upstream.ts';

/**
 * A policy at work on requests as they come: the behaviours of the simulator, on a clock that somebody else moves. It holds no timer and reads no clock, so
 * that a test may drive it as fast as it likes: whoever owns it says what time it is with everything that happens, and comes back at `nextMs`.
 *
 * It takes the turns that the engine takes (shared/engine/run.ts), in the same order, and is written apart from it because that one may allocate nothing.
 * `live-run.test.ts` holds the two together. Instants are ms since the run began and never decrease.
 */
export interface LiveRun {
  /** Instant of the next thing that happens by itself; Infinity when nothing will. */
  readonly nextMs: Ms;
  /** Does all that is due by this instant. */
  advanceTo(nowMs: Ms): void;
  /** A request arrives; returns its number. */
  begin(asked: LiveRequest, listener: RequestListener, nowMs: Ms): number;
  /** Its caller no longer waits. */
  giveUp(request: number, nowMs: Ms): void;
  /** The upstream's reply to an attempt. One that nobody waits for is ignored. */
  reply(attempt: number, reply: UpstreamReply, nowMs: Ms): void;
  /**
   * The first part of an answer is there. True when it may be passed on to the caller: from then on this request is answered by this attempt or by none. Should
   * the answer break off, nothing else is tried and the request has failed.
   */
  beginAnswer(attempt: number, nowMs: Ms): boolean;
  /** Requests that have not ended. */
  readonly openRequests: number;
  /** State of each breaker that ever changed it, by node id: CLOSED, OPEN or HALF_OPEN of the engine. */
  breakerStates(): ReadonlyMap<string, number>;
}

const CANCELLED = outcomeOf('cancelled');

export const createLiveRun = (plan: LivePlan, upstream: Upstream): LiveRun => new DrivenRun(plan, upstream);

class DrivenRun implements LiveRun {
  private readonly plan: LivePlan;
  private readonly kernel: LiveKernel;
  private readonly context: LiveContext;
  private readonly open = new Map<number, LiveRequestState>();
  private requests = 0;
  private isBusy = false;
  /** Told once nothing is left to do at this instant, so that whoever hears may ask the run for more. */
  private notices: (() => void)[] = [];

  constructor(plan: LivePlan, upstream: Upstream) {
    this.plan = plan;
    this.kernel = new LiveKernel(plan, upstream);
    this.context = new LiveContext(this.kernel);
  }

  get nextMs(): Ms {
    return this.kernel.queue.nextMs;
  }

  get openRequests(): number {
    return this.open.size;
  }

  breakerStates(): ReadonlyMap<string, number> {
    return new Map([...this.kernel.breakers].map(([node, state]) => [this.plan.nodes[node]!.id, state]));
  }

  advanceTo(nowMs: Ms): void {
    this.alone(() => this.advance(nowMs, 'all'));
  }

  begin(asked: LiveRequest, listener: RequestListener, nowMs: Ms): number {
    const number = this.requests++;
    this.alone(() => {
      this.advance(nowMs, 'all');
      const request: LiveRequestState = {
        number,
        asked,
        user: asked.user === null ? -1 : this.plan.codeOfUser(asked.user),
        arrivalMs: this.kernel.nowMs,
        listener,
        visits: new Map(),
        spans: [],
        root: null,
        hasEnded: false,
        latencyMs: 0,
        outcome: 0,
        tier: 0,
        attempts: 0,
        usd: 0,
        lingering: 0,
        begun: 0,
        brokenOff: 0,
      };
      this.open.set(number, request);
      request.root = this.kernel.open(asked.entry, null, -1, request);
      this.kernel.tasks.push({ does: 'call', call: request.root });
      this.settle();
    });
    return number;
  }

  giveUp(request: number, nowMs: Ms): void {
    this.alone(() => {
      this.advance(nowMs, 'all');
      const given = this.open.get(request);
      if (given === undefined) return;
      this.cutShort(given, CANCELLED);
      this.settle();
    });
  }

  reply(attempt: number, reply: UpstreamReply, nowMs: Ms): void {
    this.alone(() => {
      // What is due before goes first; at the very instant a reply goes before timers, which wait for `advanceTo`.
      this.advance(nowMs, 'before');
      const sent = this.kernel.sent.get(attempt);
      if (sent !== undefined) {
        this.kernel.sent.delete(attempt);
        sent.call.upstreamReply = reply;
        this.kernel.queue.add(this.kernel.nowMs, COMPLETION, sent.call, sent.tag);
      }
      this.advance(nowMs, 'completions');
    });
  }

  beginAnswer(attempt: number, nowMs: Ms): boolean {
    return this.alone(() => {
      this.advance(nowMs, 'all');
      const sent = this.kernel.sent.get(attempt);
      if (sent === undefined || !sent.mayStream) return false;
      const { request } = sent.call;
      if (request.hasEnded || request.begun !== 0) return false;
      request.begun = attempt;
      return true;
    });
  }

  private alone<Result>(work: () => Result): Result {
    if (this.isBusy) throw new EngineFault('a live run was asked for something while it was at work on something else');
    this.isBusy = true;
    let result: Result;
    try {
      result = work();
    } finally {
      this.isBusy = false;
    }
    const { notices } = this;
    this.notices = [];
    for (const tell of notices) tell();
    return result;
  }

  /** `of`: what of the instant itself is done. */
  private advance(nowMs: Ms, of: 'before' | 'completions' | 'all'): void {
    const { queue, clock } = this.kernel;
    while (queue.nextMs < nowMs || (queue.nextMs === nowMs && (of === 'all' || (of === 'completions' && queue.nextIsCompletion)))) {
      const { atMs, call, tag } = queue.take();
      // Set by a call that has ended since.
      if (call.state === 'over') continue;
      if (atMs > clock[0]!) clock[0] = atMs;
      call.timers--;
      this.wake(call, tag);
      this.settle();
    }
    if (nowMs > clock[0]!) clock[0] = nowMs;
  }

  // ── what handlers asked for

  private settle(): void {
    const { tasks, brokenOff } = this.kernel;
    for (;;) {
      for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) this.perform(task);
      const broken = brokenOff.shift();
      if (broken === undefined) return;
      if (!broken.hasEnded) this.cutShort(broken, broken.brokenOff);
    }
  }

  private perform({ does, call }: Task): void {
    const { state } = call;
    switch (does) {
      case 'call':
        if (state === 'made') this.deliverCall(call);
        return;
      case 'reply':
        if (state === 'replying') this.deliverReply(call);
        return;
      case 'cancel': {
        if (state !== 'given-up' && state !== 'dropped') return;
        const { parent } = call;
        this.abandon(call);
        if (parent !== null) this.assertPending(parent);
        return;
      }
      case 'slot':
        if (call.line !== 'granted' || (state !== 'open' && state !== 'lingering')) return;
        call.line = 'none';
        this.wake(call, SLOT_GRANTED);
    }
  }

  private deliverCall(call: LiveCall): void {
    call.state = 'open';
    const { behavior, config } = this.plan.nodes[call.node]!;
    this.context.point(call, 0, null);
    behavior.onCall(config, this.kernel.states[call.node], this.context);
    this.assertPending(call);
  }

  private deliverReply(call: LiveCall): void {
    const { kernel, context } = this;
    const { parent, reply } = call;
    if (parent !== null && parent.state !== 'open') {
      call.state = 'dropped';
      this.abandon(call);
      return;
    }
    if (!call.lingers) kernel.leaveLine(call);
    this.abandonChildren(call);
    kernel.closeSpan(call, reply!.outcome);
    if (parent === null) {
      // First, so that the request is kept when its own call goes on.
      this.finish(call);
      this.endRequest(call.request, call);
      return;
    }
    call.unlink();
    const { behavior, config, id } = this.plan.nodes[parent.node]!;
    if (behavior.onReply === undefined) throw new EngineFault(`node ${id} made a call but has no onReply`);
    context.point(parent, 0, call);
    behavior.onReply(config, kernel.states[parent.node], context);
    this.finish(call);
    this.assertPending(parent);
  }

  private wake(call: LiveCall, tag: number): void {
    const { kernel, context } = this;
    const { behavior, config, id } = this.plan.nodes[call.node]!;
    if (behavior.onWake === undefined) throw new EngineFault(`node ${id} set a timer but has no onWake`);
    context.point(call, tag, null);
    behavior.onWake(config, kernel.states[call.node], context);
    // Asked of the state anew: the handler may have said `end()`.
    if ((call.state as string) === 'ending') this.endLingering(call);
    else this.assertPending(call);
  }

  // ── calls that nobody waits for

  private abandonChildren(parent: LiveCall): void {
    for (let child = parent.children.at(-1); child !== undefined; child = parent.children.at(-1)) this.abandon(child);
  }

  /** Cancels a call and all below it, the deepest first, so that money has flowed up before a caller is told. */
  private abandon(call: LiveCall): void {
    this.abandonChildren(call);
    this.tellCancelled(call);
    this.kernel.closeSpan(call, null);
    call.unlink();
    this.finish(call);
  }

  private tellCancelled(call: LiveCall): void {
    const { kernel } = this;
    if (call.state === 'open' || call.state === 'given-up') {
      call.state = 'cancelling';
      const { behavior, config } = this.plan.nodes[call.node]!;
      this.context.point(call, 0, null);
      behavior.onCancel?.(config, kernel.states[call.node], this.context);
    }
    if (!call.lingers) kernel.leaveLine(call);
  }

  /** The call is over, or goes on by itself when its behaviour said so. */
  private finish(call: LiveCall): void {
    if (!call.lingers) {
      this.kernel.free(call);
      return;
    }
    call.state = 'lingering';
    call.request.lingering++;
    // News of a slot that came while the call was being given up found nobody.
    if (call.line === 'granted') this.kernel.tasks.push({ does: 'slot', call });
    this.assertPending(call);
  }

  private endLingering(call: LiveCall): void {
    const { kernel } = this;
    kernel.leaveLine(call);
    kernel.forgetHearers(call);
    kernel.closeSpan(call, null);
    call.request.lingering--;
    kernel.free(call);
    this.traceWhenOver(call.request);
  }

  private assertPending(call: LiveCall): void {
    if (call.state !== 'open' && call.state !== 'lingering') return;
    if (call.children.length > 0 || call.timers > 0 || call.line !== 'none') return;
    const { id, kind } = this.plan.nodes[call.node]!;
    throw new EngineFault(`node ${id} (${kind}) left a call with no reply, call, timer or place in a line: it would never end`);
  }

  // ── requests

  /** Ends a request from outside. */
  private cutShort(request: LiveRequestState, outcome: OutcomeCode): void {
    const { root } = request;
    if (root === null || root.state === 'over') throw new EngineFault(`request ${request.number} has ended and cannot be cut short`);
    this.abandon(root);
    request.brokenOff = outcome;
    this.endRequest(request, null);
  }

  private endRequest(request: LiveRequestState, root: LiveCall | null): void {
    const reply = request.brokenOff === 0 && root !== null ? root.reply : null;
    request.hasEnded = true;
    request.root = null;
    request.latencyMs = this.kernel.nowMs - request.arrivalMs;
    request.outcome = reply?.outcome ?? request.brokenOff;
    request.tier = reply?.tier ?? 0;
    this.open.delete(request.number);
    const end: LiveEnd = {
      request: request.number,
      outcome: request.outcome,
      tier: request.tier,
      flaws: reply?.flaws ?? 0,
      retryAfterMs: reply?.retryAfterMs ?? 0,
      answer: reply?.answer ?? null,
      attempts: request.attempts,
      usd: request.usd,
    };
    this.notices.push(() => request.listener.onEnd(end));
    this.traceWhenOver(request);
  }

  private traceWhenOver(request: LiveRequestState): void {
    const { listener } = request;
    if (!request.hasEnded || request.lingering > 0 || listener.onTrace === undefined) return;
    this.notices.push(() => listener.onTrace?.(this.traceOf(request)));
  }

  private traceOf({ number, asked, arrivalMs, latencyMs, outcome, tier, spans }: LiveRequestState): RequestTrace {
    const { nodes } = this.plan;
    return {
      request: number,
      arrivalMs,
      latencyMs,
      outcome: outcome === 0 ? 'answered' : failureOf(outcome),
      tier: tier === 0 ? null : tier,
      ...(asked.user === null ? {} : { user: asked.user }),
      usd: spans.reduce((sum, span) => sum + span.usd, 0),
      spans: spans.map(({ node, parent, port, promptTokens, completionTokens, ...span }) => ({
        ...span,
        ...(promptTokens + completionTokens === 0 ? {} : { tokens: { prompt: promptTokens, completion: completionTokens } }),
        nodeId: nodes[node]!.id,
        parent: parent < 0 ? null : parent,
        port: parent < 0 ? null : nodes[spans[parent]!.node]!.ports[port]!,
      })),
    };
  }
}
