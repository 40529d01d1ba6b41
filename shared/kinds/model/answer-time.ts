import type { Context } from '../../engine/index.ts';
import type { Ms } from '../../model/index.ts';
import { MEASURED_AT } from './config.ts';
import { LATENCY_LUCK, TAIL_LUCK } from './luck.ts';
import type { ModelPlan } from './plan.ts';

/** Factor of the incidents in force, for the first token and the writing alike. */
export function latencyMultiplier(plan: ModelPlan, context: Context): number {
  if (context.isQuiet(plan.conditionTarget)) return 1;
  const { conditions, nowMs } = context;
  const worst = conditions.latencyMultiplierAt(plan.conditionTarget, nowMs, 0);
  if (worst === conditions.latencyMultiplierAt(plan.conditionTarget, nowMs, 1)) return worst;
  return conditions.latencyMultiplierAt(plan.conditionTarget, nowMs, context.uniform(TAIL_LUCK));
}

export function drawFirstTokenMs(plan: ModelPlan, context: Context): Ms {
  switch (plan.shape) {
    case 'constant':
      return plan.ttftP50Ms;
    case 'exponential':
      return -plan.ttftP50Ms * Math.log(context.uniform(LATENCY_LUCK));
    case 'measured':
      return Math.exp(measuredLogMs(plan.logMs, context.uniform(LATENCY_LUCK)));
    case 'lognormal':
      return plan.sigma === 0 ? plan.ttftP50Ms : plan.ttftP50Ms * Math.exp(plan.sigma * context.normal(LATENCY_LUCK));
  }
}

/** Between two measured quantiles a straight line through their logarithms; below the first there is nothing faster. */
function measuredLogMs(logMs: Float64Array, u: number): number {
  if (u <= MEASURED_AT[0]) return logMs[0]!;
  let next = 1;
  while (next < MEASURED_AT.length - 1 && u > MEASURED_AT[next]!) next++;
  const from = MEASURED_AT[next - 1]!;
  const share = (u - from) / (MEASURED_AT[next]! - from);
  return logMs[next - 1]! + share * (logMs[next]! - logMs[next - 1]!);
}
