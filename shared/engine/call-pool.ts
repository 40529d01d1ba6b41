import { enlarged } from './enlarged.ts';

/** Life of a call. */
export const FREE = 0;
/** Made by its caller, not yet seen by its node. */
export const MADE = 1;
export const OPEN_CALL = 2;
/** Has said its reply, which is on its way. */
export const REPLYING = 3;
/** Its caller gave it up; its node is still to be told. */
export const GIVEN_UP = 4;
/** Its caller gave it up before its node saw it or after it replied: nobody is told. */
export const DROPPED = 5;
/** Inside `onCancel`. */
export const CANCELLING = 6;
/** Alive though nobody waits. */
export const LINGERING = 7;
export const ENDING = 8;

export const NONE = -1;

/*
 * A call is one record of 32 whole numbers and one of 16 doubles, side by side in two arrays, and a call is named by where its record
 * of whole numbers starts: `ints[call + STATE]`, `doubles[(call >> 1) + USD]`. A handler touches a dozen fields of one call, so they
 * share two or three cache lines, and a function that holds both arrays in locals pays for finding them once (one array a field cost
 * three more loads at every access). Only `open` moves the arrays, so locals are stale after any handler that may make a call.
 */
export const NODE = 0;
export const PARENT = 1;
/** Position among the ports of all nodes of the port that made the call; NONE for a call from outside. */
export const PORT = 2;
/** Slot in the request pool. */
export const SLOT = 3;
export const STATE = 4;
export const FIRST_CHILD = 5;
/** The next younger brother's elder: the list of a parent's children, youngest first; of a free record, the next free one. */
export const NEXT = 6;
/** Timers set and not yet due. */
export const TIMERS = 7;
/** Its number among all calls that its parent made, which is its handle there. */
export const ORDINAL = 8;
export const CALLS_MADE = 9;
export const VISIT = 10;
/** Bits below; 0 when the call is opened. */
export const FLAGS = 11;
/** What the call replied, or holds to reply later: outcome, tier and flaws in one word (`replyWord`). */
export const REPLY = 12;
/** The call whose record holds tokens and deadline for this one too: itself, or one above it that is open as long. */
export const OWNER = 13;
/** Of the calls whose owner this is. */
export const INPUT_TOKENS = 14;
export const OUTPUT_TOKENS = 15;
/** The row of nodes that the call went through unseen; only while `FUSED` is set. */
export const CHAIN = 16;
export const GENERATION = 17;
/** Station whose slot the call holds or waits for; only while one of `IN_LINE` and `HAS_SLOT` is set. */
export const STATION = 18;
/** Position in the request's trace; only while `IS_TRACED` is set. */
export const SPAN = 19;
const INTS = 32;

/** Bits of the reply word: 5 for the outcome, 2 for the tier, the flaws above. */
export const OUTCOME_BITS = 31;
export const TIER_SHIFT = 5;
const TIER_BITS = 3;
const FLAWS_SHIFT = 7;
export const replyWord = (outcome: number, tier: number, flaws: number): number => outcome | (tier << TIER_SHIFT) | (flaws << FLAWS_SHIFT);
export const tierOf = (reply: number): number => (reply >> TIER_SHIFT) & TIER_BITS;
export const flawsOf = (reply: number): number => reply >> FLAWS_SHIFT;

/** Waits in a station's line. */
export const QUEUED = 1;
/** Has the slot and is about to be told. */
export const GRANTED = 2;
export const IN_LINE = QUEUED | GRANTED;
/** The behaviour said that the call goes on though nobody waits. */
export const LINGERS = 4;
/** The reply below is one that came from a child and is kept for later. */
export const HOLDS = 8;
export const HAS_SLOT = 16;
export const IS_TRACED = 32;
/** The call stands for those through a row of passing nodes too (chains.ts): its parent is who called the row's first. */
export const FUSED = 64;

export const START_MS = 0;
/** Billed here and below. */
export const USD = 1;
export const TOKENS = 2;
/** Attempt money that this call's answer will rest on: billed by itself, or behind answers that it built on. */
export const ATTEMPT_USD = 3;
/** Four of the behaviour's own numbers. */
export const REGISTERS = 4;
/** Attempt money behind the answer in this call's reply. */
export const USEFUL_USD = 8;
/** Of a failure. */
export const RETRY_AFTER_MS = 9;
export const SLOT_SINCE_MS = 10;
/** Of the calls whose owner this is. */
export const DEADLINE_MS = 11;
const DOUBLES = INTS / 2;

const FIRST_CAPACITY = 256;
/** A call's name must stay a whole number of 31 bits. */
const MOST_CALLS = 2 ** 30 / INTS;

/** All calls in flight. A freed record is used again under a new generation. */
export class CallPool {
  ints = new Int32Array(INTS * FIRST_CAPACITY);
  doubles = new Float64Array(DOUBLES * FIRST_CAPACITY);

  private freeHead = NONE;
  private used = 0;

  /**
   * Takes a record and links it as the youngest child of its parent, whose tokens and deadline it shares. A call from outside has its own, which
   * the caller sets. `ORDINAL` and `VISIT` are the caller's as well.
   */
  open(node: number, parent: number, port: number, slot: number, nowMs: Float64Array): number {
    let call = this.freeHead;
    if (call === NONE) {
      if (this.used === this.ints.length) this.grow();
      call = this.used;
      this.used += INTS;
    } else this.freeHead = this.ints[call + NEXT]!;
    const { ints, doubles } = this;
    ints[call + NODE] = node;
    ints[call + PARENT] = parent;
    ints[call + PORT] = port;
    ints[call + SLOT] = slot;
    ints[call + STATE] = MADE;
    ints[call + FIRST_CHILD] = NONE;
    ints[call + TIMERS] = 0;
    ints[call + CALLS_MADE] = 0;
    ints[call + FLAGS] = 0;
    const at = call >> 1;
    doubles[at + START_MS] = nowMs[0]!;
    doubles[at + USD] = 0;
    doubles[at + TOKENS] = 0;
    doubles[at + ATTEMPT_USD] = 0;
    doubles[at + REGISTERS] = 0;
    doubles[at + REGISTERS + 1] = 0;
    doubles[at + REGISTERS + 2] = 0;
    doubles[at + REGISTERS + 3] = 0;
    if (parent === NONE) {
      ints[call + NEXT] = NONE;
      ints[call + OWNER] = call;
      return call;
    }
    ints[call + ORDINAL] = ints[parent + CALLS_MADE]!;
    ints[parent + CALLS_MADE]!++;
    ints[call + NEXT] = ints[parent + FIRST_CHILD]!;
    ints[parent + FIRST_CHILD] = call;
    ints[call + OWNER] = ints[parent + OWNER]!;
    return call;
  }

  /** Puts another call in the place of one in its parent's list. */
  replaceChild(parent: number, call: number, by: number): void {
    const { ints } = this;
    ints[by + NEXT] = ints[call + NEXT]!;
    let before = ints[parent + FIRST_CHILD]!;
    if (before === call) ints[parent + FIRST_CHILD] = by;
    else {
      while (ints[before + NEXT] !== call) before = ints[before + NEXT]!;
      ints[before + NEXT] = by;
    }
  }

  /** Takes the call out of its parent's list; it has no parent afterwards. Its money and tokens go to the parent. */
  unlink(call: number, parent: number): void {
    const { ints, doubles } = this;
    const next = ints[call + NEXT]!;
    let before = ints[parent + FIRST_CHILD]!;
    if (before === call) ints[parent + FIRST_CHILD] = next;
    else {
      // Few calls have more than two children at once.
      while (ints[before + NEXT] !== call) before = ints[before + NEXT]!;
      ints[before + NEXT] = next;
    }
    ints[call + PARENT] = NONE;
    doubles[(parent >> 1) + USD]! += doubles[(call >> 1) + USD]!;
    doubles[(parent >> 1) + TOKENS]! += doubles[(call >> 1) + TOKENS]!;
  }

  /** Gives the record back; timers and handles of the call are stale from here on. The call must be unlinked and childless, without slot and span. */
  free(call: number): void {
    const { ints } = this;
    ints[call + STATE] = FREE;
    ints[call + GENERATION] = (ints[call + GENERATION]! + 1) & 0x1fffffff;
    ints[call + NEXT] = this.freeHead;
    this.freeHead = call;
  }

  /** Counts them: not for a run's every event. */
  get inFlight(): number {
    let inFlight = this.used / INTS;
    for (let free = this.freeHead; free !== NONE; free = this.ints[free + NEXT]!) inFlight--;
    return inFlight;
  }

  /**
   * From here on the call has tokens and a deadline of its own, at first those that it shared; what it already called keeps the old ones,
   * whatever is written to its record now.
   */
  own(call: number): void {
    const { ints, doubles } = this;
    const owner = ints[call + OWNER]!;
    for (let child = ints[call + FIRST_CHILD]!; child !== NONE; child = ints[child + NEXT]!)
      if (ints[child + OWNER] === call) this.own(child);
    if (owner === call) return;
    ints[call + OWNER] = call;
    ints[call + INPUT_TOKENS] = ints[owner + INPUT_TOKENS]!;
    ints[call + OUTPUT_TOKENS] = ints[owner + OUTPUT_TOKENS]!;
    doubles[(call >> 1) + DEADLINE_MS] = doubles[(owner >> 1) + DEADLINE_MS]!;
  }

  /** Billed by the call and by all below it, open calls included. */
  spentUsd(root: number): number {
    const { ints, doubles } = this;
    let usd = doubles[(root >> 1) + USD]!;
    let call = ints[root + FIRST_CHILD]!;
    while (call !== NONE) {
      usd += doubles[(call >> 1) + USD]!;
      if (ints[call + FIRST_CHILD] !== NONE) call = ints[call + FIRST_CHILD]!;
      else {
        while (call !== root && ints[call + NEXT] === NONE) call = ints[call + PARENT]!;
        call = call === root ? NONE : ints[call + NEXT]!;
      }
    }
    return usd;
  }

  /** The open child that has this number, NONE when it has ended. */
  childOf(parent: number, ordinal: number): number {
    const { ints } = this;
    let child = ints[parent + FIRST_CHILD]!;
    while (child !== NONE && ints[child + ORDINAL] !== ordinal) child = ints[child + NEXT]!;
    return child;
  }

  private grow(): void {
    const before = this.ints.length;
    if (2 * before > MOST_CALLS * INTS) {
      throw new Error(`${this.inFlight} calls are in flight at once; the engine holds at most ${MOST_CALLS}`);
    }
    this.ints = enlarged(this.ints, new Int32Array(2 * before));
    this.doubles = enlarged(this.doubles, new Float64Array(before));
  }
}
