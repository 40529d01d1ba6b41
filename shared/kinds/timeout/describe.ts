import type { Describe } from '../kind.ts';
import { durationText, sentencesFor } from '../words.ts';
import type { TimeoutConfig } from './config.ts';

export const timeoutDescribe: Describe<TimeoutConfig> = {
  changes: sentencesFor<TimeoutConfig>({
    timeoutMs: (now, was) => `gives up after ${durationText(now)} (was ${durationText(was)})`,
  }),
};
