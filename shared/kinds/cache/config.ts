import * as z from 'zod';
import { ratioSchema } from '../../model/index.ts';
import { tierSchema } from '../tier.ts';

export const SHORTEST_TTL_MS = 1;
/** A year. */
export const LONGEST_TTL_MS = 31_536_000_000;
export const MOST_ENTRIES = 10_000_000;
export const MOST_QUESTIONS = 1_000_000;
export const STEEPEST_ZIPF = 5;
export const LONGEST_LOOKUP_MS = 60_000;
export const HIGHEST_LOOKUP_USD = 10;

export const cacheSchema = z.strictObject({
  /** `semantic` also finds answers to questions that are only near. */
  mode: z.enum(['exact', 'semantic']).default('exact'),
  /** An answer is used while it is younger than this. */
  ttlMs: z.number().min(SHORTEST_TTL_MS).max(LONGEST_TTL_MS).default(3_600_000),
  /** A hit makes the answer young again. */
  refreshOnHit: z.boolean().default(false),
  /** Lowest tier whose answers are kept. 3 keeps whatever comes, as a cache that looks at the status alone does. */
  keepsDownToTier: tierSchema.default(3),
  /** The least recently used one goes first; null = no limit. */
  maxEntries: z.number().int().min(1).max(MOST_ENTRIES).nullable().default(100_000),
  /** How it is known which requests ask the same. */
  keys: z.enum(['drawn', 'metadata']).default('drawn'),
  /** `metadata`: column of the traffic; a request without a value is not cached. */
  key: z.string().max(100).default(''),
  /** `drawn`: each request asks one of so many questions … */
  questions: z.number().int().min(1).max(MOST_QUESTIONS).default(5_000),
  /** … the k-th most frequent in proportion to 1 / k^exponent; 0 = all equally often. */
  zipfExponent: z.number().min(0).max(STEEPEST_ZIPF).default(1),
  /** `semantic`: of the requests whose own question has no answer here, how many find a near one. */
  nearMatchRate: ratioSchema.default(0.1),
  /** `semantic`: of the near ones, how many ask something else, so that the answer is wrong. */
  falseHitRate: ratioSchema.default(0.02),
  /** Of the answers used that are older than `staleAfterMs`, how many no longer hold. */
  staleRate: ratioSchema.default(0),
  staleAfterMs: z.number().min(0).max(LONGEST_TTL_MS).default(0),
  /** When the call below fails, an answer may be used that went out of date at most so long ago; 0 = never. */
  staleIfErrorMs: z.number().min(0).max(LONGEST_TTL_MS).default(0),
  /** Of every lookup, hit or miss. */
  latencyMs: z.number().min(0).max(LONGEST_LOOKUP_MS).default(5),
  priceUsd: z.number().min(0).max(HIGHEST_LOOKUP_USD).default(0),
});
export type CacheConfig = z.infer<typeof cacheSchema>;

export const cacheDefaults: CacheConfig = cacheSchema.parse({});

/** A semantic cache of a help desk: embeddings cost a little, answers hold for a day. */
export const cacheExample: CacheConfig = {
  ...cacheDefaults,
  mode: 'semantic',
  ttlMs: 86_400_000,
  maxEntries: 50_000,
  questions: 20_000,
  zipfExponent: 0.9,
  nearMatchRate: 0.15,
  falseHitRate: 0.03,
  staleRate: 0.01,
  staleAfterMs: 3_600_000,
  staleIfErrorMs: 86_400_000,
  latencyMs: 20,
  priceUsd: 0.00001,
};
