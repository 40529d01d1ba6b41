import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Scenario, ScenarioEvent, Traffic } from '../model/index.ts';
import { applySurges, SURGE_JITTER_MS } from './surge.ts';

function steady(requestCount: number, gapMs: number): Traffic {
  const index = Array.from({ length: requestCount }, (_, i) => i);
  return {
    label: 'steady',
    origin: 'generated',
    requestCount,
    arrivalMs: Float64Array.from(index, (i) => i * gapMs),
    inputTokens: Uint32Array.from(index),
    outputTokens: Uint32Array.from(index, (i) => i * 2),
    user: Int32Array.from(index, (i) => i % 7),
    users: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
    complexity: Float32Array.from(index, (i) => (i % 4) / 4),
    metadata: { capability: { codes: Int32Array.from(index, (i) => (i % 3) - 1), values: ['x', 'y'] } },
  };
}

const surge = (multiplier: number, startMs: number, durationMs: number, ramps: Partial<ScenarioEvent> = {}): Scenario => ({
  id: 's',
  name: 's',
  description: '',
  events: [
    {
      id: 'e',
      name: 'e',
      target: { kind: 'traffic' },
      effect: { kind: 'surge', multiplier },
      startMs,
      durationMs,
      rampUpMs: 0,
      rampDownMs: 0,
      ...ramps,
    },
  ],
});

const within = (traffic: Traffic, startMs: number, endMs: number) =>
  traffic.arrivalMs.filter((arrivalMs) => arrivalMs >= startMs && arrivalMs < endMs).length;

test('three times the load arrives inside the window and nothing is added outside', () => {
  const traffic = steady(36_000, 100);
  const surged = applySurges(traffic, surge(3, 600_000, 900_000), 1);
  expect(within(surged, 600_000, 1_500_000)).toBe(27_000);
  expect(within(surged, 0, 600_000)).toBe(6_000);
  expect(within(surged, 1_500_000, 3_600_000)).toBe(21_000);
});

test('a fraction of a copy is a chance, and a ramp grows it', () => {
  const traffic = steady(36_000, 100);
  const half = applySurges(traffic, surge(1.5, 0, 3_600_000), 1);
  expect(half.requestCount / traffic.requestCount).toBeCloseTo(1.5, 1);
  const ramped = applySurges(traffic, surge(3, 0, 3_600_000, { rampUpMs: 3_600_000 }), 1);
  expect(ramped.requestCount / traffic.requestCount).toBeCloseTo(2, 1);
});

test('a copy keeps user, tokens, complexity and metadata of its original, and arrives near it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.double({ min: 1, max: 8, noNaN: true }),
      fc.nat(0xffff_ffff),
      (count, multiplier, seed) => {
        const traffic = steady(count, 137);
        const surged = applySurges(traffic, surge(multiplier, 1000, 20_000), seed);
        for (let i = 0; i < surged.requestCount; i++) {
          const original = surged.inputTokens[i]!;
          expect(surged.outputTokens[i]).toBe(original * 2);
          expect(surged.user![i]).toBe(original % 7);
          expect(surged.complexity![i]).toBe((original % 4) / 4);
          expect(surged.metadata['capability']!.codes[i]).toBe((original % 3) - 1);
          expect(Math.abs(surged.arrivalMs[i]! - traffic.arrivalMs[original]!)).toBeLessThanOrEqual(SURGE_JITTER_MS);
          if (i > 0) expect(surged.arrivalMs[i]!).toBeGreaterThanOrEqual(surged.arrivalMs[i - 1]!);
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('copies of a traffic that was cut out of another have luck that none of its requests has', () => {
  const cut = { ...steady(100, 100), luckKey: Uint32Array.from({ length: 100 }, (_, i) => 150 + i) };
  const surged = applySurges(cut, surge(3, 0, 10_000), 1);
  expect(new Set(surged.luckKey).size).toBe(surged.requestCount);
});

test('luck is keyed: the same seed gives the same traffic, another seed another', () => {
  const traffic = steady(5_000, 100);
  const first = applySurges(traffic, surge(2.5, 0, 500_000), 7);
  expect(applySurges(traffic, surge(2.5, 0, 500_000), 7)).toEqual(first);
  expect(applySurges(traffic, surge(2.5, 0, 500_000), 8).arrivalMs).not.toEqual(first.arrivalMs);
});

test('a window shorter than the jitter keeps its copies inside', () => {
  const surged = applySurges(steady(100, 100), surge(3, 1000, 500), 1);
  expect(surged.requestCount).toBe(110);
  expect(within(surged, 1000, 1500)).toBe(15);
});

test('traffic without a surge comes back untouched', () => {
  const traffic = steady(10, 100);
  expect(applySurges(traffic, surge(3, 5_000, 1_000), 1)).toBe(traffic);
  expect(applySurges(traffic, { ...surge(3, 0, 1), events: [] }, 1)).toBe(traffic);
});

test('a surge shorter than the jitter spreads its copies over itself and heaps none on one instant', () => {
  const surged = applySurges(steady(100, 10), surge(20, 200, 500), 1);
  const instants = surged.arrivalMs.filter((arrivalMs) => arrivalMs >= 200 && arrivalMs < 700);
  expect(instants).toHaveLength(20 * 50);
  const fullest = Math.max(...[...instants].map((from) => within(surged, from, from + 10)));
  expect(fullest).toBeLessThan(60);
});
