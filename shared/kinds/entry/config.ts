import * as z from 'zod';
import { ABILITIES, abilitySchema, languageSchema, ratioSchema, regionSchema } from '../../model/index.ts';

export const LONGEST_SLA_MS = 3_600_000;
export const HIGHEST_SLA_USD = 1000;
export const LONGEST_PROMISE = 2000;
export const MOST_NAMES = 50;

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
  /** What every model that may answer has to be able to do. */
  needs: z.array(abilitySchema).max(ABILITIES.length).default([]),
  /** Languages that requests come in; none named = not stated. */
  languages: z.array(languageSchema).max(MOST_NAMES).default([]),
  /** Regions that requests may be answered in; none named = anywhere. */
  regions: z.array(regionSchema).max(MOST_NAMES).default([]),
});
export type EntryConfig = z.infer<typeof entrySchema>;

export const entryDefaults: EntryConfig = entrySchema.parse({});

export const entryExample: EntryConfig = {
  promise: 'Every question gets a useful reply: an answer, or the phone line and the case number.',
  slaP95Ms: 8000,
  slaAvailability: 0.995,
  slaCostUsd: 0.02,
  needs: ['tools'],
  languages: ['en', 'de'],
  regions: [],
};
