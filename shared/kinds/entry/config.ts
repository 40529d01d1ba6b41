import * as z from 'zod';
import { ratioSchema } from '../../model/index.ts';

export const LONGEST_SLA_MS = 3_600_000;
export const HIGHEST_SLA_USD = 1000;
export const LONGEST_PROMISE = 2000;

/** What one capability owes its users. The name of the capability is the node's name. */
export const entrySchema = z.strictObject({
  /** What the user is owed, in words that a product manager signs. */
  promise: z.string().max(LONGEST_PROMISE).default(''),
  /** 95 of 100 answers arrive within this time, end to end. */
  slaP95Ms: z.number().min(1).max(LONGEST_SLA_MS).default(8000),
  /** Share of the requests that are answered; those that a guard stops do not count. */
  slaAvailability: ratioSchema.default(0.995),
  /** Mean cost of one request. */
  slaCostUsd: z.number().min(0).max(HIGHEST_SLA_USD).default(0.02),
});
export type EntryConfig = z.infer<typeof entrySchema>;

export const entryDefaults: EntryConfig = entrySchema.parse({});

export const entryExample: EntryConfig = {
  promise: 'Every question gets a useful reply: an answer, or the phone line and the case number.',
  slaP95Ms: 8000,
  slaAvailability: 0.995,
  slaCostUsd: 0.02,
};
