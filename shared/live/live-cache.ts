import type { Behavior } from '../engine/index.ts';
import { live } from './live-model.ts';
import type { Answer } from './upstream.ts';

/** As much of the cache's own state and plan as it takes to keep the words beside them. */
interface KeptAnswers {
  /** Place of each key's answer, −1 for none. */
  readonly placeOf: readonly number[];
}
export interface LiveCachePlan {
  readonly column: number;
  readonly keepsDownToTier: number;
}
interface LiveCacheState<State> {
  readonly own: State;
  /** By the cache's own places, so that what it evicts is overwritten. */
  readonly answers: Answer[];
}

/** A cache that keeps what was said, and not only that something was: its own behaviour decides what is kept, for how long, and what has to go. */
export function liveCache<State extends KeptAnswers>(
  cache: Behavior<LiveCachePlan, State>,
): Behavior<LiveCachePlan, LiveCacheState<State>> {
  const offer = ({ column }: LiveCachePlan, { own, answers }: LiveCacheState<State>, context: Parameters<typeof cache.onCall>[2]): void => {
    const answer = answers[own.placeOf[context.metadataCode(column)] ?? -1];
    if (answer !== undefined) live(context).offer(answer);
  };
  return {
    facts: cache.facts ?? [],
    createState: (plan) => ({ own: cache.createState(plan), answers: [] }),
    onCall(plan, state, context) {
      offer(plan, state, context);
      cache.onCall(plan, state.own, context);
    },
    onWake(plan, state, context) {
      offer(plan, state, context);
      cache.onWake?.(plan, state.own, context);
    },
    onReply(plan, state, context) {
      const key = context.metadataCode(plan.column);
      // Asked again: another call may have kept another answer since.
      offer(plan, state, context);
      const { replyAnswer } = live(context);
      const isKept = key >= 0 && replyAnswer !== null && context.replyTier <= plan.keepsDownToTier;
      cache.onReply?.(plan, state.own, context);
      const place = isKept ? (state.own.placeOf[key] ?? -1) : -1;
      if (place >= 0) state.answers[place] = replyAnswer as Answer;
    },
  };
}
