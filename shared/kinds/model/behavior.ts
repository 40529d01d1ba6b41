import { type Behavior, type Context, SLOT_GRANTED, SLOT_QUEUED, SLOT_REFUSED } from '../../engine/index.ts';
import { ANSWERED, type Ms, type OutcomeCode, outcomeOf, priceOf, type Ratio } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import type { Tier } from '../tier.ts';
import { type ModelConfig, RATE_CLASSES, RATE_KEYS } from './config.ts';

export interface ModelPlan {
  readonly tier: Tier;
  readonly provider: number;
  readonly conditionTarget: number;
  readonly hasLimits: boolean;
  readonly hasSlots: boolean;
  /** Abandoned work runs to its end at the provider. */
  readonly runsOn: boolean;
  readonly contextTokens: number;
  readonly usdPerInputToken: number;
  readonly usdPerOutputToken: number;
  readonly maxOutputTokens: number;
  readonly shape: ModelConfig['latencyShape'];
  readonly ttftP50Ms: Ms;
  /** Standard deviation of the logarithm. */
  readonly sigma: number;
  readonly msPerOutputToken: Ms;
  readonly requestTimeoutMs: Ms;
  readonly failureAfterMs: Ms;
  /** Running sums of the ordinary failure rates and the outcome of each step. */
  readonly rateSums: readonly Ratio[];
  readonly rateOutcomes: readonly OutcomeCode[];
}

/** Registers. STAGE: 0 = waiting for a slot; −outcome = refused, the reply is on its way; 1 + outcome = at work, which will end so. */
const STAGE = 0;
/** Of the work; while waiting for a slot, the instant of sending. */
const STARTED_AT_MS = 1;
/** Of the work, Infinity for a call that hangs; of a refusal, its Retry-After hint. */
const DURATION_MS = 2;
const FIRST_TOKEN_MS = 3;

/** Timer tags. */
const WORK_ENDS = 0;
const CLIENT_GIVES_UP = 1;
const ABANDONED_WORK_ENDS = 2;

/** Purposes of the dice: appended only, or seeds change their meaning. */
const INCIDENT_LUCK = 0;
const ERROR_LUCK = 1;
const LATENCY_LUCK = 2;
const TAIL_LUCK = 3;

const QUEUED = 0;
const REFUSED_BY_LIMIT = 1;
const ABANDONED = 2;

const TIMEOUT = outcomeOf('timeout');
const MALFORMED = outcomeOf('malformed');
const RATE_LIMIT = outcomeOf('rate-limit');
const CONTEXT_OVERFLOW = outcomeOf('context-overflow');

/** 95th percentile of the standard normal. */
const Z95 = 1.6448536269514722;

export function prepareModel(config: ModelConfig, wiring: Wiring): ModelPlan {
  const { index, provider } = wiring.provider(config.providerId);
  const price = priceOf(provider, config.model);
  if (price === undefined) throw new Error(`provider ${provider.id} has no price for model ${JSON.stringify(config.model)}`);
  let sum = 0;
  return {
    tier: config.tier,
    provider: index,
    conditionTarget: wiring.conditionTarget(config.providerId, config.model),
    hasLimits: provider.requestsPerMin !== null || provider.tokensPerMin !== null,
    hasSlots: provider.concurrency !== null,
    runsOn: provider.abandonedWork === 'runs-on',
    contextTokens: price.contextTokens,
    usdPerInputToken: price.inputUsdPerMTok / 1e6,
    usdPerOutputToken: price.outputUsdPerMTok / 1e6,
    maxOutputTokens: config.maxOutputTokens ?? Number.POSITIVE_INFINITY,
    shape: config.latencyShape,
    ttftP50Ms: config.ttftP50Ms,
    sigma: config.ttftP50Ms > 0 && config.ttftP95Ms > config.ttftP50Ms ? Math.log(config.ttftP95Ms / config.ttftP50Ms) / Z95 : 0,
    msPerOutputToken: config.outputTokensPerS === 0 ? 0 : 1000 / config.outputTokensPerS,
    requestTimeoutMs: config.requestTimeoutMs,
    failureAfterMs: config.failureAfterMs,
    rateSums: RATE_KEYS.map((key) => (sum += config[key])),
    rateOutcomes: RATE_CLASSES.map(outcomeOf),
  };
}

export const modelBehavior: Behavior<ModelPlan, null> = {
  facts: ['queued', 'refused by limit', 'abandoned'],
  createState: () => null,

  onCall(plan, _state, context) {
    context.countAttempt();
    // The provider's own check: no limit is touched, no slot taken, nothing billed.
    if (context.inputTokens > plan.contextTokens) {
      refuse(plan, CONTEXT_OVERFLOW, 0, context);
      return;
    }
    const incidentLimit = context.conditions.requestsPerMinAt(plan.conditionTarget, context.nowMs);
    if (plan.hasLimits || incidentLimit !== Number.POSITIVE_INFINITY) {
      const waitMs = context.admit(plan.provider, context.inputTokens + outputTokensOf(plan, context), incidentLimit);
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
    } else {
      startWork(plan, plan.requestTimeoutMs, false, context);
    }
  },

  onWake(plan, _state, context) {
    if (context.isLingering) {
      if (context.tag !== ABANDONED_WORK_ENDS) return;
      context.release(plan.provider);
      context.end();
      return;
    }
    const stage = context.getNumber(STAGE);
    if (context.tag === SLOT_GRANTED) {
      const waitedMs = context.nowMs - context.getNumber(STARTED_AT_MS);
      startWork(plan, plan.requestTimeoutMs - waitedMs, true, context);
    } else if (context.tag === CLIENT_GIVES_UP) {
      const holdsSlot = stage > 0 && abandon(plan, stage - 1, context);
      context.fail(TIMEOUT);
      if (holdsSlot) context.linger();
    } else if (stage < 0) {
      context.fail(-stage, context.getNumber(DURATION_MS));
    } else {
      endWork(plan, stage - 1, context);
    }
  },

  onCancel(plan, _state, context) {
    const stage = context.getNumber(STAGE);
    if (stage > 0 && abandon(plan, stage - 1, context)) context.linger();
  },
};

/** The provider says no before any work: no slot is held and nothing is billed. */
function refuse(plan: ModelPlan, outcome: OutcomeCode, retryAfterMs: Ms, context: Context): void {
  if (plan.failureAfterMs > plan.requestTimeoutMs) {
    context.wake(plan.requestTimeoutMs, CLIENT_GIVES_UP);
    return;
  }
  context.setNumber(STAGE, -outcome);
  context.setNumber(DURATION_MS, retryAfterMs);
  context.finish(plan.failureAfterMs, WORK_ENDS);
}

/** `patienceMs` is what is left of the client's time limit; `isTimed` tells that its timer runs already. */
function startWork(plan: ModelPlan, patienceMs: Ms, isTimed: boolean, context: Context): void {
  const outcome = drawOutcome(plan, context);
  let durationMs = plan.failureAfterMs;
  if (outcome === ANSWERED || outcome === MALFORMED) {
    const multiplier = latencyMultiplier(plan, context);
    const firstTokenMs = drawFirstTokenMs(plan, context) * multiplier;
    context.setNumber(FIRST_TOKEN_MS, firstTokenMs);
    durationMs = firstTokenMs + outputTokensOf(plan, context) * plan.msPerOutputToken * multiplier;
  } else if (outcome === TIMEOUT) {
    durationMs = Number.POSITIVE_INFINITY;
  }
  context.setNumber(STAGE, 1 + outcome);
  context.setNumber(STARTED_AT_MS, context.nowMs);
  context.setNumber(DURATION_MS, durationMs);
  // One timer a call: the work's end when it comes in time (at equality it does), else the client's limit.
  if (durationMs <= patienceMs) context.finish(durationMs, WORK_ENDS);
  else if (!isTimed) context.wake(patienceMs, CLIENT_GIVES_UP);
}

function endWork(plan: ModelPlan, outcome: OutcomeCode, context: Context): void {
  if (plan.hasSlots) context.release(plan.provider);
  if (outcome === ANSWERED || outcome === MALFORMED) bill(plan, outputTokensOf(plan, context), context);
  if (outcome === ANSWERED) context.answer(plan.tier);
  else context.fail(outcome);
}

/**
 * Nobody waits for the work any longer. Bills now, so that the money lands inside the request, even for work that runs on. True when it keeps its
 * slot: the caller then lingers. A call that hangs does no work to pay for and its connection is dropped.
 */
function abandon(plan: ModelPlan, outcome: OutcomeCode, context: Context): boolean {
  context.note(ABANDONED);
  const durationMs = context.getNumber(DURATION_MS);
  const doneMs = context.nowMs - context.getNumber(STARTED_AT_MS);
  if (outcome === ANSWERED || outcome === MALFORMED) {
    const tokens = outputTokensOf(plan, context);
    bill(plan, plan.runsOn ? tokens : tokensWritten(tokens, doneMs, context.getNumber(FIRST_TOKEN_MS), durationMs), context);
  }
  if (!plan.hasSlots) return false;
  if (plan.runsOn && durationMs !== Number.POSITIVE_INFINITY && durationMs > doneMs) {
    context.finish(durationMs - doneMs, ABANDONED_WORK_ENDS);
    return true;
  }
  context.release(plan.provider);
  return false;
}

/** Whole tokens that stood after `doneMs`, writing evenly between the first token and the end. */
function tokensWritten(tokens: number, doneMs: Ms, firstTokenMs: Ms, durationMs: Ms): number {
  if (doneMs >= durationMs) return tokens;
  return doneMs <= firstTokenMs ? 0 : Math.floor((tokens * (doneMs - firstTokenMs)) / (durationMs - firstTokenMs));
}

function bill(plan: ModelPlan, outputTokens: number, context: Context): void {
  context.billAttempt(
    context.inputTokens * plan.usdPerInputToken + outputTokens * plan.usdPerOutputToken,
    context.inputTokens,
    outputTokens,
  );
}

const outputTokensOf = (plan: ModelPlan, context: Context): number => Math.min(context.outputTokens, plan.maxOutputTokens);

/** An incident strikes before ordinary errors; each has its own draw, made only when it can decide anything. */
function drawOutcome(plan: ModelPlan, context: Context): OutcomeCode {
  const { conditions, nowMs } = context;
  if (conditions.failureAt(plan.conditionTarget, nowMs, 0) !== ANSWERED) {
    const incident = conditions.failureAt(plan.conditionTarget, nowMs, context.uniform(INCIDENT_LUCK));
    if (incident !== ANSWERED) return incident;
  }
  const { rateSums, rateOutcomes } = plan;
  if (rateSums[rateSums.length - 1] === 0) return ANSWERED;
  const luck = context.uniform(ERROR_LUCK);
  for (let i = 0; i < rateSums.length; i++) {
    if (luck < (rateSums[i] as number)) return rateOutcomes[i] as OutcomeCode;
  }
  return ANSWERED;
}

function latencyMultiplier(plan: ModelPlan, context: Context): number {
  const { conditions, nowMs } = context;
  const worst = conditions.latencyMultiplierAt(plan.conditionTarget, nowMs, 0);
  if (worst === conditions.latencyMultiplierAt(plan.conditionTarget, nowMs, 1)) return worst;
  return conditions.latencyMultiplierAt(plan.conditionTarget, nowMs, context.uniform(TAIL_LUCK));
}

function drawFirstTokenMs(plan: ModelPlan, context: Context): Ms {
  switch (plan.shape) {
    case 'constant':
      return plan.ttftP50Ms;
    case 'exponential':
      return -plan.ttftP50Ms * Math.log(context.uniform(LATENCY_LUCK));
    case 'lognormal':
      return plan.sigma === 0 ? plan.ttftP50Ms : plan.ttftP50Ms * Math.exp(plan.sigma * context.normal(LATENCY_LUCK));
  }
}
