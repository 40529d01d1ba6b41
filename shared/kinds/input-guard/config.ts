import * as z from 'zod';
import { ratioSchema } from '../../model/index.ts';
import { GUARD_ACTIONS, HIGHEST_CHECK_USD, LONGEST_CHECK_MS } from '../guardrail.ts';

export const INPUT_CHECKS = ['prompt-injection', 'personal-data', 'context-window', 'sanitisation'] as const;
export type InputCheck = (typeof INPUT_CHECKS)[number];

export const MOST_INPUT_TOKENS = 100_000_000;

export const inputGuardSchema = z.strictObject({
  check: z.enum(INPUT_CHECKS).default('prompt-injection'),
  /** `context-window` only: a request with more tokens is caught, always and exactly. */
  maxInputTokens: z.number().int().min(1).max(MOST_INPUT_TOKENS).default(128_000),
  /** Share of the requests that truly are bad; unused by `context-window`. */
  prevalence: ratioSchema.default(0.01),
  /** Share of the bad requests that are caught; unused by `context-window`. */
  detectionRate: ratioSchema.default(0.92),
  /** Share of the good requests that are taken for bad; unused by `context-window`. */
  falsePositiveRate: ratioSchema.default(0.005),
  latencyMs: z.number().min(0).max(LONGEST_CHECK_MS).default(18),
  /** Of one check. */
  priceUsd: z.number().min(0).max(HIGHEST_CHECK_USD).default(0),
  action: z.enum(GUARD_ACTIONS).default('block'),
});
export type InputGuardConfig = z.infer<typeof inputGuardSchema>;

export const inputGuardDefaults: InputGuardConfig = inputGuardSchema.parse({});

export const inputGuardExample: InputGuardConfig = {
  check: 'personal-data',
  maxInputTokens: 128_000,
  prevalence: 0.06,
  detectionRate: 0.95,
  falsePositiveRate: 0.01,
  latencyMs: 12,
  priceUsd: 0.0001,
  action: 'redact',
};
