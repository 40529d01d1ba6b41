import * as z from 'zod';

/**
 * What of a chat request at OpenRouter decides who answers, as its documentation of 2026 has it: sent with each request, or kept there as a preset. Only what
 * our export writes.
 */

/** "'models' array must have 3 items or fewer", as its API says. */
export const MOST_MODELS = 3;

const slug = z.string().min(1);
/** US dollars per million tokens, as a decimal text: what the types of its client (npm `@openrouter/sdk` 1.3.19) have. */
const price = z.string().regex(/^(?=.*[1-9])\d+(\.\d+)?$/, 'a price is a text like “2.5”');

export const presetSchema = z.strictObject({
  models: z
    .array(z.string().regex(/^[^/]+\/.+$/, 'a model is written as “author/model”'))
    .min(1)
    .max(MOST_MODELS),
  provider: z.strictObject({
    order: z.array(slug).min(1),
    only: z.array(slug).min(1),
    max_price: z.strictObject({ prompt: price, completion: price }).optional(),
  }),
});
export type Preset = z.infer<typeof presetSchema>;
