import type { Context, Register } from '../engine/index.ts';
import type { Conditions, OutcomeCode } from '../model/index.ts';
import { NO_CONDITIONS } from '../model/index.ts';

/** What a behaviour asked for, in the order it asked. */
export type Effect =
  | { readonly does: 'call'; readonly port: number; readonly handle: number }
  | { readonly does: 'cancel'; readonly handle: number }
  | { readonly does: 'wake' | 'finish'; readonly afterMs: number; readonly tag: number }
  /** `flaws` only when there are any. */
  | { readonly does: 'answer'; readonly tier: number; readonly flaws?: number }
  | { readonly does: 'forward-with'; readonly flaws: number }
  | { readonly does: 'tokens'; readonly inputTokens: number; readonly outputTokens: number }
  | { readonly does: 'deadline'; readonly atMs: number }
  | { readonly does: 'slots'; readonly provider: number; readonly slots: number }
  | { readonly does: 'fail'; readonly outcome: OutcomeCode; readonly retryAfterMs: number }
  | { readonly does: 'forward' | 'build-on' | 'hold' | 'linger' | 'end' | 'attempt' }
  | { readonly does: 'acquire' | 'release'; readonly provider: number; readonly priority?: number }
  | { readonly does: 'admit'; readonly provider: number; readonly tokens: number; readonly requestsPerMin: number }
  | { readonly does: 'bill-attempt'; readonly usd: number; readonly promptTokens: number; readonly completionTokens: number }
  | { readonly does: 'bill-check'; readonly usd: number }
  | { readonly does: 'note'; readonly fact: number }
  | { readonly does: 'state'; readonly from: number; readonly to: number };

/** Luck for a purpose (or topic): one value for every draw, or one for each `n`. */
export type ScriptedLuck = Readonly<Record<number, number | readonly number[]>>;

/**
 * One call as a behaviour sees it, for tests without an engine: a test makes one for each call, sets the instant and the reply in hand, invokes a
 * handler and reads `effects`. Luck is scripted; a draw that the test did not foresee throws.
 */
export class TestContext implements Context {
  nowMs = 0;
  request = 0;
  inputTokens = 1000;
  outputTokens = 200;
  user = -1;
  complexity = 0.5;
  visit = 0;
  deadlineMs = Number.POSITIVE_INFINITY;
  conditions: Conditions = NO_CONDITIONS;
  tag = 0;

  outcome: OutcomeCode = 0;
  replyTier = 0;
  replyFlaws = 0;
  replyPort = 0;
  replyHandle = 0;
  retryAfterMs = 0;
  replyCalledAtMs = 0;
  replyUsd = 0;
  replyTokens = 0;
  spentUsd = 0;
  isLingering = false;

  effects: Effect[] = [];

  /** Code of this request in each metadata column; a column that is not named has −1. */
  metadata: Readonly<Record<number, number>> = {};
  /** Ports that lead nowhere. */
  unconnectedPorts: readonly number[] = [];
  uniforms: ScriptedLuck = {};
  normals: ScriptedLuck = {};
  requestUniforms: ScriptedLuck = {};
  /** What `admit` and `acquire` reply. */
  admitMs = 0;
  slot = 0;
  /** What `slotsInUse` and `slotsWanted` say. */
  inUse = 0;
  wanted = 0;

  private readonly registers = [0, 0, 0, 0];
  private handles = 0;

  constructor(fields: Partial<TestContext> = {}) {
    Object.assign(this, fields);
  }

  /** The effects since this was last read. */
  taken(): readonly Effect[] {
    const taken = this.effects;
    this.effects = [];
    return taken;
  }

  /** Puts a reply in hand. */
  replied(
    reply: Partial<
      Pick<TestContext, 'outcome' | 'replyTier' | 'replyPort' | 'replyHandle' | 'retryAfterMs' | 'replyCalledAtMs' | 'replyUsd'>
    >,
  ): this {
    const handle = this.handles;
    Object.assign(this, { outcome: 0, replyTier: 1, replyPort: 0, replyHandle: handle, retryAfterMs: 0, replyUsd: 0 }, reply);
    return this;
  }

  /** Never, so that a behaviour asks its questions. */
  isQuiet(): boolean {
    return false;
  }
  metadataCode(column: number): number {
    return this.metadata[column] ?? -1;
  }
  getNumber(register: Register): number {
    return this.registers[register] as number;
  }
  setNumber(register: Register, value: number): void {
    this.registers[register] = value;
  }

  call(port: number): number {
    if (!this.isConnected(port)) throw new Error(`port ${port} leads nowhere`);
    const handle = ++this.handles;
    this.effects.push({ does: 'call', port, handle });
    return handle;
  }
  isConnected(port: number): boolean {
    return port >= 0 && !this.unconnectedPorts.includes(port);
  }
  cancel(handle: number): void {
    this.effects.push({ does: 'cancel', handle });
  }
  wake(afterMs: number, tag: number): void {
    this.effects.push({ does: 'wake', afterMs, tag });
  }
  finish(afterMs: number, tag: number): void {
    this.effects.push({ does: 'finish', afterMs, tag });
  }

  answer(tier: 1 | 2 | 3, flaws = 0): void {
    this.effects.push(flaws === 0 ? { does: 'answer', tier } : { does: 'answer', tier, flaws });
  }
  fail(outcome: OutcomeCode, retryAfterMs = 0): void {
    this.effects.push({ does: 'fail', outcome, retryAfterMs });
  }
  forward(): void {
    this.effects.push({ does: 'forward' });
  }
  forwardWith(flaws: number): void {
    this.effects.push({ does: 'forward-with', flaws });
  }
  buildOn(): void {
    this.effects.push({ does: 'build-on' });
  }
  hold(): void {
    this.effects.push({ does: 'hold' });
  }
  linger(): void {
    this.isLingering = true;
    this.effects.push({ does: 'linger' });
  }
  end(): void {
    this.effects.push({ does: 'end' });
  }

  admit(provider: number, tokens: number, requestsPerMin: number): number {
    this.effects.push({ does: 'admit', provider, tokens, requestsPerMin });
    return this.admitMs;
  }
  acquire(provider: number, priority = 0): number {
    this.effects.push(priority === 0 ? { does: 'acquire', provider } : { does: 'acquire', provider, priority });
    return this.slot;
  }
  slotsInUse(): number {
    return this.inUse;
  }
  slotsWanted(): number {
    return this.wanted;
  }
  setSlots(provider: number, slots: number): void {
    this.effects.push({ does: 'slots', provider, slots });
  }
  setTokens(inputTokens: number, outputTokens: number): void {
    Object.assign(this, { inputTokens, outputTokens });
    this.effects.push({ does: 'tokens', inputTokens, outputTokens });
  }
  setDeadline(atMs: number): void {
    this.deadlineMs = Math.min(this.deadlineMs, atMs);
    this.effects.push({ does: 'deadline', atMs });
  }
  release(provider: number): void {
    this.effects.push({ does: 'release', provider });
  }

  countAttempt(): void {
    this.effects.push({ does: 'attempt' });
  }
  billAttempt(usd: number, promptTokens: number, completionTokens: number): void {
    this.effects.push({ does: 'bill-attempt', usd, promptTokens, completionTokens });
  }
  billCheck(usd: number): void {
    this.effects.push({ does: 'bill-check', usd });
  }
  note(fact: number): void {
    this.effects.push({ does: 'note', fact });
  }
  changeState(from: number, to: number): void {
    this.effects.push({ does: 'state', from, to });
  }

  uniform(purpose: number, n = 0): number {
    return luckFor(this.uniforms, purpose, n, 'purpose');
  }
  normal(purpose: number, n = 0): number {
    return luckFor(this.normals, purpose, n, 'normal of purpose');
  }
  requestUniform(topic: number): number {
    return luckFor(this.requestUniforms, topic, 0, 'topic');
  }
}

function luckFor(script: ScriptedLuck, key: number, n: number, what: string): number {
  const scripted = script[key];
  const value = typeof scripted === 'object' ? scripted[n] : scripted;
  if (value === undefined) throw new Error(`the test scripted no luck for ${what} ${key}, draw ${n}`);
  return value;
}
