import { actionSentence, rateSentences } from '../guardrail.ts';
import type { Describe } from '../kind.ts';
import { sentencesFor } from '../words.ts';
import type { OutputGuardConfig } from './config.ts';
import { FOUND } from './face.ts';

export const outputGuardDescribe: Describe<OutputGuardConfig> = {
  changes: sentencesFor<OutputGuardConfig>({
    check: (now, was) => `looks for ${FOUND[now]} (was ${FOUND[was]})`,
    action: actionSentence,
    ...rateSentences,
  }),
};
