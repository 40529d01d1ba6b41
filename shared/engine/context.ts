import { normalQuantile, threefry, toUniform } from '../dice/index.ts';
import {
  type Conditions,
  type FlawSet,
  LONGEST_MS,
  type Ms,
  type OutcomeCode,
  type Ratio,
  type Traffic,
  type Usd,
} from '../model/index.ts';
import { type Context, type Register, SLOT_QUEUED, SLOT_REFUSED, SLOT_STARTED } from './behavior.ts';
import {
  ATTEMPT_USD,
  CALLS_MADE,
  CANCELLING,
  type CallPool,
  DEADLINE_MS,
  DROPPED,
  ENDING,
  FLAGS,
  FUSED,
  flawsOf,
  GENERATION,
  GIVEN_UP,
  HAS_SLOT,
  HOLDS,
  IN_LINE,
  INPUT_TOKENS,
  IS_TRACED,
  LINGERING,
  LINGERS,
  MADE,
  NODE,
  NONE,
  OPEN_CALL,
  ORDINAL,
  OUTCOME_BITS,
  OUTPUT_TOKENS,
  OWNER,
  PORT,
  QUEUED,
  REGISTERS,
  REPLY,
  REPLYING,
  RETRY_AFTER_MS,
  replyWord,
  SLOT,
  SPAN,
  START_MS,
  STATE,
  STATION,
  TIMERS,
  TOKENS,
  tierOf,
  USD,
  USEFUL_USD,
  VISIT,
} from './call-pool.ts';
import { COMPLETION, type EventClass, TIMER } from './event-heap.ts';
import { EngineFault } from './fault.ts';
import type { Kernel } from './kernel.ts';
import { QuietTargets } from './quiet-targets.ts';
import { REQUEST, TRACE } from './request-pool.ts';
import { CANCEL_CALL, DELIVER_CALL, DELIVER_REPLY } from './task-ring.ts';

/** What the handler has asked for and the run loop does at once when it has returned: most handlers ask for one thing. */
export const NOTHING = 0;
export const ONE_CALL = 1;
export const ONE_REPLY = 2;

/** Counter word that no node draws with: purpose, n and visit all at their end. */
const REQUEST_COUNTER = 0xffffffff;
const MOST_TOKENS = 2 ** 31 - 1;

/** The one context of a run, pointed at the call in question before each handler. */
export class CallContext implements Context {
  readonly conditions: Conditions;
  tag = 0;
  /** NOTHING, ONE_CALL (of `askedPort`) or ONE_REPLY, of the call `current`; whatever is asked besides waits in the ring. */
  asked = NOTHING;
  /** Position among the ports of all nodes. */
  askedPort = 0;
  current = 0;

  private readonly kernel: Kernel;
  private readonly calls: CallPool;
  private readonly clock: Float64Array;
  private readonly traffic: Traffic;
  private readonly seed: number;
  private readonly luckKeys: Uint32Array | null;
  private readonly nodeHashes: Int32Array;
  private readonly metadata: readonly (Int32Array | null)[];
  private readonly complexityTopic: number;
  private readonly quiet: QuietTargets;
  /** Call whose reply is in hand, NONE outside `onReply`. */
  private replied = NONE;

  constructor(kernel: Kernel, nodeHashes: Int32Array, complexityTopic: number) {
    const { plan } = kernel;
    this.kernel = kernel;
    this.calls = kernel.calls;
    this.clock = kernel.clock;
    this.traffic = plan.traffic;
    this.conditions = plan.conditions;
    this.quiet = new QuietTargets(plan.conditions, kernel.clock);
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
    return this.clock[0]!;
  }
  get request(): number {
    return this.kernel.requests.ints[this.calls.ints[this.current + SLOT]! + REQUEST]!;
  }
  get inputTokens(): number {
    const { ints } = this.calls;
    return ints[ints[this.current + OWNER]! + INPUT_TOKENS]!;
  }
  get outputTokens(): number {
    const { ints } = this.calls;
    return ints[ints[this.current + OWNER]! + OUTPUT_TOKENS]!;
  }
  setTokens(inputTokens: number, outputTokens: number): void {
    if (!(inputTokens >= 0 && inputTokens <= MOST_TOKENS && outputTokens >= 0 && outputTokens <= MOST_TOKENS))
      throw this.fault(`set its tokens to ${inputTokens} in and ${outputTokens} out`);
    this.spill();
    this.ownTokens();
    const { ints } = this.calls;
    ints[this.current + INPUT_TOKENS] = inputTokens;
    ints[this.current + OUTPUT_TOKENS] = outputTokens;
  }
  get deadlineMs(): Ms {
    const { ints, doubles } = this.calls;
    return doubles[(ints[this.current + OWNER]! >> 1) + DEADLINE_MS]!;
  }
  setDeadline(atMs: Ms): void {
    if (!(atMs < this.deadlineMs)) return;
    this.spill();
    this.ownTokens();
    this.calls.doubles[(this.current >> 1) + DEADLINE_MS] = atMs;
  }
  get user(): number {
    const { user } = this.traffic;
    return user === null ? -1 : user[this.request]!;
  }
  get complexity(): Ratio {
    const { complexity } = this.traffic;
    return complexity === null ? this.requestUniform(this.complexityTopic) : complexity[this.request]!;
  }
  metadataCode(column: number): number {
    const codes = this.metadata[column];
    if (codes === undefined) throw this.fault(`asked for metadata column ${column}, which the plan does not have`);
    return codes === null ? -1 : codes[this.request]!;
  }
  get visit(): number {
    return this.calls.ints[this.current + VISIT]!;
  }

  isQuiet(target: number): boolean {
    return target < 0 || this.quiet.isQuiet(target);
  }

  // ── memory of this call
  getNumber(register: Register): number {
    return this.calls.doubles[(this.current >> 1) + REGISTERS + register]!;
  }
  setNumber(register: Register, value: number): void {
    this.calls.doubles[(this.current >> 1) + REGISTERS + register] = value;
  }

  // ── asking
  call(port: number): number {
    const { kernel, calls, current } = this;
    const { ints } = calls;
    if (ints[current + STATE] !== OPEN_CALL) throw this.fault(`called port ${port} after it had replied or was cancelled`);
    const { portOffset, targetOfPort } = kernel.statistics;
    const node = ints[current + NODE]!;
    const at = portOffset[node]! + port;
    if (!(port >= 0 && at < portOffset[node + 1]! && targetOfPort[at]! >= 0)) throw this.fault(`called port ${port}, which leads nowhere`);
    if (this.asked === NOTHING && kernel.ring.size === 0) {
      this.asked = ONE_CALL;
      this.askedPort = at;
      return ints[current + CALLS_MADE]!;
    }
    this.spill();
    return this.openLater(at);
  }
  isConnected(port: number): boolean {
    const { portOffset, targetOfPort } = this.kernel.statistics;
    const node = this.calls.ints[this.current + NODE]!;
    const at = portOffset[node]! + port;
    return port >= 0 && at < portOffset[node + 1]! && targetOfPort[at]! >= 0;
  }
  /** Unknown and ended handles are ignored: the reply may have come first. */
  cancel(handle: number): void {
    this.spill();
    const { calls, ring } = this.kernel;
    let child = calls.childOf(this.current, handle);
    if (child === NONE) return;
    if ((calls.ints[child + FLAGS]! & FUSED) !== 0) child = this.kernel.unfuse(child);
    const { ints } = calls;
    const state = ints[child + STATE]!;
    if (child === this.replied || (state !== MADE && state !== OPEN_CALL && state !== REPLYING)) return;
    ints[child + STATE] = state === OPEN_CALL ? GIVEN_UP : DROPPED;
    ring.add(CANCEL_CALL, child, ints[child + GENERATION]!);
  }
  wake(afterMs: Ms, tag: number): void {
    this.kernel.heap.delayMs[0] = afterMs;
    this.schedule(TIMER, tag);
  }
  finish(afterMs: Ms, tag: number): void {
    this.kernel.heap.delayMs[0] = afterMs;
    this.schedule(COMPLETION, tag);
  }

  // ── replying
  answer(tier: 1 | 2 | 3, flaws: FlawSet = 0): void {
    if (tier !== 1 && tier !== 2 && tier !== 3) throw this.fault(`answered with tier ${tier}`);
    const { calls, current } = this;
    this.startReply(replyWord(0, tier, flaws));
    calls.doubles[(current >> 1) + USEFUL_USD] = calls.doubles[(current >> 1) + ATTEMPT_USD]!;
  }
  fail(outcome: OutcomeCode, retryAfterMs: Ms = 0): void {
    if (!(outcome > 0 && outcome < this.kernel.byOutcome.length))
      throw this.fault(`failed with outcome ${outcome}, which names no failure`);
    const { calls, current } = this;
    this.startReply(replyWord(outcome, 0, 0));
    calls.doubles[(current >> 1) + RETRY_AFTER_MS] = retryAfterMs;
    calls.doubles[(current >> 1) + USEFUL_USD] = 0;
  }
  forward(): void {
    this.forwardWith(this.replyFlaws);
  }
  forwardWith(flaws: FlawSet): void {
    const { current, replyAtHand: replied } = this;
    const { ints, doubles } = this.calls;
    const reply = ints[replied + REPLY]!;
    const outcome = reply & OUTCOME_BITS;
    this.startReply(replyWord(outcome, tierOf(reply), flaws));
    const at = current >> 1;
    doubles[at + USEFUL_USD] = doubles[(replied >> 1) + USEFUL_USD]!;
    if (outcome === 0) doubles[at + USEFUL_USD]! += doubles[at + ATTEMPT_USD]!;
    else doubles[at + RETRY_AFTER_MS] = doubles[(replied >> 1) + RETRY_AFTER_MS]!;
  }
  buildOn(): void {
    const { doubles } = this.calls;
    doubles[(this.current >> 1) + ATTEMPT_USD]! += doubles[(this.replyInHand >> 1) + USEFUL_USD]!;
  }
  hold(): void {
    const { current, replyInHand: replied } = this;
    const { ints, doubles } = this.calls;
    if (ints[current + STATE] !== OPEN_CALL) throw this.fault('held a reply after it had replied');
    ints[current + FLAGS]! |= HOLDS;
    ints[current + REPLY] = ints[replied + REPLY]!;
    doubles[(current >> 1) + RETRY_AFTER_MS] = doubles[(replied >> 1) + RETRY_AFTER_MS]!;
    doubles[(current >> 1) + USEFUL_USD] = doubles[(replied >> 1) + USEFUL_USD]!;
  }

  // ── the reply in hand
  get outcome(): OutcomeCode {
    return this.calls.ints[this.replyInHand + REPLY]! & OUTCOME_BITS;
  }
  get replyTier(): number {
    return tierOf(this.calls.ints[this.replyInHand + REPLY]!);
  }
  get replyFlaws(): FlawSet {
    return flawsOf(this.calls.ints[this.replyAtHand + REPLY]!);
  }
  get replyPort(): number {
    const { ints } = this.calls;
    return ints[this.replyInHand + PORT]! - this.kernel.statistics.portOffset[ints[this.current + NODE]!]!;
  }
  get replyHandle(): number {
    return this.calls.ints[this.replyInHand + ORDINAL]!;
  }
  get retryAfterMs(): Ms {
    return this.outcome === 0 ? 0 : this.calls.doubles[(this.replyInHand >> 1) + RETRY_AFTER_MS]!;
  }
  get replyCalledAtMs(): Ms {
    return this.calls.doubles[(this.replyInHand >> 1) + START_MS]!;
  }
  get replyUsd(): Usd {
    return this.calls.doubles[(this.replyInHand >> 1) + USD]!;
  }
  get replyTokens(): number {
    return this.calls.doubles[(this.replyInHand >> 1) + TOKENS]!;
  }

  get spentUsd(): Usd {
    return this.calls.spentUsd(this.current);
  }

  // ── cancelled calls
  linger(): void {
    const { ints } = this.calls;
    const state = ints[this.current + STATE]!;
    const hasFailed = state === REPLYING && (ints[this.current + REPLY]! & OUTCOME_BITS) !== 0;
    if (state !== CANCELLING && !hasFailed) throw this.fault('lingers though it was neither cancelled nor has just failed');
    ints[this.current + FLAGS]! |= LINGERS;
    this.kernel.lateBills?.remember(this.current);
  }
  end(): void {
    const { ints } = this.calls;
    const state = ints[this.current + STATE]!;
    if (state === CANCELLING) ints[this.current + FLAGS]! &= ~LINGERS;
    else if (state === LINGERING) ints[this.current + STATE] = ENDING;
    else throw this.fault('said end() though it does not linger');
  }
  get isLingering(): boolean {
    return (this.calls.ints[this.current + FLAGS]! & LINGERS) !== 0;
  }

  // ── providers
  admit(provider: number, tokens: number, requestsPerMin: number): Ms {
    const { kernel } = this;
    return kernel.stations[provider]!.admit(this.clock, tokens, requestsPerMin);
  }
  acquire(provider: number, priority = 0): number {
    const { kernel, current } = this;
    const { ints } = this.calls;
    const station = kernel.stations[provider]!;
    if ((ints[current + FLAGS]! & (IN_LINE | HAS_SLOT)) !== 0) throw this.fault(`asked for a second slot (provider ${station.id})`);
    if (station.hasFreeSlot) {
      kernel.takeSlot(current, provider);
      return SLOT_STARTED;
    }
    if (!station.hasRoomInLine) return SLOT_REFUSED;
    station.joinLine(this.clock[0]!);
    station.line(priority).add(0, current, ints[current + GENERATION]!);
    ints[current + STATION] = provider;
    ints[current + FLAGS]! |= QUEUED;
    return SLOT_QUEUED;
  }
  release(provider: number): void {
    const { kernel, current } = this;
    const { ints } = this.calls;
    if (ints[current + STATION] !== provider || (ints[current + FLAGS]! & (IN_LINE | HAS_SLOT)) !== HAS_SLOT) {
      throw this.fault(`gave back a slot of provider ${kernel.stations[provider]?.id ?? provider} that it does not hold`);
    }
    kernel.releaseSlot(current);
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
    this.kernel.countAttempt(this.current);
  }
  billAttempt(usd: Usd, promptTokens: number, completionTokens: number): void {
    const { kernel, current } = this;
    kernel.promptTokens += promptTokens;
    kernel.completionTokens += completionTokens;
    kernel.calls.doubles[(current >> 1) + TOKENS]! += promptTokens + completionTokens;
    kernel.bill(current, usd, true);
    if ((this.calls.ints[current + FLAGS]! & IS_TRACED) !== 0) kernel.countTracedTokens(current, promptTokens, completionTokens);
    const { lateBills } = kernel;
    if (lateBills !== null && this.calls.ints[current + STATE] === LINGERING) lateBills.tell(current, usd, this.request, this.nowMs);
  }
  billCheck(usd: Usd): void {
    this.kernel.bill(this.current, usd, false);
  }
  note(fact: number): void {
    const { kernel, current } = this;
    const { statistics } = kernel;
    const { ints } = this.calls;
    const node = ints[current + NODE]!;
    const at = statistics.factOffset[node]! + fact;
    if (!(fact >= 0 && at < statistics.factOffset[node + 1]!)) throw this.fault(`noted fact ${fact}, which its kind does not name`);
    statistics.facts[at]!++;
    if ((ints[current + FLAGS]! & IS_TRACED) !== 0) {
      const span = ints[current + SPAN]!;
      const name = kernel.plan.nodes[node]!.behavior.facts![fact]!;
      kernel.traces.note(kernel.requests.ints[ints[current + SLOT]! + TRACE]!, span, name, kernel.nowMs);
    }
  }
  changeState(from: number, to: number): void {
    const { kernel } = this;
    kernel.timelines.change(kernel.calls.ints[this.current + NODE]!, from, to, kernel.nowMs);
  }

  // ── dice
  uniform(purpose: number, n = 0): Ratio {
    return toUniform(this.draw(purpose, n));
  }
  normal(purpose: number, n = 0): number {
    return normalQuantile(toUniform(this.draw(purpose, n)));
  }
  requestUniform(topic: number): Ratio {
    return toUniform(threefry(this.seed, this.luckKey, topic, REQUEST_COUNTER));
  }

  private get luckKey(): number {
    const { luckKeys, request } = this;
    return luckKeys === null ? request : luckKeys[request]!;
  }

  private draw(purpose: number, n: number): number {
    const { current } = this;
    const { ints } = this.calls;
    const counter = (purpose << 24) | ((n & 0xff) << 16) | (ints[current + VISIT]! & 0xffff);
    return threefry(this.seed, this.luckKey, this.nodeHashes[ints[current + NODE]!]!, counter);
  }

  /** The reply is delivered once the handler has returned; its hint and useful money are written by the caller. */
  private startReply(reply: number): void {
    const { current } = this;
    const { ints } = this.calls;
    if (ints[current + STATE] !== OPEN_CALL) throw this.fault('replied twice, or after it was cancelled');
    ints[current + STATE] = REPLYING;
    ints[current + REPLY] = reply;
    if (this.asked === NOTHING && this.kernel.ring.size === 0) {
      this.asked = ONE_REPLY;
      return;
    }
    this.spill();
    this.replyLater();
  }

  private ownTokens(): void {
    const { kernel, calls, current } = this;
    // The calls that it stands for keep the old ones.
    if ((calls.ints[current + FLAGS]! & FUSED) !== 0) kernel.unfuse(current);
    calls.own(current);
  }

  /** After so long as the heap's `delayMs` says. */
  private schedule(eventClass: EventClass, tag: number): void {
    const { kernel, current } = this;
    const { heap } = kernel;
    const afterMs = heap.delayMs[0]!;
    if (!(afterMs >= 0 && afterMs <= LONGEST_MS)) throw this.fault(`set a timer of ${afterMs} ms`);
    if (!(tag >= 0)) throw this.fault(`set a timer with tag ${tag}; tags are 0 or more`);
    const { ints } = this.calls;
    ints[current + TIMERS]!++;
    heap.push(eventClass, ints[current + NODE]!, current, ints[current + GENERATION]!, tag);
  }

  /** Puts what was asked into the ring, because something else is asked after it. */
  private spill(): void {
    const { asked } = this;
    if (asked === NOTHING) return;
    this.asked = NOTHING;
    if (asked === ONE_CALL) this.openLater(this.askedPort);
    else this.replyLater();
  }

  private openLater(port: number): number {
    const { kernel } = this;
    const child = kernel.openChild(this.current, port);
    const { ints } = kernel.calls;
    kernel.ring.add(DELIVER_CALL, child, ints[child + GENERATION]!);
    return ints[child + ORDINAL]!;
  }

  private replyLater(): void {
    this.kernel.ring.add(DELIVER_REPLY, this.current, this.calls.ints[this.current + GENERATION]!);
  }

  /** The reply in hand or, when there is none, the one on hold in this call's own record. */
  private get replyAtHand(): number {
    return this.replied === NONE && (this.calls.ints[this.current + FLAGS]! & HOLDS) !== 0 ? this.current : this.replyInHand;
  }

  private get replyInHand(): number {
    if (this.replied === NONE) throw this.fault('read a reply outside onReply');
    return this.replied;
  }

  private fault(what: string): EngineFault {
    return new EngineFault(`node ${this.kernel.nodeId(this.current)} ${what}`);
  }
}
