import { failureSetChange } from '../failure-set.ts';
import type { Describe } from '../kind.ts';
import { durationText, numberText, percentText, plural, sentencesFor } from '../words.ts';
import type { BreakerConfig } from './config.ts';

export const breakerDescribe: Describe<BreakerConfig> = {
  changes: sentencesFor<BreakerConfig>({
    tripRule: (_now, _was, config, previous) => `opens after ${tripText(config)} (was ${tripText(previous)})`,
    failureCount: (now, was, config) =>
      `${config.tripRule === 'count' ? 'opens' : 'would, if it counted, open'} after ${plural(now, 'failure')} in ${durationText(config.windowMs)} (was ${numberText(was)})`,
    failureRatio: (now, was) => `opens when ${percentText(now)} of calls fail (was ${percentText(was)})`,
    minimumCalls: (now, was) => `looks at the share of failures from ${plural(now, 'call')} on (was ${numberText(was)})`,
    windowMs: (now, was) => `counts over ${durationText(now)} (was ${durationText(was)})`,
    openForMs: (now, was) => `tries again after ${durationText(now)} (was ${durationText(was)})`,
    closeAfterSuccesses: (now, was) => `closes after ${plural(now, 'success', 'successes')} in a row (was ${numberText(was)})`,
    trialTimeoutMs: (now, was) =>
      now === 0
        ? `waits for a trial without limit (was ${durationText(was)})`
        : `counts a trial as failed after ${durationText(now)} (was ${was === 0 ? 'without limit' : durationText(was)})`,
    lateResponses: (now) => (now === 'count' ? 'counts late replies (discarded them)' : 'discards late replies (counted them)'),
    countsAs: (now, was) => failureSetChange(now, was, 'counts'),
    mode: (now) => (now === 'active' ? 'rejects calls while open (only watched)' : 'only watches and rejects nothing (was active)'),
  }),
};

function tripText(config: BreakerConfig): string {
  const window = durationText(config.windowMs);
  return config.tripRule === 'count'
    ? `${plural(config.failureCount, 'failure')} in ${window}`
    : `${percentText(config.failureRatio)} failures of at least ${plural(config.minimumCalls, 'call')} in ${window}`;
}
