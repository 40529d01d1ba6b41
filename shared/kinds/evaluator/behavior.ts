import type { Behavior, Context } from '../../engine/index.ts';
import { ANSWERED, type FlawSet, type Ratio, type Usd } from '../../model/index.ts';
import { CAUGHT, FALSE_ALARM, GUARD_FACTS, LEAKED, REACHED } from '../guardrail.ts';
import type { Wiring } from '../kind.ts';
import { type EvaluatorConfig, FLAWS_OF_EVALUATION } from './config.ts';

export interface EvaluatorPlan {
  readonly next: number;
  readonly sampleRate: Ratio;
  readonly priceUsd: Usd;
  readonly flaws: readonly FlawSet[];
  readonly detectionRates: readonly Ratio[];
  readonly falsePositiveRates: readonly Ratio[];
}

/** Purposes of the dice. One draw says whether an answer is sampled, so a higher rate samples these and more. */
const SAMPLE_LUCK = 0;
const CHECK_LUCK = 1;

const SAMPLED = GUARD_FACTS.length;

export const prepareEvaluator = (config: EvaluatorConfig, wiring: Wiring): EvaluatorPlan => ({
  next: wiring.port('next'),
  sampleRate: config.sampleRate,
  priceUsd: config.priceUsd,
  flaws: config.checks.map((check) => FLAWS_OF_EVALUATION[check.looksAt]),
  detectionRates: config.checks.map((check) => check.detectionRate),
  falsePositiveRates: config.checks.map((check) => check.falsePositiveRate),
});

export const evaluatorBehavior: Behavior<EvaluatorPlan, null> = {
  facts: [...GUARD_FACTS, 'sampled'],
  passesCalls: () => true,
  createState: () => null,

  onCall(plan, _state, context) {
    context.call(plan.next);
  },

  onReply(plan, _state, context) {
    if (context.outcome === ANSWERED) evaluate(plan, context);
    context.forward();
  },
};

function evaluate(plan: EvaluatorPlan, context: Context): void {
  const isSampled = plan.sampleRate > 0 && context.uniform(SAMPLE_LUCK) < plan.sampleRate;
  if (isSampled) {
    context.note(SAMPLED);
    if (plan.priceUsd > 0) context.billCheck(plan.priceUsd);
  }
  const { replyFlaws } = context;
  // Most answers are neither flawed nor sampled.
  if (!isSampled && replyFlaws === 0) return;
  for (let check = 0; check < plan.flaws.length; check++) {
    if ((replyFlaws & plan.flaws[check]!) !== 0) {
      context.note(REACHED);
      context.note(isSampled && context.uniform(CHECK_LUCK, check) < plan.detectionRates[check]! ? CAUGHT : LEAKED);
    } else if (isSampled && context.uniform(CHECK_LUCK, check) < plan.falsePositiveRates[check]!) {
      context.note(FALSE_ALARM);
    }
  }
}
