import type { Behavior, Context } from '../../engine/index.ts';
import { ANSWERED, outcomeMask } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import type { FallbackConfig } from './config.ts';

export interface FallbackPlan {
  /** Per tier: bit set of the outcome codes that lead on; 0 for the last. */
  readonly continueMasks: readonly number[];
  readonly repliesWithFirst: boolean;
}

const TIER = 0;
const FIRST_OUTCOME = 1;
const FIRST_RETRY_AFTER_MS = 2;

const WENT_ON = 0;
const EXHAUSTED = 1;

export function prepareFallback(config: FallbackConfig, _wiring: Wiring): FallbackPlan {
  const last = config.tiers.length - 1;
  return {
    continueMasks: config.tiers.map((tier, index) => (index === last ? 0 : outcomeMask(tier.continueOn))),
    repliesWithFirst: config.onExhausted === 'first-failure',
  };
}

/** Ports are the tiers in order, so a tier's position is its port. */
export const fallbackBehavior: Behavior<FallbackPlan, null> = {
  facts: ['went on to the next tier', 'all tiers failed'],
  passesCalls: () => true,
  passesAnswers: () => true,
  createState: () => null,

  onCall(_plan, _state, context) {
    context.call(0);
  },

  onReply(plan, _state, context) {
    if (context.outcome === ANSWERED) {
      context.forward();
      return;
    }
    const tier = context.getNumber(TIER);
    if (tier === 0) {
      context.setNumber(FIRST_OUTCOME, context.outcome);
      context.setNumber(FIRST_RETRY_AFTER_MS, context.retryAfterMs);
    }
    if (((plan.continueMasks[tier] as number) & (1 << context.outcome)) !== 0) {
      context.note(WENT_ON);
      context.setNumber(TIER, tier + 1);
      context.call(tier + 1);
    } else if (tier === plan.continueMasks.length - 1) {
      replyExhausted(plan, context);
    } else {
      // A class that does not lead on is the verdict on the request itself, whichever tier found it.
      context.forward();
    }
  },
};

function replyExhausted(plan: FallbackPlan, context: Context): void {
  context.note(EXHAUSTED);
  if (plan.repliesWithFirst) context.fail(context.getNumber(FIRST_OUTCOME), context.getNumber(FIRST_RETRY_AFTER_MS));
  else context.forward();
}
