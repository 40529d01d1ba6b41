import type { Behavior, Context } from '../../engine/index.ts';
import { ANSWERED, type Ms, outcomeMask } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import type { HedgeConfig } from './config.ts';

export interface HedgePlan {
  readonly primary: number;
  readonly hedge: number;
  readonly delayMs: Ms;
  readonly mostCalls: number;
  /** Bit set of outcome codes. */
  readonly hedgeMask: number;
}

const SENT = 0;
const OUTSTANDING = 1;
const FIRST_HANDLE = 2;

const HEDGED = 0;
const WON_BY_HEDGE = 1;

export function prepareHedge(config: HedgeConfig, wiring: Wiring): HedgePlan {
  return {
    primary: wiring.port('primary'),
    hedge: wiring.port('hedge'),
    delayMs: config.delayMs,
    mostCalls: 1 + config.maxHedges,
    hedgeMask: outcomeMask(config.hedgeOn),
  };
}

/** After gRPC's hedging policy (proposal A6); the hint of a failure is not waited for. */
export const hedgeBehavior: Behavior<HedgePlan, null> = {
  facts: ['hedged', 'won by hedge'],
  createState: () => null,

  onCall(plan, _state, context) {
    context.setNumber(FIRST_HANDLE, context.call(plan.primary));
    context.setNumber(SENT, 1);
    context.setNumber(OUTSTANDING, 1);
    if (plan.delayMs > 0) context.wake(plan.delayMs, 1);
    else for (let sent = 1; sent < plan.mostCalls; sent++) sendHedge(plan, context);
  },

  onReply(plan, _state, context) {
    if (context.outcome === ANSWERED) {
      if (context.replyHandle !== context.getNumber(FIRST_HANDLE)) context.note(WON_BY_HEDGE);
      context.forward();
      return;
    }
    const outstanding = context.getNumber(OUTSTANDING) - 1;
    context.setNumber(OUTSTANDING, outstanding);
    if ((plan.hedgeMask & (1 << context.outcome)) === 0) context.forward();
    else if (context.getNumber(SENT) < plan.mostCalls) sendHedge(plan, context);
    else if (outstanding === 0) context.forward();
  },

  onWake(plan, _state, context) {
    // Set before a failure sent the next call early: the delay counts anew from that call.
    if (context.tag === context.getNumber(SENT)) sendHedge(plan, context);
  },
};

function sendHedge(plan: HedgePlan, context: Context): void {
  const sent = context.getNumber(SENT) + 1;
  context.setNumber(SENT, sent);
  context.setNumber(OUTSTANDING, context.getNumber(OUTSTANDING) + 1);
  context.note(HEDGED);
  context.call(context.isConnected(plan.hedge) ? plan.hedge : plan.primary);
  if (plan.delayMs > 0 && sent < plan.mostCalls) context.wake(plan.delayMs, sent);
}
