import * as z from 'zod';

export const SHORTEST_TIMEOUT_MS = 1;
/** A day: longer than any request is worth waiting for. */
export const LONGEST_TIMEOUT_MS = 86_400_000;

export const timeoutSchema = z.strictObject({
  timeoutMs: z.number().min(SHORTEST_TIMEOUT_MS).max(LONGEST_TIMEOUT_MS).default(15_000),
});
export type TimeoutConfig = z.infer<typeof timeoutSchema>;

export const timeoutDefaults: TimeoutConfig = timeoutSchema.parse({});
export const timeoutExample: TimeoutConfig = { timeoutMs: 8_000 };
