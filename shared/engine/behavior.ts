import type { Conditions, FlawSet, Ms, OutcomeCode, Ratio, Traffic, Usd } from '../model/index.ts';

/**
 * The contract between the engine and whatever is drawn. Every edge is a call, and every call gets exactly one reply.
 *
 * A behaviour is three or four functions over plain data, without `this`: the engine calls them bare. The engine points one `Context` at the call in question and
 * hands it in; nothing is allocated per event. What a handler asks for (`call`, `reply`) happens after it has returned, in
 * the order asked, and before any later event: a handler therefore never sees another run in its middle.
 */
export interface Behavior<Config = unknown, State = unknown> {
  /** State that all calls of one node share, made once a run: plain data that survives JSON. */
  createState(config: Config): State;
  /** A call arrives. It must end with `call`, `wake`, `finish`, `acquire` (queued) or a reply; a call left with none of these is an engine error. */
  onCall(config: Config, state: State, context: Context): void;
  /** A call made by this one was replied to; `context.outcome` and the other reply fields are about that reply. */
  onReply?(config: Config, state: State, context: Context): void;
  /** A timer that this call set is due (`context.tag`), or a queued `acquire` got its slot (`context.tag === SLOT_GRANTED`). */
  onWake?(config: Config, state: State, context: Context): void;
  /**
   * The caller no longer waits. Calls made below were cancelled before, so that `spentUsd` holds what they billed to the last. Without this
   * handler the call just ends; with it, the call ends too unless the handler says `linger()`.
   */
  onCancel?(config: Config, state: State, context: Context): void;
  /**
   * Work that was given up in a line below a call of this node is billed, after that call has settled: `replyUsd` and `spentUsd` did not hold it. It may only
   * change the node's state. Whoever keeps accounts listens.
   */
  onLateBill?(config: Config, state: State, bill: LateBill): void;
  /**
   * Of a kind that keeps accounts: the share of its limit that the fullest account has used at this instant, more than 1 when it is overspent; null when
   * this node keeps none that lasts longer than a request. Asked at the end of each bucket of the time series; may change nothing.
   */
  usedShare?(config: Config, state: State, nowMs: Ms): Ratio | null;
  /** Says that `onCall` does nothing but call the first port, so that the engine may do it unasked. Asked once a run. */
  passesCalls?(config: Config): boolean;
  /** Says that `onReply` does nothing but `forward()` an answer, so that the engine may do it unasked; failures are always handed in. Asked once a run. */
  passesAnswers?(config: Config): boolean;
  /** Names of counters for `note`, in index order: reported per node and shown in traces. */
  readonly facts?: readonly string[];
  /** True for kinds that report a breaker timeline through `changeState`. */
  readonly hasBreakerStates?: boolean;
}

/** Money billed to a call that nobody waited for any longer. */
export interface LateBill {
  readonly usd: Usd;
  /** Position in the traffic of the request that the work was for. */
  readonly request: number;
  /** Register 0 of this node's call above, as it was when the work was given up. */
  readonly kept: number;
  readonly nowMs: Ms;
}

/** `context.tag` when a queued slot was granted; a behaviour's own tags are 0 or more. */
export const SLOT_GRANTED = -1;

/** Breaker states as `changeState` takes them. */
export const CLOSED = 0;
export const OPEN = 1;
export const HALF_OPEN = 2;

/** Answer to `acquire`. */
export const SLOT_STARTED = 0;
export const SLOT_QUEUED = 1;
export const SLOT_REFUSED = 2;

/** Registers a call keeps between its handlers; all are 0 when the call arrives. */
export type Register = 0 | 1 | 2 | 3;

export interface Context {
  // ── where we are
  readonly nowMs: Ms;
  /** Position of the request in the traffic. */
  readonly request: number;
  /** Of this call: the request's own unless a caller above said `setTokens`. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** From here on this call, and the calls that it makes, are of this many tokens: an agent's conversation grows. Whole, 0 or more. */
  setTokens(inputTokens: number, outputTokens: number): void;
  /** Instant at which nobody will want the answer any longer, Infinity when no deadline node is above. */
  readonly deadlineMs: Ms;
  /** An earlier deadline for this call and the calls that it makes from here on; a later one changes nothing. Ends nothing by itself. */
  setDeadline(atMs: Ms): void;
  /** Index into the traffic's users, or −1. */
  readonly user: number;
  /** 0..1; drawn per request (one luck for all nodes) when the traffic does not know it. */
  readonly complexity: Ratio;
  /** Code of the request's value in a metadata column of the traffic, or −1. `column` comes from `Wiring.metadataColumn`. */
  metadataCode(column: number): number;
  /** How often this node was called for this request before this call. */
  readonly visit: number;
  readonly conditions: Conditions;
  /** True when nothing at all is in force at this target of the conditions now, so that none of their questions need be asked. */
  isQuiet(target: number): boolean;

  // ── memory of this call
  getNumber(register: Register): number;
  setNumber(register: Register, value: number): void;

  // ── asking
  /** Calls the node at a port (index in the kind's port order); returns a handle for `cancel`. Throws if the port leads nowhere: check `isConnected`. */
  call(port: number): number;
  isConnected(port: number): boolean;
  /** Gives up a call made by this one; its subtree is cancelled, and its reply never arrives. */
  cancel(handle: number): void;
  /** `onWake` with this tag after a delay, as a timer (after completions at the same instant). Ends with the call. */
  wake(afterMs: Ms, tag: number): void;
  /** Like `wake`, but for work that comes to its end: at one instant completions go before timers and arrivals. */
  finish(afterMs: Ms, tag: number): void;
  readonly tag: number;

  // ── replying: exactly once a call; calls still open below are cancelled
  /** Replies with an answer from this leaf; the money billed by this call counts as useful if the answer reaches the user. */
  answer(tier: 1 | 2 | 3, flaws?: FlawSet): void;
  /** Replies with a failure. `retryAfterMs` is the hint that came with it, 0 for none. */
  fail(outcome: OutcomeCode, retryAfterMs?: Ms): void;
  /** Replies with the reply in hand, unchanged: outcome, tier, hint and the money behind it. Inside `onReply`, or later in the same call after `hold`. */
  forward(): void;
  /** Like `forward`, with other flaws: a guard that redacts takes some away, a stale cache adds one. For answers only. */
  forwardWith(flaws: FlawSet): void;
  /** Inside `onReply`: this call's own answer will rest on the answer in hand too (a step of an agent), so the money behind it is not wasted if that reaches the user. */
  buildOn(): void;
  /** Inside `onReply`: keeps the reply in hand so that a later handler of the same call can `forward` it, for work that comes after an answer (an output guard's check). */
  hold(): void;

  // ── the reply in hand, inside onReply
  /** 0 = answered, else a failure code of the taxonomy. */
  readonly outcome: OutcomeCode;
  /** Tier of the answer in hand; 0 for a failure. */
  readonly replyTier: number;
  /** Flaws of the answer in hand, or of the one on `hold`; 0 for a good answer and for a failure. */
  readonly replyFlaws: FlawSet;
  readonly replyPort: number;
  readonly replyHandle: number;
  readonly retryAfterMs: Ms;
  /** Instant at which the call that is replied to was made. */
  readonly replyCalledAtMs: Ms;
  /** Billed below the replied call, abandoned work included. */
  readonly replyUsd: Usd;
  readonly replyTokens: number;

  /** Billed so far by this call and all calls it made, abandoned work included: what a budget settles when there is no reply to read (a cancelled call). */
  readonly spentUsd: Usd;

  // ── cancelled calls
  /**
   * Keeps this call alive (its slot or its place in a line, and its timers) though nobody waits; it must later say `end()`. Said in `onCancel`, or right
   * after `fail` in the same handler: a client that gave up by its own time limit has its reply while the work runs on upstream. One that still waits for a
   * slot when nothing more can happen ends with the run, untold.
   */
  linger(): void;
  /** Ends a lingering call. */
  end(): void;
  /** True once the call lingers. */
  readonly isLingering: boolean;

  // ── providers: slots, queues and token buckets are the engine's, since calls of different nodes share them
  /** Takes one request and `tokens` from the provider's buckets. 0 = admitted, else milliseconds until it would be (the 429's Retry-After). `requestsPerMin` lowers the limit for this call. */
  admit(provider: number, tokens: number, requestsPerMin: number): Ms;
  /**
   * Takes a concurrency slot: SLOT_STARTED, SLOT_QUEUED (then `onWake` with SLOT_GRANTED) or SLOT_REFUSED. A queued call that ends or is cancelled
   * leaves the queue unless it lingers: it then keeps its place and is told of its slot like any other. Of those that wait, a lower `priority` (0..3) goes
   * first, the same one in order of arrival.
   */
  acquire(provider: number, priority?: number): number;
  /** Gives the slot back and starts the next in the queue. Must be said exactly once for each slot. */
  release(provider: number): void;
  /** Slots in use. */
  slotsInUse(provider: number): number;
  /** Calls that wait for a slot. */
  slotsWanted(provider: number): number;
  /** From now on so many slots (0 or more; Infinity = no limit). Work in hand goes on; those that wait start when there is room. */
  setSlots(provider: number, slots: number): void;

  // ── what is measured
  /** One attempt is sent to a provider. */
  countAttempt(): void;
  /** Money for an attempt's tokens: wasted unless this call's answer reaches the user. */
  billAttempt(usd: Usd, promptTokens: number, completionTokens: number): void;
  /** Money for something that is useful whatever happens next (a guard's check). */
  billCheck(usd: Usd): void;
  /** Counts one of the kind's facts and marks it in the request's trace. */
  note(fact: number): void;
  /** Writes a breaker transition into the timeline (CLOSED, OPEN, HALF_OPEN). */
  changeState(from: number, to: number): void;

  // ── dice: keyed by seed, request (its `luckKey`), node id, purpose, visit and n, so no draw depends on the order of asking
  /** Uniform in (0, 1). `purpose` is a small constant of the kind (0..255), `n` counts draws for the same purpose within this call (0..255). */
  uniform(purpose: number, n?: number): Ratio;
  /** Standard normal with the same key. */
  normal(purpose: number, n?: number): number;
  /** One luck a request for all nodes that name the same topic, for what is true of the request itself (is it an injection?). `topic` = `hashOf(name)`. */
  requestUniform(topic: number): Ratio;
}

/** A node ready to run: config resolved to constants, ports to positions in the plan. */
export interface PlannedNode<Config = any, State = any> {
  readonly id: string;
  readonly kind: string;
  readonly behavior: Behavior<Config, State>;
  readonly config: Config;
  readonly ports: readonly string[];
  /** Node position per port, −1 where nothing is connected. */
  readonly targets: Int32Array;
}

/** A provider's shared fate, or the slots of one node (`Wiring.station`). `null` = no limit. */
export interface Station {
  readonly id: string;
  readonly concurrency: number | null;
  readonly queueLength: number | null;
  readonly requestsPerMin: number | null;
  readonly requestBurst: number | null;
  readonly tokensPerMin: number | null;
}

/** All that a run depends on. Same plan → same bytes of result. */
export interface RunPlan {
  readonly nodes: readonly PlannedNode[];
  readonly stations: readonly Station[];
  readonly conditions: Conditions;
  readonly traffic: Traffic;
  /** Owed for throughput by the hour, whether used or not; absent = none. */
  readonly provisionedUsdPerHour?: Usd;
  /** Node position that receives each request, or one for all. */
  readonly entries: Int32Array | number;
  /** Metadata columns that nodes read, in the order of `Wiring.metadataColumn`. */
  readonly metadataColumns: readonly string[];
  /** Unsigned 32 bit. */
  readonly seed: number;
  /** Width of the time series' buckets. */
  readonly bucketMs: Ms;
  /** About how many requests keep a full trace, evenly spread; 0 = none. */
  readonly traceCount: number;
  /** Positions of the requests that keep a full trace, instead of `traceCount` spread evenly. */
  readonly tracedRequests?: readonly number[];
  /** Keep what became of every request (`Run.requestTable`): 10 bytes each. */
  readonly keepsRequests?: boolean;
}
