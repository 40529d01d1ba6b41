import type { Context } from '../../engine/index.ts';
import { type Ms, type OutcomeCode, outcomeOf } from '../../model/index.ts';
import type { ModelPlan } from './plan.ts';

const MALFORMED = outcomeOf('malformed');

/**
 * Length of the answer of work begun at this instant: a drift in force then stretches it, the client's limit cuts it. `beganQuiet` says that nothing
 * was in force then.
 */
export function answerTokens(plan: ModelPlan, startedAtMs: Ms, beganQuiet: boolean, context: Context): number {
  if (beganQuiet) return Math.min(context.outputTokens, plan.maxOutputTokens);
  const multiplier = context.conditions.lengthMultiplierAt(plan.conditionTarget, startedAtMs);
  const tokens = multiplier === 1 ? context.outputTokens : Math.round(context.outputTokens * multiplier);
  return Math.min(tokens, plan.maxOutputTokens);
}

/** What of it comes to be written: all, or the part after which a malformed answer breaks off. */
export function writtenTokens(plan: ModelPlan, outcome: OutcomeCode, startedAtMs: Ms, beganQuiet: boolean, context: Context): number {
  const tokens = answerTokens(plan, startedAtMs, beganQuiet, context);
  return outcome === MALFORMED ? Math.ceil(tokens * plan.malformedShare) : tokens;
}

/** Whole tokens that stood after `doneMs`, writing evenly between the first token and the end. */
export function tokensAfter(doneMs: Ms, tokens: number, firstTokenMs: Ms, durationMs: Ms): number {
  if (doneMs >= durationMs) return tokens;
  return doneMs <= firstTokenMs ? 0 : Math.floor((tokens * (doneMs - firstTokenMs)) / (durationMs - firstTokenMs));
}

/** `isPaidByHour`: out of provisioned throughput, so the tokens are counted and cost nothing more. */
export function bill(plan: ModelPlan, outputTokens: number, isPaidByHour: boolean, context: Context): void {
  if (isPaidByHour) {
    context.billAttempt(0, context.inputTokens, outputTokens);
    return;
  }
  const price = context.isQuiet(plan.conditionTarget) ? 1 : context.conditions.priceMultiplierAt(plan.conditionTarget, context.nowMs);
  context.billAttempt(
    (context.inputTokens * plan.usdPerInputToken + outputTokens * plan.usdPerOutputToken) * price,
    context.inputTokens,
    outputTokens,
  );
}
