import type { Context } from '../../engine/index.ts';
import { ANSWERED, type Ms, type OutcomeCode, outcomeOf } from '../../model/index.ts';
import { sharedFailure, sharedHintMs } from '../shared-incident.ts';
import { ERROR_LUCK, INCIDENT_LUCK } from './luck.ts';
import type { ModelPlan } from './plan.ts';

/** How the work of a call will end. Each draw is made only when it can decide anything. */

const CONTENT_POLICY = outcomeOf('content-policy');

/** An incident strikes before ordinary errors, and both before the model reads the question and may refuse it. */
export function drawOutcome(plan: ModelPlan, context: Context): OutcomeCode {
  if (!context.isQuiet(plan.conditionTarget)) {
    const shared = sharedFailure(plan.conditionTarget, context);
    if (shared !== ANSWERED) return shared;
    const incident = drawIncident(plan, context);
    if (incident !== ANSWERED) return incident;
  }
  if (plan.failureRate !== 0) {
    const luck = context.uniform(ERROR_LUCK);
    if (luck < plan.failureRate) return ordinaryFailure(plan, luck);
  }
  return isRefused(plan, context) ? CONTENT_POLICY : ANSWERED;
}

function ordinaryFailure({ rateSums, rateOutcomes }: ModelPlan, luck: number): OutcomeCode {
  let at = 0;
  while (luck >= (rateSums[at] as number)) at++;
  return rateOutcomes[at] as OutcomeCode;
}

function drawIncident(plan: ModelPlan, context: Context): OutcomeCode {
  const { conditions, nowMs } = context;
  if (conditions.failureAt(plan.conditionTarget, nowMs, 0) === ANSWERED) return ANSWERED;
  return conditions.failureAt(plan.conditionTarget, nowMs, context.uniform(INCIDENT_LUCK));
}

/** A refusal is true of the question for this model: the request's luck decides, so that asking again changes nothing. */
function isRefused(plan: ModelPlan, context: Context): boolean {
  const incident = context.isQuiet(plan.conditionTarget) ? 0 : context.conditions.refusalRateAt(plan.conditionTarget, context.nowMs);
  if (incident === 0 && plan.refusalRate === 0) return false;
  return context.requestUniform(plan.refusalTopic) < 1 - (1 - plan.refusalRate) * (1 - incident);
}

/** Hint of the incident that failed work begun at this instant; 0 for an ordinary failure. The same luck decides again. */
export function hintOf(plan: ModelPlan, startedAtMs: Ms, context: Context): Ms {
  const { conditions } = context;
  const sharedMs = sharedHintMs(plan.conditionTarget, startedAtMs, context);
  if (sharedMs > 0) return sharedMs;
  if (conditions.failureAt(plan.conditionTarget, startedAtMs, 0) === ANSWERED) return 0;
  return conditions.retryAfterMsAt(plan.conditionTarget, startedAtMs, context.uniform(INCIDENT_LUCK));
}
