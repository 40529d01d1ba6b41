import * as z from 'zod';
import { type FlawSet, flawBit, ratioSchema } from '../../model/index.ts';
import { GUARD_ACTIONS, HIGHEST_CHECK_USD, LONGEST_CHECK_MS } from '../guardrail.ts';

export const OUTPUT_CHECKS = ['hallucination', 'personal-data-leak', 'business-rules', 'topic-boundary'] as const;
export type OutputCheck = (typeof OUTPUT_CHECKS)[number];

/** What a check can see of an answer's flaws. */
export const FLAW_OF_CHECK: Readonly<Record<OutputCheck, FlawSet>> = {
  hallucination: flawBit('hallucinated'),
  'personal-data-leak': flawBit('leaking'),
  'business-rules': flawBit('unsafe'),
  'topic-boundary': flawBit('off-topic'),
};

export const outputGuardSchema = z.strictObject({
  check: z.enum(OUTPUT_CHECKS).default('hallucination'),
  /** Share of the answers that truly are bad; not read when a node below says so of its own answers. */
  prevalence: ratioSchema.default(0.03),
  /** Share of the bad answers that are caught. */
  detectionRate: ratioSchema.default(0.8),
  /** Share of the good answers that are taken for bad. */
  falsePositiveRate: ratioSchema.default(0.01),
  latencyMs: z.number().min(0).max(LONGEST_CHECK_MS).default(120),
  /** Of one check. */
  priceUsd: z.number().min(0).max(HIGHEST_CHECK_USD).default(0),
  action: z.enum(GUARD_ACTIONS).default('fall-back'),
});
export type OutputGuardConfig = z.infer<typeof outputGuardSchema>;

export const outputGuardDefaults: OutputGuardConfig = outputGuardSchema.parse({});

export const outputGuardExample: OutputGuardConfig = {
  check: 'personal-data-leak',
  prevalence: 0.002,
  detectionRate: 0.97,
  falsePositiveRate: 0.001,
  latencyMs: 40,
  priceUsd: 0.0001,
  action: 'redact',
};
