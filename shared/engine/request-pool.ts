import { NONE } from './call-pool.ts';
import { enlarged } from './event-heap.ts';

/** Requests in flight, and those that have ended while work done for them lingers. */
export class RequestPool {
  /** Position in the traffic. */
  request = new Int32Array(64);
  arrivalMs = new Float64Array(64);
  /** Calls alive, lingering ones included. */
  calls = new Int32Array(64);
  hasEnded = new Uint16Array(64);
  usd = new Float64Array(64);
  attemptUsd = new Float64Array(64);
  attempts = new Int32Array(64);
  /** Position among the traces, NONE when not traced. */
  trace = new Int32Array(64);
  /** Calls of each node so far, one row a slot. */
  visits: Int32Array<ArrayBuffer>;

  private readonly nodeCount: number;
  private nextFree = new Int32Array(64);
  private freeHead = NONE;
  private used = 0;

  constructor(nodeCount: number) {
    this.nodeCount = nodeCount;
    this.visits = new Int32Array(64 * nodeCount);
  }

  open(request: number, arrivalMs: number): number {
    let slot = this.freeHead;
    if (slot !== NONE) this.freeHead = this.nextFree[slot]!;
    else {
      if (this.used === this.request.length) this.grow();
      slot = this.used++;
    }
    this.request[slot] = request;
    this.arrivalMs[slot] = arrivalMs;
    this.calls[slot] = 0;
    this.hasEnded[slot] = 0;
    this.usd[slot] = 0;
    this.attemptUsd[slot] = 0;
    this.attempts[slot] = 0;
    this.trace[slot] = NONE;
    const row = slot * this.nodeCount;
    const { visits } = this;
    for (let at = row; at < row + this.nodeCount; at++) visits[at] = 0;
    return slot;
  }

  /** Counts a visit and returns how many there were before. */
  visit(slot: number, node: number): number {
    return this.visits[slot * this.nodeCount + node]!++;
  }

  free(slot: number): void {
    this.nextFree[slot] = this.freeHead;
    this.freeHead = slot;
  }

  private grow(): void {
    const capacity = 2 * this.request.length;
    this.request = enlarged(this.request, new Int32Array(capacity));
    this.arrivalMs = enlarged(this.arrivalMs, new Float64Array(capacity));
    this.calls = enlarged(this.calls, new Int32Array(capacity));
    this.hasEnded = enlarged(this.hasEnded, new Uint16Array(capacity));
    this.usd = enlarged(this.usd, new Float64Array(capacity));
    this.attemptUsd = enlarged(this.attemptUsd, new Float64Array(capacity));
    this.attempts = enlarged(this.attempts, new Int32Array(capacity));
    this.trace = enlarged(this.trace, new Int32Array(capacity));
    this.nextFree = enlarged(this.nextFree, new Int32Array(capacity));
    this.visits = enlarged(this.visits, new Int32Array(capacity * this.nodeCount));
  }
}
