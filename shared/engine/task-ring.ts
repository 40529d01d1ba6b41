import { enlarged } from './event-heap.ts';

/** What handlers asked for and the engine has still to do at this instant, first asked first done. */
export const DELIVER_CALL = 0;
export const DELIVER_REPLY = 1;
export const CANCEL_CALL = 2;
export const DELIVER_SLOT = 3;
export type Task = typeof DELIVER_CALL | typeof DELIVER_REPLY | typeof CANCEL_CALL | typeof DELIVER_SLOT;

/** Growable FIFO of (what, call, generation); holds the waiting lines of stations too, where `what` is unused. */
export class TaskRing {
  size = 0;
  /** The entry that `take` took. */
  takenTask = 0;
  takenCall = 0;
  takenGeneration = 0;

  private head = 0;
  private mask = 63;
  private tasks = new Int32Array(64);
  private calls = new Int32Array(64);
  private generations = new Int32Array(64);

  add(task: number, call: number, generation: number): void {
    if (this.size > this.mask) this.grow();
    const at = (this.head + this.size++) & this.mask;
    this.tasks[at] = task;
    this.calls[at] = call;
    this.generations[at] = generation;
  }

  /** Takes the oldest entry into the `taken…` fields; the ring must not be empty. */
  take(): void {
    const at = this.head;
    this.takenTask = this.tasks[at]!;
    this.takenCall = this.calls[at]!;
    this.takenGeneration = this.generations[at]!;
    this.head = (at + 1) & this.mask;
    this.size--;
  }

  private grow(): void {
    const rotated = (column: Int32Array) => {
      const straight = new Int32Array(column.length);
      straight.set(column.subarray(this.head));
      straight.set(column.subarray(0, this.head), column.length - this.head);
      return enlarged(straight, new Int32Array(2 * column.length));
    };
    this.tasks = rotated(this.tasks);
    this.calls = rotated(this.calls);
    this.generations = rotated(this.generations);
    this.head = 0;
    this.mask = 2 * this.mask + 1;
  }
}
