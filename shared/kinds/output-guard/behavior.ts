import type { Behavior, Context } from '../../engine/index.ts';
import { ANSWERED, outcomeOf } from '../../model/index.ts';
import { CAUGHT, FALSE_ALARM, GUARD_FACTS, LEAKED, REACHED } from '../guardrail.ts';
import type { Wiring } from '../kind.ts';
import type { OutputGuardConfig } from './config.ts';

export interface OutputGuardPlan {
  readonly next: number;
  readonly prevalence: number;
  readonly detectionRate: number;
  readonly falsePositiveRate: number;
  readonly latencyMs: number;
  readonly priceUsd: number;
  /** Reply instead of an answer that the guard takes for bad; 0 = the answer goes on. */
  readonly failure: number;
}

const TRUTH = 0;
const DETECTION = 1;
const CHECKED = 0;

export function prepareOutputGuard(config: OutputGuardConfig, wiring: Wiring): OutputGuardPlan {
  const { prevalence, detectionRate, falsePositiveRate, latencyMs, priceUsd, action } = config;
  return {
    next: wiring.port('next'),
    prevalence,
    detectionRate,
    falsePositiveRate,
    latencyMs,
    priceUsd,
    failure: action === 'block' ? outcomeOf('blocked-by-guard') : action === 'fall-back' ? outcomeOf('content-policy') : 0,
  };
}

export const outputGuardBehavior: Behavior<OutputGuardPlan, null> = {
  facts: GUARD_FACTS,
  createState: () => null,

  onCall: (plan, _state, context) => {
    context.call(plan.next);
  },

  onReply(plan, _state, context) {
    if (context.outcome !== ANSWERED) {
      context.forward();
      return;
    }
    if (plan.priceUsd > 0) context.billCheck(plan.priceUsd);
    if (plan.latencyMs > 0) {
      context.hold();
      context.finish(plan.latencyMs, CHECKED);
    } else decide(plan, context);
  },

  onWake: (plan, _state, context) => decide(plan, context),
};

function decide(plan: OutputGuardPlan, context: Context): void {
  if (isTakenForBad(plan, context) && plan.failure !== 0) context.fail(plan.failure);
  else context.forward();
}

/** Truth is the answer's own, not the request's: a second visit brings another answer, with other luck. */
function isTakenForBad(plan: OutputGuardPlan, context: Context): boolean {
  if (context.uniform(TRUTH) < plan.prevalence) {
    const isCaught = context.uniform(DETECTION) < plan.detectionRate;
    context.note(REACHED);
    context.note(isCaught ? CAUGHT : LEAKED);
    return isCaught;
  }
  const isFalseAlarm = context.uniform(DETECTION) < plan.falsePositiveRate;
  if (isFalseAlarm) context.note(FALSE_ALARM);
  return isFalseAlarm;
}
