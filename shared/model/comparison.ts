import * as z from 'zod';
import { assumptionSchema, latencyFiguresSchema } from './run.ts';
import { scenarioEventSchema } from './scenario.ts';

/**
 * What a comparison found: variants of a policy on the same luck. A file format (`*.comparison.json`), and the format of the
 * parts that several machines hand in (`*.shard.json`). Both carry the plan, which alone decides what is run.
 */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const figure = z.number();
const count = z.number().int().min(0);

/** A figure that variants are compared by. */
export const comparedFigureSchema = z.strictObject({
  /** `availability`, `p95Ms`, `flaw:wrong`, `capability:chat:p95Ms` … */
  id: z.string(),
  label: z.string(),
  /** What the number counts; a ratio is 0..1. */
  unit: z.enum(['ratio', 'ms', 'usd', 'count']),
  /** Which way is better; null where more is neither. */
  better: z.enum(['higher', 'lower']).nullable(),
});
export type ComparedFigure = z.infer<typeof comparedFigureSchema>;

/** A wished precision: the half-width of the 95 % interval of the difference. */
export const precisionSchema = z.strictObject({
  figure: z.string(),
  halfWidth: z.number().positive(),
  /** Relative to the mean of the first variant, or in the figure's own unit. */
  isRelative: z.boolean(),
});
export type Precision = z.infer<typeof precisionSchema>;

export const changeSchema = z.strictObject({
  /** `node-id.field` or `provider:id.field`. */
  address: z.string(),
  value: z.number(),
});
export type Change = z.infer<typeof changeSchema>;

export const variantSchema = z.strictObject({
  id: z.string(),
  label: z.string(),
  policy: z.strictObject({ id: z.string(), name: z.string(), sha256 }),
  /** What makes it differ from the first variant, where that is known field by field. */
  changes: z.array(changeSchema),
  /** Why it was not run, or null. */
  leftOut: z.string().nullable(),
});
export type Variant = z.infer<typeof variantSchema>;

export const comparisonPlanSchema = z.strictObject({
  engineVersion: z.string(),
  design: z.enum(['pair', 'grid', 'one-at-a-time']),
  seed: z.number().int().min(0).max(0xffffffff),
  stopping: z.strictObject({
    /** Replications before the first look. */
    atLeast: z.number().int().min(2),
    atMost: z.number().int().min(2),
    /** Empty = `atLeast` replications and no more. */
    precision: z.array(precisionSchema),
  }),
  traffic: z.strictObject({
    label: z.string(),
    origin: z.enum(['recorded', 'generated']),
    /** Of the log's file. */
    sha256,
    /** Of the columns that were read from it: another mapping of the same file is other traffic. */
    columnsSha256: sha256,
    requests: count,
    durationMs: figure,
  }),
  scenarios: z.array(z.strictObject({ id: z.string(), name: z.string(), sha256, events: z.array(scenarioEventSchema) })).min(1),
  /** The first is what the others are compared with. */
  variants: z.array(variantSchema).min(1),
  /** What a sweep varied. `base` is the value as drawn, null where the field was not set. */
  varied: z.array(z.strictObject({ address: z.string(), base: z.number().nullable(), values: z.array(z.number()).min(1) })),
  assumptions: z.array(assumptionSchema),
});
export type ComparisonPlan = z.infer<typeof comparisonPlanSchema>;

export const latencySketchSchema = z.strictObject({
  count,
  sum: figure,
  min: figure.nullable(),
  max: figure.nullable(),
  zeros: count,
  firstBin: z.number().int(),
  bins: z.array(count),
});

/** One replication of one variant under one scenario. */
export const comparedRunSchema = z.strictObject({
  scenario: count,
  variant: count,
  replication: count,
  /** Null where the run had nothing to take it from, for example a latency without an answer. */
  figures: z.record(z.string(), figure.nullable()),
  /** End-to-end latency of answered requests; merges exactly. */
  latency: latencySketchSchema,
});
export type ComparedRun = z.infer<typeof comparedRunSchema>;

export const SHARD_FORMAT = 1;
export const comparisonShardSchema = z.strictObject({
  format: z.literal(SHARD_FORMAT),
  plan: comparisonPlanSchema,
  /** `index` from 1 to `count`. */
  shard: z.strictObject({ index: z.number().int().min(1), count: z.number().int().min(1) }),
  runs: z.array(comparedRunSchema),
  /** sha256 of this file's canonical JSON without this field. */
  hash: sha256,
});
export type ComparisonShard = z.infer<typeof comparisonShardSchema>;

export const verdictSchema = z.enum(['better', 'worse', 'higher', 'lower', 'no-evidence']);
export type Verdict = z.infer<typeof verdictSchema>;

/** Difference to the first variant, replication by replication on the same luck; 95 % paired-t interval. */
export const differenceSchema = z.strictObject({ mean: figure, low: figure, high: figure, verdict: verdictSchema });
export type Difference = z.infer<typeof differenceSchema>;

export const variantResultSchema = z.strictObject({
  scenario: z.string(),
  variant: z.string(),
  /**
   * Mean over the replications, and no interval of its own on purpose: two intervals that overlap say little about a difference.
   * Null where a replication did not have the figure.
   */
  means: z.record(z.string(), figure.nullable()),
  /** Empty for the first variant. Null where either side lacks the figure in a replication. */
  differences: z.record(z.string(), differenceSchema.nullable()),
  /** Of the answers of all replications together. */
  latencyMs: latencyFiguresSchema,
});
export type VariantResult = z.infer<typeof variantResultSchema>;

export const sensitivitySchema = z.strictObject({
  scenario: z.string(),
  address: z.string(),
  /** The smallest and the largest value tried. */
  from: z.strictObject({ value: figure, variant: z.string() }),
  to: z.strictObject({ value: figure, variant: z.string() }),
  /** Figures at `to` minus figures at `from`, paired. */
  swings: z.record(z.string(), differenceSchema.nullable()),
});
export type Sensitivity = z.infer<typeof sensitivitySchema>;

export const COMPARISON_FORMAT = 1;
export const comparisonSchema = z.strictObject({
  format: z.literal(COMPARISON_FORMAT),
  plan: comparisonPlanSchema,
  replications: z.number().int().min(2),
  /** Was the wished precision reached? Null when none was wished. */
  isPrecise: z.boolean().nullable(),
  figures: z.array(comparedFigureSchema),
  /** By scenario, then by variant, in the plan's order; variants that were left out have none. */
  results: z.array(variantResultSchema),
  /** By scenario: the variants that no other beats in availability, P95 and cost at once, by their means. */
  paretoFronts: z.array(z.strictObject({ scenario: z.string(), variants: z.array(z.string()) })),
  /** One-at-a-time sweeps only. By scenario, the strongest field first. */
  sensitivities: z.array(sensitivitySchema),
  /** sha256 of this result's canonical JSON without this field. */
  hash: sha256,
});
export type Comparison = z.infer<typeof comparisonSchema>;
