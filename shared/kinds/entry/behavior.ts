import type { Behavior } from '../../engine/index.ts';
import type { Wiring } from '../kind.ts';
import type { EntryConfig } from './config.ts';

export interface EntryPlan {
  readonly next: number;
}

export const prepareEntry = (_config: EntryConfig, wiring: Wiring): EntryPlan => ({ next: wiring.port('next') });

/** An SLA changes nothing in time: it is what results are compared with. */
export const entryBehavior: Behavior<EntryPlan, null> = {
  passesCalls: () => true,
  passesAnswers: () => true,
  createState: () => null,
  onCall: (plan, _state, context) => {
    context.call(plan.next);
  },
  onReply: (_plan, _state, context) => context.forward(),
};
