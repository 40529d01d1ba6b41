import * as z from 'zod';

/** Milliseconds of simulated time since the first recorded request; a double, so tenths of a millisecond exist. */
export type Ms = number;
/** United States dollars. */
export type Usd = number;
/** A share between 0 and 1, both ends included. Percent exists only at the glass. */
export type Ratio = number;
/** A whole number of tokens. */
export type Tokens = number;

/** Twenty years: longer than any policy or trace means, short enough to keep a double exact to the microsecond. */
export const LONGEST_MS = 20 * 365 * 86_400_000;

export const msSchema = z.number().min(0).max(LONGEST_MS);
export const usdSchema = z.number().min(0).max(1e12);
export const ratioSchema = z.number().min(0).max(1);
export const tokensSchema = z.number().int().min(0).max(1e9);

/** Ids are short, stable and never regenerated: they key diffs, dice and files. */
export const idSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z][a-z0-9-]*$/, 'an id is lower-case letters, digits and hyphens, and starts with a letter');
