import { hashOf } from '../../dice/index.ts';
import type { Context } from '../../engine/index.ts';
import { type FlawSet, flawBit, type Ms, type Ratio } from '../../model/index.ts';
import { FLAW_LUCK, SUCCESS_LUCK } from './luck.ts';
import type { ModelPlan } from './plan.ts';

/** What is wrong with an answer that arrives. */

const WRONG = flawBit('wrong');
/** One luck for all models: a task that is hard for one is hard for the others. */
const DIFFICULTY = hashOf('difficulty');

export function drawFlaws(plan: ModelPlan, startedAtMs: Ms, context: Context): FlawSet {
  const { conditions } = context;
  const loss = conditions.qualityLossAt(plan.conditionTarget, startedAtMs);
  const raised = conditions.flawsRaisedAt(plan.conditionTarget, startedAtMs);
  if (!plan.isFlawed && loss === 0 && raised === 0) return 0;
  let flaws: FlawSet = 0;
  const success = (plan.successRates.length === 0 ? 1 : successRate(plan, context)) * (1 - loss);
  if (success < 1 && context.uniform(SUCCESS_LUCK) >= success) flaws = WRONG;
  for (let i = 0; i < plan.flawRates.length; i++) {
    const flaw = 1 << i;
    const ordinary = plan.flawRates[i] as number;
    const rate =
      (raised & flaw) === 0 ? ordinary : 1 - (1 - ordinary) * (1 - conditions.flawRateAt(plan.conditionTarget, startedAtMs, flaw));
    if (rate > 0 && context.uniform(FLAW_LUCK, i) < rate) flaws |= flaw;
  }
  return flaws;
}

/** Of this task; its difficulty stays the same however often it is tried. */
function successRate(plan: ModelPlan, context: Context): Ratio {
  const { successRates, difficultyKnown } = plan;
  const luck = context.requestUniform(DIFFICULTY);
  // What is left of the luck above the known share is uniform again.
  const difficulty = luck < difficultyKnown ? context.complexity : (luck - difficultyKnown) / (1 - difficultyKnown);
  const rank = Math.floor((1 - difficulty) * successRates.length);
  return successRates[Math.min(rank, successRates.length - 1)] as number;
}
