import * as z from 'zod';
import { FAILURE_CLASSES } from './failure.ts';
import { FLAWS } from './flaw.ts';
import { idSchema, msSchema, ratioSchema } from './units.ts';

/** What goes wrong, when, and where. Times count from the first request of the traffic. */

export const failureClassSchema = z.enum(
  FAILURE_CLASSES as unknown as readonly [(typeof FAILURE_CLASSES)[number], ...(typeof FAILURE_CLASSES)[number][]],
);

export const flawSchema = z.enum(FLAWS);

export const scenarioTargetSchema = z.discriminatedUnion('kind', [
  /** The provider of the first model that a request can reach in call order, so that a shipped scenario fits any policy. */
  z.strictObject({ kind: z.literal('primary-provider') }),
  z.strictObject({ kind: z.literal('provider'), providerId: idSchema }),
  /** One model of one provider. */
  z.strictObject({ kind: z.literal('model'), providerId: idSchema, model: z.string().min(1) }),
  /** All providers of the policy at once: a cloud region, a network, a revoked contract that they share. Each call still has its own luck, unless the effect says otherwise (`shareOf`). */
  z.strictObject({ kind: z.literal('all-providers') }),
  /** One node that is not a model: a tool, an agent loop, a review, a guard. */
  z.strictObject({ kind: z.literal('node'), nodeId: idSchema }),
  /** All nodes of one kind, so that a shipped scenario fits any policy; a policy without such a node is left as it is. */
  z.strictObject({ kind: z.literal('node-kind'), nodeKind: idSchema }),
  z.strictObject({ kind: z.literal('traffic') }),
]);
export type ScenarioTarget = z.infer<typeof scenarioTargetSchema>;

/** Says a 429 or 503 when to come back; left out = no hint. */
const retryAfterMs = msSchema.optional();

export const scenarioEffectSchema = z.discriminatedUnion('kind', [
  /** Calls fail at once with `failure`; `share` of them (the rest work). The share inside an incident is never published: it is an assumption. */
  /**
   * `shareOf`: `calls` (or left out) = each call has its own luck. `requests` = the same requests fail at every attempt and at every target of such an event:
   * a correlated incident, which a fallback from one struck provider to another does not help.
   */
  z.strictObject({
    kind: z.literal('outage'),
    share: ratioSchema,
    failure: failureClassSchema,
    retryAfterMs,
    shareOf: z.enum(['calls', 'requests']).optional(),
  }),
  /** An extra, independent chance of `failure` on each call. */
  z.strictObject({ kind: z.literal('error-rate'), rate: ratioSchema, failure: failureClassSchema, retryAfterMs }),
  /** Latency of every call is multiplied. */
  z.strictObject({ kind: z.literal('latency'), multiplier: z.number().min(0.01).max(1000) }),
  /** Heavier tail: this share of calls takes `multiplier` times as long, so that P95 moves and P50 does not. */
  z.strictObject({ kind: z.literal('latency-tail'), share: ratioSchema, multiplier: z.number().min(1).max(1000) }),
  /** The request limit becomes this many a minute (the lower of it and the provider's own). */
  z.strictObject({ kind: z.literal('rate-limit'), requestsPerMin: z.number().min(0) }),
  /** Quality drift that no status code shows: this share of answers that would be right is wrong. On an agent loop: of its results. */
  z.strictObject({ kind: z.literal('quality-loss'), share: ratioSchema }),
  /** Answers get this many times as long, up to the longest that the client asks for. */
  z.strictObject({ kind: z.literal('answer-length'), multiplier: z.number().min(0.01).max(1000) }),
  /** An extra, independent chance that an answer has this flaw: more hallucinations, leaks, … */
  z.strictObject({ kind: z.literal('flaw-rate'), rate: ratioSchema, flaw: flawSchema }),
  /** Prices are multiplied: a price list changes. */
  z.strictObject({ kind: z.literal('price'), multiplier: z.number().min(0).max(1000) }),
  /** This share of the capacity is there: a provider's slots, reviewers at work; in whole ones, rounded down. */
  z.strictObject({ kind: z.literal('capacity'), share: ratioSchema }),
  /** Agent loops only: this share of them does not come to an end by itself. */
  z.strictObject({ kind: z.literal('endless-loop'), share: ratioSchema }),
  /** Agent loops only: each step and each result of a tool adds this many times as much to the conversation, which gets dearer and may outgrow its window. */
  z.strictObject({ kind: z.literal('conversation-growth'), multiplier: z.number().min(0.01).max(1000) }),
  /** Traffic only: arrivals are multiplied; the added requests copy recorded ones and keep their burstiness. */
  z.strictObject({ kind: z.literal('surge'), multiplier: z.number().min(1).max(100) }),
]);
export type ScenarioEffect = z.infer<typeof scenarioEffectSchema>;

export const scenarioEventSchema = z.strictObject({
  id: idSchema,
  name: z.string().min(1).max(200),
  target: scenarioTargetSchema,
  effect: scenarioEffectSchema,
  startMs: msSchema,
  durationMs: msSchema,
  /** The effect grows linearly from nothing during the first `rampUpMs` and shrinks during the last `rampDownMs`; both lie inside the duration. */
  rampUpMs: msSchema,
  rampDownMs: msSchema,
});
export type ScenarioEvent = z.infer<typeof scenarioEventSchema>;

export const scenarioSchema = z.strictObject({
  id: idSchema,
  name: z.string().min(1).max(200),
  description: z.string().max(10_000),
  events: z.array(scenarioEventSchema).max(1_000),
});
export type Scenario = z.infer<typeof scenarioSchema>;

export const SCENARIO_FORMAT = 1;
export const scenarioDocumentSchema = z.strictObject({ format: z.literal(SCENARIO_FORMAT), scenario: scenarioSchema });
export type ScenarioDocument = z.infer<typeof scenarioDocumentSchema>;

export const CALM: Scenario = {
  id: 'calm',
  name: 'No incident',
  description: 'Nothing goes wrong beyond the ordinary errors of each model.',
  events: [],
};
