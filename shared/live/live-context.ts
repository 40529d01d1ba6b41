import { normalQuantile, threefry, toUniform } from '../dice/index.ts';
import { type Context, EngineFault, type Register, SLOT_QUEUED, SLOT_REFUSED, SLOT_STARTED } from '../engine/index.ts';
import { type Conditions, type FlawSet, LONGEST_MS, type Ms, type OutcomeCode, type Ratio, type Usd } from '../model/index.ts';
import { COMPLETION, TIMER } from './event-queue.ts';
import type { LiveCall, Reply } from './live-call.ts';
import type { LiveKernel } from './live-kernel.ts';
import type { Answer, AnswerToCheck, UpstreamReply } from './upstream.ts';

/** Counter word that no node draws with, as in the engine's own context: one luck for both. */
const REQUEST_COUNTER = 0xffffffff;
const MOST_TOKENS = 2 ** 31 - 1;

/** The behaviour contract over a live run. Also what only live nodes ask: to send their call to an upstream, and to answer with what they kept. */
export class LiveContext implements Context {
  readonly conditions: Conditions;
  tag = 0;
  private readonly kernel: LiveKernel;
  private current: LiveCall | null = null;
  private replied: LiveCall | null = null;

  constructor(kernel: LiveKernel) {
    this.kernel = kernel;
    this.conditions = kernel.plan.conditions;
  }

  /** `replied`: the call whose reply is in hand, null outside `onReply`. */
  point(call: LiveCall, tag: number, replied: LiveCall | null): void {
    this.current = call;
    this.tag = tag;
    this.replied = replied;
  }

  // ── what only live nodes ask

  /** Sends this call to the upstream; `onWake` with this tag when its reply is there, before any timer of the same instant. */
  send(tag: number): void {
    this.kernel.send(this.own, tag, this.own.request.asked.content);
  }
  /** Asks the upstream about the answer in hand, with the request that it answers. */
  sendAnswer(tag: number): void {
    const asked: AnswerToCheck = { request: this.own.request.asked.content, answer: this.replyAtHand.answer };
    this.kernel.send(this.own, tag, asked);
  }
  /** Of the call sent, in its `onWake`. */
  get upstreamReply(): UpstreamReply {
    const { upstreamReply } = this.own;
    if (upstreamReply === null) throw this.fault('read an upstream’s reply that has not come');
    return upstreamReply;
  }
  /** Should this call answer by itself, it is with this. */
  offer(answer: Answer): void {
    this.own.offered = answer;
  }
  /** Should this call answer by itself, it is with what the upstream said. */
  offerReply(): void {
    this.own.offered = { nodeId: this.kernel.plan.nodes[this.own.node]!.id, content: this.upstreamReply.content };
  }
  /** Of the reply in hand. */
  get replyAnswer(): Answer | null {
    return this.replyAtHand.answer;
  }

  // ── where we are
  get nowMs(): Ms {
    return this.kernel.nowMs;
  }
  get request(): number {
    return this.own.request.number;
  }
  get inputTokens(): number {
    return this.own.inputTokens;
  }
  get outputTokens(): number {
    return this.own.outputTokens;
  }
  setTokens(inputTokens: number, outputTokens: number): void {
    if (!(inputTokens >= 0 && inputTokens <= MOST_TOKENS && outputTokens >= 0 && outputTokens <= MOST_TOKENS))
      throw this.fault(`set its tokens to ${inputTokens} in and ${outputTokens} out`);
    this.own.inputTokens = inputTokens;
    this.own.outputTokens = outputTokens;
  }
  get deadlineMs(): Ms {
    return this.own.deadlineMs;
  }
  setDeadline(atMs: Ms): void {
    if (atMs < this.own.deadlineMs) this.own.deadlineMs = atMs;
  }
  get user(): number {
    return this.own.request.user;
  }
  get complexity(): Ratio {
    return this.own.request.asked.complexity ?? this.requestUniform(this.kernel.complexityTopic);
  }
  metadataCode(column: number): number {
    const name = this.kernel.plan.metadataColumns[column];
    if (name === undefined) throw this.fault(`asked for metadata column ${column}, which the plan does not have`);
    const { metadata } = this.own.request.asked;
    return Object.hasOwn(metadata, name) ? this.kernel.plan.codeOf(name, metadata[name]!) : -1;
  }
  get visit(): number {
    return this.own.visit;
  }
  isQuiet(target: number): boolean {
    return target < 0 || this.conditions.isQuietAt(target, this.nowMs);
  }

  // ── memory of this call
  getNumber(register: Register): number {
    return this.own.registers[register]!;
  }
  setNumber(register: Register, value: number): void {
    this.own.registers[register] = value;
  }

  // ── asking
  call(port: number): number {
    const { own } = this;
    if (own.state !== 'open') throw this.fault(`called port ${port} after it had replied or was cancelled`);
    if (!this.isConnected(port)) throw this.fault(`called port ${port}, which leads nowhere`);
    return this.kernel.callLater(own, port);
  }
  isConnected(port: number): boolean {
    return port >= 0 && (this.kernel.plan.nodes[this.own.node]!.targets[port] ?? -1) >= 0;
  }
  cancel(handle: number): void {
    const child = this.own.children.find(({ ordinal }) => ordinal === handle);
    if (child === undefined || child === this.replied) return;
    if (child.state !== 'made' && child.state !== 'open' && child.state !== 'replying') return;
    child.state = child.state === 'open' ? 'given-up' : 'dropped';
    this.kernel.cancelLater(child);
  }
  wake(afterMs: Ms, tag: number): void {
    this.schedule(afterMs, TIMER, tag);
  }
  finish(afterMs: Ms, tag: number): void {
    this.schedule(afterMs, COMPLETION, tag);
  }

  // ── replying
  answer(tier: 1 | 2 | 3, flaws: FlawSet = 0): void {
    const { own } = this;
    const answer = own.offered ?? { nodeId: this.kernel.plan.nodes[own.node]!.id, content: null };
    this.startReply({ outcome: 0, tier, flaws, retryAfterMs: 0, usefulUsd: own.attemptUsd, answer });
  }
  fail(outcome: OutcomeCode, retryAfterMs: Ms = 0): void {
    if (!(outcome > 0)) throw this.fault(`failed with outcome ${outcome}, which names no failure`);
    this.startReply({ outcome, tier: 0, flaws: 0, retryAfterMs, usefulUsd: 0, answer: null });
  }
  forward(): void {
    this.forwardWith(this.replyFlaws);
  }
  forwardWith(flaws: FlawSet): void {
    const reply = this.replyAtHand;
    const usefulUsd = reply.outcome === 0 ? reply.usefulUsd + this.own.attemptUsd : reply.usefulUsd;
    this.startReply({ ...reply, flaws, usefulUsd });
  }
  buildOn(): void {
    this.own.attemptUsd += this.inHand.usefulUsd;
  }
  hold(): void {
    const { own } = this;
    if (own.state !== 'open') throw this.fault('held a reply after it had replied');
    own.holds = true;
    own.reply = this.inHand;
  }

  // ── the reply in hand
  get outcome(): OutcomeCode {
    return this.inHand.outcome;
  }
  get replyTier(): number {
    return this.inHand.tier;
  }
  get replyFlaws(): FlawSet {
    return this.replyAtHand.flaws;
  }
  get replyPort(): number {
    return this.repliedCall.port;
  }
  get replyHandle(): number {
    return this.repliedCall.ordinal;
  }
  get retryAfterMs(): Ms {
    return this.inHand.retryAfterMs;
  }
  get replyCalledAtMs(): Ms {
    return this.repliedCall.startMs;
  }
  get replyUsd(): Usd {
    return this.repliedCall.usd;
  }
  get replyTokens(): number {
    return this.repliedCall.tokens;
  }
  get spentUsd(): Usd {
    return this.own.spentUsd;
  }

  // ── cancelled calls
  linger(): void {
    const { own } = this;
    const hasFailed = own.state === 'replying' && own.reply !== null && own.reply.outcome !== 0;
    if (own.state !== 'cancelling' && !hasFailed) throw this.fault('lingers though it was neither cancelled nor has just failed');
    own.lingers = true;
    this.kernel.rememberHearers(own);
  }
  end(): void {
    const { own } = this;
    if (own.state === 'cancelling') own.lingers = false;
    else if (own.state === 'lingering') own.state = 'ending';
    else throw this.fault('said end() though it does not linger');
  }
  get isLingering(): boolean {
    return this.own.lingers;
  }

  // ── providers
  admit(provider: number, tokens: number, requestsPerMin: number): Ms {
    return this.kernel.stations[provider]!.admit(this.kernel.clock, tokens, requestsPerMin);
  }
  acquire(provider: number, priority = 0): number {
    const { kernel, own } = this;
    const station = kernel.stations[provider]!;
    if (own.line !== 'none' || own.hasSlot) throw this.fault(`asked for a second slot (provider ${station.id})`);
    if (station.hasFreeSlot) {
      kernel.takeSlot(own, provider);
      return SLOT_STARTED;
    }
    if (!station.hasRoomInLine) return SLOT_REFUSED;
    station.joinLine(this.nowMs);
    station.line(priority).add(0, own.id, 0);
    own.station = provider;
    own.line = 'queued';
    kernel.queued(own);
    return SLOT_QUEUED;
  }
  release(provider: number): void {
    const { own } = this;
    if (own.station !== provider || !own.hasSlot || own.line !== 'none')
      throw this.fault(`gave back a slot of provider ${this.kernel.stations[provider]?.id ?? provider} that it does not hold`);
    this.kernel.releaseSlot(own);
  }
  slotsInUse(provider: number): number {
    return this.kernel.stations[provider]!.busy;
  }
  slotsWanted(provider: number): number {
    return this.kernel.stations[provider]!.queued;
  }
  setSlots(provider: number, slots: number): void {
    if (!(slots >= 0)) throw this.fault(`set the slots of ${this.kernel.stations[provider]?.id ?? provider} to ${slots}`);
    this.kernel.stations[provider]!.setSlots(slots);
    this.kernel.grantSlots(provider);
  }

  // ── what is measured
  countAttempt(): void {
    this.own.request.attempts++;
  }
  billAttempt(usd: Usd, promptTokens: number, completionTokens: number): void {
    const { own, kernel } = this;
    own.tokens += promptTokens + completionTokens;
    own.attemptUsd += this.bill(usd);
    const span = own.request.spans[own.span]!;
    span.promptTokens += promptTokens;
    span.completionTokens += completionTokens;
    if (own.state === 'lingering') kernel.tellLateBill(own, usd);
  }
  billCheck(usd: Usd): void {
    this.bill(usd);
  }
  note(fact: number): void {
    const { own, kernel } = this;
    const name = kernel.plan.nodes[own.node]!.behavior.facts?.[fact];
    if (name === undefined) throw this.fault(`noted fact ${fact}, which its kind does not name`);
    own.request.spans[own.span]!.facts.push({ atMs: this.nowMs, fact: name });
  }
  changeState(from: number, to: number): void {
    this.kernel.changeState(this.own.node, from, to);
  }

  // ── dice
  uniform(purpose: number, n = 0): Ratio {
    return toUniform(this.draw(purpose, n));
  }
  normal(purpose: number, n = 0): number {
    return normalQuantile(toUniform(this.draw(purpose, n)));
  }
  requestUniform(topic: number): Ratio {
    return toUniform(threefry(this.kernel.plan.seed, this.own.request.number, topic, REQUEST_COUNTER));
  }

  private draw(purpose: number, n: number): number {
    const { own, kernel } = this;
    const counter = (purpose << 24) | ((n & 0xff) << 16) | (own.visit & 0xffff);
    return threefry(kernel.plan.seed, own.request.number, kernel.nodeHashes[own.node]!, counter);
  }

  private bill(usd: Usd): Usd {
    if (!(usd >= 0 && usd < Number.POSITIVE_INFINITY)) throw this.fault(`billed ${usd} dollars`);
    const { own } = this;
    own.usd += usd;
    own.request.usd += usd;
    own.request.spans[own.span]!.usd += usd;
    return usd;
  }

  private startReply(reply: Reply): void {
    const { own } = this;
    if (own.state !== 'open') throw this.fault('replied twice, or after it was cancelled');
    own.state = 'replying';
    own.reply = reply;
    this.kernel.replyLater(own);
  }

  private schedule(afterMs: Ms, order: 0 | 1, tag: number): void {
    if (!(afterMs >= 0 && afterMs <= LONGEST_MS)) throw this.fault(`set a timer of ${afterMs} ms`);
    this.kernel.schedule(this.own, this.nowMs + afterMs, order, tag);
  }

  private get own(): LiveCall {
    if (this.current === null) throw new EngineFault('a live context was asked before it was pointed at a call');
    return this.current;
  }

  private get repliedCall(): LiveCall {
    if (this.replied === null) throw this.fault('read a reply outside onReply');
    return this.replied;
  }

  private get inHand(): Reply {
    return this.repliedCall.reply!;
  }

  /** The reply in hand or, when there is none, the one on hold. */
  private get replyAtHand(): Reply {
    const { own } = this;
    return this.replied === null && own.holds && own.reply !== null ? own.reply : this.inHand;
  }

  private fault(what: string): EngineFault {
    return new EngineFault(`node ${this.kernel.plan.nodes[this.own.node]!.id} ${what}`);
  }
}
