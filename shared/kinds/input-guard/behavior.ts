import { hashOf } from '../../dice/index.ts';
import type { Behavior, Context } from '../../engine/index.ts';
import { ANSWERED, type FailureClass, outcomeOf } from '../../model/index.ts';
import { CAUGHT, FALSE_ALARM, GUARD_FACTS, LEAKED, REACHED } from '../guardrail.ts';
import type { Wiring } from '../kind.ts';
import type { InputCheck, InputGuardConfig } from './config.ts';

export interface InputGuardPlan {
  readonly next: number;
  /** −1 unless people decide about what the guard takes for bad. */
  readonly review: number;
  /** Infinity unless the guard counts tokens. */
  readonly maxInputTokens: number;
  readonly countsTokens: boolean;
  /** Luck that all guards of one check share: a request is an injection for all of them or for none. */
  readonly topic: number;
  /** The guard's own luck with a request: the same text gets the same verdict however often it comes by. */
  readonly verdictTopic: number;
  readonly prevalence: number;
  readonly detectionRate: number;
  readonly falsePositiveRate: number;
  readonly latencyMs: number;
  readonly priceUsd: number;
  /** Reply to what the guard takes for bad; 0 = it goes on. */
  readonly failure: number;
}

const CHECKED = 0;

/** Another tier may have a larger window; one with another model may accept the content. */
export const failureWhenFallingBack = (check: InputCheck): FailureClass =>
  check === 'context-window' ? 'context-overflow' : 'content-policy';

export function prepareInputGuard(config: InputGuardConfig, wiring: Wiring): InputGuardPlan {
  const { check, action } = config;
  return {
    next: wiring.port('next'),
    review: action === 'review' ? wiring.port('review') : -1,
    countsTokens: check === 'context-window',
    maxInputTokens: check === 'context-window' ? config.maxInputTokens : Number.POSITIVE_INFINITY,
    topic: hashOf(check),
    verdictTopic: hashOf(`${wiring.nodeId}/verdict`),
    prevalence: config.prevalence,
    detectionRate: config.detectionRate,
    falsePositiveRate: config.falsePositiveRate,
    latencyMs: config.latencyMs,
    priceUsd: config.priceUsd,
    failure: action === 'block' ? outcomeOf('blocked-by-guard') : action === 'fall-back' ? outcomeOf(failureWhenFallingBack(check)) : 0,
  };
}

export const inputGuardBehavior: Behavior<InputGuardPlan, null> = {
  facts: GUARD_FACTS,
  passesAnswers: (plan) => plan.review < 0,
  createState: () => null,

  onCall(plan, _state, context) {
    if (plan.priceUsd > 0) context.billCheck(plan.priceUsd);
    if (plan.latencyMs > 0) context.finish(plan.latencyMs, CHECKED);
    else decide(plan, context);
  },
  onWake: (plan, _state, context) => decide(plan, context),

  // Declined, or nobody came: the failure of the review is the reply.
  onReply(plan, _state, context) {
    if (context.replyPort === plan.review && context.outcome === ANSWERED) context.call(plan.next);
    else context.forward();
  },
};

function decide(plan: InputGuardPlan, context: Context): void {
  const isTaken = isTakenForBad(plan, context);
  if (isTaken && plan.review >= 0) context.call(plan.review);
  else if (isTaken && plan.failure !== 0) context.fail(plan.failure);
  else context.call(plan.next);
}

/** Counted at the first visit only: a retry above brings the same request, and the figures are of requests. */
function isTakenForBad(plan: InputGuardPlan, context: Context): boolean {
  const isFirst = context.visit === 0;
  if (plan.countsTokens) {
    const isTooLong = context.inputTokens > plan.maxInputTokens;
    if (isTooLong && isFirst) {
      context.note(REACHED);
      context.note(CAUGHT);
    }
    return isTooLong;
  }
  if (context.requestUniform(plan.topic) < plan.prevalence) {
    const isCaught = context.requestUniform(plan.verdictTopic) < plan.detectionRate;
    if (isFirst) {
      context.note(REACHED);
      context.note(isCaught ? CAUGHT : LEAKED);
    }
    return isCaught;
  }
  if (plan.falsePositiveRate === 0) return false;
  const isFalseAlarm = context.requestUniform(plan.verdictTopic) < plan.falsePositiveRate;
  if (isFalseAlarm && isFirst) context.note(FALSE_ALARM);
  return isFalseAlarm;
}
