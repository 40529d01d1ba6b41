import * as z from 'zod';

export const SHORTEST_BUDGET_MS = 1;
/** A day: longer than any request is worth waiting for. */
export const LONGEST_BUDGET_MS = 86_400_000;

export const deadlineSchema = z.strictObject({
  /** For everything below, counted from the arrival of the call. A deadline above that comes earlier holds instead. */
  budgetMs: z.number().min(SHORTEST_BUDGET_MS).max(LONGEST_BUDGET_MS).default(30_000),
});
export type DeadlineConfig = z.infer<typeof deadlineSchema>;

export const deadlineDefaults: DeadlineConfig = deadlineSchema.parse({});
export const deadlineExample: DeadlineConfig = { budgetMs: 12_000 };
