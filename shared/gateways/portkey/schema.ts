import * as z from 'zod';

/**
 * A config of Portkey OSS 1.15.2, stricter than the gateway, which takes unknown keys in silence. Only what our export writes. Source: its own
 * `requestValidator/schema/config.ts`, and what was measured by running it. What the hosted gateway has beyond it is from its documentation of 2026.
 */

const status = z.number().int().min(300).max(599);
const milliseconds = z.number().int().positive();

const hookSchema = z.strictObject({
  // Without it a hook lets everything pass.
  type: z.literal('guardrail'),
  id: z.string().min(1),
  deny: z.boolean(),
  checks: z
    .array(
      z.strictObject({
        id: z.literal('default.webhook'),
        // Without failOnError a webhook that does not answer lets everything pass.
        parameters: z.strictObject({ webhookURL: z.string().min(1), failOnError: z.literal(true), timeout: milliseconds }),
      }),
    )
    .min(1),
});
export type Hook = z.infer<typeof hookSchema>;

const comparison = z.strictObject({
  $eq: z.string().optional(),
  $in: z.array(z.string()).min(1).optional(),
  $gte: z.number().optional(),
  $lt: z.number().optional(),
});

/** Exactly two levels are looked up; a third is undefined for the gateway. */
const query = z.record(z.string().regex(/^metadata\.[^.]+$/, 'a query names metadata of one level'), comparison);
export type Query = z.infer<typeof query>;

const hooks = {
  before_request_hooks: z.array(hookSchema).min(1).optional(),
  after_request_hooks: z.array(hookSchema).min(1).optional(),
};
/** Hosted only. Of a target: it is taken out among others, so the strategy above has it, for all of them. */
const cbConfigSchema = z
  .strictObject({
    failure_threshold: z.number().int().min(1).optional(),
    failure_threshold_percentage: z.number().int().min(1).max(99).optional(),
    minimum_requests: z.number().int().min(1).optional(),
    cooldown_interval: z.number().int().min(30_000),
    failure_status_codes: z.array(status).min(1),
  })
  .refine((one) => one.failure_threshold !== undefined || one.failure_threshold_percentage !== undefined, {
    error: 'a breaker needs failure_threshold or failure_threshold_percentage',
  });
export type CbConfig = z.infer<typeof cbConfigSchema>;

/** Hosted only. `max_age` in seconds. */
const cacheSchema = z.strictObject({ mode: z.enum(['simple', 'semantic']), max_age: z.number().int().min(60).max(7_776_000) });
export type Cache = z.infer<typeof cacheSchema>;

const place = { name: z.string().min(1).optional(), weight: z.number().min(0).optional() };

const ofEveryLeaf = {
  ...place,
  request_timeout: milliseconds,
  retry: z
    .strictObject({
      attempts: z.number().int().min(1),
      on_status_codes: z.array(status),
      // use_retry_after_header is never written: where the provider gives no hint, a last 429 becomes a 500 with it (measured).
    })
    .optional(),
  ...hooks,
};

const leafSchema = z.strictObject({
  ...ofEveryLeaf,
  provider: z.string().min(1),
  api_key: z.string().min(1),
  custom_host: z.string().min(1).optional(),
  override_params: z.strictObject({ model: z.string().min(1), max_tokens: z.number().int().min(1).optional() }),
});

/** Keys stay with Portkey: the model is named with the provider of the account's catalogue. */
const hostedLeafSchema = z.strictObject({
  ...ofEveryLeaf,
  cache: cacheSchema.optional(),
  override_params: z.strictObject({
    model: z.string().regex(/^@[^/]+\/.+$/, 'a model is written as “@provider/model”'),
    max_tokens: z.number().int().min(1).optional(),
  }),
});

/** `cb_config` of a leaf is never written: it goes to the strategy above. */
export type Leaf = (z.infer<typeof leafSchema> | z.infer<typeof hostedLeafSchema>) & { cb_config?: CbConfig; cache?: Cache | undefined };

export interface Branch {
  name?: string | undefined;
  weight?: number | undefined;
  strategy:
    | { mode: 'fallback'; on_status_codes: number[]; cb_config?: CbConfig | undefined }
    | { mode: 'loadbalance'; cb_config?: CbConfig | undefined }
    | { mode: 'conditional'; conditions: { query: Query; then: string }[]; default: string };
  targets: Target[];
  cache?: Cache | undefined;
  before_request_hooks?: Hook[] | undefined;
  after_request_hooks?: Hook[] | undefined;
}
export type Target = Leaf | Branch;

function schemaOf(leaf: z.ZodType, ofStrategies: z.ZodRawShape, ofBranches: z.ZodRawShape): z.ZodType<Target> {
  const branchSchema: z.ZodType = z.strictObject({
    ...place,
    strategy: z.discriminatedUnion('mode', [
      z.strictObject({ mode: z.literal('fallback'), on_status_codes: z.array(status), ...ofStrategies }),
      z.strictObject({ mode: z.literal('loadbalance'), ...ofStrategies }),
      z.strictObject({
        mode: z.literal('conditional'),
        // biome-ignore lint/suspicious/noThenProperty: the gateway's own key
        conditions: z.array(z.strictObject({ query, then: z.string().min(1) })).min(1),
        default: z.string().min(1),
      }),
    ]),
    get targets() {
      return z.array(targetSchema).min(1);
    },
    ...ofBranches,
    ...hooks,
  });
  /** Told apart by their strategy, so that what is wrong with one is said of that one. */
  const targetSchema: z.ZodType<Target> = z.custom<Target>().check((context) => {
    const raw: unknown = context.value;
    const schema = typeof raw === 'object' && raw !== null && 'strategy' in raw ? branchSchema : leaf;
    const parsed = schema.safeParse(raw);
    if (!parsed.success) for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: raw } as never);
  });
  return targetSchema;
}

export const openSourceSchema = schemaOf(leafSchema, {}, {});
export const hostedSchema = schemaOf(hostedLeafSchema, { cb_config: cbConfigSchema.optional() }, { cache: cacheSchema.optional() });
