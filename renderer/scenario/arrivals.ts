import type { Scenario } from '../../shared/model/index.ts';
import { intensityAt } from '../../shared/scenario/index.ts';

/** Outline of an area in a box of 1 × 1, left to right, zero at the bottom; steps, because each count is one of a span. */
export function areaPath(values: readonly number[], highest: number): string {
  if (values.length === 0 || highest <= 0) return '';
  const y = (value: number): string => (1 - Math.min(1, value / highest)).toFixed(4);
  const steps = values.map((value, i) => `H${(i / values.length).toFixed(5)}V${y(value)}H${((i + 1) / values.length).toFixed(5)}`);
  return `M0 1${steps.join('')}V1Z`;
}

/** The same spans with what the scenario's surges add, as the simulation adds it: surges in force at once multiply. */
export function withSurges(arrivals: readonly number[], durationMs: number, scenario: Scenario): readonly number[] {
  const surges = scenario.events.flatMap((event) =>
    event.effect.kind === 'surge' && event.target.kind === 'traffic' ? [{ event, more: event.effect.multiplier - 1 }] : [],
  );
  if (surges.length === 0) return arrivals;
  return arrivals.map((count, i) => {
    const atMs = ((i + 0.5) / arrivals.length) * durationMs;
    return surges.reduce((sum, { event, more }) => sum * (1 + more * intensityAt(event, atMs)), count);
  });
}
