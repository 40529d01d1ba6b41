import * as z from 'zod';
import { ratioSchema } from '../../model/index.ts';

/** Sums are kept in billionths of a dollar; beyond this a double no longer counts them one by one. */
export const HIGHEST_LIMIT_USD = 5_000_000;
export const HIGHEST_RESERVE_USD = 1000;
export const MOST_TOKENS = 100_000_000;

export const budgetSchema = z.strictObject({
  /** Whose money is counted: one account for each request, each user, or one for all. */
  scope: z.enum(['request', 'user', 'agent']).default('agent'),
  /** Of one account in one window. */
  limitUsd: z.number().min(0).max(HIGHEST_LIMIT_USD).default(60_000),
  /** `user` and `agent`: windows of 24 hours or 30 days, counted from the first request of the traffic. */
  period: z.enum(['day', 'month']).default('month'),
  /** `request` only: longest request in tokens; null = no limit. */
  limitTokens: z.number().int().min(1).max(MOST_TOKENS).nullable().default(null),
  /** Share of the limit at which people are alerted, once for each account and window. */
  alertAt: ratioSchema.default(0.8),
  /** Held back while a request is on its way: what it may cost at most. 0 = checked only after it was paid. */
  reserveUsd: z.number().min(0).max(HIGHEST_RESERVE_USD).default(0.05),
  atLimit: z.enum(['stop', 'downgrade']).default('stop'),
  /** `agent` only: spent in the first window before the traffic begins. */
  spentAtStartUsd: z.number().min(0).max(HIGHEST_LIMIT_USD).default(0),
});
export type BudgetConfig = z.infer<typeof budgetSchema>;

export const budgetDefaults: BudgetConfig = budgetSchema.parse({});

export const budgetExample: BudgetConfig = {
  scope: 'agent',
  limitUsd: 60_000,
  period: 'month',
  limitTokens: null,
  alertAt: 0.8,
  reserveUsd: 0.05,
  atLimit: 'downgrade',
  spentAtStartUsd: 27_600,
};
