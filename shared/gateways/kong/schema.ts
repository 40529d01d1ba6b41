import * as z from 'zod';

/**
 * The part of decK's format 3.0 that our export writes and nothing else in it. Sources: the plugin's schema as Kong publishes it and the examples of its
 * documentation (developer.konghq.com/plugins/ai-proxy-advanced: circuit breaker, least connections, load balancing).
 */
const milliseconds = z
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 2);
const name = z.string().regex(/^[A-Za-z0-9.\-_~]+$/);
/** A key is never in the file: Kong reads it from its own environment. */
const secret = z.string().regex(/^\{vault:\/\/env\/[a-z0-9-]+\}$/, 'a key is a reference like {vault://env/openai-auth}');

const target = z.strictObject({
  route_type: z.literal('llm/v1/chat'),
  auth: z.union([
    z.strictObject({ header_name: z.string().min(1), header_value: secret }),
    z.strictObject({ param_name: z.string().min(1), param_value: secret, param_location: z.literal('query') }),
  ]),
  model: z.strictObject({
    provider: z.enum(['openai', 'anthropic', 'cohere', 'gemini', 'mistral']),
    name: z.string().min(1),
    options: z
      .strictObject({
        max_tokens: z.number().int().min(1).optional(),
        upstream_url: z.string().min(1).optional(),
        anthropic_version: z.string().min(1).optional(),
        mistral_format: z.literal('openai').optional(),
      })
      .optional(),
  }),
  weight: z.number().int().min(1).max(65_535),
});
export type Target = z.infer<typeof target>;

const plugin = z.strictObject({
  name: z.literal('ai-proxy-advanced'),
  config: z.strictObject({
    balancer: z.strictObject({
      algorithm: z.enum(['round-robin', 'priority']),
      retries: z.number().int().min(0).max(32_767),
      failover_criteria: z.array(z.string().regex(/^(error|timeout|non_idempotent|http_(403|429|500|502|503|504))$/)),
      connect_timeout: milliseconds,
      read_timeout: milliseconds,
      write_timeout: milliseconds,
      max_fails: z.number().int().min(1).max(32_767).optional(),
      fail_timeout: milliseconds.optional(),
    }),
    targets: z.array(target).min(1),
  }),
});
export type Plugin = z.infer<typeof plugin>;

const route = z.strictObject({
  name,
  paths: z.array(z.string().startsWith('/')).length(1),
  headers: z.record(z.string(), z.array(z.string().min(1)).min(1)).optional(),
  plugins: z.array(plugin).length(1),
});
export type Route = z.infer<typeof route>;

export const deckSchema = z.strictObject({
  _format_version: z.literal('3.0'),
  services: z.array(z.strictObject({ name, url: z.string().min(1), routes: z.array(route).min(1) })).length(1),
});
export type Deck = z.infer<typeof deckSchema>;
