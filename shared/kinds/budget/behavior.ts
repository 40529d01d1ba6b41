import type { Behavior, Context } from '../../engine/index.ts';
import { outcomeOf } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import type { BudgetConfig } from './config.ts';
import { nanoUsd, shareOf } from './money.ts';

/** Money in billionths of a dollar, whole. */
export interface BudgetPlan {
  readonly next: number;
  /** −1 unless the budget downgrades. */
  readonly over: number;
  readonly scope: number;
  readonly limitNano: number;
  readonly alertNano: number;
  readonly reserveNano: number;
  readonly spentAtStartNano: number;
  /** Infinity for a request's own budget. */
  readonly periodMs: number;
  readonly limitTokens: number;
}

/** One account a position: requests by their position, users by theirs plus one (0 = no user), or a single one. */
export interface BudgetState {
  readonly spentNano: number[];
  /** Held for calls that are on their way. */
  readonly reservedNano: number[];
  /** Window to which `spentNano` belongs. */
  readonly window: number[];
  /** 1 once this window's alert was given. */
  readonly alerted: number[];
}

const SCOPES = ['request', 'user', 'agent'] as const;
const BY_REQUEST = SCOPES.indexOf('request');
const BY_USER = SCOPES.indexOf('user');

const DAY_MS = 86_400_000;
const PERIODS_MS = { day: DAY_MS, month: 30 * DAY_MS } as const;

const ALERTED = 0;
const STOPPED = 1;
const DOWNGRADED = 2;

const ACCOUNT = 0;
const RESERVED_NANO = 1;

const OVER_BUDGET = outcomeOf('over-budget');

export function prepareBudget(config: BudgetConfig, wiring: Wiring): BudgetPlan {
  const limitNano = nanoUsd(config.limitUsd);
  return {
    next: wiring.port('next'),
    over: config.atLimit === 'downgrade' ? wiring.port('over') : -1,
    scope: SCOPES.indexOf(config.scope),
    limitNano,
    alertNano: shareOf(limitNano, config.alertAt),
    reserveNano: nanoUsd(config.reserveUsd),
    spentAtStartNano: config.scope === 'agent' ? nanoUsd(config.spentAtStartUsd) : 0,
    periodMs: config.scope === 'request' ? Number.POSITIVE_INFINITY : PERIODS_MS[config.period],
    limitTokens: config.scope === 'request' ? (config.limitTokens ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY,
  };
}

export const budgetBehavior: Behavior<BudgetPlan, BudgetState> = {
  facts: ['alerted', 'stopped', 'downgraded'],
  createState: () => ({ spentNano: [], reservedNano: [], window: [], alerted: [] }),

  onCall(plan, state, context) {
    const account = accountOf(plan, context);
    openWindow(plan, state, account, context.nowMs);
    context.setNumber(ACCOUNT, account);
    if (hasRoom(plan, state, account, context)) {
      state.reservedNano[account]! += plan.reserveNano;
      context.setNumber(RESERVED_NANO, plan.reserveNano);
      alertOnce(plan, state, account, context);
      context.call(plan.next);
    } else if (plan.over >= 0) {
      context.note(DOWNGRADED);
      context.call(plan.over);
    } else {
      context.note(STOPPED);
      context.fail(OVER_BUDGET);
    }
  },

  onReply(plan, state, context) {
    settle(plan, state, context, context.replyUsd);
    context.forward();
  },

  // The window in which the bill comes, as in `settle`; the alert waits for the next call, for this has no trace to stand in.
  onLateBill(plan, state, { kept: account, usd, nowMs }) {
    openWindow(plan, state, account, nowMs);
    state.spentNano[account]! += nanoUsd(usd);
  },

  usedShare(plan, state, nowMs) {
    if (plan.scope === BY_REQUEST) return null;
    const window = Math.floor(nowMs / plan.periodMs);
    // An account that nobody has looked at since its window changed is empty, whatever it holds; before the first request it holds what was spent at the start.
    let mostNano = state.spentNano.length === 0 && window === 0 ? plan.spentAtStartNano : 0;
    for (let account = 0; account < state.spentNano.length; account++) {
      if (state.window[account] === window) mostNano = Math.max(mostNano, state.spentNano[account]!);
    }
    return plan.limitNano === 0 ? (mostNano > 0 ? 1 : 0) : mostNano / plan.limitNano;
  },

  // Nobody waits any longer, but what the cancelled calls below were billed is spent, and the hold must not stay for ever.
  onCancel: (plan, state, context) => settle(plan, state, context, context.spentUsd),
};

function accountOf(plan: BudgetPlan, context: Context): number {
  if (plan.scope === BY_REQUEST) return context.request;
  return plan.scope === BY_USER ? context.user + 1 : 0;
}

/** Windows follow each other from the first request on, and change when somebody looks. What is held stays held across the border. */
function openWindow(plan: BudgetPlan, state: BudgetState, account: number, nowMs: number): void {
  while (state.spentNano.length <= account) {
    state.spentNano.push(plan.spentAtStartNano);
    state.reservedNano.push(0);
    state.window.push(0);
    state.alerted.push(0);
  }
  const window = Math.floor(nowMs / plan.periodMs);
  if (window === state.window[account]) return;
  state.window[account] = window;
  state.spentNano[account] = 0;
  state.alerted[account] = 0;
}

/** With nothing held back, only the request that finds the limit reached is turned away. */
function hasRoom(plan: BudgetPlan, state: BudgetState, account: number, context: Context): boolean {
  if (context.inputTokens > plan.limitTokens) return false;
  const committedNano = state.spentNano[account]! + state.reservedNano[account]!;
  return committedNano < plan.limitNano && committedNano + plan.reserveNano <= plan.limitNano;
}

/** The bill counts in the window in which it comes, also for calls of the cheaper way: it is money all the same. */
function settle(plan: BudgetPlan, state: BudgetState, context: Context, usd: number): void {
  const account = context.getNumber(ACCOUNT);
  openWindow(plan, state, account, context.nowMs);
  state.reservedNano[account]! -= context.getNumber(RESERVED_NANO);
  state.spentNano[account]! += nanoUsd(usd);
  alertOnce(plan, state, account, context);
}

function alertOnce(plan: BudgetPlan, state: BudgetState, account: number, context: Context): void {
  if (state.alerted[account] === 1 || state.spentNano[account]! + state.reservedNano[account]! < plan.alertNano) return;
  state.alerted[account] = 1;
  context.note(ALERTED);
}
