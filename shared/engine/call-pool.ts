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

/** Handles carry the generation above 2^24 call positions, so that a stale one is recognised; never 0. */
const HANDLE_STRIDE = 2 ** 24;

/** All calls in flight, as columns. A freed position is used again under a new generation. */
export class CallPool {
  inFlight = 0;
  node = new Int32Array(256);
  parent = new Int32Array(256);
  /** Port of the parent that made the call. */
  port = new Int32Array(256);
  /** Position of the edge in the result, NONE for a call from outside. */
  edge = new Int32Array(256);
  /** Slot in the request pool. */
  request = new Int32Array(256);
  generation = new Int32Array(256).fill(1);
  state = new Int32Array(256);
  firstChild = new Int32Array(256);
  next = new Int32Array(256);
  previous = new Int32Array(256);
  /** Timers set and not yet due. */
  timers = new Int32Array(256);
  /** Children whose reply is still wanted. */
  waitingFor = new Int32Array(256);
  visit = new Int32Array(256);
  /** Position in the request's trace, NONE when it is not traced. */
  span = new Int32Array(256);
  /** Station whose slot the call holds or waits for, NONE otherwise. */
  station = new Int32Array(256);
  queue = new Int32Array(256);
  /** 1 once the behaviour said that the call goes on though nobody waits. */
  lingers = new Int32Array(256);
  /** 1 while the columns of the reply below hold one that came from a child and is kept for later. */
  holds = new Int32Array(256);
  outcome = new Int32Array(256);
  tier = new Int32Array(256);
  startMs = new Float64Array(256);
  slotSinceMs = new Float64Array(256);
  retryAfterMs = new Float64Array(256);
  /** Billed here and below. */
  usd = new Float64Array(256);
  tokens = new Float64Array(256);
  /** Billed by this very call for attempts. */
  attemptUsd = new Float64Array(256);
  /** Attempt money behind the answer in this call's reply. */
  usefulUsd = new Float64Array(256);
  /** Four of the behaviour's own numbers a call. */
  registers = new Float64Array(4 * 256);

  private freeHead = NONE;
  private used = 0;

  /** Takes a position and links it as the youngest child of its parent. */
  open(node: number, parent: number, port: number, edge: number, request: number, visit: number, nowMs: number): number {
    let call = this.freeHead;
    if (call !== NONE) this.freeHead = this.next[call]!;
    else {
      if (this.used === this.node.length) this.grow();
      call = this.used++;
    }
    this.inFlight++;
    this.node[call] = node;
    this.parent[call] = parent;
    this.port[call] = port;
    this.edge[call] = edge;
    this.request[call] = request;
    this.state[call] = MADE;
    this.firstChild[call] = NONE;
    this.previous[call] = NONE;
    this.timers[call] = 0;
    this.waitingFor[call] = 0;
    this.visit[call] = visit;
    this.span[call] = NONE;
    this.station[call] = NONE;
    this.queue[call] = NOT_QUEUED;
    this.lingers[call] = 0;
    this.holds[call] = 0;
    this.startMs[call] = nowMs;
    this.usd[call] = 0;
    this.tokens[call] = 0;
    this.attemptUsd[call] = 0;
    const register = 4 * call;
    this.registers[register] = 0;
    this.registers[register + 1] = 0;
    this.registers[register + 2] = 0;
    this.registers[register + 3] = 0;
    if (parent === NONE) this.next[call] = NONE;
    else {
      const sibling = this.firstChild[parent]!;
      this.next[call] = sibling;
      if (sibling !== NONE) this.previous[sibling] = call;
      this.firstChild[parent] = call;
      this.waitingFor[parent]!++;
    }
    return call;
  }

  /** Takes the call out of its parent's list; it has no parent afterwards. */
  unlink(call: number): void {
    const parent = this.parent[call]!;
    if (parent === NONE) return;
    const next = this.next[call]!;
    const previous = this.previous[call]!;
    if (previous === NONE) this.firstChild[parent] = next;
    else this.next[previous] = next;
    if (next !== NONE) this.previous[next] = previous;
    this.parent[call] = NONE;
  }

  /** Gives the position back; timers and handles of the call are stale from here on. The call must be unlinked and childless. */
  free(call: number): void {
    this.state[call] = FREE;
    this.generation[call] = (this.generation[call]! + 1) & 0x1fffffff || 1;
    this.next[call] = this.freeHead;
    this.freeHead = call;
    this.inFlight--;
  }

  /** Billed by the call and by all below it, open calls included. */
  spentUsd(root: number): number {
    let usd = this.usd[root]!;
    let call = this.firstChild[root]!;
    while (call !== NONE) {
      usd += this.usd[call]!;
      if (this.firstChild[call] !== NONE) call = this.firstChild[call]!;
      else {
        while (call !== root && this.next[call] === NONE) call = this.parent[call]!;
        call = call === root ? NONE : this.next[call]!;
      }
    }
    return usd;
  }

  handle(call: number): number {
    return this.generation[call]! * HANDLE_STRIDE + call;
  }

  /** Position behind a handle, NONE when that call has ended. */
  fromHandle(handle: number): number {
    const call = handle % HANDLE_STRIDE;
    return call < this.used && this.generation[call]! === Math.floor(handle / HANDLE_STRIDE) ? call : NONE;
  }

  private grow(): void {
    const capacity = 2 * this.node.length;
    if (capacity > HANDLE_STRIDE) throw new Error(`${this.used} calls are in flight at once; the engine holds at most ${HANDLE_STRIDE}`);
    const ints = (column: Int32Array<ArrayBuffer>) => enlarged(column, new Int32Array(capacity));
    const doubles = (column: Float64Array<ArrayBuffer>) => enlarged(column, new Float64Array(capacity));
    this.node = ints(this.node);
    this.parent = ints(this.parent);
    this.port = ints(this.port);
    this.edge = ints(this.edge);
    this.request = ints(this.request);
    this.generation = enlarged(this.generation, new Int32Array(capacity).fill(1));
    this.state = ints(this.state);
    this.firstChild = ints(this.firstChild);
    this.next = ints(this.next);
    this.previous = ints(this.previous);
    this.timers = ints(this.timers);
    this.waitingFor = ints(this.waitingFor);
    this.visit = ints(this.visit);
    this.span = ints(this.span);
    this.station = ints(this.station);
    this.queue = ints(this.queue);
    this.lingers = ints(this.lingers);
    this.holds = ints(this.holds);
    this.outcome = ints(this.outcome);
    this.tier = ints(this.tier);
    this.startMs = doubles(this.startMs);
    this.slotSinceMs = doubles(this.slotSinceMs);
    this.retryAfterMs = doubles(this.retryAfterMs);
    this.usd = doubles(this.usd);
    this.tokens = doubles(this.tokens);
    this.attemptUsd = doubles(this.attemptUsd);
    this.usefulUsd = doubles(this.usefulUsd);
    this.registers = enlarged(this.registers, new Float64Array(4 * capacity));
  }
}
