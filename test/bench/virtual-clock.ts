/**
 * Drives a library that reads the real clock (`Date.now`, `setTimeout`) through simulated time, as fast as such a library
 * can be driven: a binary heap of timers, one macrotask an instant so that every promise has settled before time moves.
 * Only a benchmark may do this to the globals; `run` puts them back.
 */
interface Timer {
  readonly dueMs: number;
  readonly sequence: number;
  readonly callback: () => void;
  isCleared: boolean;
}

export class VirtualClock {
  private nowMs = 0;
  private sequence = 0;
  private readonly heap: Timer[] = [];
  timersFired = 0;

  readonly after = (delayMs: number, callback: () => void): Timer => {
    const timer: Timer = { dueMs: this.nowMs + Math.max(0, delayMs), sequence: this.sequence++, callback, isCleared: false };
    this.push(timer);
    return timer;
  };

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.after(delayMs, resolve));
  }

  /** Runs until no timer is left. */
  async run(): Promise<void> {
    const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis;
    const realNow = Date.now;
    const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
    // The library only awaits, clears and unrefs what setTimeout returns.
    globalThis.setTimeout = ((callback: () => void, delayMs = 0) => Object.assign(this.after(delayMs, callback), { unref() {} })) as never;
    globalThis.clearTimeout = ((timer: Timer | undefined) => {
      if (timer) timer.isCleared = true;
    }) as never;
    Date.now = () => this.nowMs;
    try {
      await settle();
      for (let timer = this.pop(); timer !== undefined; timer = this.pop()) {
        if (timer.isCleared) continue;
        this.nowMs = timer.dueMs;
        this.timersFired++;
        timer.callback();
        if (this.heap[0]?.dueMs !== this.nowMs) await settle();
      }
    } finally {
      globalThis.setTimeout = realSetTimeout;
      globalThis.clearTimeout = realClearTimeout;
      Date.now = realNow;
    }
  }

  private push(timer: Timer): void {
    const { heap } = this;
    let child = heap.push(timer) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!isBefore(timer, heap[parent] as Timer)) break;
      heap[child] = heap[parent] as Timer;
      child = parent;
    }
    heap[child] = timer;
  }

  private pop(): Timer | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Timer, heap[child] as Timer)) child++;
      if (!isBefore(heap[child] as Timer, last)) break;
      heap[hole] = heap[child] as Timer;
      hole = child;
    }
    heap[hole] = last;
    return first;
  }
}

const isBefore = (a: Timer, b: Timer): boolean => a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.sequence < b.sequence);
