import { enlarged } from './event-heap.ts';

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

/** Place of a call in a station's waiting line. */
export const NOT_QUEUED = 0;
export const QUEUED = 1;
/** Has the slot and is about to be told. */
export const GRANTED = 2;

export const NONE = -1;

/*
 * A call is one record of 32 whole numbers and one of 16 doubles, side by side in two arrays, and a call is named by where its record
 * of whole numbers starts: `ints[call + STATE]`, `doubles[(call >> 1) + USD]`. A handler touches a dozen fields of one call, so they
 * share two or three cache lines, and a function that holds both arrays in locals pays for finding them once (one array a field cost
 * three more loads at every access). Only `open` moves the arrays, so locals are stale after any handler that may make a call.
 */
export const NODE = 0;
export const PARENT = 1;
/** Port of the parent that made the call. */
export const PORT = 2;
/** Position of the edge in the result, NONE for a call from outside. */
export const EDGE = 3;
/** Slot in the request pool. */
export const SLOT = 4;
/** Position of the request in the traffic. */
export const REQUEST = 5;
export const GENERATION = 6;
export const STATE = 7;
export const FIRST_CHILD = 8;
export const NEXT = 9;
export const PREVIOUS = 10;
/** Timers set and not yet due. */
export const TIMERS = 11;
/** Children whose reply is still wanted. */
export const WAITING_FOR = 12;
export const QUEUE = 13;
export const VISIT = 14;
/** Position in the request's trace, NONE when it is not traced. */
export const SPAN = 15;
/** Station whose slot the call holds or waits for, NONE otherwise. */
export const STATION = 16;
/** 1 once the behaviour said that the call goes on though nobody waits. */
export const LINGERS = 17;
/** 1 while the reply below is one that came from a child and is kept for later. */
export const HOLDS = 18;
export const OUTCOME = 19;
export const TIER = 20;
/** Flaws of the answer in this call's reply. */
export const FLAW_SET = 21;
export const INPUT_TOKENS = 22;
export const OUTPUT_TOKENS = 23;
const INTS = 32;

export const START_MS = 0;
/** Billed here and below. */
export const USD = 1;
export const TOKENS = 2;
/** Billed by this very call for attempts. */
export const ATTEMPT_USD = 3;
/** Four of the behaviour's own numbers. */
export const REGISTERS = 4;
/** Attempt money behind the answer in this call's reply. */
export const USEFUL_USD = 8;
export const RETRY_AFTER_MS = 9;
export const SLOT_SINCE_MS = 10;
export const DEADLINE_MS = 11;
const DOUBLES = INTS / 2;

const FIRST_CAPACITY = 256;
/** Handles carry the generation above 2^24 call positions, so that a stale one is recognised; never 0. */
const HANDLE_STRIDE = 2 ** 24;

/** All calls in flight. A freed record is used again under a new generation. */
export class CallPool {
  inFlight = 0;
  ints = withGenerations(new Int32Array(INTS * FIRST_CAPACITY), 0);
  doubles = new Float64Array(DOUBLES * FIRST_CAPACITY);

  private freeHead = NONE;
  private used = 0;

  /** Takes a record and links it as the youngest child of its parent. The caller sets `VISIT` and `START_MS`, and of a call from outside its tokens and deadline. */
  open(node: number, parent: number, port: number, edge: number, slot: number, request: number): number {
    let call = this.freeHead;
    if (call === NONE) {
      if (this.used === this.ints.length) this.grow();
      call = this.used;
      this.used += INTS;
    } else this.freeHead = this.ints[call + NEXT]!;
    this.inFlight++;
    const { ints, doubles } = this;
    ints[call + NODE] = node;
    ints[call + PARENT] = parent;
    ints[call + PORT] = port;
    ints[call + EDGE] = edge;
    ints[call + SLOT] = slot;
    ints[call + REQUEST] = request;
    ints[call + STATE] = MADE;
    ints[call + FIRST_CHILD] = NONE;
    ints[call + PREVIOUS] = NONE;
    ints[call + TIMERS] = 0;
    ints[call + WAITING_FOR] = 0;
    ints[call + QUEUE] = NOT_QUEUED;
    ints[call + SPAN] = NONE;
    ints[call + STATION] = NONE;
    ints[call + LINGERS] = 0;
    ints[call + HOLDS] = 0;
    const at = call >> 1;
    doubles[at + USD] = 0;
    doubles[at + TOKENS] = 0;
    doubles[at + ATTEMPT_USD] = 0;
    doubles[at + REGISTERS] = 0;
    doubles[at + REGISTERS + 1] = 0;
    doubles[at + REGISTERS + 2] = 0;
    doubles[at + REGISTERS + 3] = 0;
    if (parent === NONE) ints[call + NEXT] = NONE;
    else {
      ints[call + INPUT_TOKENS] = ints[parent + INPUT_TOKENS]!;
      ints[call + OUTPUT_TOKENS] = ints[parent + OUTPUT_TOKENS]!;
      doubles[at + DEADLINE_MS] = doubles[(parent >> 1) + DEADLINE_MS]!;
      const sibling = ints[parent + FIRST_CHILD]!;
      ints[call + NEXT] = sibling;
      if (sibling !== NONE) ints[sibling + PREVIOUS] = call;
      ints[parent + FIRST_CHILD] = call;
      ints[parent + WAITING_FOR]!++;
    }
    return call;
  }

  /** Takes the call out of its parent's list; it has no parent afterwards. Its money and tokens go to the parent. */
  unlink(call: number, parent: number): void {
    const { ints, doubles } = this;
    const next = ints[call + NEXT]!;
    const previous = ints[call + PREVIOUS]!;
    if (previous === NONE) ints[parent + FIRST_CHILD] = next;
    else ints[previous + NEXT] = next;
    if (next !== NONE) ints[next + PREVIOUS] = previous;
    ints[call + PARENT] = NONE;
    doubles[(parent >> 1) + USD]! += doubles[(call >> 1) + USD]!;
    doubles[(parent >> 1) + TOKENS]! += doubles[(call >> 1) + TOKENS]!;
  }

  /** Gives the record back; timers and handles of the call are stale from here on. The call must be unlinked and childless. */
  free(call: number): void {
    const { ints } = this;
    ints[call + STATE] = FREE;
    ints[call + GENERATION] = (ints[call + GENERATION]! + 1) & 0x1fffffff || 1;
    ints[call + NEXT] = this.freeHead;
    this.freeHead = call;
    this.inFlight--;
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

  handle(call: number): number {
    return this.ints[call + GENERATION]! * HANDLE_STRIDE + call / INTS;
  }

  /** The call behind a handle, NONE when that call has ended. */
  fromHandle(handle: number): number {
    const call = (handle % HANDLE_STRIDE) * INTS;
    return call < this.used && this.ints[call + GENERATION]! === Math.floor(handle / HANDLE_STRIDE) ? call : NONE;
  }

  private grow(): void {
    const before = this.ints.length;
    if (2 * before > HANDLE_STRIDE * INTS) {
      throw new Error(`${this.inFlight} calls are in flight at once; the engine holds at most ${HANDLE_STRIDE}`);
    }
    this.ints = withGenerations(enlarged(this.ints, new Int32Array(2 * before)), before);
    this.doubles = enlarged(this.doubles, new Float64Array(before));
  }
}

/** The same array, its records from `start` on in their first generation. */
function withGenerations(ints: Int32Array<ArrayBuffer>, start: number): Int32Array<ArrayBuffer> {
  for (let call = start; call < ints.length; call += INTS) ints[call + GENERATION] = 1;
  return ints;
}
