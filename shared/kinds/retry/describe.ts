import { failureSetChange } from '../failure-set.ts';
import type { Describe } from '../kind.ts';
import { durationText, numberText, percentText, plural, sentencesFor } from '../words.ts';
import type { RetryConfig } from './config.ts';

export const retryDescribe: Describe<RetryConfig> = {
  changes: sentencesFor<RetryConfig>({
    maxRetries: (now, was) => `tries again up to ${plural(now, 'time')} (was ${numberText(was)})`,
    baseMs: (now, was) => `waits ${durationText(now)} before the first retry (was ${durationText(was)})`,
    capMs: (now, was) => `waits at most ${durationText(now)} between calls (was ${durationText(was)})`,
    multiplier: (now, was) => `multiplies the wait by ${numberText(now)} each time (was ${numberText(was)})`,
    jitter: (now, was) => `uses ${jitterText(now)} (was ${jitterText(was)})`,
    jitterShare: (now, was) => `spreads proportional waits by ${percentText(now)} both ways (was ${percentText(was)})`,
    retryOn: (now, was) => failureSetChange(now, was, 'retries after'),
    honoursRetryAfter: (now) => (now ? 'follows Retry-After (did not)' : 'no longer follows Retry-After'),
    maxRetryAfterMs: (now, was) => `gives up when Retry-After asks for more than ${durationText(now)} (was ${durationText(was)})`,
  }),
};

const jitterText = (jitter: RetryConfig['jitter']): string => (jitter === 'none' ? 'no jitter' : `${jitter} jitter`);
