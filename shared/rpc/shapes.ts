import * as z from 'zod';

/** What several parts of the contract are made of. */

export const text = z.string().max(64 * 1024 * 1024);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Something expected went wrong. `message`: what happened, where, what to do. */
export const problem = <const R extends readonly [string, ...string[]]>(reasons: R) =>
  z.object({ ok: z.literal(false), reason: z.enum(reasons), message: z.string() });

const trafficSummarySchema = z.object({
  label: z.string(),
  origin: z.enum(['recorded', 'generated']),
  requestCount: z.number(),
  durationMs: z.number(),
  requestsPerS: z.number(),
  interArrivalCv: z.number(),
  inputTokens: z.object({ p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() }),
  outputTokens: z.object({ p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() }),
  userCount: z.number(),
  metadataColumns: z.array(z.string()),
});

export const trafficHandleSchema = z.object({
  /** Handle for `simulate`; dies with the host. */
  trafficId: z.string(),
  path: z.string().nullable(),
  sha256,
  summary: trafficSummarySchema,
  /** Rows that could not be used, by reason; never silently dropped. */
  rejected: z.array(z.object({ reason: z.string(), rows: z.number(), firstLine: z.number().nullable() })),
  /** What was assumed or repaired while reading, one sentence each. */
  notes: z.array(z.string()).optional(),
  /** What was done to it since it was read, step by step: a few words and a sentence. Absent = nothing. */
  recipe: z.array(z.object({ words: z.string(), sentence: z.string() })).optional(),
  /** Does it record how requests ended, so that models can be fitted to it? */
  hasOutcomes: z.boolean().optional(),
});
