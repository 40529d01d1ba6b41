import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildTraffic, type TrafficColumns } from './build.ts';

const columns = (arrivalMs: number[], more: Partial<TrafficColumns> = {}): TrafficColumns => ({
  label: 't',
  origin: 'recorded',
  arrivalMs: Float64Array.from(arrivalMs),
  inputTokens: Uint32Array.from(arrivalMs, (_, i) => i),
  outputTokens: Uint32Array.from(arrivalMs, (_, i) => i),
  user: null,
  users: [],
  complexity: null,
  metadata: {},
  ...more,
});

test('times out of order are sorted stably, counted, and start at 0', () => {
  const built = buildTraffic(columns([500, 300, 300, 900, 100]));
  if (!built.ok) throw new Error(built.error);
  expect([...built.value.traffic.arrivalMs]).toEqual([0, 200, 200, 400, 800]);
  expect([...built.value.traffic.inputTokens]).toEqual([4, 1, 2, 0, 3]);
  expect(built.value.outOfOrder).toBe(3);
});

test('subtracting the first instant leaves no digits that the log did not have', () => {
  const built = buildTraffic(columns([100.1, 683.1]));
  expect(built.ok && built.value.traffic.arrivalMs[1]).toBe(583);
});

test('whatever the order, arrivals never decrease and every request keeps its own figures', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 200 }), (times) => {
      const built = buildTraffic(columns(times, { inputTokens: Uint32Array.from(times) }));
      if (!built.ok) throw new Error(built.error);
      const { arrivalMs, inputTokens } = built.value.traffic;
      const first = Math.min(...times);
      for (let i = 0; i < times.length; i++) {
        expect(arrivalMs[i]).toBe(inputTokens[i]! - first);
        if (i > 0) expect(arrivalMs[i]!).toBeGreaterThanOrEqual(arrivalMs[i - 1]!);
      }
    }),
  );
});

test.each([
  [columns([]), 'no requests'],
  [columns([1, Number.NaN]), 'not an instant'],
  [columns([1, 2], { inputTokens: new Uint32Array(1) }), '“input tokens” has 1 values'],
  [columns([1], { complexity: Float32Array.of(1.5) }), 'between 0 and 1'],
  [columns([1], { user: Int32Array.of(0) }), 'there are 0 users'],
  [columns([1], { metadata: { plan: { codes: Int32Array.of(2), values: ['free', 'paid'] } } }), 'has code 2 in “plan”'],
])('what no run could use is refused: %#', (wrong, sentence) => {
  const built = buildTraffic(wrong);
  expect(built.ok ? 'built' : built.error).toContain(sentence);
});
