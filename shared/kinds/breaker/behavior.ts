import { type Behavior, CLOSED, type Context, HALF_OPEN, OPEN } from '../../engine/index.ts';
import { ANSWERED, type Ms, outcomeMask, outcomeOf, type Ratio } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import type { BreakerConfig } from './config.ts';
import {
  type CountWindow,
  clearCountWindow,
  clearRateWindow,
  createCountWindow,
  createRateWindow,
  type RateWindow,
  recordFailure,
  recordResult,
} from './window.ts';

export interface BreakerPlan {
  readonly tripsOnRate: boolean;
  readonly failureCount: number;
  readonly failureRatio: Ratio;
  readonly minimumCalls: number;
  readonly windowMs: Ms;
  readonly openForMs: Ms;
  readonly closeAfterSuccesses: number;
  readonly trialTimeoutMs: Ms;
  readonly countsLateResponses: boolean;
  /** Bit set of outcome codes that count as failures. */
  readonly failureMask: number;
  readonly rejects: boolean;
}

export interface BreakerState {
  state: number;
  /** Rises with every entry into a state; a call carries the one it was made in. */
  generation: number;
  openedAtMs: Ms;
  readonly failures: CountWindow;
  readonly results: RateWindow;
  /** Trial calls without a reply yet, and successes in a row, since half-open was entered. */
  outstanding: number;
  succeeded: number;
}

const GENERATION = 0;
const ROLE = 1;

/** Values of the register ROLE; 0 = an ordinary call. */
const TRIAL = 1;
/** Its verdict is in (it timed out as a trial), or it would not have been let through (watch only): the reply decides nothing. */
const WITHOUT_SAY = 2;

const TRIAL_OVERDUE = 0;

const REJECTED = 0;
const OPENED = 1;
const TRIED = 2;

const REJECTION = outcomeOf('rejected-by-breaker');

export function prepareBreaker(config: BreakerConfig, _wiring: Wiring): BreakerPlan {
  return {
    tripsOnRate: config.tripRule === 'rate',
    failureCount: config.failureCount,
    failureRatio: config.failureRatio,
    minimumCalls: config.minimumCalls,
    windowMs: config.windowMs,
    openForMs: config.openForMs,
    closeAfterSuccesses: config.closeAfterSuccesses,
    trialTimeoutMs: config.trialTimeoutMs,
    countsLateResponses: config.lateResponses === 'count',
    failureMask: outcomeMask(config.countsAs.filter((failure) => failure !== 'rejected-by-breaker' && failure !== 'cancelled')),
    rejects: config.mode === 'active',
  };
}

export const breakerBehavior: Behavior<BreakerPlan, BreakerState> = {
  facts: ['rejected', 'opened', 'trial'],
  hasBreakerStates: true,

  createState: (plan) => ({
    state: CLOSED,
    generation: 0,
    openedAtMs: 0,
    failures: createCountWindow(plan.tripsOnRate ? 1 : plan.failureCount),
    results: createRateWindow(),
    outstanding: 0,
    succeeded: 0,
  }),

  onCall(plan, state, context) {
    // OPEN ends lazily: with no traffic it lasts until somebody calls. The sum is the same double at every call, so equality is exact.
    if (state.state === OPEN && context.nowMs >= state.openedAtMs + plan.openForMs) enter(HALF_OPEN, state, context);
    context.setNumber(GENERATION, state.generation);
    if (state.state === CLOSED) {
      context.call(0);
    } else if (state.state === HALF_OPEN && state.outstanding + state.succeeded < plan.closeAfterSuccesses) {
      state.outstanding += 1;
      context.setNumber(ROLE, TRIAL);
      context.note(TRIED);
      if (plan.trialTimeoutMs > 0) context.wake(plan.trialTimeoutMs, TRIAL_OVERDUE);
      context.call(0);
    } else {
      context.note(REJECTED);
      if (plan.rejects) {
        context.fail(REJECTION, state.state === OPEN ? state.openedAtMs + plan.openForMs - context.nowMs : 0);
      } else {
        context.setNumber(ROLE, WITHOUT_SAY);
        context.call(0);
      }
    }
  },

  onReply(plan, state, context) {
    const role = context.getNumber(ROLE);
    const isCurrent = context.getNumber(GENERATION) === state.generation;
    if (role === TRIAL && isCurrent) state.outstanding -= 1;
    if (role !== WITHOUT_SAY && (isCurrent || plan.countsLateResponses)) judge(plan, state, context);
    context.forward();
  },

  onWake(_plan, state, context) {
    if (context.getNumber(ROLE) !== TRIAL || context.getNumber(GENERATION) !== state.generation) return;
    // The caller keeps waiting, since a breaker is no timeout; only the verdict is given.
    context.setNumber(ROLE, WITHOUT_SAY);
    open(state, context);
  },

  onCancel(_plan, state, context) {
    // Nobody saw an end, so the permit goes back without a verdict.
    if (context.getNumber(ROLE) === TRIAL && context.getNumber(GENERATION) === state.generation) state.outstanding -= 1;
  },
};

/** What a result does in the present state. A class that is neither an answer nor counted (a 4xx, a 429) decides nothing. */
function judge(plan: BreakerPlan, state: BreakerState, context: Context): void {
  const hasFailed = (plan.failureMask & (1 << context.outcome)) !== 0;
  if (!hasFailed && context.outcome !== ANSWERED) return;
  if (state.state === CLOSED) {
    if (trips(plan, state, hasFailed, context.nowMs)) open(state, context);
  } else if (state.state === HALF_OPEN) {
    if (hasFailed) {
      open(state, context);
    } else {
      state.succeeded += 1;
      if (state.succeeded >= plan.closeAfterSuccesses) {
        clearCountWindow(state.failures);
        clearRateWindow(state.results);
        enter(CLOSED, state, context);
      }
    }
  }
  // OPEN: a late failure does not extend it and a late success does not close it.
}

function trips(plan: BreakerPlan, state: BreakerState, hasFailed: boolean, nowMs: Ms): boolean {
  if (plan.tripsOnRate) return recordResult(state.results, hasFailed, nowMs, plan.windowMs, plan.minimumCalls, plan.failureRatio);
  return hasFailed && recordFailure(state.failures, nowMs, plan.windowMs);
}

function open(state: BreakerState, context: Context): void {
  state.openedAtMs = context.nowMs;
  context.note(OPENED);
  enter(OPEN, state, context);
}

function enter(next: number, state: BreakerState, context: Context): void {
  context.changeState(state.state, next);
  state.state = next;
  state.generation += 1;
  state.outstanding = 0;
  state.succeeded = 0;
}
