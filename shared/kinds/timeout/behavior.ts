import type { Behavior } from '../../engine/index.ts';
import { outcomeOf } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import type { TimeoutConfig } from './config.ts';

export interface TimeoutPlan {
  readonly timeoutMs: number;
}

const TIMEOUT = outcomeOf('timeout');
const TIMED_OUT = 0;

export const prepareTimeout = (config: TimeoutConfig, _wiring: Wiring): TimeoutPlan => ({ timeoutMs: config.timeoutMs });

/** A reply at exactly the time limit wins: completions go before timers at one instant. */
export const timeoutBehavior: Behavior<TimeoutPlan, null> = {
  facts: ['timed out'],
  passesAnswers: () => true,
  createState: () => null,

  onCall(plan, _state, context) {
    context.wake(plan.timeoutMs, 0);
    context.call(0);
  },

  onReply(_plan, _state, context) {
    context.forward();
  },

  onWake(_plan, _state, context) {
    context.note(TIMED_OUT);
    // The engine cancels the open call below; what its provider does with the work is the provider's setting.
    context.fail(TIMEOUT);
  },
};
