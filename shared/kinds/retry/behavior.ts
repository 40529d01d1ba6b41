import type { Behavior } from '../../engine/index.ts';
import { ANSWERED, type Ms, outcomeMask } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import type { Jitter, RetryConfig } from './config.ts';

export interface RetryPlan {
  readonly maxRetries: number;
  readonly baseMs: Ms;
  readonly capMs: Ms;
  readonly multiplier: number;
  readonly jitter: Jitter;
  readonly jitterShare: number;
  /** Bit set of outcome codes. */
  readonly retryMask: number;
  readonly honoursRetryAfter: boolean;
  readonly maxRetryAfterMs: Ms;
}

const RETRIES_DONE = 0;
/** Last wait before the hint was looked at; decorrelated jitter grows from it. */
const LAST_DELAY_MS = 1;

const JITTER_LUCK = 0;

const RETRIED = 0;
const EXHAUSTED = 1;
const NO_TIME_LEFT = 2;

export function prepareRetry(config: RetryConfig, _wiring: Wiring): RetryPlan {
  return {
    maxRetries: config.maxRetries,
    baseMs: config.baseMs,
    capMs: config.capMs,
    multiplier: config.multiplier,
    jitter: config.jitter,
    jitterShare: config.jitterShare,
    retryMask: outcomeMask(config.retryOn),
    honoursRetryAfter: config.honoursRetryAfter,
    maxRetryAfterMs: config.maxRetryAfterMs,
  };
}

export const retryBehavior: Behavior<RetryPlan, null> = {
  facts: ['retried', 'exhausted', 'no time left'],
  passesCalls: () => true,
  passesAnswers: () => true,
  createState: () => null,

  onCall(_plan, _state, context) {
    context.call(0);
  },

  onReply(plan, _state, context) {
    if (context.outcome === ANSWERED || (plan.retryMask & (1 << context.outcome)) === 0) {
      context.forward();
      return;
    }
    const retries = context.getNumber(RETRIES_DONE);
    const hintMs = plan.honoursRetryAfter ? context.retryAfterMs : 0;
    if (retries >= plan.maxRetries || hintMs > plan.maxRetryAfterMs) {
      context.note(EXHAUSTED);
      context.forward();
      return;
    }
    const luck = plan.jitter === 'none' ? 0 : context.uniform(JITTER_LUCK, retries);
    const delayMs = retryDelayMs(plan, retries, context.getNumber(LAST_DELAY_MS), luck);
    // At least the hint, and at least the backoff: a hint of a few milliseconds out of a busy token bucket must not spend all retries at once.
    const waitMs = Math.max(delayMs, hintMs);
    // Nobody would want an answer to a call made at the deadline; given back now, the failure leaves the next tier what time there is.
    if (context.nowMs + waitMs >= context.deadlineMs) {
      context.note(NO_TIME_LEFT);
      context.forward();
      return;
    }
    context.setNumber(RETRIES_DONE, retries + 1);
    context.setNumber(LAST_DELAY_MS, delayMs);
    context.wake(waitMs, 0);
  },

  onWake(_plan, _state, context) {
    context.note(RETRIED);
    context.call(0);
  },
};

/**
 * Wait before retry `n` (from 0): v = min(cap, base × multiplier^n), then full U(0, v), equal v/2 + U(0, v/2), decorrelated
 * min(cap, U(base, 3 × previous)) starting from base (the three of AWS' "Exponential Backoff And Jitter"), proportional v × U(1 − s, 1 + s), which
 * may pass the cap as gRPC's (proposal A6) does. `u` is uniform in (0, 1).
 */
export function retryDelayMs(
  plan: Pick<RetryPlan, 'baseMs' | 'capMs' | 'multiplier' | 'jitter' | 'jitterShare'>,
  n: number,
  previousMs: Ms,
  u: number,
): Ms {
  const plainMs = Math.min(plan.capMs, plan.baseMs * plan.multiplier ** n);
  switch (plan.jitter) {
    case 'none':
      return plainMs;
    case 'full':
      return plainMs * u;
    case 'equal':
      return (plainMs * (1 + u)) / 2;
    case 'decorrelated': {
      const previous = n === 0 ? plan.baseMs : previousMs;
      const lowest = Math.min(plan.baseMs, 3 * previous);
      return Math.min(plan.capMs, lowest + (3 * previous - lowest) * u);
    }
    case 'proportional':
      return plainMs * (1 + plan.jitterShare * (2 * u - 1));
  }
}
