import * as z from 'zod';
import type { FailureClass } from '../../model/index.ts';
import { allFailuresBut, failureSetSchema } from '../failure-set.ts';

export const MOST_FAILURES = 10_000;
export const MOST_CALLS = 100_000;
/** A day. */
export const LONGEST_BREAKER_MS = 86_400_000;
export const MOST_TRIALS = 1_000;

/** Signs that the thing below is ill. A 429 means that it is busy and is its own class; a 4xx says something about the request, not about the callee. */
export const COUNTS_AS: FailureClass[] = ['timeout', 'connection', 'server-error', 'malformed'];

/** A rejection by another breaker and a cancelled call say nothing about the callee, so they can never count. */
export const COUNTS_OPTIONS = allFailuresBut('rejected-by-breaker', 'cancelled');

export const breakerSchema = z.strictObject({
  /** `count`: `failureCount` failures in the window. `rate`: `failureRatio` of at least `minimumCalls` calls in the window. */
  tripRule: z.enum(['count', 'rate']).default('count'),
  failureCount: z.number().int().min(1).max(MOST_FAILURES).default(5),
  failureRatio: z.number().min(0.001).max(1).default(0.5),
  minimumCalls: z.number().int().min(1).max(MOST_CALLS).default(20),
  /** The window is (now − windowMs, now]: a failure exactly this old no longer counts. */
  windowMs: z.number().min(1).max(LONGEST_BREAKER_MS).default(60_000),
  openForMs: z.number().min(1).max(LONGEST_BREAKER_MS).default(30_000),
  /** Successes in a row that close it; also the most trial calls that half-open lets through. */
  closeAfterSuccesses: z.number().int().min(1).max(MOST_TRIALS).default(3),
  /** A trial call without a reply for this long counts as a failure; 0 = wait for ever. */
  trialTimeoutMs: z.number().min(0).max(LONGEST_BREAKER_MS).default(60_000),
  /** What becomes of a reply to a call that was made before the last change of state. */
  lateResponses: z.enum(['discard', 'count']).default('discard'),
  countsAs: failureSetSchema.default(COUNTS_AS),
  /** `observe-only` keeps the timeline and lets every call through. */
  mode: z.enum(['active', 'observe-only']).default('active'),
});
export type BreakerConfig = z.infer<typeof breakerSchema>;

export const breakerDefaults: BreakerConfig = breakerSchema.parse({});

/** A busy service: a count of 5 would trip on ordinary errors, a rate does not. */
export const breakerExample: BreakerConfig = {
  ...breakerDefaults,
  tripRule: 'rate',
  failureRatio: 0.3,
  minimumCalls: 20,
  windowMs: 30_000,
};
