import { expect, it } from 'vitest';
import type { Scenario } from '../../shared/model/index.ts';
import { areaPath, withSurges } from './arrivals.ts';

it('an area begins and ends on the ground and steps from span to span', () => {
  expect(areaPath([1, 2], 2)).toBe('M0 1H0.00000V0.5000H0.50000H0.50000V0.0000H1.00000V1Z');
  expect(areaPath([], 1)).toBe('');
  expect(areaPath([0], 0)).toBe('');
});

it('surges in force at once multiply what arrives, and only while they last', () => {
  const surge = (multiplier: number, startMs: number) => ({
    id: `s${multiplier}`,
    name: 'Surge',
    target: { kind: 'traffic' as const },
    effect: { kind: 'surge' as const, multiplier },
    startMs,
    durationMs: 50,
    rampUpMs: 0,
    rampDownMs: 0,
  });
  const scenario: Scenario = { id: 's', name: 's', description: '', events: [surge(3, 0), surge(2, 25)] };
  const arrivals = [10, 10, 10, 10];
  expect(withSurges(arrivals, 100, scenario)).toEqual([30, 60, 20, 10]);
  expect(withSurges(arrivals, 100, { ...scenario, events: [] })).toBe(arrivals);
});
