import type { Ms } from '../../model/index.ts';
import type { ReviewConfig } from './config.ts';

/** When reviewers are at work, on the clock of a run. Plain data: part of the plan. */
export interface WorkHours {
  /** Milliseconds since Monday 00:00 at time 0 of the run. */
  readonly offsetMs: Ms;
  /** Of the day; a shift may last into the next day. */
  readonly fromMs: Ms;
  readonly lengthMs: Ms;
  /** Working days from Monday on; 7 = every day. */
  readonly daysAWeek: number;
  readonly isAlwaysOpen: boolean;
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const DAYS_A_WEEK = { 'monday-to-friday': 5, 'monday-to-saturday': 6, 'every-day': 7 } as const;

export function workHoursOf(config: ReviewConfig): WorkHours {
  const fromMs = (config.fromHour % 24) * HOUR_MS;
  const lengthMs = (config.toHour - config.fromHour) * HOUR_MS;
  const daysAWeek = DAYS_A_WEEK[config.days];
  const shiftMs = lengthMs > 0 ? lengthMs : lengthMs + DAY_MS;
  return {
    offsetMs: config.startsOnDay * DAY_MS + config.startsAtHour * HOUR_MS,
    fromMs,
    lengthMs: shiftMs,
    daysAWeek,
    isAlwaysOpen: config.hours === 'always' || (shiftMs >= DAY_MS && daysAWeek === 7),
  };
}

const worksOn = (hours: WorkHours, day: number): boolean => day >= 0 && day % 7 < hours.daysAWeek;

/** Open from the very start of a shift; closed at its very end. The week before time 0 counts: a night shift may be under way. */
export function isOpenAt(hours: WorkHours, nowMs: Ms): boolean {
  if (hours.isAlwaysOpen) return true;
  const localMs = hours.offsetMs + nowMs + 7 * DAY_MS;
  const day = Math.floor(localMs / DAY_MS);
  return isInShiftOf(hours, day, localMs) || isInShiftOf(hours, day - 1, localMs);
}

function isInShiftOf(hours: WorkHours, day: number, localMs: Ms): boolean {
  if (!worksOn(hours, day)) return false;
  const startMs = day * DAY_MS + hours.fromMs;
  return localMs >= startMs && localMs < startMs + hours.lengthMs;
}

/** From now to the next start of a shift, more than 0; Infinity when it never closes. */
export function untilNextShift(hours: WorkHours, nowMs: Ms): Ms {
  if (hours.isAlwaysOpen) return Number.POSITIVE_INFINITY;
  const localMs = hours.offsetMs + nowMs + 7 * DAY_MS;
  for (let day = Math.floor(localMs / DAY_MS); ; day++) {
    const startMs = day * DAY_MS + hours.fromMs;
    if (worksOn(hours, day) && startMs > localMs) return startMs - localMs;
  }
}

/** Longest time in a week without anybody at work. */
export function longestBreakMs(hours: WorkHours): Ms {
  if (hours.isAlwaysOpen) return 0;
  const overnightMs = Math.max(0, DAY_MS - hours.lengthMs);
  return overnightMs + (7 - hours.daysAWeek) * DAY_MS;
}
