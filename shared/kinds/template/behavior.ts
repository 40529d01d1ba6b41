import type { Behavior } from '../../engine/index.ts';
import type { Wiring } from '../kind.ts';
import type { Tier } from '../tier.ts';
import type { TemplateConfig } from './config.ts';

export interface TemplatePlan {
  readonly tier: Tier;
  readonly latencyMs: number;
}

export const prepareTemplate = (config: TemplateConfig, _wiring: Wiring): TemplatePlan => ({
  tier: config.tier,
  latencyMs: config.latencyMs,
});

/** Costs nothing, counts as no attempt: nothing is sent to a provider. */
export const templateBehavior: Behavior<TemplatePlan, null> = {
  createState: () => null,

  onCall(plan, _state, context) {
    if (plan.latencyMs === 0) context.answer(plan.tier);
    else context.finish(plan.latencyMs, 0);
  },

  onWake(plan, _state, context) {
    context.answer(plan.tier);
  },
};
