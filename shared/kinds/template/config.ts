import * as z from 'zod';
import { tierSchema } from '../tier.ts';

export const LONGEST_TEMPLATE_MS = 60_000;
export const LONGEST_TEXT = 4_000;

export const templateSchema = z.strictObject({
  /** What the user reads. */
  text: z.string().max(LONGEST_TEXT).default(''),
  /** 1 = full function, 2 = core function, 3 = basic answer. */
  tier: tierSchema.default(3),
  latencyMs: z.number().min(0).max(LONGEST_TEMPLATE_MS).default(5),
});
export type TemplateConfig = z.infer<typeof templateSchema>;

export const templateDefaults: TemplateConfig = templateSchema.parse({});
export const templateExample: TemplateConfig = {
  text: 'We are slow today. Your question is kept, and a colleague will answer it within one working day.',
  tier: 3,
  latencyMs: 5,
};
