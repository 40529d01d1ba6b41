import * as z from 'zod';

/** The three promises an answer can keep; the same words on every card and form. */
export const TIER_NAMES = { 1: 'full function', 2: 'core function', 3: 'basic answer' } as const;

export type Tier = keyof typeof TIER_NAMES;

export const tierSchema = z.union([z.literal(1), z.literal(2), z.literal(3)]);

export const TIER_OPTIONS = [
  { value: 1, label: '1, full function' },
  { value: 2, label: '2, core function' },
  { value: 3, label: '3, basic answer' },
];
