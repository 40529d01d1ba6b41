import * as z from 'zod';
import { type FailureClass, RETRYABLE_FAILURES } from '../../model/index.ts';
import { allFailuresBut, failureSetSchema } from '../failure-set.ts';

export const MOST_HEDGES = 3;
export const LONGEST_HEDGE_DELAY_MS = 3_600_000;

/** A cancelled call has nobody left to hedge for. */
export const HEDGE_OPTIONS = allFailuresBut('cancelled');

/** What may pass by itself, and refusals of a hedge by a breaker, limit or budget below it: they must not end the call that is on its way. */
export const HEDGE_ON: FailureClass[] = [...RETRYABLE_FAILURES, 'rejected-by-breaker', 'shed'];

export const hedgeSchema = z.strictObject({
  /** From one call to the next while none has been answered. 0 = all calls at once. */
  delayMs: z.number().min(0).max(LONGEST_HEDGE_DELAY_MS).default(3_000),
  /** Calls after the first. */
  maxHedges: z.number().int().min(1).max(MOST_HEDGES).default(1),
  /** After these the other calls go on, and the next hedge is sent at once; any other failure is the reply. */
  hedgeOn: failureSetSchema.default(HEDGE_ON),
});
export type HedgeConfig = z.infer<typeof hedgeSchema>;

export const hedgeDefaults: HedgeConfig = hedgeSchema.parse({});
export const hedgeExample: HedgeConfig = { delayMs: 2_500, maxHedges: 1, hedgeOn: HEDGE_ON };
