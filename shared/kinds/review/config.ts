import * as z from 'zod';
import { ratioSchema } from '../../model/index.ts';
import { tierSchema } from '../tier.ts';

export const MOST_PEOPLE = 10_000;
export const LONGEST_CASE_MINUTES = 1_440;
export const LONGEST_PATIENCE_MS = 7 * 86_400_000;
export const HIGHEST_CASE_USD = 10_000;

/** In order: 0 = Monday. */
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const weekdaySchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6)]);

export const reviewSchema = z.strictObject({
  /** Reviewers at work at one time. */
  people: z.number().int().min(1).max(MOST_PEOPLE).default(3),
  /** `always`: day and night; `shift`: from `fromHour` to `toHour` on `days`. */
  hours: z.enum(['always', 'shift']).default('shift'),
  /** Hours of the day, fractions allowed; a shift whose end is not after its start goes on into the next day. */
  fromHour: z.number().min(0).max(24).default(8),
  toHour: z.number().min(0).max(24).default(18),
  days: z.enum(['monday-to-friday', 'monday-to-saturday', 'every-day']).default('monday-to-friday'),
  /** Weekday and hour at which a run begins, in the reviewers' own time. */
  startsOnDay: weekdaySchema.default(0),
  startsAtHour: z.number().min(0).max(24).default(0),
  /** Mean time for one case. */
  minutesPerCase: z.number().min(0.01).max(LONGEST_CASE_MINUTES).default(4),
  caseShape: z.enum(['exponential', 'constant', 'lognormal']).default('lognormal'),
  /** `lognormal`: standard deviation divided by mean. */
  caseVariation: z.number().min(0.01).max(10).default(0.8),
  /** How long somebody waits for a reviewer: `exponential` with this mean, or exactly this long. Work that has begun is waited for. */
  patienceShape: z.enum(['exponential', 'constant', 'endless']).default('exponential'),
  patienceMs: z.number().min(1).max(LONGEST_PATIENCE_MS).default(1_800_000),
  /** What a case is worth when nobody came to it in time. */
  whenTooLate: z.enum(['approve', 'decline', 'fail']).default('fail'),
  /** Promised time from asking to decision; only counted, nothing ends by it. */
  slaMs: z.number().min(1).max(LONGEST_PATIENCE_MS).default(900_000),
  declineShare: ratioSchema.default(0.1),
  /** Paid for each case that somebody begins. */
  usdPerCase: z.number().min(0).max(HIGHEST_CASE_USD).default(2),
  /** Of an approved case. */
  tier: tierSchema.default(1),
});
export type ReviewConfig = z.infer<typeof reviewSchema>;

export const reviewDefaults: ReviewConfig = reviewSchema.parse({});

export const reviewExample: ReviewConfig = {
  ...reviewDefaults,
  people: 6,
  fromHour: 7,
  toHour: 19,
  days: 'monday-to-saturday',
  startsOnDay: 1,
  startsAtHour: 9,
  minutesPerCase: 3,
  patienceMs: 600_000,
  whenTooLate: 'decline',
  usdPerCase: 1.5,
};
