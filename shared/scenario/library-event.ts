import type { ScenarioEvent } from '../model/index.ts';

/** How shipped scenarios write their events. */

export const MINUTE_MS = 60_000;
/** Calm before it, so that before and during can be compared. */
export const START_MS = 20 * MINUTE_MS;
const primary = { kind: 'primary-provider' } as const;
export const sharp = { rampUpMs: 0, rampDownMs: 0 } as const;

/** Aimed at the primary provider; `afterMin` counts from the end of the calm. */
export function event(
  id: string,
  name: string,
  effect: ScenarioEvent['effect'],
  afterMin: number,
  lastsMin: number,
  ramps: Pick<ScenarioEvent, 'rampUpMs' | 'rampDownMs'>,
): ScenarioEvent {
  return { id, name, target: primary, effect, startMs: START_MS + afterMin * MINUTE_MS, durationMs: lastsMin * MINUTE_MS, ...ramps };
}
