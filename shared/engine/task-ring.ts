import { enlarged } from './enlarged.ts';

/** What handlers asked for and the engine has still to do at this instant, first asked first done. */
export const DELIVER_CALL = 0;
export const DELIVER_REPLY = 1;
export const CANCEL_CALL = 2;
export const DELIVER_SLOT = 3;
export type Task = typeof DELIVER_CALL | typeof DELIVER_REPLY | typeof CANCEL_CALL | typeof DELIVER_SLOT;

/** Numbers an entry takes in the array: what, call, generation and one to make it a power of two. */
const STRIDE = 4;

/** Growable FIFO of (what, call, generation); holds the waiting lines of stations too, where `what` is unused. */
export class TaskRing {
  size = 0;
  /** The entry that `take` took. */
  takenTask = 0;
  takenCall = 0;
  takenGeneration = 0;

  private head = 0;
  private entries = new Int32Array(STRIDE * 64);

  add(task: number, call: number, generation: number): void {
    if (STRIDE * this.size === this.entries.length) this.grow();
    const { entries } = this;
    const at = (this.head + STRIDE * this.size++) & (entries.length - 1);
    entries[at] = task;
    entries[at + 1] = call;
    entries[at + 2] = generation;
  }

  /** Takes the oldest entry into the `taken…` fields; the ring must not be empty. */
  take(): void {
    const { entries, head } = this;
    this.takenTask = entries[head]!;
    this.takenCall = entries[head + 1]!;
    this.takenGeneration = entries[head + 2]!;
    this.head = (head + STRIDE) & (entries.length - 1);
    this.size--;
  }

  private grow(): void {
    const { entries, head } = this;
    const straight = new Int32Array(entries.length);
    straight.set(entries.subarray(head));
    straight.set(entries.subarray(0, head), entries.length - head);
    this.entries = enlarged(straight, new Int32Array(2 * entries.length));
    this.head = 0;
  }
}
