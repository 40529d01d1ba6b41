import * as z from 'zod';
import { type FlawSet, flawBit, idSchema, ratioSchema } from '../../model/index.ts';
import { HIGHEST_CHECK_USD } from '../guardrail.ts';

export const MOST_CHECKS = 8;

export const EVALUATIONS = ['faithfulness', 'safety', 'personal-data', 'correctness', 'topic'] as const;
export type Evaluation = (typeof EVALUATIONS)[number];

/** What an evaluation can see of an answer's flaws. */
export const FLAWS_OF_EVALUATION: Readonly<Record<Evaluation, FlawSet>> = {
  faithfulness: flawBit('hallucinated'),
  safety: flawBit('unsafe'),
  'personal-data': flawBit('leaking'),
  correctness: flawBit('wrong') | flawBit('stale'),
  topic: flawBit('off-topic'),
};

const evaluatorCheckSchema = z.strictObject({
  id: idSchema,
  looksAt: z.enum(EVALUATIONS).default('faithfulness'),
  /** Share of the sampled answers with the flaw that are found. */
  detectionRate: ratioSchema.default(0.85),
  /** Share of the sampled answers without the flaw that are taken for bad. */
  falsePositiveRate: ratioSchema.default(0.02),
});
export type EvaluatorCheck = z.infer<typeof evaluatorCheckSchema>;

/** A new check without its id, which the form gives. */
export const NEW_CHECK: Omit<EvaluatorCheck, 'id'> = (({ id: _, ...rest }) => rest)(evaluatorCheckSchema.parse({ id: 'new' }));

export const evaluatorSchema = z.strictObject({
  /** Share of the answers that are evaluated. */
  sampleRate: ratioSchema.default(0.05),
  checks: z
    .array(evaluatorCheckSchema)
    .min(1)
    .max(MOST_CHECKS)
    .default([
      { ...NEW_CHECK, id: 'c1', looksAt: 'faithfulness' },
      { ...NEW_CHECK, id: 'c2', looksAt: 'safety', detectionRate: 0.9, falsePositiveRate: 0.01 },
      { ...NEW_CHECK, id: 'c3', looksAt: 'personal-data', detectionRate: 0.95, falsePositiveRate: 0.005 },
    ]),
  /** Of one sampled answer, all checks together. */
  priceUsd: z.number().min(0).max(HIGHEST_CHECK_USD).default(0.002),
});
export type EvaluatorConfig = z.infer<typeof evaluatorSchema>;

export const evaluatorDefaults: EvaluatorConfig = evaluatorSchema.parse({});

export const evaluatorExample: EvaluatorConfig = {
  sampleRate: 0.02,
  checks: [
    { id: 'c1', looksAt: 'faithfulness', detectionRate: 0.8, falsePositiveRate: 0.03 },
    { id: 'c2', looksAt: 'correctness', detectionRate: 0.7, falsePositiveRate: 0.05 },
  ],
  priceUsd: 0.004,
};
