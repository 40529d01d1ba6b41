import { hashOf } from '../../dice/index.ts';
import type { Behavior, Context } from '../../engine/index.ts';
import { ANSWERED, flawBit, type Ms, type Ratio, type Usd } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import type { Tier } from '../tier.ts';
import type { CacheConfig } from './config.ts';
import { createEntries, type Entries, placeOf, store, use } from './entries.ts';
import { rankOf, zipfTable } from './popularity.ts';

export interface CachePlan {
  readonly next: number;
  readonly ttlMs: Ms;
  readonly refreshOnHit: boolean;
  readonly keepsDownToTier: Tier;
  /** Infinity = no limit. */
  readonly maxEntries: number;
  /** −1 when questions are drawn. */
  readonly column: number;
  readonly popularity: Float64Array;
  /** 0 unless near questions count. */
  readonly nearMatchRate: Ratio;
  readonly falseHitRate: Ratio;
  readonly staleRate: Ratio;
  readonly staleAfterMs: Ms;
  readonly staleIfErrorMs: Ms;
  readonly latencyMs: Ms;
  readonly priceUsd: Usd;
}

const NEAR = 0;
const FALSE_HIT = 1;
const STALE_HIT = 2;

const HIT = 0;
const NEAR_HIT = 1;
const MISS = 2;
const EVICTED = 3;
const STALE = 4;
const WRONG = 5;
const STALE_IF_ERROR = 6;

/** Key plus 1, so that 0 means none. */
const KEY = 0;
const LOOKED_UP = 0;

const WRONG_FLAW = flawBit('wrong');
const STALE_FLAW = flawBit('stale');

/** All caches of a policy see the same question in a request: what one of them has kept says something about another. */
const QUESTION = hashOf('question');

export function prepareCache(config: CacheConfig, wiring: Wiring): CachePlan {
  const isDrawn = config.keys === 'drawn';
  return {
    next: wiring.port('next'),
    ttlMs: config.ttlMs,
    refreshOnHit: config.refreshOnHit,
    keepsDownToTier: config.keepsDownToTier,
    maxEntries: config.maxEntries ?? Number.POSITIVE_INFINITY,
    column: isDrawn ? -1 : wiring.metadataColumn(config.key.trim(), []).column,
    popularity: isDrawn ? zipfTable(config.questions, config.zipfExponent) : new Float64Array(0),
    nearMatchRate: config.mode === 'semantic' ? config.nearMatchRate : 0,
    falseHitRate: config.falseHitRate,
    staleRate: config.staleRate,
    staleAfterMs: config.staleAfterMs,
    staleIfErrorMs: config.staleIfErrorMs,
    latencyMs: config.latencyMs,
    priceUsd: config.priceUsd,
  };
}

export const cacheBehavior: Behavior<CachePlan, Entries> = {
  facts: ['hit', 'near hit', 'miss', 'evicted', 'stale', 'wrong', 'used after failure'],
  createState: createEntries,

  onCall(plan, state, context) {
    if (plan.priceUsd > 0) context.billCheck(plan.priceUsd);
    if (plan.latencyMs > 0) context.finish(plan.latencyMs, LOOKED_UP);
    else lookUp(plan, state, context);
  },

  onWake: (plan, state, context) => lookUp(plan, state, context),

  onReply(plan, state, context) {
    const key = context.getNumber(KEY) - 1;
    if (key < 0) {
      context.forward();
    } else if (context.outcome === ANSWERED) {
      const tier = context.replyTier as Tier;
      if (tier <= plan.keepsDownToTier && store(state, key, tier, context.replyFlaws, context.nowMs, plan.maxEntries))
        context.note(EVICTED);
      context.forward();
    } else {
      const place = plan.staleIfErrorMs > 0 ? placeOf(state, key) : -1;
      if (place >= 0 && context.nowMs - state.freshAtMs[place]! < plan.ttlMs + plan.staleIfErrorMs) {
        context.note(STALE_IF_ERROR);
        answer(plan, state, context, place, 0);
      } else context.forward();
    }
  },
};

function lookUp(plan: CachePlan, state: Entries, context: Context): void {
  const key = plan.column >= 0 ? context.metadataCode(plan.column) : rankOf(plan.popularity, context.requestUniform(QUESTION));
  context.setNumber(KEY, key + 1);
  const own = key < 0 ? -1 : placeOf(state, key);
  if (own >= 0 && isYoung(plan, state, own, context.nowMs)) {
    context.note(HIT);
    if (plan.refreshOnHit) state.freshAtMs[own] = context.nowMs;
    use(state, own);
    answer(plan, state, context, own, 0);
    return;
  }
  // Which answer is the near one is not known; the one used last stands for it, since much-asked questions have many neighbours.
  const near = state.newest;
  if (plan.nearMatchRate > 0 && near >= 0 && isYoung(plan, state, near, context.nowMs) && context.uniform(NEAR) < plan.nearMatchRate) {
    context.note(NEAR_HIT);
    const isWrong = context.uniform(FALSE_HIT) < plan.falseHitRate;
    if (isWrong) context.note(WRONG);
    answer(plan, state, context, near, isWrong ? WRONG_FLAW : 0);
    return;
  }
  context.note(MISS);
  context.call(plan.next);
}

const isYoung = (plan: CachePlan, state: Entries, place: number, nowMs: Ms): boolean => nowMs - state.freshAtMs[place]! < plan.ttlMs;

/** With the tier and the flaws that the answer had when it was kept; used again, it may have got old. */
function answer(plan: CachePlan, state: Entries, context: Context, place: number, flaws: number): void {
  const isStale =
    plan.staleRate > 0 && context.nowMs - state.storedAtMs[place]! > plan.staleAfterMs && context.uniform(STALE_HIT) < plan.staleRate;
  if (isStale) context.note(STALE);
  context.answer(state.tier[place]!, state.flaws[place]! | flaws | (isStale ? STALE_FLAW : 0));
}
