import type { Behavior, Context } from '../../engine/index.ts';
import { type Ms, outcomeOf } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import type { RateLimitConfig } from './config.ts';

export interface RateLimitPlan {
  readonly next: number;
  /** −1 unless it downgrades. */
  readonly over: number;
  /** A millisecond; 0 = not counted. */
  readonly requestsPerMs: number;
  readonly burst: number;
  readonly tokensPerMs: number;
  readonly tokenBurst: number;
  readonly scope: number;
  readonly column: number;
  /** 0 unless it lets requests wait. */
  readonly maxWaitMs: Ms;
}

/** One bucket pair a position: users and metadata codes by their position plus one (0 = none), or a single one. */
export interface RateLimitState {
  /** Requests and tokens that may pass now; below 0 while some that passed still wait. */
  readonly requests: number[];
  readonly tokens: number[];
  readonly refilledAtMs: number[];
  /** Instant at which the last of those that wait goes on. */
  readonly lastGoesAtMs: number[];
}

const SCOPES = ['all', 'user', 'metadata'] as const;
const BY_USER = SCOPES.indexOf('user');
const BY_METADATA = SCOPES.indexOf('metadata');

const MINUTE_MS = 60_000;
/** Slack for rounding, so that a call which waited exactly as long as it was told passes. */
const SLACK = 1e-9;

const LIMITED = 0;
const WAITED = 1;
const DOWNGRADED = 2;

const BUCKET = 0;
/** Instant at which a waiting request goes on, plus 1 so that 0 means that it does not wait. */
const GOES_AT_MS = 1;
const GO = 0;

const RATE_LIMIT = outcomeOf('rate-limit');

export function prepareRateLimit(config: RateLimitConfig, wiring: Wiring): RateLimitPlan {
  return {
    next: wiring.port('next'),
    over: config.atLimit === 'downgrade' ? wiring.port('over') : -1,
    requestsPerMs: (config.requestsPerMin ?? 0) / MINUTE_MS,
    burst: config.burst,
    tokensPerMs: (config.tokensPerMin ?? 0) / MINUTE_MS,
    tokenBurst: config.tokensPerMin ?? 0,
    scope: SCOPES.indexOf(config.scope),
    column: config.scope === 'metadata' ? wiring.metadataColumn(config.key.trim(), []).column : -1,
    maxWaitMs: config.atLimit === 'wait' ? config.maxWaitMs : 0,
  };
}

/** A token bucket that refills continuously and starts full. */
export const rateLimitBehavior: Behavior<RateLimitPlan, RateLimitState> = {
  facts: ['limited', 'waited', 'downgraded'],
  passesAnswers: () => true,
  createState: () => ({ requests: [], tokens: [], refilledAtMs: [], lastGoesAtMs: [] }),

  onCall(plan, state, context) {
    const bucket = bucketOf(plan, context);
    refill(plan, state, bucket, context.nowMs);
    const tokens = plan.tokensPerMs > 0 ? context.inputTokens + context.outputTokens : 0;
    // Larger than the bucket: it passes when the bucket is full, and what it takes beyond is paid off by those that come after.
    const waitMs = Math.max(
      waitFor(state.requests[bucket]!, 1, plan.requestsPerMs),
      waitFor(state.tokens[bucket]!, Math.min(tokens, plan.tokenBurst), plan.tokensPerMs),
    );
    if (waitMs > plan.maxWaitMs || (waitMs > 0 && context.nowMs + waitMs >= context.deadlineMs)) {
      if (plan.over >= 0) {
        context.note(DOWNGRADED);
        context.call(plan.over);
      } else {
        context.note(LIMITED);
        context.fail(RATE_LIMIT, waitMs);
      }
      return;
    }
    if (plan.requestsPerMs > 0) state.requests[bucket]! -= 1;
    state.tokens[bucket]! -= tokens;
    if (waitMs === 0) {
      context.call(plan.next);
      return;
    }
    context.note(WAITED);
    const goesAtMs = context.nowMs + waitMs;
    state.lastGoesAtMs[bucket] = goesAtMs;
    context.setNumber(BUCKET, bucket);
    context.setNumber(GOES_AT_MS, goesAtMs + 1);
    context.wake(waitMs, GO);
  },

  onWake(plan, _state, context) {
    context.setNumber(GOES_AT_MS, 0);
    context.call(plan.next);
  },

  onReply: (_plan, _state, context) => context.forward(),

  // Those behind it have their instants already, so only the last in line gives back what it took (as golang.org/x/time/rate, where nobody came after).
  onCancel(plan, state, context) {
    const bucket = context.getNumber(BUCKET);
    const goesAt = context.getNumber(GOES_AT_MS);
    // Both with the 1 added: taking it off again would not always give the same double.
    if (goesAt === 0 || goesAt !== state.lastGoesAtMs[bucket]! + 1) return;
    if (plan.requestsPerMs > 0) state.requests[bucket]! += 1;
    if (plan.tokensPerMs > 0) state.tokens[bucket]! += context.inputTokens + context.outputTokens;
  },
};

function bucketOf(plan: RateLimitPlan, context: Context): number {
  if (plan.scope === BY_USER) return context.user + 1;
  return plan.scope === BY_METADATA ? context.metadataCode(plan.column) + 1 : 0;
}

function refill(plan: RateLimitPlan, state: RateLimitState, bucket: number, nowMs: Ms): void {
  while (state.requests.length <= bucket) {
    state.requests.push(plan.burst);
    state.tokens.push(plan.tokenBurst);
    state.refilledAtMs.push(nowMs);
    state.lastGoesAtMs.push(0);
  }
  const sinceMs = nowMs - state.refilledAtMs[bucket]!;
  state.refilledAtMs[bucket] = nowMs;
  state.requests[bucket] = Math.min(plan.burst, state.requests[bucket]! + sinceMs * plan.requestsPerMs);
  state.tokens[bucket] = Math.min(plan.tokenBurst, state.tokens[bucket]! + sinceMs * plan.tokensPerMs);
}

/** Until a bucket at this level holds so much; 0 when it is not counted. */
function waitFor(level: number, wanted: number, perMs: number): Ms {
  return perMs > 0 && level < wanted - SLACK * Math.max(1, wanted) ? (wanted - level) / perMs : 0;
}
