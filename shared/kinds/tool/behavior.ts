import { type Behavior, type Context, SLOT_GRANTED, SLOT_QUEUED, SLOT_REFUSED } from '../../engine/index.ts';
import { ANSWERED, type Ms, NO_TARGET, type OutcomeCode, outcomeOf, type Ratio, type Usd } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import { sharedFailure, sharedHintMs } from '../shared-incident.ts';
import type { ToolConfig } from './config.ts';

export interface ToolPlan {
  readonly conditionTarget: number;
  /** −1 = any number of calls at once. */
  readonly station: number;
  readonly shape: ToolConfig['latencyShape'];
  readonly latencyP50Ms: Ms;
  /** Standard deviation of the logarithm. */
  readonly sigma: number;
  readonly failureRate: Ratio;
  readonly timeoutMs: Ms;
  readonly usdPerCall: Usd;
}

/** Registers. STAGE: 0 = waiting for a slot; 1 + outcome = at work, which will end so. */
const STAGE = 0;
const ARRIVED_AT_MS = 1;
/** Hint that comes with an injected failure. */
const RETRY_AFTER_MS = 2;

/** Timer tags. */
const WORK_ENDS = 0;
const CLIENT_GIVES_UP = 1;

/** Purposes of the dice: appended only, or seeds change their meaning. */
const INCIDENT_LUCK = 0;
const FAILURE_LUCK = 1;
const LATENCY_LUCK = 2;
const TAIL_LUCK = 3;

const QUEUED = 0;
const REFUSED = 1;
const ABANDONED = 2;

const TOOL_FAILURE = outcomeOf('tool-failure');
const TIMEOUT = outcomeOf('timeout');

/** 95th percentile of the standard normal. */
const Z95 = 1.6448536269514722;

export function prepareTool(config: ToolConfig, wiring: Wiring): ToolPlan {
  const { latencyP50Ms, latencyP95Ms } = config;
  return {
    conditionTarget: wiring.nodeTarget(),
    station: config.slots === null ? -1 : wiring.station(config.slots, config.queueLength),
    shape: config.latencyShape,
    latencyP50Ms,
    sigma: latencyP50Ms > 0 && latencyP95Ms > latencyP50Ms ? Math.log(latencyP95Ms / latencyP50Ms) / Z95 : 0,
    failureRate: config.failureRate,
    timeoutMs: config.timeoutMs,
    usdPerCall: config.usdPerCall,
  };
}

export const toolBehavior: Behavior<ToolPlan, null> = {
  facts: ['queued', 'refused', 'abandoned'],
  createState: () => null,

  onCall(plan, _state, context) {
    if (plan.station < 0) {
      start(plan, plan.timeoutMs, false, context);
      return;
    }
    const slot = context.acquire(plan.station);
    if (slot === SLOT_REFUSED) {
      context.note(REFUSED);
      context.fail(TOOL_FAILURE);
    } else if (slot === SLOT_QUEUED) {
      context.note(QUEUED);
      context.setNumber(ARRIVED_AT_MS, context.nowMs);
      context.wake(plan.timeoutMs, CLIENT_GIVES_UP);
    } else {
      start(plan, plan.timeoutMs, false, context);
    }
  },

  onWake(plan, _state, context) {
    if (context.tag === SLOT_GRANTED) {
      start(plan, plan.timeoutMs - (context.nowMs - context.getNumber(ARRIVED_AT_MS)), true, context);
      return;
    }
    const stage = context.getNumber(STAGE);
    if (context.tag === CLIENT_GIVES_UP) {
      giveUp(plan, stage, context);
      context.fail(TIMEOUT);
      return;
    }
    if (plan.station >= 0) context.release(plan.station);
    if (stage - 1 === ANSWERED) context.answer(1);
    else context.fail(stage - 1, context.getNumber(RETRY_AFTER_MS));
  },

  onCancel: (plan, _state, context) => giveUp(plan, context.getNumber(STAGE), context),
};

/** `patienceMs` is what is left of the client's limit; `isTimed` tells that its timer runs already. */
function start(plan: ToolPlan, patienceMs: Ms, isTimed: boolean, context: Context): void {
  // A step of an agent needs its tool whatever the step was worth, so the money is not wasted when a later step fails.
  if (plan.usdPerCall > 0) context.billCheck(priceNow(plan, context));
  const outcome = drawOutcome(plan, context);
  context.setNumber(STAGE, 1 + outcome);
  // A tool that hangs never ends; the client's limit ends the call.
  const durationMs = outcome === TIMEOUT ? Number.POSITIVE_INFINITY : drawLatencyMs(plan, context);
  if (durationMs <= patienceMs) context.finish(durationMs, WORK_ENDS);
  else if (!isTimed) context.wake(patienceMs, CLIENT_GIVES_UP);
}

/** The tool's slot is free at once: what runs on there runs outside of it. */
function giveUp(plan: ToolPlan, stage: number, context: Context): void {
  if (stage === 0) return;
  context.note(ABANDONED);
  if (plan.station >= 0) context.release(plan.station);
}

/** An incident strikes before ordinary failures; each has its own draw, made only when it can decide anything. */
function drawOutcome(plan: ToolPlan, context: Context): OutcomeCode {
  const { conditions, nowMs } = context;
  const target = plan.conditionTarget;
  const shared = target === NO_TARGET ? ANSWERED : sharedFailure(target, context);
  if (shared !== ANSWERED) {
    context.setNumber(RETRY_AFTER_MS, sharedHintMs(target, nowMs, context));
    return shared;
  }
  if (target !== NO_TARGET && conditions.failureAt(target, nowMs, 0) !== ANSWERED) {
    const luck = context.uniform(INCIDENT_LUCK);
    const incident = conditions.failureAt(target, nowMs, luck);
    if (incident !== ANSWERED) {
      context.setNumber(RETRY_AFTER_MS, conditions.retryAfterMsAt(target, nowMs, luck));
      return incident;
    }
  }
  return plan.failureRate > 0 && context.uniform(FAILURE_LUCK) < plan.failureRate ? TOOL_FAILURE : ANSWERED;
}

function priceNow(plan: ToolPlan, context: Context): Usd {
  const target = plan.conditionTarget;
  return target === NO_TARGET ? plan.usdPerCall : plan.usdPerCall * context.conditions.priceMultiplierAt(target, context.nowMs);
}

function drawLatencyMs(plan: ToolPlan, context: Context): Ms {
  const target = plan.conditionTarget;
  const multiplier = target === NO_TARGET ? 1 : latencyMultiplier(target, context);
  switch (plan.shape) {
    case 'constant':
      return plan.latencyP50Ms * multiplier;
    case 'exponential':
      return -plan.latencyP50Ms * multiplier * Math.log(context.uniform(LATENCY_LUCK));
    case 'lognormal':
      return plan.latencyP50Ms * multiplier * (plan.sigma === 0 ? 1 : Math.exp(plan.sigma * context.normal(LATENCY_LUCK)));
  }
}

function latencyMultiplier(target: number, context: Context): number {
  const { conditions, nowMs } = context;
  const worst = conditions.latencyMultiplierAt(target, nowMs, 0);
  if (worst === conditions.latencyMultiplierAt(target, nowMs, 1)) return worst;
  return conditions.latencyMultiplierAt(target, nowMs, context.uniform(TAIL_LUCK));
}
