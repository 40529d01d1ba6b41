import { NONE } from './call-pool.ts';
import { enlarged } from './enlarged.ts';

/*
 * A request in flight is one record of 8 whole numbers and one of 4 doubles, laid out as calls are (call-pool.ts): `ints[slot + TRACE]`,
 * `doubles[(slot >> 1) + SLOT_USD]`.
 */
/** Calls that go on though nobody waits for them; once the request has ended these alone keep its record. */
export const LINGERING_CALLS = 0;
export const HAS_ENDED = 1;
export const ATTEMPTS = 2;
/** Position among the traces, NONE when not traced. */
export const TRACE = 3;
const NEXT_FREE = 4;
/** Position in the traffic. */
export const REQUEST = 5;
const INTS = 8;

export const ARRIVAL_MS = 0;
export const SLOT_USD = 1;
export const SLOT_ATTEMPT_USD = 2;
const DOUBLES = INTS / 2;

const FIRST_CAPACITY = 64;

/** Requests in flight, and those that have ended while work done for them lingers. */
export class RequestPool {
  ints = new Int32Array(INTS * FIRST_CAPACITY);
  doubles = new Float64Array(DOUBLES * FIRST_CAPACITY);
  /** Calls of each node so far, one row a slot. */
  private visits: Int32Array<ArrayBuffer>;

  private readonly nodeCount: number;
  private freeHead = NONE;
  private used = 0;

  constructor(nodeCount: number) {
    this.nodeCount = nodeCount;
    this.visits = new Int32Array(FIRST_CAPACITY * nodeCount);
  }

  /** `clock` holds the instant of arrival. */
  open(clock: Float64Array, request: number, trace: number): number {
    let slot = this.freeHead;
    if (slot === NONE) {
      if (this.used === this.ints.length) this.grow();
      slot = this.used;
      this.used += INTS;
    } else this.freeHead = this.ints[slot + NEXT_FREE]!;
    const { ints, doubles, visits, nodeCount } = this;
    ints[slot + LINGERING_CALLS] = 0;
    ints[slot + HAS_ENDED] = 0;
    ints[slot + ATTEMPTS] = 0;
    ints[slot + TRACE] = trace;
    ints[slot + REQUEST] = request;
    const at = slot >> 1;
    doubles[at + ARRIVAL_MS] = clock[0]!;
    doubles[at + SLOT_USD] = 0;
    doubles[at + SLOT_ATTEMPT_USD] = 0;
    const row = (slot >> 3) * nodeCount;
    for (let visit = row; visit < row + nodeCount; visit++) visits[visit] = 0;
    return slot;
  }

  /** Counts a visit and returns how many there were before. */
  visit(slot: number, node: number): number {
    return this.visits[(slot >> 3) * this.nodeCount + node]!++;
  }

  hasVisited(slot: number, node: number): boolean {
    return this.visits[(slot >> 3) * this.nodeCount + node] !== 0;
  }

  free(slot: number): void {
    this.ints[slot + NEXT_FREE] = this.freeHead;
    this.freeHead = slot;
  }

  private grow(): void {
    const length = 2 * this.ints.length;
    this.ints = enlarged(this.ints, new Int32Array(length));
    this.doubles = enlarged(this.doubles, new Float64Array(length / 2));
    this.visits = enlarged(this.visits, new Int32Array((length / INTS) * this.nodeCount));
  }
}
