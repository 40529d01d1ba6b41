import * as z from 'zod';
import { type FailureClass, RETRYABLE_FAILURES, ratioSchema } from '../../model/index.ts';
import { allFailuresBut, failureSetSchema } from '../failure-set.ts';

export const LARGEST_CAPACITY = 1_000_000;
export const HIGHEST_FLOOR_PER_S = 1_000_000;
export const LONGEST_WINDOW_MS = 3_600_000;
export const LARGEST_MULTIPLIER = 100;

/** A cancelled call says nothing about what is below. */
export const COUNT_OPTIONS = allFailuresBut('cancelled');

export const RULES = ['deposits', 'quota', 'throttle', 'in-progress', 'adaptive'] as const;

export const retryBudgetSchema = z.strictObject({
  /** `deposits` as Finagle, `quota` as the AWS SDKs, `throttle` as gRPC, `in-progress` as Envoy, `adaptive` as in the SRE book. */
  rule: z.enum(RULES).default('deposits'),

  /** `deposits`: each first call pays in so much of a retry. */
  depositRatio: ratioSchema.default(0.2),
  /** `deposits`: retries a second that are free whatever was paid in. */
  floorPerS: z.number().min(0).max(HIGHEST_FLOOR_PER_S).default(10),
  /** `deposits`: what was paid in and drawn counts for so long. */
  ttlMs: z.number().min(1000).max(LONGEST_WINDOW_MS).default(10_000),

  /** `quota`: tokens; full at the start. */
  capacity: z.number().int().min(1).max(LARGEST_CAPACITY).default(500),
  /** `quota`: tokens for a retry, by what failed before. */
  retryCost: z.number().int().min(1).max(LARGEST_CAPACITY).default(5),
  /** After a timeout or a lost connection. */
  timeoutCost: z.number().int().min(1).max(LARGEST_CAPACITY).default(10),
  /** After a rate limit. */
  rateLimitCost: z.number().int().min(1).max(LARGEST_CAPACITY).default(5),

  /** `throttle`: tokens; full at the start, and retries pass only while more than half are left. A counted failure costs one. */
  maxTokens: z.number().int().min(1).max(1000).default(10),
  /** `throttle`: tokens that an answer brings. */
  tokenRatio: z.number().min(0).max(1000).default(0.1),

  /** `in-progress`: retries may be so much of all calls in progress … */
  budgetRatio: ratioSchema.default(0.2),
  /** … and at least so many. */
  minConcurrency: z.number().int().min(0).max(LARGEST_CAPACITY).default(3),

  /** `adaptive`: sends at most so many times what is accepted below. */
  multiplier: z.number().min(1).max(LARGEST_MULTIPLIER).default(2),
  /** `adaptive`: how far back calls count. */
  windowMs: z.number().min(1000).max(LONGEST_WINDOW_MS).default(120_000),

  /** `throttle` and `adaptive`: failures that speak of trouble below; any other reply is as good as an answer. */
  countsAs: failureSetSchema.default([...RETRYABLE_FAILURES] as FailureClass[]),
});
export type RetryBudgetConfig = z.infer<typeof retryBudgetSchema>;

export const retryBudgetDefaults: RetryBudgetConfig = retryBudgetSchema.parse({});

/** Retries are at most a tenth of the traffic (the share that the SRE book recommends for each client). */
export const retryBudgetExample: RetryBudgetConfig = { ...retryBudgetDefaults, depositRatio: 0.1, floorPerS: 1 };
