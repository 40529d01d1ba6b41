/** Numbers of an entry in each array. */
const DOUBLES = 2;
const INTS = 4;

/**
 * Timers of one node that all run equally long, behind the first of them, which is in the heap: they come due in the order in which they were
 * set, so a ring does what would cost the heap its depth at each. Most time limits are forgotten long before they are due.
 */
export class TimerLane {
  size = 0;

  private head = 0;
  private doubles = new Float64Array(DOUBLES * 16);
  private ints = new Int32Array(INTS * 16);

  /** Instant and order of the entry at the head. */
  get dueMs(): number {
    return this.doubles[this.head * DOUBLES]!;
  }
  get order(): number {
    return this.doubles[this.head * DOUBLES + 1]!;
  }
  get call(): number {
    return this.ints[this.head * INTS]!;
  }
  get generation(): number {
    return this.ints[this.head * INTS + 1]!;
  }
  get tag(): number {
    return this.ints[this.head * INTS + 2]!;
  }

  add(dueMs: Float64Array, order: number, call: number, generation: number, tag: number): void {
    if (this.size * INTS === this.ints.length) this.grow();
    const { doubles, ints } = this;
    const at = (this.head + this.size++) & (ints.length / INTS - 1);
    doubles[at * DOUBLES] = dueMs[0]!;
    doubles[at * DOUBLES + 1] = order;
    ints[at * INTS] = call;
    ints[at * INTS + 1] = generation;
    ints[at * INTS + 2] = tag;
  }

  drop(): void {
    this.head = (this.head + 1) & (this.ints.length / INTS - 1);
    this.size--;
  }

  private grow(): void {
    const { doubles, ints, head } = this;
    const straightDoubles = new Float64Array(2 * doubles.length);
    straightDoubles.set(doubles.subarray(head * DOUBLES));
    straightDoubles.set(doubles.subarray(0, head * DOUBLES), doubles.length - head * DOUBLES);
    const straightInts = new Int32Array(2 * ints.length);
    straightInts.set(ints.subarray(head * INTS));
    straightInts.set(ints.subarray(0, head * INTS), ints.length - head * INTS);
    this.doubles = straightDoubles;
    this.ints = straightInts;
    this.head = 0;
  }
}
