import type { Ms, Ratio } from '../../model/index.ts';
import type { BreakerConfig } from './config.ts';
import {
  CALL,
  type CountWindow,
  clearCountWindow,
  clearResultWindow,
  createCountWindow,
  createResultWindow,
  FAILED,
  type ResultWindow,
  recordFailure,
  recordResult,
  SLOW,
} from './sliding-window.ts';
import {
  addEntry,
  addToCallPart,
  addToClockPart,
  addToRing,
  clearTally,
  createTally,
  startOver,
  startOverByClock,
  type Tally,
} from './tally.ts';

/** What a breaker remembers and the rule that opens it: one kind of window a breaker, chosen once, so that each record is a switch and a few sums. */

const SLIDING_COUNT = 0;
const SLIDING_SHARE = 1;
const LAST_CALLS = 2;
const CLOCK_PARTS = 3;
const CALL_PARTS = 4;
const TUMBLING = 5;
const CALENDAR = 6;
const WHOLE = 7;

export interface WindowPlan {
  readonly kind: number;
  readonly tripsOnRate: boolean;
  /** A success forgives all failures before it. */
  readonly forgives: boolean;
  /** Failures that open it. */
  readonly failureCount: number;
  readonly failureRatio: Ratio;
  /** The share must be passed. */
  readonly exceeds: boolean;
  readonly minimumCalls: number;
  /** A success can open it too, by being the call that the minimum of a share lacked. */
  readonly judgesSuccesses: boolean;
  /** Calls are counted as they arrive and not by their results. */
  readonly countsArrivals: boolean;
  readonly slowCallMs: Ms;
  readonly slowCallRatio: Ratio;
  readonly windowMs: Ms;
  readonly partMs: Ms;
  readonly parts: number;
  readonly ringLength: number;
  /** It can start over between two changes of state. */
  readonly startsOver: boolean;
}

export interface BreakerWindow {
  readonly failures: CountWindow;
  readonly results: ResultWindow;
  readonly tally: Tally;
}

const KINDS: Readonly<Record<BreakerConfig['windowKind'], number>> = {
  sliding: SLIDING_SHARE,
  calls: LAST_CALLS,
  buckets: CLOCK_PARTS,
  'call-buckets': CALL_PARTS,
  tumbling: TUMBLING,
  calendar: CALENDAR,
  none: WHOLE,
};

export function prepareWindow(config: BreakerConfig): WindowPlan {
  const tripsOnRate = config.tripRule === 'rate';
  const kind = config.windowKind === 'sliding' && !tripsOnRate ? SLIDING_COUNT : KINDS[config.windowKind];
  return {
    kind,
    tripsOnRate,
    forgives: config.tripRule === 'consecutive',
    failureCount: config.failureCount + (config.threshold === 'exceeded' ? 1 : 0),
    failureRatio: config.failureRatio,
    exceeds: config.threshold === 'exceeded',
    // A ring that can never hold the minimum would never open it, so the libraries that have one lower the minimum to its length.
    minimumCalls: kind === LAST_CALLS ? Math.min(config.minimumCalls, config.windowCalls) : config.minimumCalls,
    judgesSuccesses: tripsOnRate && config.judgedOn === 'every-result',
    countsArrivals: tripsOnRate && config.shareOf === 'calls' && kind !== LAST_CALLS,
    slowCallMs: tripsOnRate ? config.slowCallMs : 0,
    slowCallRatio: config.slowCallRatio,
    windowMs: config.windowMs,
    partMs: config.windowMs / config.windowBuckets,
    parts: config.windowBuckets,
    ringLength: config.windowCalls,
    startsOver: kind === TUMBLING || kind === CALENDAR,
  };
}

export const createWindow = (plan: WindowPlan): BreakerWindow => ({
  failures: createCountWindow(plan.kind === SLIDING_COUNT ? plan.failureCount : 1),
  results: createResultWindow(),
  tally: createTally(
    plan.kind === CLOCK_PARTS || plan.kind === CALL_PARTS ? plan.parts : 1,
    plan.kind === LAST_CALLS ? plan.ringLength : 1,
  ),
});

/** True when a window that ends as a whole has just ended. */
export function hasStartedOver(plan: WindowPlan, window: BreakerWindow, nowMs: Ms): boolean {
  return plan.kind === TUMBLING ? startOver(window.tally, nowMs, plan.windowMs) : startOverByClock(window.tally, nowMs, plan.windowMs);
}

/** Records a result; true when the rule that opens the breaker is met. */
export function record(plan: WindowPlan, window: BreakerWindow, hasFailed: boolean, isSlow: boolean, nowMs: Ms): boolean {
  if (plan.kind === SLIDING_COUNT) {
    if (hasFailed) return recordFailure(window.failures, nowMs, plan.windowMs);
    if (plan.forgives) clearCountWindow(window.failures);
    return false;
  }
  if (plan.forgives && !hasFailed) {
    clearTally(window.tally);
    return false;
  }
  add(plan, window, (plan.countsArrivals ? 0 : CALL) | (hasFailed ? FAILED : 0) | (isSlow ? SLOW : 0), nowMs);
  return (hasFailed || plan.judgesSuccesses) && isMet(plan, plan.kind === SLIDING_SHARE ? window.results : window.tally);
}

/** Records the arrival of a call, where arrivals are the denominator. */
export function recordArrival(plan: WindowPlan, window: BreakerWindow, nowMs: Ms): void {
  add(plan, window, CALL, nowMs);
}

function add(plan: WindowPlan, window: BreakerWindow, entry: number, nowMs: Ms): void {
  switch (plan.kind) {
    case SLIDING_SHARE:
      recordResult(window.results, entry, nowMs, plan.windowMs);
      return;
    case LAST_CALLS:
      addToRing(window.tally, entry);
      return;
    case CLOCK_PARTS:
      addToClockPart(window.tally, entry, nowMs, plan.partMs);
      return;
    case CALL_PARTS:
      addToCallPart(window.tally, entry, nowMs, plan.partMs);
      return;
    default:
      addEntry(window.tally, entry);
  }
}

function isMet(plan: WindowPlan, sums: { readonly calls: number; readonly failures: number; readonly slow: number }): boolean {
  if (!plan.tripsOnRate) return sums.failures >= plan.failureCount;
  return (
    sums.calls >= plan.minimumCalls &&
    (isShareMet(plan, sums.failures / sums.calls, plan.failureRatio) ||
      (plan.slowCallMs > 0 && isShareMet(plan, sums.slow / sums.calls, plan.slowCallRatio)))
  );
}

/** `share` is NaN when nothing was called, which meets nothing. */
export const isShareMet = (plan: WindowPlan, share: Ratio, limit: Ratio): boolean => (plan.exceeds ? share > limit : share >= limit);

export function clearWindow(plan: WindowPlan, window: BreakerWindow, nowMs: Ms): void {
  clearCountWindow(window.failures);
  clearResultWindow(window.results);
  clearTally(window.tally);
  if (plan.kind === TUMBLING) window.tally.beganMs = nowMs;
}
