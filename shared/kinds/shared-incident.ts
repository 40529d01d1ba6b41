import { hashOf } from '../dice/index.ts';
import type { Context } from '../engine/index.ts';
import { ANSWERED, type Ms, type OutcomeCode } from '../model/index.ts';

/** One luck a request for all providers, tools and attempts: whom a correlated incident strikes, it strikes wherever they turn. */
const LUCK = hashOf('shared incident');

export function sharedFailure(target: number, context: Context): OutcomeCode {
  const { conditions, nowMs } = context;
  if (conditions.sharedFailureAt(target, nowMs, 0) === ANSWERED) return ANSWERED;
  return conditions.sharedFailureAt(target, nowMs, context.requestUniform(LUCK));
}

/** Hint of the shared incident that failed work begun at this instant, 0 for none; the same luck decides again. */
export function sharedHintMs(target: number, startedAtMs: Ms, context: Context): Ms {
  const { conditions } = context;
  if (conditions.sharedFailureAt(target, startedAtMs, 0) === ANSWERED) return 0;
  return conditions.sharedRetryAfterMsAt(target, startedAtMs, context.requestUniform(LUCK));
}
