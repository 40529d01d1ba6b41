import { secondWord, threefry, toUniform } from '../dice/index.ts';
import { type Conditions, LONGEST_MS, type Ms, type OutcomeCode, type Ratio, type Usd } from '../model/index.ts';
import { type Context, type Register, SLOT_QUEUED, SLOT_REFUSED, SLOT_STARTED } from './behavior.ts';
import { CANCELLING, type CallPool, DROPPED, ENDING, GIVEN_UP, LINGERING, MADE, NONE, OPEN_CALL, QUEUED, REPLYING } from './call-pool.ts';
import { COMPLETION, type EventClass, TIMER } from './event-heap.ts';
import { EngineFault } from './fault.ts';
import type { Kernel } from './kernel.ts';
import type { RequestPool } from './request-pool.ts';
import { CANCEL_CALL, DELIVER_CALL, DELIVER_REPLY } from './task-ring.ts';

/** Counter word that no node draws with: purpose, n and visit all at their end. */
const REQUEST_COUNTER = 0xffffffff;

/** The one context of a run, pointed at the call in question before each handler. */
export class CallContext implements Context {
  readonly conditions: Conditions;
  tag = 0;

  private readonly kernel: Kernel;
  private readonly calls: CallPool;
  private readonly requests: RequestPool;
  private readonly seed: number;
  private readonly luckKeys: Uint32Array | null;
  private readonly nodeHashes: Int32Array;
  private readonly metadata: readonly (Int32Array | null)[];
  private readonly complexityTopic: number;
  private current = 0;
  /** Call whose reply is in hand, NONE outside `onReply`. */
  private replied = NONE;

  constructor(kernel: Kernel, nodeHashes: Int32Array, complexityTopic: number) {
    const { plan } = kernel;
    this.kernel = kernel;
    this.calls = kernel.calls;
    this.requests = kernel.requests;
    this.conditions = plan.conditions;
    this.seed = plan.seed;
    this.luckKeys = plan.traffic.luckKey ?? null;
    this.nodeHashes = nodeHashes;
    this.complexityTopic = complexityTopic;
    this.metadata = plan.metadataColumns.map((name) => plan.traffic.metadata[name]?.codes ?? null);
  }

  /** For the run loop only. */
  point(call: number, tag: number, replied: number): void {
    this.current = call;
    this.tag = tag;
    this.replied = replied;
  }

  // ── where we are
  get nowMs(): Ms {
    return this.kernel.nowMs;
  }
  get request(): number {
    const { calls, requests } = this;
    return requests.request[calls.request[this.current]!]!;
  }
  get inputTokens(): number {
    return this.kernel.plan.traffic.inputTokens[this.request]!;
  }
  get outputTokens(): number {
    return this.kernel.plan.traffic.outputTokens[this.request]!;
  }
  get user(): number {
    const { user } = this.kernel.plan.traffic;
    return user === null ? -1 : user[this.request]!;
  }
  get complexity(): Ratio {
    const { complexity } = this.kernel.plan.traffic;
    return complexity === null ? this.requestUniform(this.complexityTopic) : complexity[this.request]!;
  }
  metadataCode(column: number): number {
    const codes = this.metadata[column];
    if (codes === undefined) throw this.fault(`asked for metadata column ${column}, which the plan does not have`);
    return codes === null ? -1 : codes[this.request]!;
  }
  get visit(): number {
    return this.calls.visit[this.current]!;
  }

  // ── memory of this call
  getNumber(register: Register): number {
    return this.calls.registers[4 * this.current + register]!;
  }
  setNumber(register: Register, value: number): void {
    this.calls.registers[4 * this.current + register] = value;
  }

  // ── asking
  call(port: number): number {
    const { kernel, current } = this;
    const { calls, statistics } = kernel;
    if (calls.state[current] !== OPEN_CALL) throw this.fault(`called port ${port} after it had replied or was cancelled`);
    const node = calls.node[current]!;
    const at = statistics.portOffset[node]! + port;
    if (!(port >= 0 && at < statistics.portOffset[node + 1]!) || statistics.targetOfPort[at] === NONE) {
      throw this.fault(`called port ${port}, which leads nowhere`);
    }
    const child = kernel.openCall(statistics.targetOfPort[at]!, current, port, statistics.edgeOfPort[at]!, calls.request[current]!);
    kernel.ring.add(DELIVER_CALL, child, calls.generation[child]!);
    return calls.handle(child);
  }
  isConnected(port: number): boolean {
    const { statistics } = this.kernel;
    const node = this.calls.node[this.current]!;
    const at = statistics.portOffset[node]! + port;
    return port >= 0 && at < statistics.portOffset[node + 1]! && statistics.targetOfPort[at] !== NONE;
  }
  /** Unknown and ended handles are ignored: the reply may have come first. */
  cancel(handle: number): void {
    const { calls, ring } = this.kernel;
    const child = calls.fromHandle(handle);
    if (child === NONE || calls.parent[child] !== this.current) return;
    const state = calls.state[child]!;
    if (child === this.replied || (state !== MADE && state !== OPEN_CALL && state !== REPLYING)) return;
    calls.state[child] = state === OPEN_CALL ? GIVEN_UP : DROPPED;
    calls.waitingFor[this.current]!--;
    ring.add(CANCEL_CALL, child, calls.generation[child]!);
  }
  wake(afterMs: Ms, tag: number): void {
    this.schedule(afterMs, TIMER, tag);
  }
  finish(afterMs: Ms, tag: number): void {
    this.schedule(afterMs, COMPLETION, tag);
  }

  // ── replying
  answer(tier: 1 | 2 | 3): void {
    if (tier !== 1 && tier !== 2 && tier !== 3) throw this.fault(`answered with tier ${tier}`);
    const { calls } = this;
    this.reply(0, tier, 0, calls.attemptUsd[this.current]!);
  }
  fail(outcome: OutcomeCode, retryAfterMs: Ms = 0): void {
    if (!(outcome > 0 && outcome < this.kernel.byOutcome.length))
      throw this.fault(`failed with outcome ${outcome}, which names no failure`);
    this.reply(outcome, 0, retryAfterMs, 0);
  }
  forward(): void {
    const { calls } = this;
    const isHeld = this.replied === NONE && calls.holds[this.current] === 1;
    const replied = isHeld ? this.current : this.replyInHand;
    this.reply(calls.outcome[replied]!, calls.tier[replied]!, calls.retryAfterMs[replied]!, calls.usefulUsd[replied]!);
  }
  hold(): void {
    const { calls } = this;
    const { current, replyInHand: replied } = this;
    if (calls.state[current] !== OPEN_CALL) throw this.fault('held a reply after it had replied');
    calls.holds[current] = 1;
    calls.outcome[current] = calls.outcome[replied]!;
    calls.tier[current] = calls.tier[replied]!;
    calls.retryAfterMs[current] = calls.retryAfterMs[replied]!;
    calls.usefulUsd[current] = calls.usefulUsd[replied]!;
  }

  // ── the reply in hand
  get outcome(): OutcomeCode {
    return this.calls.outcome[this.replyInHand]!;
  }
  get replyTier(): number {
    return this.calls.tier[this.replyInHand]!;
  }
  get replyPort(): number {
    return this.calls.port[this.replyInHand]!;
  }
  get replyHandle(): number {
    return this.calls.handle(this.replyInHand);
  }
  get retryAfterMs(): Ms {
    return this.calls.retryAfterMs[this.replyInHand]!;
  }
  get replyCalledAtMs(): Ms {
    return this.calls.startMs[this.replyInHand]!;
  }
  get replyUsd(): Usd {
    return this.calls.usd[this.replyInHand]!;
  }
  get replyTokens(): number {
    return this.calls.tokens[this.replyInHand]!;
  }

  get spentUsd(): Usd {
    return this.calls.spentUsd(this.current);
  }

  // ── cancelled calls
  linger(): void {
    const { calls } = this;
    const state = calls.state[this.current]!;
    const hasFailed = state === REPLYING && calls.outcome[this.current] !== 0;
    if (state !== CANCELLING && !hasFailed) throw this.fault('lingers though it was neither cancelled nor has just failed');
    calls.lingers[this.current] = 1;
  }
  end(): void {
    const { calls } = this;
    const state = calls.state[this.current]!;
    if (state === CANCELLING) calls.lingers[this.current] = 0;
    else if (state === LINGERING) calls.state[this.current] = ENDING;
    else throw this.fault('said end() though it does not linger');
  }
  get isLingering(): boolean {
    return this.calls.lingers[this.current] === 1;
  }

  // ── providers
  admit(provider: number, tokens: number, requestsPerMin: number): Ms {
    const { kernel } = this;
    return kernel.stations[provider]!.admit(kernel.nowMs, tokens, requestsPerMin);
  }
  acquire(provider: number): number {
    const { kernel, current } = this;
    const { calls } = this;
    const station = kernel.stations[provider]!;
    if (calls.station[current] !== NONE) throw this.fault(`asked for a second slot (provider ${station.id})`);
    if (station.hasFreeSlot) {
      kernel.takeSlot(current, provider);
      return SLOT_STARTED;
    }
    if (!station.hasRoomInLine) return SLOT_REFUSED;
    station.queued++;
    station.line.add(0, current, calls.generation[current]!);
    calls.station[current] = provider;
    calls.queue[current] = QUEUED;
    return SLOT_QUEUED;
  }
  release(provider: number): void {
    const { kernel, current } = this;
    if (kernel.calls.station[current] !== provider || kernel.calls.queue[current] === QUEUED) {
      throw this.fault(`gave back a slot of provider ${kernel.stations[provider]?.id ?? provider} that it does not hold`);
    }
    kernel.releaseSlot(current);
  }

  // ── what is measured
  countAttempt(): void {
    this.kernel.countAttempt(this.current);
  }
  billAttempt(usd: Usd, promptTokens: number, completionTokens: number): void {
    const { kernel, current } = this;
    kernel.promptTokens += promptTokens;
    kernel.completionTokens += completionTokens;
    kernel.calls.tokens[current]! += promptTokens + completionTokens;
    kernel.bill(current, usd, true);
  }
  billCheck(usd: Usd): void {
    this.kernel.bill(this.current, usd, false);
  }
  note(fact: number): void {
    const { kernel, current } = this;
    const { calls, statistics } = kernel;
    const node = calls.node[current]!;
    const at = statistics.factOffset[node]! + fact;
    if (!(fact >= 0 && at < statistics.factOffset[node + 1]!)) throw this.fault(`noted fact ${fact}, which its kind does not name`);
    statistics.facts[at]!++;
    const span = calls.span[current]!;
    if (span !== NONE) {
      const name = kernel.plan.nodes[node]!.behavior.facts![fact]!;
      kernel.traces.note(kernel.requests.trace[calls.request[current]!]!, span, name, kernel.nowMs);
    }
  }
  changeState(from: number, to: number): void {
    const { kernel } = this;
    kernel.timelines.change(kernel.calls.node[this.current]!, from, to, kernel.nowMs);
  }

  // ── dice
  uniform(purpose: number, n = 0): Ratio {
    return toUniform(this.draw(purpose, n));
  }
  /** Box–Muller over both words of one block. */
  normal(purpose: number, n = 0): number {
    const radius = Math.sqrt(-2 * Math.log(toUniform(this.draw(purpose, n))));
    return radius * Math.cos(2 * Math.PI * toUniform(secondWord));
  }
  requestUniform(topic: number): Ratio {
    return toUniform(threefry(this.seed, this.luckKey, topic, REQUEST_COUNTER));
  }

  private get luckKey(): number {
    const { luckKeys, request } = this;
    return luckKeys === null ? request : luckKeys[request]!;
  }

  private draw(purpose: number, n: number): number {
    const { calls } = this;
    const node = calls.node[this.current]!;
    const counter = (purpose << 24) | ((n & 0xff) << 16) | (calls.visit[this.current]! & 0xffff);
    return threefry(this.seed, this.luckKey, this.nodeHashes[node]!, counter);
  }

  private reply(outcome: OutcomeCode, tier: number, retryAfterMs: Ms, usefulUsd: Usd): void {
    const { kernel, current } = this;
    const { calls } = this;
    if (calls.state[current] !== OPEN_CALL) throw this.fault('replied twice, or after it was cancelled');
    calls.state[current] = REPLYING;
    calls.outcome[current] = outcome;
    calls.tier[current] = tier;
    calls.retryAfterMs[current] = retryAfterMs;
    calls.usefulUsd[current] = usefulUsd;
    kernel.ring.add(DELIVER_REPLY, current, calls.generation[current]!);
  }

  private schedule(afterMs: Ms, eventClass: EventClass, tag: number): void {
    const { kernel, current } = this;
    if (!(afterMs >= 0 && afterMs <= LONGEST_MS)) throw this.fault(`set a timer of ${afterMs} ms`);
    if (!(tag >= 0)) throw this.fault(`set a timer with tag ${tag}; tags are 0 or more`);
    kernel.calls.timers[current]!++;
    kernel.heap.push(kernel.nowMs + afterMs, eventClass, current, kernel.calls.generation[current]!, tag);
  }

  private get replyInHand(): number {
    if (this.replied === NONE) throw this.fault('read a reply outside onReply');
    return this.replied;
  }

  private fault(what: string): EngineFault {
    return new EngineFault(`node ${this.kernel.nodeId(this.current)} ${what}`);
  }
}
