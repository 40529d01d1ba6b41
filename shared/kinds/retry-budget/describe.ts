import { failureSetChange } from '../failure-set.ts';
import type { Describe } from '../kind.ts';
import { durationText, numberText, percentText, plural, sentencesFor } from '../words.ts';
import type { RetryBudgetConfig } from './config.ts';

const RULE_NAMES: Readonly<Record<RetryBudgetConfig['rule'], string>> = {
  deposits: 'a share of the traffic',
  quota: 'a quota of tokens',
  throttle: 'the share of calls that succeed',
  'in-progress': 'a share of what is in progress',
  adaptive: 'what is accepted below',
};

export const retryBudgetDescribe: Describe<RetryBudgetConfig> = {
  changes: sentencesFor<RetryBudgetConfig>({
    rule: (now, was) => `bounds retries by ${RULE_NAMES[now]} (was ${RULE_NAMES[was]})`,
    depositRatio: (now, was) => `allows retries up to ${percentText(now)} of first calls (was ${percentText(was)})`,
    floorPerS: (now, was) => `always allows ${numberText(now)} retries a second (was ${numberText(was)})`,
    ttlMs: (now, was) => `counts the last ${durationText(now)} of first calls (was ${durationText(was)})`,
    capacity: (now, was) => `has a quota of ${plural(now, 'token')} (was ${numberText(was)})`,
    retryCost: (now, was) => `takes ${plural(now, 'token')} for a retry (was ${numberText(was)})`,
    timeoutCost: (now, was) => `takes ${plural(now, 'token')} for a retry after a timeout (was ${numberText(was)})`,
    rateLimitCost: (now, was) => `takes ${plural(now, 'token')} for a retry after a rate limit (was ${numberText(was)})`,
    maxTokens: (now, was) => `throttles from ${plural(now, 'token')} down (was ${numberText(was)})`,
    tokenRatio: (now, was) => `gains ${numberText(now)} tokens an answer (was ${numberText(was)})`,
    budgetRatio: (now, was) => `allows retries up to ${percentText(now)} of calls in progress (was ${percentText(was)})`,
    minConcurrency: (now, was) => `always allows ${plural(now, 'retry', 'retries')} in progress (was ${numberText(was)})`,
    multiplier: (now, was) => `sends at most ${numberText(now)} times what is accepted (was ${numberText(was)})`,
    windowMs: (now, was) => `looks back ${durationText(now)} (was ${durationText(was)})`,
    countsAs: (now, was) => failureSetChange(now, was, 'takes for trouble'),
  }),
};
