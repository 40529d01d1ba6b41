import type { Behavior, Context } from '../../engine/index.ts';
import { ANSWERED, type Ms, type OutcomeCode, outcomeMask, outcomeOf, type Ratio } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import { NEVER_AGAIN_MS } from '../pushback.ts';
import { type RetryBudgetConfig, RULES } from './config.ts';
import { add, createRollingSum, moveOn, type RollingSum } from './rolling-sum.ts';

export interface RetryBudgetPlan {
  readonly rule: number;
  readonly windowMs: Ms;
  /** `deposits`: in millionths of a retry, whole, so that a sum of many is exact. */
  readonly deposit: number;
  readonly reserve: number;
  readonly capacity: number;
  readonly retryCost: number;
  readonly timeoutCost: number;
  readonly rateLimitCost: number;
  /** True when the cost of a retry depends on what failed before. */
  readonly remembersFailures: boolean;
  /** `throttle`: in thousandths of a token, whole, as gRPC counts. */
  readonly maxMilliTokens: number;
  readonly milliTokensPerAnswer: number;
  readonly budgetRatio: Ratio;
  readonly minConcurrency: number;
  readonly multiplier: number;
  /** Bit set of outcome codes. */
  readonly failureMask: number;
}

export interface RetryBudgetState {
  /** Quota tokens, or thousandths of a throttle's. */
  tokens: number;
  /** Calls in progress, and the retries among them. */
  calls: number;
  retries: number;
  /** `deposits`: paid in less drawn. `adaptive`: calls that came. */
  readonly came: RollingSum;
  readonly accepted: RollingSum;
  /** `quota`: request × 32 + outcome code of the last failure, by request modulo the length; −1 = none. */
  readonly lastFailure: number[];
  /** Request whose last call here was answered, with none since, by request modulo the length; −1 = none. Empty where retries are like first calls. */
  readonly answered: number[];
}

const DEPOSITS = RULES.indexOf('deposits');
const QUOTA = RULES.indexOf('quota');
const THROTTLE = RULES.indexOf('throttle');
const IN_PROGRESS = RULES.indexOf('in-progress');

const MILLION = 1_000_000;
const MILLI = 1000;
/**
 * Requests between two calls of one request: a retry that comes later is charged as after an ordinary failure, and an agent's next step that comes later
 * is taken for a retry.
 */
const REMEMBERED = 16_384;
/** More than the outcome codes there are. */
const CODES = 32;
/** The SDKs call it the no-retry increment: what a first attempt's answer brings. */
const CLEAN_ANSWER = 1;

const RETRIED = 0;
const REFUSED = 1;
const NOT_AGAIN = 2;

/** Tokens that this call took from the quota. */
const COST = 0;
/** What the call counts as among those in progress. */
const ROLE = 1;
const NEVER_BEGUN = 0;
const FIRST_CALL = 1;
const RETRY = 2;

const REFUSAL_LUCK = 0;

const SHED = outcomeOf('shed');
const TIMEOUT = outcomeOf('timeout');
const CONNECTION = outcomeOf('connection');
const RATE_LIMIT = outcomeOf('rate-limit');

export function prepareRetryBudget(config: RetryBudgetConfig, _wiring: Wiring): RetryBudgetPlan {
  return {
    rule: RULES.indexOf(config.rule),
    windowMs: config.rule === 'adaptive' ? config.windowMs : config.ttlMs,
    deposit: Math.round(config.depositRatio * MILLION),
    reserve: Math.round(((config.floorPerS * config.ttlMs) / 1000) * MILLION),
    capacity: config.capacity,
    retryCost: config.retryCost,
    timeoutCost: config.timeoutCost,
    rateLimitCost: config.rateLimitCost,
    remembersFailures: config.rule === 'quota' && (config.timeoutCost !== config.retryCost || config.rateLimitCost !== config.retryCost),
    maxMilliTokens: config.maxTokens * MILLI,
    milliTokensPerAnswer: Math.round(config.tokenRatio * MILLI),
    budgetRatio: config.budgetRatio,
    minConcurrency: config.minConcurrency,
    multiplier: config.multiplier,
    failureMask: outcomeMask(config.countsAs),
  };
}

/**
 * The first call of a request passes, later ones ask the budget, except that a call after an answer is a first call again: an agent's next step, and no
 * retry. A failure that leaves no room for a retry carries a Retry-After beyond all patience, as gRPC
 * pushes back; a retry that comes all the same is refused with `shed` and not with the failure before, which the retry above would only retry again.
 */
export const retryBudgetBehavior: Behavior<RetryBudgetPlan, RetryBudgetState> = {
  facts: ['retried', 'refused', 'not again'],

  createState: (plan) => ({
    tokens: plan.rule === THROTTLE ? plan.maxMilliTokens : plan.capacity,
    calls: 0,
    retries: 0,
    came: createRollingSum(),
    accepted: createRollingSum(),
    lastFailure: plan.remembersFailures ? new Array<number>(REMEMBERED).fill(-1) : [],
    answered: plan.rule > IN_PROGRESS ? [] : new Array<number>(REMEMBERED).fill(-1),
  }),

  onCall(plan, state, context) {
    const isRetry = context.visit > 0 && !followsAnAnswer(plan, state, context.request);
    const passes = isRetry ? mayRetry(plan, state, context) : mayBegin(plan, state, context);
    if (!passes) {
      context.note(REFUSED);
      context.fail(SHED);
      return;
    }
    if (isRetry) {
      context.note(RETRIED);
      state.retries += 1;
    }
    state.calls += 1;
    context.setNumber(ROLE, isRetry ? RETRY : FIRST_CALL);
    context.call(0);
  },

  onReply(plan, state, context) {
    leave(state, context);
    const { outcome, nowMs } = context;
    if (outcome === ANSWERED && plan.rule <= IN_PROGRESS) state.answered[context.request % REMEMBERED] = context.request;
    if (plan.rule === QUOTA) settleQuota(plan, state, context);
    else if (plan.rule === THROTTLE) settleThrottle(plan, state, outcome);
    else if (plan.rule > IN_PROGRESS && (plan.failureMask & (1 << outcome)) === 0) {
      moveOn(state.accepted, nowMs, plan.windowMs);
      add(state.accepted, 1);
    }
    // The adaptive rule leaves it to chance, and first calls too.
    if (outcome === ANSWERED || plan.rule > IN_PROGRESS || hasRoom(plan, state, costAfter(plan, outcome), nowMs)) {
      context.forward();
      return;
    }
    context.note(NOT_AGAIN);
    context.fail(outcome, NEVER_AGAIN_MS);
  },

  // Nobody saw an end: what it took is not given back, as with a call that failed.
  onCancel: (_plan, state, context) => leave(state, context),
};

/** Asked once a call: a hedge of the call that is let through, and its retry, are no first calls. */
function followsAnAnswer(plan: RetryBudgetPlan, state: RetryBudgetState, request: number): boolean {
  if (plan.rule > IN_PROGRESS || state.answered[request % REMEMBERED] !== request) return false;
  state.answered[request % REMEMBERED] = -1;
  return true;
}

function leave(state: RetryBudgetState, context: Context): void {
  const role = context.getNumber(ROLE);
  if (role === NEVER_BEGUN) return;
  state.calls -= 1;
  if (role === RETRY) state.retries -= 1;
}

/** A first call passes, except that the adaptive rule makes no difference between first calls and retries. */
function mayBegin(plan: RetryBudgetPlan, state: RetryBudgetState, context: Context): boolean {
  if (plan.rule === DEPOSITS) {
    moveOn(state.came, context.nowMs, plan.windowMs);
    add(state.came, plan.deposit);
    return true;
  }
  return plan.rule <= IN_PROGRESS || isLetThrough(plan, state, context);
}

function mayRetry(plan: RetryBudgetPlan, state: RetryBudgetState, context: Context): boolean {
  if (plan.rule > IN_PROGRESS) return isLetThrough(plan, state, context);
  const cost = plan.remembersFailures ? costAfter(plan, lastFailureOf(state, context.request)) : plan.retryCost;
  if (!hasRoom(plan, state, cost, context.nowMs)) return false;
  if (plan.rule === DEPOSITS) add(state.came, -MILLION);
  else if (plan.rule === QUOTA) {
    state.tokens -= cost;
    context.setNumber(COST, cost);
  }
  return true;
}

/** Is there room for one more retry? `cost` is the quota's. */
function hasRoom(plan: RetryBudgetPlan, state: RetryBudgetState, cost: number, nowMs: Ms): boolean {
  if (plan.rule === DEPOSITS) {
    moveOn(state.came, nowMs, plan.windowMs);
    return state.came.total + plan.reserve >= MILLION;
  }
  if (plan.rule === QUOTA) return state.tokens >= cost;
  if (plan.rule === THROTTLE) return state.tokens * 2 > plan.maxMilliTokens;
  return state.retries < Math.max(plan.minConcurrency, plan.budgetRatio * state.calls);
}

/** An answer after a retry brings back what the retry took; a clean one brings one token. */
function settleQuota(plan: RetryBudgetPlan, state: RetryBudgetState, context: Context): void {
  if (context.outcome === ANSWERED) {
    const cost = context.getNumber(COST);
    state.tokens = Math.min(plan.capacity, state.tokens + (cost > 0 ? cost : CLEAN_ANSWER));
  } else if (plan.remembersFailures) {
    state.lastFailure[context.request % REMEMBERED] = context.request * CODES + context.outcome;
  }
}

function settleThrottle(plan: RetryBudgetPlan, state: RetryBudgetState, outcome: OutcomeCode): void {
  if ((plan.failureMask & (1 << outcome)) !== 0) state.tokens = Math.max(0, state.tokens - MILLI);
  else state.tokens = Math.min(plan.maxMilliTokens, state.tokens + plan.milliTokensPerAnswer);
}

/** 0 when it is not remembered. */
function lastFailureOf(state: RetryBudgetState, request: number): OutcomeCode {
  const remembered = state.lastFailure[request % REMEMBERED]!;
  return Math.floor(remembered / CODES) === request ? remembered % CODES : 0;
}

function costAfter(plan: RetryBudgetPlan, outcome: OutcomeCode): number {
  if (outcome === TIMEOUT || outcome === CONNECTION) return plan.timeoutCost;
  return outcome === RATE_LIMIT ? plan.rateLimitCost : plan.retryCost;
}

/** Client-side adaptive throttling: refuses with probability max(0, (came − K × accepted) / (came + 1)); what it refuses has come too. */
function isLetThrough(plan: RetryBudgetPlan, state: RetryBudgetState, context: Context): boolean {
  moveOn(state.came, context.nowMs, plan.windowMs);
  moveOn(state.accepted, context.nowMs, plan.windowMs);
  const excess = state.came.total - plan.multiplier * state.accepted.total;
  const refusal = excess / (state.came.total + 1);
  add(state.came, 1);
  return excess <= 0 || context.uniform(REFUSAL_LUCK) >= refusal;
}
