import { actionSentence, rateSentences } from '../guardrail.ts';
import type { Describe } from '../kind.ts';
import { numberText, sentencesFor } from '../words.ts';
import type { InputGuardConfig } from './config.ts';
import { found } from './face.ts';

export const inputGuardDescribe: Describe<InputGuardConfig> = {
  changes: sentencesFor<InputGuardConfig>({
    check: (_now, _was, config, previous) => `looks for ${found(config)} (was ${found(previous)})`,
    action: actionSentence,
    maxInputTokens: (now, was) => `lets ${numberText(now)} tokens pass (was ${numberText(was)})`,
    ...rateSentences,
  }),
};
