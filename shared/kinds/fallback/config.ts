import * as z from 'zod';
import { type FailureClass, idSchema } from '../../model/index.ts';
import { allFailuresBut, failureSetSchema } from '../failure-set.ts';

export const MOST_TIERS = 8;

/** What another model cannot mend: policy said no, the request is wrong, nobody waits, the money is gone. */
export const CONTINUE_ON: FailureClass[] = allFailuresBut('blocked-by-guard', 'invalid-request', 'cancelled', 'over-budget');

/** Classes that a tier may lead on from; a cancelled call has nobody left to answer. */
export const CONTINUE_OPTIONS = allFailuresBut('cancelled');

const tierSchema = z.strictObject({
  /** Names the port: never regenerated, so that an order can change while the wires stay. */
  id: idSchema,
  /** What the user gets here, for example "Full function". */
  name: z.string().max(80).default(''),
  /** Failures that lead on to the next tier; unused in the last. */
  continueOn: failureSetSchema.default(CONTINUE_ON),
});
export type FallbackTier = z.infer<typeof tierSchema>;

export const fallbackSchema = z.strictObject({
  /** In call order. */
  tiers: z
    .array(tierSchema)
    .min(1)
    .max(MOST_TIERS)
    .default([
      { id: 't1', name: 'Full function', continueOn: CONTINUE_ON },
      { id: 't2', name: 'Core function', continueOn: CONTINUE_ON },
    ]),
  /** Which failure the caller sees when every tier has failed. */
  onExhausted: z.enum(['last-failure', 'first-failure']).default('last-failure'),
});
export type FallbackConfig = z.infer<typeof fallbackSchema>;

export const fallbackDefaults: FallbackConfig = fallbackSchema.parse({});

/** The three tiers of a support assistant; the last one is a template and always answers. */
export const fallbackExample: FallbackConfig = {
  tiers: [
    { id: 't1', name: 'Full function', continueOn: CONTINUE_ON },
    { id: 't2', name: 'Core function', continueOn: CONTINUE_ON },
    { id: 't3', name: 'Basic answer', continueOn: CONTINUE_ON },
  ],
  onExhausted: 'last-failure',
};
