import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { GENERATION } from './call-pool.ts';
import { type EventClass, EventHeap } from './event-heap.ts';

const NODES = 3;
/** Few delays, so that the lanes of equal ones are filled. */
const event = fc.record({
  delayMs: fc.constantFrom(0, 0.5, 1, 2, 3, 1e9),
  eventClass: fc.constantFrom<EventClass>(0, 1),
  node: fc.nat(NODES - 1),
});

/** Calls are records of 32 numbers; the one at `at` is the call of the event that was set as number `at`. */
const callOf = (at: number): number => 32 * at;
function heapFor(events: number) {
  const ints = new Int32Array(32 * (events + 1));
  const clock = new Float64Array(1);
  const heap = new EventHeap({ ints }, clock, NODES);
  const push = (delayMs: number, eventClass: EventClass, node: number, at: number): void => {
    heap.delayMs[0] = delayMs;
    ints[callOf(at) + GENERATION] = at + 1;
    heap.push(eventClass, node, callOf(at), at + 1, at % 3);
  };
  return { heap, clock, ints, push };
}

test('events come out by time, then completions before timers, then as they were set', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 700 }), (events) => {
      const { heap, push } = heapFor(events.length);
      for (const [at, { delayMs, eventClass, node }] of events.entries()) push(delayMs, eventClass, node, at);
      const sorted = events
        .map((one, at) => ({ ...one, at }))
        .sort((a, b) => a.delayMs - b.delayMs || a.eventClass - b.eventClass || a.at - b.at);
      for (const { delayMs, at } of sorted) {
        expect(heap.nextMs).toBe(delayMs);
        heap.pop();
        expect([heap.poppedMs, heap.poppedCall, heap.poppedGeneration, heap.poppedTag]).toEqual([delayMs, callOf(at), at + 1, at % 3]);
      }
      expect(heap.size).toBe(0);
      expect(heap.nextMs).toBe(Number.POSITIVE_INFINITY);
    }),
  );
});

test('pushes between pops keep the order, and what a call that has ended left behind may be missing but never disturbs it', () => {
  const step = fc.record({
    delayMs: fc.constantFrom(0, 5, 5, 5, 20, 31),
    eventClass: fc.constantFrom<EventClass>(0, 1),
    node: fc.nat(NODES - 1),
    afterwards: fc.constantFrom('nothing', 'pop', 'end a call'),
    ended: fc.nat(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 600 }), (steps) => {
      const { heap, clock, ints, push } = heapFor(steps.length);
      let model: { timeMs: number; eventClass: number; at: number }[] = [];
      const pop = (): void => {
        model.sort((a, b) => a.timeMs - b.timeMs || a.eventClass - b.eventClass || a.at - b.at);
        const isLive = () => ints[heap.poppedCall + GENERATION] === heap.poppedGeneration;
        do heap.pop();
        while (!isLive() && heap.size > 0);
        const least = model.shift();
        if (least === undefined) {
          expect(isLive()).toBe(false);
          return;
        }
        clock[0] = heap.poppedMs;
        expect([heap.poppedMs, heap.poppedCall]).toEqual([least.timeMs, callOf(least.at)]);
      };
      steps.forEach(({ delayMs, eventClass, node, afterwards, ended }, at) => {
        push(delayMs, eventClass, node, at);
        model.push({ timeMs: clock[0]! + delayMs, eventClass, at });
        if (afterwards === 'pop') pop();
        if (afterwards === 'end a call') {
          ints[callOf(ended % (at + 1)) + GENERATION] = 0;
          model = model.filter((one) => one.at !== ended % (at + 1));
        }
      });
      while (heap.size > 0) pop();
      expect(model).toEqual([]);
    }),
  );
});
