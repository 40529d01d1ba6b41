import type { Context } from '../../engine/index.ts';
import type { Ms } from '../../model/index.ts';
import { MEASURED_Z } from './config.ts';
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
      return Math.exp(measuredLogMs(plan.logMs, context.normal(LATENCY_LUCK)));
    case 'lognormal':
      return plan.sigma === 0 ? plan.ttftP50Ms : plan.ttftP50Ms * Math.exp(plan.sigma * context.normal(LATENCY_LUCK));
  }
}

/** Between two measured quantiles as a log-normal runs; nothing is faster than the first or slower than the last. `z`: standard normal. */
function measuredLogMs(logMs: Float64Array, z: number): number {
  const last = MEASURED_Z.length - 1;
  if (z <= MEASURED_Z[0]) return logMs[0]!;
  if (z >= MEASURED_Z[last]!) return logMs[last]!;
  let next = 1;
  while (z > MEASURED_Z[next]!) next++;
  const from = MEASURED_Z[next - 1]!;
  const share = (z - from) / (MEASURED_Z[next]! - from);
  return logMs[next - 1]! + share * (logMs[next]! - logMs[next - 1]!);
}
