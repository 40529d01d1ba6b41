import type { OutcomeCode } from './failure.ts';
import type { FlawSet } from './flaw.ts';
import type { Ms, Ratio } from './units.ts';

/**
 * A scenario made ready to be asked at any instant. Targets are small integers given out when the policy is compiled;
 * `NO_TARGET` is a model to which nothing ever happens. Every question is pure: the luck is handed in. Lower luck is worse luck: at `u` = 0 every
 * effect in force strikes, at `u` = 1 none that leaves room for luck, so a caller may find out whether a draw can matter before it makes one.
 */
export interface Conditions {
  /** True when nothing is in force at this target: every other question then has its calm answer. */
  isQuietAt(target: number, nowMs: Ms): boolean;
  /** The next instant after `nowMs` at which something at this target begins or ends, or Infinity. */
  nextChangeMsAt(target: number, nowMs: Ms): Ms;
  /** Does an incident fail this call, and how? `u` is one uniform draw; the effects in force share it, so one draw decides. */
  failureAt(target: number, nowMs: Ms, u: Ratio): OutcomeCode;
  /** As `failureAt`, of the incidents that strike the same requests wherever they are struck: `u` is one uniform of the request, not of the call. */
  sharedFailureAt(target: number, nowMs: Ms, u: Ratio): OutcomeCode;
  /** As `retryAfterMsAt`, for `sharedFailureAt`. */
  sharedRetryAfterMsAt(target: number, nowMs: Ms, u: Ratio): Ms;
  /** Extra share of questions that a model refuses on policy grounds. True of the question and not of the attempt, so `failureAt` leaves it out for models. */
  refusalRateAt(target: number, nowMs: Ms): Ratio;
  /** Hint that comes with the failure which `failureAt` gives for the same `u`; 0 = none. */
  retryAfterMsAt(target: number, nowMs: Ms, u: Ratio): Ms;
  /** Factor on latency; `u` decides whether the call falls into a heavier tail. */
  latencyMultiplierAt(target: number, nowMs: Ms, u: Ratio): number;
  /** Requests a minute that an incident leaves, or Infinity. */
  requestsPerMinAt(target: number, nowMs: Ms): number;
  /** Share of otherwise right answers that are wrong now (drift); 0 = none. */
  qualityLossAt(target: number, nowMs: Ms): Ratio;
  /** Factor on the length of answers (drift). */
  lengthMultiplierAt(target: number, nowMs: Ms): number;
  /** Flaws of which answers have more than usual now; 0 = none, so that nobody need ask for a rate. */
  flawsRaisedAt(target: number, nowMs: Ms): FlawSet;
  /** Extra chance of one flaw (a set of exactly one, `flawBit`) on an answer; 0 = none. */
  flawRateAt(target: number, nowMs: Ms, flaw: FlawSet): Ratio;
  /** Factor on prices. */
  priceMultiplierAt(target: number, nowMs: Ms): number;
  /** Share of capacity that is there: reviewers at work, a provider's slots. */
  capacityShareAt(target: number, nowMs: Ms): Ratio;
  /** Does the share ever differ from 1 for this target? Lets whoever holds the slots leave them alone. */
  capacityVaries(target: number): boolean;
  /** Share of agent loops that do not come to an end by themselves. */
  endlessLoopShareAt(target: number, nowMs: Ms): Ratio;
  /** Factor on what a step of an agent loop adds to its conversation. */
  conversationGrowthAt(target: number, nowMs: Ms): number;
}

/** What a scenario may strike, named when the policy is compiled: a model of a provider, or a node (tool, agent loop, review, guard). */
export type ConditionTarget =
  | { readonly providerId: string; readonly model: string }
  | { readonly nodeId: string; readonly nodeKind: string };

export const NO_TARGET = -1;

export const NO_CONDITIONS: Conditions = {
  // Not "true": whoever spreads these to change one of the answers below need not know of this one.
  isQuietAt: () => false,
  nextChangeMsAt: () => Number.POSITIVE_INFINITY,
  failureAt: () => 0,
  sharedFailureAt: () => 0,
  sharedRetryAfterMsAt: () => 0,
  refusalRateAt: () => 0,
  retryAfterMsAt: () => 0,
  latencyMultiplierAt: () => 1,
  requestsPerMinAt: () => Number.POSITIVE_INFINITY,
  qualityLossAt: () => 0,
  lengthMultiplierAt: () => 1,
  flawsRaisedAt: () => 0,
  flawRateAt: () => 0,
  priceMultiplierAt: () => 1,
  capacityShareAt: () => 1,
  capacityVaries: () => false,
  endlessLoopShareAt: () => 0,
  conversationGrowthAt: () => 1,
};
