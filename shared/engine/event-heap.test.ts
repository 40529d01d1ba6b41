import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EventClass, EventHeap } from './event-heap.ts';

const event = fc.record({ timeMs: fc.constantFrom(0, 0.5, 1, 2, 3, 1e9), eventClass: fc.constantFrom<EventClass>(0, 1) });

test('events come out by time, then completions before timers, then as they were set', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 700 }), (events) => {
      const heap = new EventHeap();
      events.forEach(({ timeMs, eventClass }, at) => {
        heap.push(timeMs, eventClass, at, at + 1, at % 3);
      });
      const sorted = events
        .map((one, at) => ({ ...one, at }))
        .sort((a, b) => a.timeMs - b.timeMs || a.eventClass - b.eventClass || a.at - b.at);
      for (const { timeMs, at } of sorted) {
        expect(heap.nextMs).toBe(timeMs);
        heap.pop();
        expect([heap.poppedMs, heap.poppedCall, heap.poppedGeneration, heap.poppedTag]).toEqual([timeMs, at, at + 1, at % 3]);
      }
      expect(heap.size).toBe(0);
      expect(heap.nextMs).toBe(Number.POSITIVE_INFINITY);
    }),
  );
});

test('pushes between pops keep the order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.boolean()), { maxLength: 600 }), (steps) => {
      const heap = new EventHeap();
      const model: { timeMs: number; at: number }[] = [];
      let nowMs = 0;
      steps.forEach(([afterMs, pops], at) => {
        heap.push(nowMs + afterMs, 1, at, 0, 0);
        model.push({ timeMs: nowMs + afterMs, at });
        if (!pops) return;
        model.sort((a, b) => a.timeMs - b.timeMs || a.at - b.at);
        const least = model.shift()!;
        heap.pop();
        nowMs = heap.poppedMs;
        expect([heap.poppedMs, heap.poppedCall]).toEqual([least.timeMs, least.at]);
      });
    }),
  );
});
