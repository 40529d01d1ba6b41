import type { BreakerConfig } from './config.ts';
import { isShareMet, type WindowPlan } from './window.ts';

/** Who is let through while half-open, and what the trials decide. */

const IN_A_ROW = 0;
const RATE = 1;
const CAPACITY = 2;

/** What a trial's result decides. */
export const UNDECIDED = 0;
export const CLOSES = 1;
export const OPENS = 2;

export interface TrialPlan {
  readonly rule: number;
  readonly closeAfterSuccesses: number;
  readonly trialCalls: number;
  /** With the rule of a rate: results after which it decides. */
  readonly decidesAfter: number;
  /** Infinity = never. */
  readonly opensAfterGivenUp: number;
}

export interface Trials {
  /** Without a reply yet. */
  outstanding: number;
  /** Let through, less those that came back without a say. */
  admitted: number;
  succeeded: number;
  failed: number;
  slow: number;
  /** By their callers, since the last result. */
  givenUp: number;
}

export function prepareTrials(config: BreakerConfig): TrialPlan {
  return {
    rule: config.trialRule === 'rate' ? RATE : config.trialRule === 'capacity' ? CAPACITY : IN_A_ROW,
    closeAfterSuccesses: config.closeAfterSuccesses,
    trialCalls: config.trialCalls,
    decidesAfter: Math.min(config.minimumCalls, config.trialCalls),
    opensAfterGivenUp: config.opensAfterGivenUp === 0 ? Number.POSITIVE_INFINITY : config.opensAfterGivenUp,
  };
}

export const createTrials = (): Trials => ({ outstanding: 0, admitted: 0, succeeded: 0, failed: 0, slow: 0, givenUp: 0 });

export function clearTrials(trials: Trials): void {
  trials.outstanding = 0;
  trials.admitted = 0;
  trials.succeeded = 0;
  trials.failed = 0;
  trials.slow = 0;
  trials.givenUp = 0;
}

export function hasRoom(plan: TrialPlan, trials: Trials): boolean {
  if (plan.rule === IN_A_ROW) return trials.outstanding + trials.succeeded < plan.closeAfterSuccesses;
  return plan.rule === RATE ? trials.admitted < plan.trialCalls : trials.outstanding < plan.trialCalls;
}

export function verdict(plan: TrialPlan, window: WindowPlan, trials: Trials, hasFailed: boolean, isSlow: boolean): number {
  if (hasFailed) trials.failed += 1;
  else trials.succeeded += 1;
  if (isSlow) trials.slow += 1;
  trials.givenUp = 0;
  if (plan.rule === RATE) {
    const results = trials.failed + trials.succeeded;
    if (results < plan.decidesAfter) return UNDECIDED;
    const isIll =
      isShareMet(window, trials.failed / results, window.failureRatio) ||
      (window.slowCallMs > 0 && isShareMet(window, trials.slow / results, window.slowCallRatio));
    return isIll ? OPENS : CLOSES;
  }
  if (hasFailed && (plan.rule === IN_A_ROW || trials.failed > plan.trialCalls - plan.closeAfterSuccesses)) return OPENS;
  return trials.succeeded >= plan.closeAfterSuccesses ? CLOSES : UNDECIDED;
}
