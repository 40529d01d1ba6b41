import type { Ms } from '../model/index.ts';
import { type CallPool, GENERATION } from './call-pool.ts';
import { enlarged } from './enlarged.ts';
import { TimerLane } from './timer-lane.ts';

/** Order of events at one instant. Arrivals are streamed from the traffic and never enter the heap; they come last. */
export const COMPLETION = 0;
export const TIMER = 1;
export type EventClass = typeof COMPLETION | typeof TIMER;

/** Keeps class and sequence in one exact double: 2^50 events of each class before it would overflow. */
const CLASS_STRIDE = 2 ** 50;

const NO_LANE = -1;
const NO_DELAY = -1;

/**
 * Four-ary heap of pending events keyed (time, class, sequence) in typed arrays, with a lane for the equal time limits of each node. Events are
 * cancelled lazily: the popped event names the generation of the call that set it, and the reader drops it when the call has ended since.
 */
export class EventHeap {
  /** Events in the heap itself; 0 when there are none at all. */
  size = 0;
  /** Input of `push`: a number with a fraction that is an argument is a new object wherever the compiler does not inline the call. */
  readonly delayMs = new Float64Array(1);
  /** Time of the earliest event, Infinity when there is none. */
  nextMs: Ms = Number.POSITIVE_INFINITY;
  /** The event that `pop` took. */
  poppedMs: Ms = 0;
  poppedCall = 0;
  poppedGeneration = 0;
  poppedTag = 0;

  private readonly calls: Pick<CallPool, 'ints'>;
  private readonly clock: Float64Array;
  /** One a node and class, at 2 × node + class. */
  private readonly lanes: readonly TimerLane[];
  /** How long the timers of a lane run: as long as the first of them, which is in the heap itself; −1 when there is none. */
  private readonly laneDelayMs: Float64Array;
  private readonly laneSizes: Int32Array;
  private readonly dueMs = new Float64Array(1);
  private sequence = 0;
  private times = new Float64Array(256);
  private orders = new Float64Array(256);
  /** Position of an event's payload; only these three columns move when the heap is mended. */
  private slots = Int32Array.from({ length: 256 }, (_, slot) => slot);
  private payloads = new Int32Array(256 * 4);

  constructor(calls: Pick<CallPool, 'ints'>, clock: Float64Array, nodeCount: number) {
    this.calls = calls;
    this.clock = clock;
    this.lanes = Array.from({ length: 2 * nodeCount }, () => new TimerLane());
    this.laneDelayMs = new Float64Array(2 * nodeCount).fill(NO_DELAY);
    this.laneSizes = new Int32Array(2 * nodeCount);
  }

  /** An event `delayMs` from now, set by a call of a node. */
  push(eventClass: EventClass, node: number, call: number, generation: number, tag: number): void {
    const delayMs = this.delayMs[0]!;
    const timeMs = this.clock[0]! + delayMs;
    const order = eventClass * CLASS_STRIDE + this.sequence++;
    let lane = 2 * node + eventClass;
    const lastsMs = this.laneDelayMs[lane]!;
    if (lastsMs === delayMs) {
      this.dueMs[0] = timeMs;
      this.lanes[lane]!.add(this.dueMs, order, call, generation, tag);
      this.laneSizes[lane]!++;
      return;
    }
    if (lastsMs === NO_DELAY) this.laneDelayMs[lane] = delayMs;
    else lane = NO_LANE;
    if (this.size === this.times.length) this.grow();
    const { times, orders, slots, payloads } = this;
    let hole = this.size++;
    const slot = slots[hole]!;
    const payload = 4 * slot;
    payloads[payload] = call;
    payloads[payload + 1] = generation;
    payloads[payload + 2] = tag;
    payloads[payload + 3] = lane;
    while (hole > 0) {
      const above = (hole - 1) >> 2;
      const aboveMs = times[above]!;
      if (aboveMs < timeMs || (aboveMs === timeMs && orders[above]! < order)) break;
      times[hole] = aboveMs;
      orders[hole] = orders[above]!;
      slots[hole] = slots[above]!;
      hole = above;
    }
    times[hole] = timeMs;
    orders[hole] = order;
    slots[hole] = slot;
    this.nextMs = times[0]!;
  }

  /** Takes the earliest event into the `popped…` fields; the heap must not be empty. */
  pop(): void {
    const { times, orders, slots, payloads } = this;
    let slot = slots[0]!;
    const payload = 4 * slot;
    this.poppedMs = times[0]!;
    this.poppedCall = payloads[payload]!;
    this.poppedGeneration = payloads[payload + 1]!;
    this.poppedTag = payloads[payload + 2]!;
    const lane = payloads[payload + 3]!;
    let timeMs: Ms;
    let order: number;
    let end: number;
    if (lane !== NO_LANE && this.laneSizes[lane]! > 0 && this.isLiveIn(lane)) {
      const following = this.lanes[lane]!;
      timeMs = following.dueMs;
      order = following.order;
      payloads[payload] = following.call;
      payloads[payload + 1] = following.generation;
      payloads[payload + 2] = following.tag;
      following.drop();
      this.laneSizes[lane]!--;
      end = this.size;
    } else {
      if (lane !== NO_LANE) this.laneDelayMs[lane] = NO_DELAY;
      end = --this.size;
      timeMs = times[end]!;
      order = orders[end]!;
      const taken = slot;
      slot = slots[end]!;
      slots[end] = taken;
      if (end === 0) {
        this.nextMs = Number.POSITIVE_INFINITY;
        return;
      }
    }
    let hole = 0;
    for (;;) {
      const first = 4 * hole + 1;
      if (first >= end) break;
      const last = Math.min(first + 4, end);
      let least = first;
      let leastMs = times[first]!;
      for (let i = first + 1; i < last; i++) {
        const ms = times[i]!;
        if (ms < leastMs || (ms === leastMs && orders[i]! < orders[least]!)) {
          least = i;
          leastMs = ms;
        }
      }
      if (timeMs < leastMs || (timeMs === leastMs && order < orders[least]!)) break;
      times[hole] = leastMs;
      orders[hole] = orders[least]!;
      slots[hole] = slots[least]!;
      hole = least;
    }
    times[hole] = timeMs;
    orders[hole] = order;
    slots[hole] = slot;
    this.nextMs = times[0]!;
  }

  /** Drops what is stale from the lane's head; false when nothing is left. */
  private isLiveIn(position: number): boolean {
    const { ints } = this.calls;
    const lane = this.lanes[position]!;
    while (lane.size > 0 && ints[lane.call + GENERATION] !== lane.generation) lane.drop();
    this.laneSizes[position] = lane.size;
    return lane.size > 0;
  }

  private grow(): void {
    const before = this.times.length;
    const after = 2 * before;
    this.times = enlarged(this.times, new Float64Array(after));
    this.orders = enlarged(this.orders, new Float64Array(after));
    this.slots = enlarged(this.slots, new Int32Array(after));
    for (let slot = before; slot < after; slot++) this.slots[slot] = slot;
    this.payloads = enlarged(this.payloads, new Int32Array(4 * after));
  }
}
