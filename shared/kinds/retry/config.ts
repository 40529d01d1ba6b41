import * as z from 'zod';
import { type FailureClass, RETRYABLE_FAILURES } from '../../model/index.ts';
import { allFailuresBut, failureSetSchema } from '../failure-set.ts';

export const MOST_RETRIES = 10;
/** An hour: a longer wait is a job for a queue. */
export const LONGEST_DELAY_MS = 3_600_000;
export const LARGEST_MULTIPLIER = 10;

/** The retryable classes of the taxonomy. A breaker's rejection is none of them: the breaker has said not to call, and the next tier is free. */
export const RETRY_ON: FailureClass[] = [...RETRYABLE_FAILURES];

/** Classes that a person may choose; a cancelled call has nobody left to retry for. */
export const RETRY_OPTIONS = allFailuresBut('cancelled');

export const JITTERS = ['none', 'full', 'equal', 'decorrelated', 'proportional'] as const;

export const retrySchema = z.strictObject({
  /** Calls after the first: 3 retries are at most 4 calls. */
  maxRetries: z.number().int().min(0).max(MOST_RETRIES).default(3),
  /** Delay before the first retry, before jitter. */
  baseMs: z.number().min(0).max(LONGEST_DELAY_MS).default(1_000),
  capMs: z.number().min(0).max(LONGEST_DELAY_MS).default(60_000),
  multiplier: z.number().min(1).max(LARGEST_MULTIPLIER).default(2),
  jitter: z.enum(JITTERS).default('full'),
  /** Only with proportional jitter: the delay is scaled by a draw from 1 − share to 1 + share. */
  jitterShare: z.number().min(0).max(1).default(0.1),
  retryOn: failureSetSchema.default(RETRY_ON),
  honoursRetryAfter: z.boolean().default(true),
  /** A longer hint ends the retrying at once. */
  maxRetryAfterMs: z.number().min(0).max(LONGEST_DELAY_MS).default(60_000),
});
export type RetryConfig = z.infer<typeof retrySchema>;
export type Jitter = RetryConfig['jitter'];

export const retryDefaults: RetryConfig = retrySchema.parse({});

/** Waits of exactly 1, 2 and 4 seconds. */
export const retryExample: RetryConfig = { ...retryDefaults, jitter: 'none', maxRetryAfterMs: 30_000 };
