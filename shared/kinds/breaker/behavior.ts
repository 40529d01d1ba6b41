import { type Behavior, CLOSED, type Context, HALF_OPEN, OPEN, SLOT_GRANTED } from '../../engine/index.ts';
import { ANSWERED, type FailureClass, type Ms, type OutcomeCode, outcomeMask, outcomeOf } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import type { BreakerConfig } from './config.ts';
import { endsByItself, hasEnded, nextOpening, type OpeningPlan, openingsAfterClose, openUntil, prepareOpening } from './opening.ts';
import { CLOSES, clearTrials, createTrials, hasRoom, OPENS, prepareTrials, type TrialPlan, type Trials, verdict } from './trials.ts';
import {
  type BreakerWindow,
  clearWindow,
  createWindow,
  hasStartedOver,
  prepareWindow,
  record,
  recordArrival,
  type WindowPlan,
} from './window.ts';

export interface BreakerPlan {
  readonly window: WindowPlan;
  readonly opening: OpeningPlan;
  readonly trials: TrialPlan;
  /** A reply may find a state that has come by itself since the last call. */
  readonly catchesUp: boolean;
  /** Bit sets of outcome codes: what counts as a failure, and what opens it at once. */
  readonly failureMask: number;
  readonly atOnceMask: number;
  readonly others: number;
  readonly late: number;
  readonly restarts: boolean;
  readonly atClose: number;
  readonly trialTimeoutMs: Ms;
  readonly skipsHalfOpen: boolean;
  readonly rejects: boolean;
  /** Station without slots, where callers wait for the end of the trial; −1 = they are rejected. */
  readonly line: number;
}

export interface BreakerState {
  state: number;
  /** Rises with every entry into a state; a call carries the one it was made in. */
  generation: number;
  /** End of the open time, or of the last one. */
  openUntilMs: Ms;
  /** Openings in succession. */
  openings: number;
  readonly window: BreakerWindow;
  readonly trials: Trials;
  /** Generation of the trial that ended last: those who waited for it may go on. */
  endedTrial: number;
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

/** What another failure is. */
const NOTHING = 0;
const A_SUCCESS = 1;
const A_SUCCESS_AS_TRIAL = 2;

/** What a late reply is. */
const DISCARDED = 0;
const AS_IF_NEW = 1;
const FOR_THE_WINDOW = 2;

const CLEARS = 0;
const KEEPS_LAST = 1;
const KEEPS = 2;

const REJECTION = outcomeOf('rejected-by-breaker');
/** These say nothing about the callee, so they are neither failures nor successes. */
const WITHOUT_MEANING = outcomeMask(['rejected-by-breaker', 'cancelled']);

export function prepareBreaker(config: BreakerConfig, wiring: Wiring): BreakerPlan {
  const window = prepareWindow(config);
  const opening = prepareOpening(config);
  const rejects = config.mode === 'active';
  const atOnceMask = maskOf(config.opensAtOnceOn);
  return {
    window,
    opening,
    trials: prepareTrials(config),
    catchesUp: window.startsOver || endsByItself(opening),
    failureMask: maskOf(config.countsAs) | atOnceMask,
    atOnceMask,
    others: config.otherFailures === 'success' ? A_SUCCESS : config.otherFailures === 'trial-success' ? A_SUCCESS_AS_TRIAL : NOTHING,
    late: config.lateResponses === 'count' ? AS_IF_NEW : config.lateResponses === 'window' ? FOR_THE_WINDOW : DISCARDED,
    restarts: config.failureWhileOpen === 'restarts',
    atClose: config.windowAtClose === 'keep' ? KEEPS : config.windowAtClose === 'keep-last' ? KEEPS_LAST : CLEARS,
    trialTimeoutMs: config.trialTimeoutMs,
    skipsHalfOpen: config.halfOpen === 'none',
    rejects,
    line: rejects && config.halfOpen === 'wait' ? wiring.station(0, null) : -1,
  };
}

const maskOf = (failures: readonly FailureClass[]): number => outcomeMask(failures) & ~WITHOUT_MEANING;

export const breakerBehavior: Behavior<BreakerPlan, BreakerState> = {
  facts: ['rejected', 'opened', 'trial'],
  hasBreakerStates: true,

  createState: (plan) => ({
    state: CLOSED,
    generation: 0,
    openUntilMs: 0,
    openings: 0,
    window: createWindow(plan.window),
    trials: createTrials(),
    endedTrial: 0,
  }),

  onCall(plan, state, context) {
    catchUp(plan, state, context, true);
    if (plan.window.countsArrivals) recordArrival(plan.window, state.window, context.nowMs);
    admit(plan, state, context);
  },

  onReply(plan, state, context) {
    if (plan.catchesUp) catchUp(plan, state, context, false);
    const role = context.getNumber(ROLE);
    const isCurrent = context.getNumber(GENERATION) === state.generation;
    if (role === TRIAL && isCurrent) state.trials.outstanding -= 1;
    if (role !== WITHOUT_SAY && (isCurrent || plan.late !== DISCARDED)) judge(plan, state, context, role, isCurrent);
    if (role === TRIAL && plan.line >= 0) callThoseWaiting(plan, state, context);
    context.forward();
  },

  onWake(plan, state, context) {
    if (context.tag === SLOT_GRANTED) {
      context.release(plan.line);
      if (context.getNumber(GENERATION) !== state.endedTrial) {
        // It waits for the trial of a later half-open state, and not for this one from before.
        context.acquire(plan.line);
        return;
      }
      // Whoever waited for the trial that has ended is in the position of a new caller.
      catchUp(plan, state, context, true);
      admit(plan, state, context);
      return;
    }
    if (context.getNumber(ROLE) !== TRIAL || context.getNumber(GENERATION) !== state.generation) return;
    // The caller keeps waiting, since a breaker is no timeout; only the verdict is given.
    context.setNumber(ROLE, WITHOUT_SAY);
    state.trials.outstanding -= 1;
    decide(plan, state, context, true, false, 0);
    if (plan.line >= 0) callThoseWaiting(plan, state, context);
  },

  onCancel(plan, state, context) {
    if (context.getNumber(ROLE) !== TRIAL) return;
    // Nobody saw an end, so the permit goes back without a verdict. Of several in succession the callers have said enough: it is slower than they can wait.
    if (context.getNumber(GENERATION) === state.generation) {
      const { trials } = state;
      trials.outstanding -= 1;
      trials.admitted -= 1;
      trials.givenUp += 1;
      if (trials.givenUp >= plan.trials.opensAfterGivenUp) open(plan, state, context, 0);
    }
    if (plan.line >= 0) callThoseWaiting(plan, state, context);
  },
};

/** Brings the state to what the passing of time alone has made of it. With the default, only a call ends the open state: with no traffic it lasts. */
function catchUp(plan: BreakerPlan, state: BreakerState, context: Context, isCall: boolean): void {
  if (state.state === OPEN && hasEnded(plan.opening, state.openUntilMs, context.nowMs, isCall)) {
    if (plan.skipsHalfOpen) {
      if (plan.atClose !== KEEPS) clearWindow(plan.window, state.window, context.nowMs);
      close(plan, state, context);
    } else enter(HALF_OPEN, state, context);
  }
  // Calls from before a window started over are late for the new one.
  if (plan.window.startsOver && hasStartedOver(plan.window, state.window, context.nowMs) && state.state === CLOSED) state.generation += 1;
}

function admit(plan: BreakerPlan, state: BreakerState, context: Context): void {
  context.setNumber(GENERATION, state.generation);
  if (state.state === CLOSED) {
    context.call(0);
  } else if (state.state === HALF_OPEN && hasRoom(plan.trials, state.trials)) {
    state.trials.outstanding += 1;
    state.trials.admitted += 1;
    context.setNumber(ROLE, TRIAL);
    context.note(TRIED);
    if (plan.trialTimeoutMs > 0) context.wake(plan.trialTimeoutMs, TRIAL_OVERDUE);
    context.call(0);
  } else if (state.state === HALF_OPEN && plan.line >= 0) {
    context.acquire(plan.line);
  } else {
    context.note(REJECTED);
    if (plan.rejects) {
      context.fail(REJECTION, state.state === OPEN ? state.openUntilMs - context.nowMs : 0);
    } else {
      context.setNumber(ROLE, WITHOUT_SAY);
      context.call(0);
    }
  }
}

/** The line has no slots of its own: for a moment it has as many as wait, and none for those who come after. */
function callThoseWaiting(plan: BreakerPlan, state: BreakerState, context: Context): void {
  if (context.slotsWanted(plan.line) === 0) return;
  state.endedTrial = context.getNumber(GENERATION);
  context.setSlots(plan.line, Number.POSITIVE_INFINITY);
  context.setSlots(plan.line, 0);
}

/** What a result does in the present state. */
function judge(plan: BreakerPlan, state: BreakerState, context: Context, role: number, isCurrent: boolean): void {
  const { outcome } = context;
  const hasFailed = (plan.failureMask & (1 << outcome)) !== 0;
  const isOther = !hasFailed && outcome !== ANSWERED;
  if (isOther && !isSuccess(plan, role, outcome)) {
    // It decides nothing; the permit goes back.
    if (role === TRIAL && isCurrent) state.trials.admitted -= 1;
    return;
  }
  const isSlow = plan.window.slowCallMs > 0 && context.nowMs - context.replyCalledAtMs > plan.window.slowCallMs;
  const meetsRule = (!isOther || plan.others === A_SUCCESS) && record(plan.window, state.window, hasFailed, isSlow, context.nowMs);
  const opensAtOnce = hasFailed && (plan.atOnceMask & (1 << outcome)) !== 0;
  if (plan.late === FOR_THE_WINDOW ? role === TRIAL : state.state === HALF_OPEN) {
    if (state.state === HALF_OPEN) decide(plan, state, context, hasFailed, isSlow, context.retryAfterMs);
    else if (!hasFailed) forget(plan, state, hasFailed, isSlow, context.nowMs);
    else if (state.state === CLOSED) open(plan, state, context, context.retryAfterMs);
  } else if (state.state === OPEN) {
    // A late failure does not extend it, unless asked to, and a late success never closes it.
    if (plan.restarts && (meetsRule || opensAtOnce))
      state.openUntilMs = openUntil(plan.opening, state.openings, context.nowMs, context.retryAfterMs);
  } else if (meetsRule || opensAtOnce) {
    open(plan, state, context, context.retryAfterMs);
  }
}

function isSuccess(plan: BreakerPlan, role: number, other: OutcomeCode): boolean {
  if ((WITHOUT_MEANING & (1 << other)) !== 0) return false;
  return plan.others === A_SUCCESS || (plan.others === A_SUCCESS_AS_TRIAL && role === TRIAL);
}

function decide(plan: BreakerPlan, state: BreakerState, context: Context, hasFailed: boolean, isSlow: boolean, hintMs: Ms): void {
  const decision = verdict(plan.trials, plan.window, state.trials, hasFailed, isSlow);
  if (decision === OPENS) {
    open(plan, state, context, hintMs);
  } else if (decision === CLOSES) {
    forget(plan, state, hasFailed, isSlow, context.nowMs);
    close(plan, state, context);
  }
}

/** What is left of the window after a trial whose result, the last, closes it. */
function forget(plan: BreakerPlan, state: BreakerState, hasFailed: boolean, isSlow: boolean, nowMs: Ms): void {
  if (plan.atClose === KEEPS) return;
  clearWindow(plan.window, state.window, nowMs);
  if (plan.atClose === KEEPS_LAST) record(plan.window, state.window, hasFailed, isSlow, nowMs);
}

function open(plan: BreakerPlan, state: BreakerState, context: Context, hintMs: Ms): void {
  const closedSinceMs = state.state === CLOSED ? state.openUntilMs : context.nowMs;
  state.openings = nextOpening(plan.opening, state.openings, closedSinceMs, context.nowMs);
  state.openUntilMs = openUntil(plan.opening, state.openings, context.nowMs, hintMs);
  context.note(OPENED);
  enter(OPEN, state, context);
}

function close(plan: BreakerPlan, state: BreakerState, context: Context): void {
  state.openings = openingsAfterClose(plan.opening, state.openings);
  enter(CLOSED, state, context);
}

function enter(next: number, state: BreakerState, context: Context): void {
  context.changeState(state.state, next);
  state.state = next;
  state.generation += 1;
  clearTrials(state.trials);
}
