import type { Describe } from '../kind.ts';
import { durationText, sentencesFor } from '../words.ts';
import type { DeadlineConfig } from './config.ts';

export const deadlineDescribe: Describe<DeadlineConfig> = {
  changes: sentencesFor<DeadlineConfig>({
    budgetMs: (now, was) => `gives everything below ${durationText(now)} (was ${durationText(was)})`,
  }),
};
