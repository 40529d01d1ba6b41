import * as z from 'zod';

export const MOST_REQUESTS_PER_MIN = 10_000_000;
export const MOST_TOKENS_PER_MIN = 10_000_000_000;
export const LARGEST_BURST = 10_000_000;
export const LONGEST_WAIT_MS = 3_600_000;

export const rateLimitSchema = z.strictObject({
  /** Refill of the request bucket; null = requests are not counted. */
  requestsPerMin: z.number().min(0.01).max(MOST_REQUESTS_PER_MIN).nullable().default(600),
  /** Requests that the bucket holds: as many may pass at once after a quiet time. */
  burst: z.number().int().min(1).max(LARGEST_BURST).default(20),
  /** Refill of the token bucket, which holds a minute's worth; null = tokens are not counted. A request counts with its question and its answer. */
  tokensPerMin: z.number().min(1).max(MOST_TOKENS_PER_MIN).nullable().default(null),
  /** Who shares a bucket. */
  scope: z.enum(['all', 'user', 'metadata']).default('all'),
  /** `metadata`: column of the traffic; requests without a value share one bucket. */
  key: z.string().max(100).default(''),
  atLimit: z.enum(['reject', 'wait', 'downgrade']).default('reject'),
  /** `wait`: a request that would wait longer is rejected at once. */
  maxWaitMs: z.number().min(0).max(LONGEST_WAIT_MS).default(5_000),
});
export type RateLimitConfig = z.infer<typeof rateLimitSchema>;

export const rateLimitDefaults: RateLimitConfig = rateLimitSchema.parse({});

/** Ten requests a minute for each user; what comes on top is answered more cheaply. */
export const rateLimitExample: RateLimitConfig = {
  ...rateLimitDefaults,
  requestsPerMin: 10,
  burst: 5,
  scope: 'user',
  atLimit: 'downgrade',
};
