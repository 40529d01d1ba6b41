import type { Behavior, Context } from '../../engine/index.ts';
import { ANSWERED, outcomeOf, type Ratio } from '../../model/index.ts';
import { nanoUsd } from '../budget/money.ts';
import { CAUGHT, GUARD_FACTS, REACHED } from '../guardrail.ts';
import type { Wiring } from '../kind.ts';
import { toolSchema } from '../tool/config.ts';
import { type Accounts, addSpending, noAccounts, spentNanoOf } from './accounts.ts';
import { type ExecutionGuardConfig, rolesOf } from './config.ts';

export interface ExecutionGuardPlan {
  readonly next: number;
  /** −1 when no call needs approval. */
  readonly approve: number;
  readonly approvalShare: Ratio;
  /** −1 = roles are not looked at. */
  readonly roleColumn: number;
  readonly roleCodes: readonly number[];
  readonly maxCalls: number;
  /** Billionths of a dollar; Infinity = no limit. */
  readonly limitNano: number;
}

const APPROVAL_LUCK = 0;

const ROLE_REFUSED = GUARD_FACTS.length;
const OVER_CALLS = ROLE_REFUSED + 1;
const OVER_SPENDING = ROLE_REFUSED + 2;
const ASKED = ROLE_REFUSED + 3;
const NOT_APPROVED = ROLE_REFUSED + 4;

const BLOCKED = outcomeOf('blocked-by-guard');
const LOOP_LIMIT = outcomeOf('loop-limit');
const OVER_BUDGET = outcomeOf('over-budget');

export function prepareExecutionGuard(config: ExecutionGuardConfig, wiring: Wiring): ExecutionGuardPlan {
  const roles = config.roleColumn.trim() === '' ? undefined : wiring.metadataColumn(config.roleColumn.trim(), rolesOf(config));
  const asks = config.approval === 'every-call' || (config.approval === 'irreversible' && isIrreversibleBelow(wiring));
  return {
    next: wiring.port('next'),
    approve: asks ? wiring.port('approve') : -1,
    approvalShare: config.approvalShare,
    roleColumn: roles?.column ?? -1,
    // −1 is "the traffic never has it" and also the code of a request without a role: the two must not match.
    roleCodes: roles?.codes.filter((code) => code >= 0) ?? [],
    maxCalls: config.maxCallsPerRequest ?? Number.POSITIVE_INFINITY,
    limitNano: config.spendingLimitUsd === null ? Number.POSITIVE_INFINITY : nanoUsd(config.spendingLimitUsd),
  };
}

const isIrreversibleBelow = (wiring: Wiring): boolean =>
  wiring.below().some(({ kind, config }) => kind.kind === 'tool' && toolSchema.parse(config).isIrreversible);

export const executionGuardBehavior: Behavior<ExecutionGuardPlan, Accounts> = {
  facts: [...GUARD_FACTS, 'role refused', 'over the calls', 'over the spending', 'asked for approval', 'not approved'],
  passesAnswers: (plan) => plan.approve < 0 && plan.limitNano === Number.POSITIVE_INFINITY,
  createState: noAccounts,

  onCall(plan, accounts, context) {
    if (plan.roleColumn >= 0 && !plan.roleCodes.includes(context.metadataCode(plan.roleColumn))) {
      stop(ROLE_REFUSED, BLOCKED, context);
    } else if (context.visit >= plan.maxCalls) {
      stop(OVER_CALLS, LOOP_LIMIT, context);
    } else if (plan.limitNano !== Number.POSITIVE_INFINITY && spentNanoOf(accounts, context.request) >= plan.limitNano) {
      stop(OVER_SPENDING, OVER_BUDGET, context);
    } else if (plan.approve >= 0 && (plan.approvalShare >= 1 || context.uniform(APPROVAL_LUCK) < plan.approvalShare)) {
      context.note(ASKED);
      context.call(plan.approve);
    } else {
      context.call(plan.next);
    }
  },

  onReply(plan, accounts, context) {
    if (context.replyPort !== plan.approve) {
      settle(plan, accounts, context);
      context.forward();
    } else if (context.outcome === ANSWERED) {
      context.call(plan.next);
    } else {
      settle(plan, accounts, context);
      context.note(NOT_APPROVED);
      if (context.outcome === BLOCKED) {
        context.note(REACHED);
        context.note(CAUGHT);
      }
      context.forward();
    }
  },

  onCancel: (plan, accounts, context) => settle(plan, accounts, context),

  onLateBill(plan, accounts, { usd, request, nowMs }) {
    if (plan.limitNano !== Number.POSITIVE_INFINITY && usd > 0) addSpending(accounts, request, nanoUsd(usd), nowMs);
  },
};

/** Rules are exact: what breaks one never passes, so nothing leaks here. */
function stop(fact: number, outcome: number, context: Context): void {
  context.note(REACHED);
  context.note(CAUGHT);
  context.note(fact);
  context.fail(outcome);
}

/** What the call and its approval were billed, given-up work included. */
function settle(plan: ExecutionGuardPlan, accounts: Accounts, context: Context): void {
  if (plan.limitNano === Number.POSITIVE_INFINITY) return;
  const nano = nanoUsd(context.spentUsd);
  if (nano > 0) addSpending(accounts, context.request, nano, context.nowMs);
}
