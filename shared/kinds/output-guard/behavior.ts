import type { Behavior, Context } from '../../engine/index.ts';
import { ANSWERED, type FlawSet, outcomeOf, type Ratio } from '../../model/index.ts';
import { CAUGHT, FALSE_ALARM, GUARD_FACTS, LEAKED, REACHED } from '../guardrail.ts';
import type { Wiring } from '../kind.ts';
import { FLAW_OF_CHECK, type OutputGuardConfig } from './config.ts';

export interface OutputGuardPlan {
  readonly next: number;
  /** −1 unless people decide about what the guard takes for bad. */
  readonly review: number;
  /** Flaw that the check looks for. */
  readonly flaw: FlawSet;
  /** 0 when a node below decides which answers have the flaw: its word is then the truth, and no answer is judged twice. */
  readonly prevalence: Ratio;
  readonly detectionRate: Ratio;
  readonly falsePositiveRate: Ratio;
  readonly latencyMs: number;
  readonly priceUsd: number;
  readonly redacts: boolean;
  /** Reply instead of an answer that the guard takes for bad; 0 = the answer goes on. */
  readonly failure: number;
}

/** Purposes of the dice. */
const TRUTH = 0;
const DETECTION = 1;

/** Timer tags. */
const CHECKED = 0;
const APPROVED = 1;

/** Register: flaws that go on with an approved answer. */
const FLAWS_KEPT = 0;

export function prepareOutputGuard(config: OutputGuardConfig, wiring: Wiring): OutputGuardPlan {
  const { detectionRate, falsePositiveRate, latencyMs, priceUsd, action } = config;
  const flaw = FLAW_OF_CHECK[config.check];
  const isDecidedBelow = wiring.below().some(({ kind, config: other }) => ((kind.flaws?.(other) ?? 0) & flaw) !== 0);
  return {
    next: wiring.port('next'),
    review: action === 'review' ? wiring.port('review') : -1,
    flaw,
    prevalence: isDecidedBelow ? 0 : config.prevalence,
    detectionRate,
    falsePositiveRate,
    latencyMs,
    priceUsd,
    redacts: action === 'redact',
    failure: action === 'block' ? outcomeOf('blocked-by-guard') : action === 'fall-back' ? outcomeOf('content-policy') : 0,
  };
}

export const outputGuardBehavior: Behavior<OutputGuardPlan, null> = {
  facts: GUARD_FACTS,
  passesCalls: () => true,
  createState: () => null,

  onCall: (plan, _state, context) => {
    context.call(plan.next);
  },

  onReply(plan, _state, context) {
    if (context.replyPort === plan.review) {
      // The answer on hold can go on only when no other reply is in hand: at once, but later.
      if (context.outcome === ANSWERED) context.finish(0, APPROVED);
      else context.forward();
      return;
    }
    if (context.outcome !== ANSWERED) {
      context.forward();
      return;
    }
    if (plan.priceUsd > 0) context.billCheck(plan.priceUsd);
    if (plan.latencyMs > 0) {
      context.hold();
      context.finish(plan.latencyMs, CHECKED);
    } else {
      if (plan.review >= 0) context.hold();
      decide(plan, context);
    }
  },

  onWake(plan, _state, context) {
    if (context.tag === APPROVED) context.forwardWith(context.getNumber(FLAWS_KEPT));
    else decide(plan, context);
  },
};

/** The truth of an answer is decided once, by the lowest node that knows of the flaw, and then travels with the answer. */
function decide(plan: OutputGuardPlan, context: Context): void {
  const came = context.replyFlaws;
  const isBad = (came & plan.flaw) !== 0 || (plan.prevalence > 0 && context.uniform(TRUTH) < plan.prevalence);
  const isTaken = isTakenForBad(plan, isBad, context);
  const flaws = isBad ? came | plan.flaw : came;
  if (!isTaken) {
    context.forwardWith(flaws);
  } else if (plan.failure !== 0) {
    context.fail(plan.failure);
  } else if (plan.review >= 0) {
    context.setNumber(FLAWS_KEPT, flaws);
    context.call(plan.review);
  } else {
    context.forwardWith(plan.redacts ? flaws & ~plan.flaw : flaws);
  }
}

/** Another visit brings another answer, so it is judged with other luck. */
function isTakenForBad(plan: OutputGuardPlan, isBad: boolean, context: Context): boolean {
  if (isBad) {
    const isCaught = context.uniform(DETECTION) < plan.detectionRate;
    context.note(REACHED);
    context.note(isCaught ? CAUGHT : LEAKED);
    return isCaught;
  }
  const isFalseAlarm = plan.falsePositiveRate > 0 && context.uniform(DETECTION) < plan.falsePositiveRate;
  if (isFalseAlarm) context.note(FALSE_ALARM);
  return isFalseAlarm;
}
