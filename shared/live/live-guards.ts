import type { Behavior, Context } from '../engine/index.ts';
import { ANSWERED, type OutcomeCode, type Usd } from '../model/index.ts';
import { live } from './live-model.ts';

/** What of a guard's plan holds for a real classifier too. */
export interface LiveGuardPlan {
  readonly next: number;
  readonly priceUsd: Usd;
  /** Reply to what is caught; 0 = it goes on. */
  readonly failure: OutcomeCode;
}

const CHECKED = 0;

const CAUGHT = 0;
const NOT_ASKED = 1;

/** `not asked`: the classifier gave no verdict, and what nobody looked at does not pass. */
const FACTS = ['caught', 'not asked'] as const;

/** A guard on requests that asks a real classifier. Whether it was right nobody knows here, so it counts only what it caught. */
export const liveInputGuard: Behavior<LiveGuardPlan, null> = {
  facts: FACTS,
  createState: () => null,
  onCall(plan, _state, context) {
    if (plan.priceUsd > 0) context.billCheck(plan.priceUsd);
    live(context).send(CHECKED);
  },
  onWake(plan, _state, context) {
    if (isCaught(context) && plan.failure !== 0) context.fail(plan.failure);
    else context.call(plan.next);
  },
  onReply: (_plan, _state, context) => context.forward(),
};

/** The same on answers, which are looked at whole. */
export const liveOutputGuard: Behavior<LiveGuardPlan, null> = {
  facts: FACTS,
  createState: () => null,
  onCall: (plan, _state, context) => {
    context.call(plan.next);
  },
  onReply(plan, _state, context) {
    if (context.outcome !== ANSWERED) {
      context.forward();
      return;
    }
    if (plan.priceUsd > 0) context.billCheck(plan.priceUsd);
    context.hold();
    live(context).sendAnswer(CHECKED);
  },
  onWake(plan, _state, context) {
    if (isCaught(context) && plan.failure !== 0) context.fail(plan.failure);
    else context.forward();
  },
};

function isCaught(context: Context): boolean {
  const { outcome, content } = live(context).upstreamReply;
  if (outcome === ANSWERED && content === true) return false;
  context.note(outcome === ANSWERED ? CAUGHT : NOT_ASKED);
  return true;
}
