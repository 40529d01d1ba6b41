import { type Behavior, type Context, SLOT_GRANTED, SLOT_STARTED } from '../../engine/index.ts';
import { LONGEST_MS, type Ms, NO_TARGET, outcomeOf } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import type { Tier } from '../tier.ts';
import type { ReviewConfig } from './config.ts';
import { isOpenAt, untilNextShift, type WorkHours, workHoursOf } from './work-hours.ts';

export interface ReviewPlan {
  readonly station: number;
  readonly conditionTarget: number;
  readonly people: number;
  readonly hours: WorkHours;
  readonly meanMs: Ms;
  readonly shape: ReviewConfig['caseShape'];
  /** Of the logarithm; for the log-normal shape. */
  readonly mu: number;
  readonly sigma: number;
  readonly patienceShape: ReviewConfig['patienceShape'];
  readonly patienceMs: Ms;
  readonly whenTooLate: ReviewConfig['whenTooLate'];
  readonly slaMs: Ms;
  readonly declineShare: number;
  readonly usdPerCase: number;
  readonly tier: Tier;
}

export interface ReviewState {
  /** Slots last set. */
  slots: number;
}

/** Registers. */
const IS_IN_WORK = 0;
const ASKED_AT_MS = 1;

/** Timer tags. */
const CASE_DONE = 0;
const GIVES_UP = 1;
const SOMEBODY_MAY_COME = 2;

/** Purposes of the dice: appended only. */
const CASE_LUCK = 0;
const PATIENCE_LUCK = 1;
const DECISION_LUCK = 2;

const QUEUED = 0;
const OUT_OF_HOURS = 1;
const APPROVED = 2;
const DECLINED = 3;
const GAVE_UP = 4;
const WITHIN_SLA = 5;
const LATE = 6;

const BLOCKED = outcomeOf('blocked-by-guard');
const TIMEOUT = outcomeOf('timeout');

/** How often somebody who waits looks whether reviewers whom an incident took away are back; the return itself is met exactly. */
const LOOK_EVERY_MS = 60_000;

export function prepareReview(config: ReviewConfig, wiring: Wiring): ReviewPlan {
  const variance = Math.log(1 + config.caseVariation * config.caseVariation);
  const meanMs = config.minutesPerCase * 60_000;
  return {
    station: wiring.station(config.people, null),
    conditionTarget: wiring.nodeTarget(),
    people: config.people,
    hours: workHoursOf(config),
    meanMs,
    shape: config.caseShape,
    mu: Math.log(meanMs) - variance / 2,
    sigma: Math.sqrt(variance),
    patienceShape: config.patienceShape,
    patienceMs: config.patienceMs,
    whenTooLate: config.whenTooLate,
    slaMs: config.slaMs,
    declineShare: config.declineShare,
    usdPerCase: config.usdPerCase,
    tier: config.tier,
  };
}

export const reviewBehavior: Behavior<ReviewPlan, ReviewState> = {
  facts: ['queued', 'out of hours', 'approved', 'declined', 'gave up', 'within SLA', 'late'],
  createState: (plan) => ({ slots: plan.people }),

  onCall(plan, state, context) {
    context.setNumber(ASKED_AT_MS, context.nowMs);
    followHours(plan, state, context);
    if (context.acquire(plan.station) === SLOT_STARTED) {
      begin(plan, context);
      return;
    }
    context.note(QUEUED);
    if (!isOpenAt(plan.hours, context.nowMs)) context.note(OUT_OF_HOURS);
    if (plan.patienceShape !== 'endless') context.wake(drawPatience(plan, context), GIVES_UP);
    lookAgain(plan, context);
  },

  onWake(plan, state, context) {
    const isInWork = context.getNumber(IS_IN_WORK) === 1;
    if (context.tag === SLOT_GRANTED) begin(plan, context);
    else if (context.tag === CASE_DONE) {
      // Before the slot goes back: after the end of a shift nobody takes the next case.
      followHours(plan, state, context);
      context.release(plan.station);
      if (context.isLingering) context.end();
      else decide(plan, context);
    } else if (isInWork) return;
    else if (context.tag === GIVES_UP) giveUp(plan, context);
    else {
      followHours(plan, state, context);
      lookAgain(plan, context);
    }
  },

  // A reviewer does not see that the request is gone: the case is finished, and paid for.
  onCancel(_plan, _state, context) {
    if (context.getNumber(IS_IN_WORK) === 1) context.linger();
  },
};

/** Says how many are at work now. Asked before every moment at which a slot could be given. */
function followHours(plan: ReviewPlan, state: ReviewState, context: Context): void {
  const slots = slotsAt(plan, context, context.nowMs);
  if (slots === state.slots) return;
  state.slots = slots;
  context.setSlots(plan.station, slots);
}

function slotsAt(plan: ReviewPlan, context: Context, atMs: Ms): number {
  if (!isOpenAt(plan.hours, atMs)) return 0;
  if (plan.conditionTarget === NO_TARGET) return plan.people;
  return Math.floor(plan.people * context.conditions.capacityShareAt(plan.conditionTarget, atMs) + 1e-9);
}

/** While closed there may be no call to wake on, so whoever waits wakes at the next shift, and where a scenario takes reviewers away, when they are back. */
function lookAgain(plan: ReviewPlan, context: Context): void {
  let afterMs = untilNextShift(plan.hours, context.nowMs);
  if (plan.conditionTarget !== NO_TARGET && context.conditions.capacityVaries(plan.conditionTarget)) {
    afterMs = Math.min(afterMs, untilReturn(plan, context));
  }
  if (afterMs !== Number.POSITIVE_INFINITY) context.wake(afterMs, SOMEBODY_MAY_COME);
}

/** Until something begins, when nothing is in force; else until more reviewers are there than now, found by halving, or until the next look when that is further away. */
function untilReturn(plan: ReviewPlan, context: Context): Ms {
  const { conditions, nowMs } = context;
  if (conditions.isQuietAt(plan.conditionTarget, nowMs)) return conditions.nextChangeMsAt(plan.conditionTarget, nowMs) - nowMs;
  const slots = slotsAt(plan, context, nowMs);
  if (slotsAt(plan, context, nowMs + LOOK_EVERY_MS) <= slots) return LOOK_EVERY_MS;
  let lowMs = 0;
  let highMs = LOOK_EVERY_MS;
  while (highMs - lowMs > 1e-3) {
    const middleMs = (lowMs + highMs) / 2;
    if (slotsAt(plan, context, nowMs + middleMs) > slots) highMs = middleMs;
    else lowMs = middleMs;
  }
  // Scenarios are written in whole milliseconds.
  const wholeMs = Math.round(nowMs + highMs) - nowMs;
  return wholeMs > 0 && slotsAt(plan, context, nowMs + wholeMs) > slots ? wholeMs : highMs;
}

function begin(plan: ReviewPlan, context: Context): void {
  context.setNumber(IS_IN_WORK, 1);
  if (plan.usdPerCase > 0) context.billCheck(plan.usdPerCase);
  context.finish(drawCaseMs(plan, context), CASE_DONE);
}

function decide(plan: ReviewPlan, context: Context): void {
  context.note(context.nowMs - context.getNumber(ASKED_AT_MS) <= plan.slaMs ? WITHIN_SLA : LATE);
  if (plan.declineShare > 0 && context.uniform(DECISION_LUCK) < plan.declineShare) {
    context.note(DECLINED);
    context.fail(BLOCKED);
  } else {
    context.note(APPROVED);
    context.answer(plan.tier);
  }
}

function giveUp(plan: ReviewPlan, context: Context): void {
  context.note(GAVE_UP);
  if (plan.whenTooLate === 'approve') context.answer(plan.tier);
  else context.fail(plan.whenTooLate === 'decline' ? BLOCKED : TIMEOUT);
}

function drawPatience(plan: ReviewPlan, context: Context): Ms {
  if (plan.patienceShape === 'constant') return plan.patienceMs;
  return Math.min(LONGEST_MS, -plan.patienceMs * Math.log(context.uniform(PATIENCE_LUCK)));
}

function drawCaseMs(plan: ReviewPlan, context: Context): Ms {
  switch (plan.shape) {
    case 'constant':
      return plan.meanMs;
    case 'exponential':
      return -plan.meanMs * Math.log(context.uniform(CASE_LUCK));
    case 'lognormal':
      return Math.min(LONGEST_MS, Math.exp(plan.mu + plan.sigma * context.normal(CASE_LUCK)));
  }
}
