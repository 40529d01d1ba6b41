import { failureSetChange } from '../failure-set.ts';
import type { Describe } from '../kind.ts';
import { durationText, numberText, plural, sentencesFor } from '../words.ts';
import type { HedgeConfig } from './config.ts';

export const hedgeDescribe: Describe<HedgeConfig> = {
  changes: sentencesFor<HedgeConfig>({
    delayMs: (now, was) => `calls again after ${durationText(now)} without an answer (was ${durationText(was)})`,
    maxHedges: (now, was) => `makes up to ${plural(now, 'more call')} (was ${numberText(was)})`,
    hedgeOn: (now, was) => failureSetChange(now, was, 'goes on after'),
  }),
};
