import type { Ms } from '../model/index.ts';

/** Order of events at one instant. Arrivals are streamed from the traffic and never enter the heap; they come last. */
export const COMPLETION = 0;
export const TIMER = 1;
export type EventClass = typeof COMPLETION | typeof TIMER;

/** Keeps class and sequence in one exact double: 2^50 events of each class before it would overflow. */
const CLASS_STRIDE = 2 ** 50;

/**
 * Four-ary heap of pending events keyed (time, class, sequence) in typed arrays. Events are cancelled lazily: the popped
 * event names the generation of the call that set it, and the reader drops it when the call has ended since.
 */
export class EventHeap {
  size = 0;
  /** Time of the earliest event, Infinity when there is none. */
  nextMs: Ms = Number.POSITIVE_INFINITY;
  /** The event that `pop` took. */
  poppedMs: Ms = 0;
  poppedCall = 0;
  poppedGeneration = 0;
  poppedTag = 0;

  private sequence = 0;
  private times = new Float64Array(256);
  private orders = new Float64Array(256);
  /** Position of an event's payload; only these three columns move when the heap is mended. */
  private slots = Int32Array.from({ length: 256 }, (_, slot) => slot);
  private calls = new Int32Array(256);
  private generations = new Int32Array(256);
  private tags = new Int32Array(256);

  push(timeMs: Ms, eventClass: EventClass, call: number, generation: number, tag: number): void {
    if (this.size === this.times.length) this.grow();
    const { times, orders, slots } = this;
    let hole = this.size++;
    const slot = slots[hole]!;
    this.calls[slot] = call;
    this.generations[slot] = generation;
    this.tags[slot] = tag;
    const order = eventClass * CLASS_STRIDE + this.sequence++;
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
    const { times, orders, slots } = this;
    const taken = slots[0]!;
    this.poppedMs = times[0]!;
    this.poppedCall = this.calls[taken]!;
    this.poppedGeneration = this.generations[taken]!;
    this.poppedTag = this.tags[taken]!;
    const last = --this.size;
    const timeMs = times[last]!;
    const order = orders[last]!;
    const slot = slots[last]!;
    slots[last] = taken;
    if (last === 0) {
      this.nextMs = Number.POSITIVE_INFINITY;
      return;
    }
    let hole = 0;
    for (;;) {
      const first = 4 * hole + 1;
      if (first >= last) break;
      const end = Math.min(first + 4, last);
      let least = first;
      let leastMs = times[first]!;
      for (let i = first + 1; i < end; i++) {
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

  private grow(): void {
    const before = this.times.length;
    const after = 2 * before;
    this.times = enlarged(this.times, new Float64Array(after));
    this.orders = enlarged(this.orders, new Float64Array(after));
    this.slots = enlarged(this.slots, new Int32Array(after));
    for (let slot = before; slot < after; slot++) this.slots[slot] = slot;
    this.calls = enlarged(this.calls, new Int32Array(after));
    this.generations = enlarged(this.generations, new Int32Array(after));
    this.tags = enlarged(this.tags, new Int32Array(after));
  }
}

/** The larger array with the smaller one's content at its start. */
export function enlarged<Column extends Int32Array | Uint16Array | Float64Array>(from: Column, into: Column): Column {
  into.set(from);
  return into;
}
