import * as z from 'zod';
import { type Flaw, ratioSchema } from '../../model/index.ts';
import type { Difficulty } from '../../reliability/index.ts';
import { tierSchema } from '../tier.ts';

/** Ten minutes: an hour-long answer is a job, not a call. */
export const LONGEST_FIRST_TOKEN_MS = 600_000;
export const FASTEST_TOKENS_PER_S = 100_000;
export const LONGEST_REQUEST_MS = 3_600_000;
export const LONGEST_FAILURE_MS = 600_000;
export const MOST_OUTPUT_TOKENS = 10_000_000;

const rate = ratioSchema.default(0);
const firstToken = z.number().min(0).max(LONGEST_FIRST_TOKEN_MS);

export const modelSchema = z.strictObject({
  /** Empty until one is chosen. */
  providerId: z.string().max(64).default(''),
  /** Name in the provider's price list. */
  model: z.string().max(200).default(''),
  tier: tierSchema.default(1),
  /**
   * Distribution of the time to the first token. `exponential`: mean = `ttftP50Ms` (not its median), so that queueing theory applies; `constant`: always
   * `ttftP50Ms`; `measured`: through the seven quantiles below, log-normal between them, no faster than P5 and no slower than the last.
   */
  latencyShape: z.enum(['lognormal', 'exponential', 'constant', 'measured']).default('lognormal'),
  ttftP50Ms: firstToken.default(500),
  /** Read by the log-normal and the measured shape. */
  ttftP95Ms: firstToken.default(1_500),
  /** These five are read by the measured shape only. */
  ttftP5Ms: firstToken.default(170),
  ttftP25Ms: firstToken.default(320),
  ttftP75Ms: firstToken.default(790),
  ttftP99Ms: firstToken.default(2_400),
  ttftMaxMs: firstToken.default(8_000),
  /** 0 = the length of the answer costs no time. */
  outputTokensPerS: z.number().min(0).max(FASTEST_TOKENS_PER_S).default(60),
  /** Longest answer that the client asks for; null = as long as recorded. */
  maxOutputTokens: z.number().int().min(1).max(MOST_OUTPUT_TOKENS).nullable().default(null),
  /** The client's own limit from sending to the last token, waiting in the provider's queue included. */
  requestTimeoutMs: z.number().min(1).max(LONGEST_REQUEST_MS).default(60_000),
  /** How soon a call that fails (and does not hang) has its failure. */
  failureAfterMs: z.number().min(0).max(LONGEST_FAILURE_MS).default(200),
  /** Ordinary failures, each a share of all calls; together at most 1. */
  serverErrorRate: rate,
  connectionRate: rate,
  rateLimitRate: rate,
  malformedRate: rate,
  /** Calls that hang: no answer ever, so the client's limit ends them. */
  timeoutRate: rate,
  /** Part of a malformed answer that was written, and is waited and paid for, before it broke off. */
  malformedWrittenShare: ratioSchema.default(1),
  /** Share of questions that the model refuses, asked as often as one likes; of the calls that fail in no other way. */
  contentPolicyRate: rate,
  /** Quality: share of tasks that an attempt solves, over all tasks. */
  successRate: ratioSchema.default(1),
  /** Correlation of two attempts at one task: 0 = all tasks are equally hard, 1 = a task is solved always or never. Only read below a success rate of 1. */
  difficultySpread: ratioSchema.default(0.5),
  /** How the tasks' chances lie around their mean: graded, or decided always or never but for a rest of equal chance. */
  difficultyShape: z.enum(['beta', 'decided']).default('beta'),
  /** Share of tasks whose complexity, as a router sees it, is also their difficulty; the others are as hard as luck has it. */
  difficultyKnownShare: ratioSchema.default(0),
  /** Answers with these flaws, each a share of all answers and independent of the others. */
  hallucinationRate: rate,
  unsafeRate: rate,
  leakRate: rate,
  offTopicRate: rate,
});
export type ModelConfig = z.infer<typeof modelSchema>;

export const modelDefaults: ModelConfig = modelSchema.parse({});

export const modelExample: ModelConfig = {
  ...modelDefaults,
  providerId: 'openai',
  model: 'gpt-4o',
  ttftP50Ms: 450,
  ttftP95Ms: 1_400,
  outputTokensPerS: 80,
  maxOutputTokens: 4_096,
  requestTimeoutMs: 30_000,
  serverErrorRate: 0.004,
  rateLimitRate: 0.002,
};

/** The measured shape: keys of the quantiles in ascending order, the share of calls that are no slower, and where that share lies on a standard normal. */
export const MEASURED_KEYS = ['ttftP5Ms', 'ttftP25Ms', 'ttftP50Ms', 'ttftP75Ms', 'ttftP95Ms', 'ttftP99Ms', 'ttftMaxMs'] as const;
export const MEASURED_AT = [0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.9999] as const;
export const MEASURED_Z = [-1.6448536, -0.6744898, 0, 0.6744898, 1.6448536, 2.3263479, 3.7190165] as const;

/** In the order in which one draw is compared with their sum: append only, or seeds change their meaning. */
export const RATE_KEYS = ['serverErrorRate', 'connectionRate', 'rateLimitRate', 'malformedRate', 'timeoutRate'] as const;
export const RATE_CLASSES = ['server-error', 'connection', 'rate-limit', 'malformed', 'timeout'] as const;

/** Rates of the flaws that are the model's own. */
export const FLAW_KEYS: Partial<Record<Flaw, 'hallucinationRate' | 'unsafeRate' | 'leakRate' | 'offTopicRate'>> = {
  hallucinated: 'hallucinationRate',
  unsafe: 'unsafeRate',
  leaking: 'leakRate',
  'off-topic': 'offTopicRate',
};

export const difficultyOf = (config: ModelConfig): Difficulty => ({
  mean: config.successRate,
  spread: config.difficultySpread,
  shape: config.difficultyShape,
});
