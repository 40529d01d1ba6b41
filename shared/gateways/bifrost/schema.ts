import * as z from 'zod';

/**
 * The part of Bifrost's config.json that our export writes and nothing else in it. Sources: its published config schema (getbifrost.ai/schema) and the pages Routing Rules
 * and Retries & Fallbacks of its documentation.
 */
const reference = z.string().regex(/^env\.[A-Z0-9_]+$/, 'a key is a reference like env.OPENAI_API_KEY');
const waitMs = z.number().int().min(100);

export const providerSchema = z.strictObject({
  keys: z
    .array(z.strictObject({ name: z.string().min(1), value: reference, models: z.array(z.string().min(1)).min(1), weight: z.literal(1) }))
    .length(1),
  network_config: z.strictObject({
    default_request_timeout_in_seconds: z.number().int().min(1),
    max_retries: z.number().int().min(0),
    retry_backoff_initial: waitMs.optional(),
    retry_backoff_max: waitMs.optional(),
  }),
});
export type Provider = z.infer<typeof providerSchema>;

export const ruleSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  description: z.string(),
  enabled: z.literal(true),
  cel_expression: z.string().min(1),
  targets: z
    .array(z.strictObject({ provider: z.string().min(1), model: z.string().min(1), weight: z.number().positive().max(1) }))
    .min(1)
    .refine(
      (targets) => Math.abs(targets.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-6,
      'the weights of a rule must be 1 in sum',
    ),
  fallbacks: z.array(z.string().regex(/^[^/]+\/.+$/)),
  scope: z.literal('global'),
  priority: z.number().int().min(0),
});
export type Rule = z.infer<typeof ruleSchema>;

export const configSchema = z.strictObject({
  $schema: z.literal('https://www.getbifrost.ai/schema'),
  // Routing rules are loaded into the store at the start.
  config_store: z.strictObject({
    enabled: z.literal(true),
    type: z.literal('sqlite'),
    config: z.strictObject({ path: z.string().min(1) }),
  }),
  providers: z.record(z.string().min(1), providerSchema),
  governance: z.strictObject({ routing_rules: z.array(ruleSchema).min(1) }),
});
export type Config = z.infer<typeof configSchema>;
