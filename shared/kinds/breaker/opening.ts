import type { Ms } from '../../model/index.ts';
import { NEVER_AGAIN_MS } from '../pushback.ts';
import type { BreakerConfig } from './config.ts';

/** How long a breaker stays open, and when that is noticed. */

const BY_CALL = 0;
const BY_TIMER = 1;
const BY_INTERVAL = 2;

const NONE = 0;
const LINEAR = 1;
const DOUBLING = 2;

export interface OpeningPlan {
  readonly openForMs: Ms;
  readonly ends: number;
  readonly mustPass: boolean;
  readonly intervalMs: Ms;
  readonly growth: number;
  readonly longestMs: Ms;
  /** Openings after which the open time grows no more. */
  readonly mostOpenings: number;
  readonly honoursRetryAfter: boolean;
}

export function prepareOpening(config: BreakerConfig): OpeningPlan {
  const growth = config.openGrowth === 'linear' ? LINEAR : config.openGrowth === 'doubling' ? DOUBLING : NONE;
  const times = Math.max(1, config.longestOpenMs / config.openForMs);
  return {
    openForMs: config.openForMs,
    ends: config.openEnds === 'timer' ? BY_TIMER : config.openEnds === 'interval' ? BY_INTERVAL : BY_CALL,
    mustPass: config.openEndsWhen === 'passed',
    intervalMs: config.intervalMs,
    growth,
    longestMs: config.longestOpenMs,
    mostOpenings: growth === DOUBLING ? Math.ceil(Math.log2(times)) + 1 : Math.ceil(times),
    honoursRetryAfter: config.honoursRetryAfter,
  };
}

/**
 * Is the open time over? A timer that is due at the instant of a reply comes after it, and before a call, as everywhere in a run. With no timer the end
 * is seen by the next call; the sum that `untilMs` holds is the same double at every call, so equality is exact.
 */
export function hasEnded(plan: OpeningPlan, untilMs: Ms, nowMs: Ms, isCall: boolean): boolean {
  if (plan.ends === BY_CALL) return isCall && (plan.mustPass ? nowMs > untilMs : nowMs >= untilMs);
  return isCall ? nowMs >= untilMs : nowMs > untilMs;
}

/** Does the end come though nobody calls? A reply must then be read in the state that has come by itself. */
export const endsByItself = (plan: OpeningPlan): boolean => plan.ends !== BY_CALL;

/** Which opening in succession this is, from 1, after `openings` before it and closed since `closedSinceMs`. */
export function nextOpening(plan: OpeningPlan, openings: number, closedSinceMs: Ms, nowMs: Ms): number {
  const spentClosed = plan.ends === BY_INTERVAL ? Math.floor(nowMs / plan.intervalMs) - Math.floor(closedSinceMs / plan.intervalMs) : 0;
  return Math.min(Math.max(0, openings - spentClosed) + 1, plan.mostOpenings);
}

/** After it closed: only where time alone takes openings off are they remembered. */
export const openingsAfterClose = (plan: OpeningPlan, openings: number): number => (plan.ends === BY_INTERVAL ? openings : 0);

/** Instant at which an opening ends that begins now. `hintMs` is the failure's Retry-After, 0 for none. */
export function openUntil(plan: OpeningPlan, opening: number, nowMs: Ms, hintMs: Ms): Ms {
  const isTold = plan.honoursRetryAfter && hintMs > 0 && hintMs < NEVER_AGAIN_MS;
  let untilMs = nowMs + (isTold ? hintMs : openForMs(plan, opening));
  if (plan.ends === BY_INTERVAL) untilMs = Math.ceil(untilMs / plan.intervalMs) * plan.intervalMs;
  return untilMs;
}

function openForMs(plan: OpeningPlan, opening: number): Ms {
  if (plan.growth === NONE) return plan.openForMs;
  return Math.min(plan.longestMs, plan.openForMs * (plan.growth === LINEAR ? opening : 2 ** (opening - 1)));
}
