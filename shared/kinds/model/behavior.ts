import { type Behavior, type Context, SLOT_GRANTED, SLOT_QUEUED, SLOT_REFUSED } from '../../engine/index.ts';
import { ANSWERED, type Ms, type OutcomeCode, outcomeOf } from '../../model/index.ts';
import { drawFirstTokenMs, latencyMultiplier } from './answer-time.ts';
import { drawFlaws } from './flaws.ts';
import { drawOutcome, hintOf } from './outcome.ts';
import type { ModelPlan } from './plan.ts';
import { waitForProvisioned } from './provisioned.ts';
import { answerTokens, bill, tokensAfter, writtenTokens } from './tokens.ts';

/**
 * Registers. STAGE: 0 = waiting for a slot, and nothing else; −outcome = refused, the reply is on its way; 1 + outcome = at work, which will end so, and BEGAN_QUIET
 * more when nothing was in force at the work's begin, and PROVISIONED more when it is paid by the hour.
 */
const STAGE = 0;
const BEGAN_QUIET = 64;
const PROVISIONED = 128;
/** Of the work; while waiting for a slot, the instant of sending. */
const STARTED_AT_MS = 1;
/** Of the work, Infinity for a call that hangs; of a refusal, its Retry-After hint; before either, PROVISIONED for a call that is paid by the hour. */
const DURATION_MS = 2;
const FIRST_TOKEN_MS = 3;

/** Timer tags. */
const WORK_ENDS = 0;
const CLIENT_GIVES_UP = 1;
const ABANDONED_WORK_ENDS = 2;
const SLOTS_CHANGE = 3;

/** Of work that nobody waits for. */
const NO_PATIENCE = -1;

const QUEUED = 0;
const REFUSED_BY_LIMIT = 1;
const ABANDONED = 2;
const SPILLED = 3;

const TIMEOUT = outcomeOf('timeout');
const MALFORMED = outcomeOf('malformed');
const RATE_LIMIT = outcomeOf('rate-limit');
const CONTEXT_OVERFLOW = outcomeOf('context-overflow');

export const modelBehavior: Behavior<ModelPlan, null> = {
  facts: ['queued', 'refused by limit', 'abandoned', 'spilled'],
  createState: () => null,

  onCall(plan, _state, context) {
    context.countAttempt();
    if (plan.hasSlots && context.conditions.capacityVaries(plan.conditionTarget)) followCapacity(plan, context);
    // The provider's own check: no limit is touched, no slot taken, nothing billed.
    if (context.inputTokens > plan.contextTokens) {
      refuse(plan, CONTEXT_OVERFLOW, 0, context);
      return;
    }
    const isQuiet = context.isQuiet(plan.conditionTarget);
    const incidentLimit = isQuiet ? Number.POSITIVE_INFINITY : context.conditions.requestsPerMinAt(plan.conditionTarget, context.nowMs);
    if (plan.provisioned >= 0) {
      const waitMs = waitForProvisioned(plan, context.inputTokens + answerTokens(plan, context.nowMs, isQuiet, context), context);
      if (waitMs === 0) context.setNumber(DURATION_MS, PROVISIONED);
      else if (plan.refusesBeyondProvisioned) {
        context.note(REFUSED_BY_LIMIT);
        refuse(plan, RATE_LIMIT, waitMs, context);
        return;
      } else context.note(SPILLED);
    }
    const isOnDemand = plan.provisioned < 0 || context.getNumber(DURATION_MS) !== PROVISIONED;
    if (isOnDemand && (plan.hasLimits || incidentLimit !== Number.POSITIVE_INFINITY)) {
      const waitMs = context.admit(plan.provider, context.inputTokens + answerTokens(plan, context.nowMs, isQuiet, context), incidentLimit);
      if (waitMs > 0) {
        context.note(REFUSED_BY_LIMIT);
        refuse(plan, RATE_LIMIT, waitMs, context);
        return;
      }
    }
    if (!plan.hasSlots) {
      startWork(plan, plan.requestTimeoutMs, false, context);
      return;
    }
    const slot = context.acquire(plan.provider);
    if (slot === SLOT_REFUSED) {
      context.note(REFUSED_BY_LIMIT);
      refuse(plan, RATE_LIMIT, 0, context);
    } else if (slot === SLOT_QUEUED) {
      context.note(QUEUED);
      context.setNumber(STARTED_AT_MS, context.nowMs);
      context.wake(plan.requestTimeoutMs, CLIENT_GIVES_UP);
      watchForSlots(plan, context);
    } else {
      startWork(plan, plan.requestTimeoutMs, false, context);
    }
  },

  onWake(plan, _state, context) {
    const stage = context.getNumber(STAGE);
    if (context.isLingering) {
      if (context.tag === SLOT_GRANTED) startUnwanted(plan, context);
      else if (context.tag === ABANDONED_WORK_ENDS) {
        context.release(plan.provider);
        context.end();
      } else if (context.tag === SLOTS_CHANGE && stage === 0) followSlots(plan, context);
      return;
    }
    if (context.tag === SLOT_GRANTED) {
      const waitedMs = context.nowMs - context.getNumber(STARTED_AT_MS);
      startWork(plan, plan.requestTimeoutMs - waitedMs, true, context);
    } else if (context.tag === CLIENT_GIVES_UP) {
      const goesOn = givesUp(plan, stage, context);
      context.fail(TIMEOUT);
      if (goesOn) context.linger();
    } else if (context.tag === SLOTS_CHANGE) {
      if (stage === 0) followSlots(plan, context);
    } else if (stage < 0) {
      context.fail(-stage, context.getNumber(DURATION_MS));
    } else {
      endWork(plan, stage, context);
    }
  },

  onCancel(plan, _state, context) {
    if (givesUp(plan, context.getNumber(STAGE), context)) context.linger();
  },
};

/**
 * Slots come and go with the scenario. They are set anew at each call, since another node of the same provider may have set them last. Those who wait
 * while slots are missing look again when something changes: the work in line goes on though nothing calls.
 */
function followCapacity(plan: ModelPlan, context: Context): void {
  const share = context.conditions.capacityShareAt(plan.conditionTarget, context.nowMs);
  // A product of shares may end a rounding error below a whole number.
  context.setSlots(plan.provider, Math.floor(plan.slots * share + 1e-9));
}

function watchForSlots(plan: ModelPlan, context: Context): void {
  const { conditions, nowMs } = context;
  if (!conditions.capacityVaries(plan.conditionTarget) || conditions.capacityShareAt(plan.conditionTarget, nowMs) >= 1) return;
  const changeMs = conditions.nextChangeMsAt(plan.conditionTarget, nowMs);
  if (changeMs !== Number.POSITIVE_INFINITY) context.wake(changeMs - nowMs, SLOTS_CHANGE);
}

function followSlots(plan: ModelPlan, context: Context): void {
  followCapacity(plan, context);
  watchForSlots(plan, context);
}

/** The provider says no before any work: no slot is held and nothing is billed. */
function refuse(plan: ModelPlan, outcome: OutcomeCode, retryAfterMs: Ms, context: Context): void {
  context.setNumber(STAGE, -outcome);
  if (plan.failureAfterMs > plan.requestTimeoutMs) {
    context.wake(plan.requestTimeoutMs, CLIENT_GIVES_UP);
    return;
  }
  context.setNumber(DURATION_MS, retryAfterMs);
  context.finish(plan.failureAfterMs, WORK_ENDS);
}

/** `patienceMs` is what is left of the client's time limit; `isTimed` tells that its timer runs already. */
function startWork(plan: ModelPlan, patienceMs: Ms, isTimed: boolean, context: Context): void {
  const outcome = drawOutcome(plan, context);
  const isQuiet = context.isQuiet(plan.conditionTarget);
  const paidByHour = plan.provisioned >= 0 ? context.getNumber(DURATION_MS) : 0;
  let durationMs = plan.failureAfterMs;
  if (outcome === ANSWERED || outcome === MALFORMED) {
    const multiplier = latencyMultiplier(plan, context);
    const firstTokenMs = drawFirstTokenMs(plan, context) * multiplier;
    context.setNumber(FIRST_TOKEN_MS, firstTokenMs);
    durationMs = firstTokenMs + writtenTokens(plan, outcome, context.nowMs, isQuiet, context) * plan.msPerOutputToken * multiplier;
  } else if (outcome === TIMEOUT) {
    durationMs = Number.POSITIVE_INFINITY;
  }
  context.setNumber(STAGE, 1 + outcome + (isQuiet ? BEGAN_QUIET : 0) + paidByHour);
  context.setNumber(STARTED_AT_MS, context.nowMs);
  context.setNumber(DURATION_MS, durationMs);
  // One timer a call: the work's end when it comes in time (at equality it does), else the client's limit.
  if (durationMs <= patienceMs) context.finish(durationMs, WORK_ENDS);
  else if (!isTimed) context.wake(patienceMs, CLIENT_GIVES_UP);
}

function endWork(plan: ModelPlan, stage: number, context: Context): void {
  const beganQuiet = (stage & BEGAN_QUIET) !== 0;
  const outcome = (stage & (BEGAN_QUIET - 1)) - 1;
  if (plan.hasSlots) context.release(plan.provider);
  const startedAtMs = context.getNumber(STARTED_AT_MS);
  if (outcome === ANSWERED || outcome === MALFORMED)
    bill(plan, writtenTokens(plan, outcome, startedAtMs, beganQuiet, context), stage >= PROVISIONED, context);
  if (outcome === ANSWERED) context.answer(plan.tier, beganQuiet && !plan.isFlawed ? 0 : drawFlaws(plan, startedAtMs, context));
  else context.fail(outcome, beganQuiet ? 0 : hintOf(plan, startedAtMs, context));
}

/** Nobody waits for the call any longer. True when it goes on at the provider: the caller then lingers. */
function givesUp(plan: ModelPlan, stage: number, context: Context): boolean {
  if (stage < 0 || (stage === 0 && !plan.runsOn)) return false;
  context.note(ABANDONED);
  // A place in line is work to come: where work runs on, nothing tells the provider that nobody waits.
  return stage === 0 || abandon(plan, stage, context);
}

/** Its turn has come for a call that was given up in line. */
function startUnwanted(plan: ModelPlan, context: Context): void {
  startWork(plan, NO_PATIENCE, true, context);
  if (!abandon(plan, context.getNumber(STAGE), context)) context.end();
}

/**
 * Nobody waits for the work any longer. Bills now, so that the money lands inside the request where it can, even for work that runs on. True when it keeps its
 * slot. A call that hangs does no work to pay for and its connection is dropped.
 */
function abandon(plan: ModelPlan, stage: number, context: Context): boolean {
  const outcome = (stage & (BEGAN_QUIET - 1)) - 1;
  const durationMs = context.getNumber(DURATION_MS);
  const doneMs = context.nowMs - context.getNumber(STARTED_AT_MS);
  if (outcome === ANSWERED || outcome === MALFORMED) {
    const tokens = writtenTokens(plan, outcome, context.getNumber(STARTED_AT_MS), (stage & BEGAN_QUIET) !== 0, context);
    bill(
      plan,
      plan.runsOn ? tokens : tokensAfter(doneMs, tokens, context.getNumber(FIRST_TOKEN_MS), durationMs),
      stage >= PROVISIONED,
      context,
    );
  }
  if (!plan.hasSlots) return false;
  if (plan.runsOn && durationMs !== Number.POSITIVE_INFINITY && durationMs > doneMs) {
    context.finish(durationMs - doneMs, ABANDONED_WORK_ENDS);
    return true;
  }
  context.release(plan.provider);
  return false;
}
