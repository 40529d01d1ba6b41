import * as z from 'zod';

/**
 * A `config.yaml` of LiteLLM's proxy 1.108, stricter than the proxy, which takes unknown keys in silence. Only what our export writes. Source: its router and
 * `router_utils`, and what was measured by running it.
 */

const environmentReference = z.string().regex(/^os\.environ\/[A-Z0-9_]+$/, 'a key is a reference to the environment');
const count = z.number().int().min(0);
const groupName = z.string().min(1);

const retryPolicySchema = z.strictObject({
  RateLimitErrorRetries: count,
  TimeoutErrorRetries: count,
  InternalServerErrorRetries: count,
  ServiceUnavailableErrorRetries: count,
  AuthenticationErrorRetries: count,
  BadRequestErrorRetries: count,
  ContentPolicyViolationErrorRetries: count,
  /** All others: 502, 504 and whatever has no class of its own. */
  DefaultRetries: count,
});
export type RetryPolicy = z.infer<typeof retryPolicySchema>;

const allowedFailsSchema = z.strictObject({
  RateLimitErrorAllowedFails: count.optional(),
  TimeoutErrorAllowedFails: count.optional(),
  InternalServerErrorAllowedFails: count.optional(),
  ServiceUnavailableErrorAllowedFails: count.optional(),
  BadGatewayErrorAllowedFails: count.optional(),
  AuthenticationErrorAllowedFails: count.optional(),
});
export type AllowedFails = z.infer<typeof allowedFailsSchema>;

const deploymentSchema = z.strictObject({
  model_name: groupName,
  litellm_params: z.strictObject({
    model: z.string().min(1),
    api_base: environmentReference.optional(),
    api_key: environmentReference.optional(),
    max_tokens: z.number().int().min(1).optional(),
    /** Seconds. */
    timeout: z.number().positive().optional(),
    weight: z.number().min(0).optional(),
    /** A fixed answer, given without any call. */
    mock_response: z.string().optional(),
  }),
  model_info: z.strictObject({
    id: z.string().min(1),
    input_cost_per_token: z.number().min(0),
    output_cost_per_token: z.number().min(0),
    max_input_tokens: z.number().int().min(1).optional(),
    // Both are read from here only: in litellm_params they would be sent to the provider.
    allowed_fails_policy: allowedFailsSchema.optional(),
    /** Seconds; 0 = never taken out. */
    cooldown_time: z.number().min(0).optional(),
  }),
});
export type Deployment = z.infer<typeof deploymentSchema>;

/** LiteLLM looks at the first key of each entry only, and takes an empty list for none. */
const fallbackList = z
  .array(
    z
      .record(groupName, z.array(groupName).min(1))
      .refine((entry) => Object.keys(entry).length === 1, 'an entry names one group; LiteLLM looks at the first only'),
  )
  .min(1);

const guardrailSchema = z.strictObject({
  guardrail_name: z.string().min(1),
  litellm_params: z.strictObject({
    guardrail: z.literal('generic_guardrail_api'),
    mode: z.enum(['pre_call', 'post_call']),
    api_base: environmentReference,
    default_on: z.boolean(),
  }),
});
export type Guardrail = z.infer<typeof guardrailSchema>;

export const configSchema = z.strictObject({
  model_list: z.array(deploymentSchema).min(1),
  router_settings: z.strictObject({
    routing_strategy: z.literal('simple-shuffle'),
    // Without it every group is tried twice more.
    num_retries: z.literal(0),
    max_fallbacks: z.number().int().min(1).optional(),
    fallbacks: fallbackList.optional(),
    context_window_fallbacks: fallbackList.optional(),
    content_policy_fallbacks: fallbackList.optional(),
    model_group_retry_policy: z.record(groupName, retryPolicySchema).optional(),
  }),
  litellm_settings: z
    .strictObject({
      cache: z.literal(true).optional(),
      cache_params: z
        .strictObject({ type: z.literal('local'), ttl: z.number().positive(), mode: z.literal('default_off').optional() })
        .optional(),
      max_budget: z.number().min(0).optional(),
      budget_duration: z.enum(['1d', '30d']).optional(),
    })
    .optional(),
  guardrails: z.array(guardrailSchema).min(1).optional(),
  general_settings: z.strictObject({ master_key: environmentReference }),
});
export type LitellmConfig = z.infer<typeof configSchema>;
