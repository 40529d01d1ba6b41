import type { Behavior } from '../engine/index.ts';
import type { ModelPlan } from '../kinds/index.ts';
import { ANSWERED, outcomeOf } from '../model/index.ts';
import { LiveContext } from './live-context.ts';

const REPLIED = 0;
const CLIENT_GIVES_UP = 1;

const ABANDONED = 0;

const TIMEOUT = outcomeOf('timeout');
const MALFORMED = outcomeOf('malformed');

/** What of a model's plan holds for the real one too: how long its client waits, what its tokens cost and which tier its answers are. */
export type LiveModelPlan = Pick<ModelPlan, 'tier' | 'requestTimeoutMs' | 'usdPerInputToken' | 'usdPerOutputToken'>;

/**
 * A model that is really called. Its limits, its latency and its failures are the upstream's own. An attempt that is given up is billed nothing here, since what the
 * provider charges for it is not known until its invoice.
 */
export const liveModel: Behavior<LiveModelPlan, null> = {
  facts: ['abandoned'],
  createState: () => null,

  onCall(plan, _state, context) {
    context.countAttempt();
    live(context).send(REPLIED);
    context.wake(plan.requestTimeoutMs, CLIENT_GIVES_UP);
  },

  onWake(plan, _state, context) {
    if (context.tag === CLIENT_GIVES_UP) {
      context.note(ABANDONED);
      context.fail(TIMEOUT);
      return;
    }
    const { outcome, usage, retryAfterMs } = live(context).upstreamReply;
    if (usage !== null && (outcome === ANSWERED || outcome === MALFORMED)) {
      const usd = usage.inputTokens * plan.usdPerInputToken + usage.outputTokens * plan.usdPerOutputToken;
      context.billAttempt(usd, usage.inputTokens, usage.outputTokens);
    }
    if (outcome === ANSWERED) {
      live(context).offerReply();
      context.answer(plan.tier);
    } else context.fail(outcome, retryAfterMs);
  },

  onCancel: (_plan, _state, context) => context.note(ABANDONED),
};

/** A live run points one context at every call, so this is no other. */
export function live(context: unknown): LiveContext {
  if (!(context instanceof LiveContext)) throw new Error('a live node was run by something that is no live run');
  return context;
}
