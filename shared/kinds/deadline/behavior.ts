import type { Behavior } from '../../engine/index.ts';
import { type Ms, outcomeOf } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import type { DeadlineConfig } from './config.ts';

export interface DeadlinePlan {
  readonly budgetMs: Ms;
}

const TIMEOUT = outcomeOf('timeout');
const OVERDUE = 0;

export const prepareDeadline = (config: DeadlineConfig, _wiring: Wiring): DeadlinePlan => ({ budgetMs: config.budgetMs });

/** A reply at exactly the deadline is in time: completions go before timers at one instant. */
export const deadlineBehavior: Behavior<DeadlinePlan, null> = {
  facts: ['overdue'],
  passesAnswers: () => true,
  createState: () => null,

  onCall(plan, _state, context) {
    context.setDeadline(context.nowMs + plan.budgetMs);
    const leftMs = Math.min(plan.budgetMs, context.deadlineMs - context.nowMs);
    // Nothing that is called now could be waited for.
    if (leftMs <= 0) {
      context.note(OVERDUE);
      context.fail(TIMEOUT);
      return;
    }
    context.wake(leftMs, 0);
    context.call(0);
  },

  onReply(_plan, _state, context) {
    context.forward();
  },

  onWake(_plan, _state, context) {
    context.note(OVERDUE);
    // The engine cancels what is open below; what a provider does with the work is the provider's setting.
    context.fail(TIMEOUT);
  },
};
