import * as z from 'zod';
import { idSchema, tokensSchema, usdSchema } from './units.ts';

/**
 * The policy document: what is drawn (policy) apart from where it is drawn (layout), so that moving a card never shares
 * a hunk with a change of meaning. Node configs are opaque here; each kind owns its schema.
 */

/** What a request may need of a model besides answering text: calling tools, answering in JSON of a given shape, seeing images. */
export const ABILITIES = ['tools', 'json', 'vision'] as const;
export const abilitySchema = z.enum(ABILITIES);
export type Ability = z.infer<typeof abilitySchema>;

/** A tag of BCP 47 such as `de` or `pt-BR`, compared without regard to case. */
export const languageSchema = z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/);
/** In the provider's own words, for example `eu-central-1`; compared as it is written. */
export const regionSchema = z.string().min(1).max(100);

export const modelPriceSchema = z.strictObject({
  /** Name that the provider's API knows, for example `gpt-4o`. */
  name: z.string().min(1).max(200),
  inputUsdPerMTok: usdSchema,
  outputUsdPerMTok: usdSchema,
  contextTokens: tokensSchema.min(1),
  abilities: z.array(abilitySchema).max(ABILITIES.length).default([]),
  /** Languages that the model is trusted with; none named = any. */
  languages: z.array(languageSchema).max(200).default([]),
});
export type ModelPrice = z.infer<typeof modelPriceSchema>;

/** What a price entry holds besides name, prices and context. */
export const MODEL_PRICE_DEFAULTS: Pick<ModelPrice, 'abilities' | 'languages'> = { abilities: [], languages: [] };

export const providerSchema = z.strictObject({
  id: idSchema,
  name: z.string().min(1).max(200),
  /** Concurrent calls that the provider serves; null = no limit. */
  concurrency: z.number().int().min(1).max(1_000_000).nullable(),
  /** Calls that may wait for a free slot before the provider answers 429; null = no limit. Only read when `concurrency` is set. */
  queueLength: z.number().int().min(0).max(10_000_000).nullable(),
  /** Rate limits as continuously refilled token buckets that start full; null = no limit. */
  requestsPerMin: z.number().min(0).nullable(),
  tokensPerMin: z.number().min(0).nullable(),
  /** Requests that may come at once; null = one minute's worth. The token bucket's burst is always one minute's worth. */
  requestBurst: z.number().min(1).nullable(),
  /** Does work that the caller gave up on stop at the provider, or run (and bill) to its end? */
  abandonedWork: z.enum(['stops', 'runs-on']),
  /** Where calls are answered; null = not stated. */
  region: regionSchema.nullable().default(null),
  /** Throughput that is paid for whether used or not, as a bucket of tokens a minute in front of the limits above; null = none. */
  provisionedTokensPerMin: z.number().min(0).max(1e12).nullable().default(null),
  /** What the provisioned throughput costs an hour. Only read when `provisionedTokensPerMin` is set. */
  provisionedUsdPerHour: usdSchema.default(0),
  /** Beyond the provisioned throughput: pay per token (`spill`), or answer 429 (`refuse`). */
  overProvisioned: z.enum(['spill', 'refuse']).default('spill'),
  models: z.array(modelPriceSchema).max(200),
});
export type Provider = z.infer<typeof providerSchema>;

export const PROVIDER_DEFAULTS = {
  concurrency: null,
  queueLength: null,
  requestsPerMin: null,
  tokensPerMin: null,
  requestBurst: null,
  abandonedWork: 'runs-on',
  region: null,
  provisionedTokensPerMin: null,
  provisionedUsdPerHour: 0,
  overProvisioned: 'spill',
  models: [],
} as const satisfies Omit<Provider, 'id' | 'name'>;

export const nodeSchema = z.strictObject({
  id: idSchema,
  /** Registry name of a node kind; a document with an unknown one opens read-only. */
  kind: z.string().min(1).max(64),
  name: z.string().min(1).max(200),
  config: z.record(z.string(), z.unknown()),
});
export type PolicyNode = z.infer<typeof nodeSchema>;

/** An edge is a call: `from`'s port calls `to`. A port calls one node; a node may be called by many ports. */
export const edgeSchema = z.strictObject({ from: idSchema, port: z.string().min(1).max(64), to: idSchema });
export type PolicyEdge = z.infer<typeof edgeSchema>;

/** A finding that somebody looked at and accepted. It is kept, with the reason, where the next reader will look for it. */
export const silenceSchema = z.strictObject({
  /** Id of the rule, for example `entry/no-promise`. */
  rule: z.string().min(1).max(128),
  /** Node that the finding is on; null = a finding on the policy. */
  nodeId: idSchema.nullable(),
  /** Which of the rule's findings there, as the finding's own `about` names it; null = each of them. */
  about: z.string().min(1).max(200).nullable().default(null),
  /** Why it may stand, for whoever reads the file next. */
  reason: z.string().trim().min(1).max(500),
});
export type Silence = z.infer<typeof silenceSchema>;

/** Who stands for a promise, and for what exactly: a signature under something else is out of date. */
export const signOffSchema = z.strictObject({
  /** The person or role. */
  owner: z.string().trim().min(1).max(200),
  /** Day of the signature, ISO 8601 as `2026-11-24`. */
  date: z.iso.date(),
  /** What was signed, as the tier board put it on that day: the promise and what answers. */
  subject: z.string().max(4_000),
});
export type SignOff = z.infer<typeof signOffSchema>;

/** What the users of one capability get at one tier, in plain words. */
export const tierPromiseSchema = z.strictObject({
  /** The capability: an entry of the policy. */
  entryId: idSchema,
  /** As the answering nodes count it: 1 = full function. */
  tier: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  /** Empty while nobody has written it. */
  text: z.string().max(2_000),
  signOff: signOffSchema.nullable(),
});
export type TierPromise = z.infer<typeof tierPromiseSchema>;

export const policySchema = z.strictObject({
  id: idSchema,
  name: z.string().min(1).max(200),
  description: z.string().max(10_000),
  providers: z.array(providerSchema).max(500),
  nodes: z.array(nodeSchema).max(20_000),
  edges: z.array(edgeSchema).max(100_000),
  silenced: z.array(silenceSchema).max(10_000).default([]),
  /** At most one of an entry and tier. */
  promises: z.array(tierPromiseSchema).max(20_000).default([]),
});
export type Policy = z.infer<typeof policySchema>;

export const pointSchema = z.strictObject({ x: z.number(), y: z.number() });
export type Point = z.infer<typeof pointSchema>;

export const layoutNoteSchema = z.strictObject({
  id: idSchema,
  /** From the sheet's origin, or from the corner of the node that the note is a comment on. */
  x: z.number(),
  y: z.number(),
  text: z.string().max(10_000),
  /** Node that it comments on and moves with; null = it stands on the sheet. */
  nodeId: idSchema.nullable().default(null),
});
/** Nodes drawn as one: a frame with a name, or, folded, one card. A drawing only; what is grouped means what it meant. */
export const layoutGroupSchema = z.strictObject({
  id: idSchema,
  name: z.string().min(1).max(200),
  /** A node is in one group at most. */
  nodeIds: z.array(idSchema).max(20_000),
  isFolded: z.boolean(),
});
export type LayoutGroup = z.infer<typeof layoutGroupSchema>;
export const layoutSchema = z.strictObject({
  nodes: z.record(z.string(), pointSchema),
  notes: z.array(layoutNoteSchema).max(5_000),
  groups: z.array(layoutGroupSchema).max(5_000).default([]),
});
export type Layout = z.infer<typeof layoutSchema>;

/** Format number that this version writes; older ones are migrated on read, newer ones refused. */
export const POLICY_FORMAT = 3;

export const documentSchema = z.strictObject({ format: z.literal(POLICY_FORMAT), policy: policySchema, layout: layoutSchema });
export type PolicyDocument = z.infer<typeof documentSchema>;

export const edgeId = (edge: Pick<PolicyEdge, 'from' | 'port'>): string => `${edge.from}:${edge.port}`;

export const priceOf = (provider: Provider | undefined, model: string): ModelPrice | undefined =>
  provider?.models.find((price) => price.name === model);
