import type { Describe } from '../kind.ts';
import { isSameData, percentText, sentencesFor, usdText } from '../words.ts';
import type { EvaluatorCheck, EvaluatorConfig } from './config.ts';
import { EVALUATION_WORDS } from './face.ts';

export const evaluatorDescribe: Describe<EvaluatorConfig> = {
  changes: sentencesFor<EvaluatorConfig>({
    sampleRate: (now, was) => `judges ${percentText(now)} of the answers (was ${percentText(was)})`,
    checks: (now, was) => checkChanges(now, was),
    priceUsd: (now, was) => `costs ${usdText(now)} a judgement (was ${usdText(was)})`,
  }),
};

function checkChanges(now: readonly EvaluatorCheck[], was: readonly EvaluatorCheck[]): string[] {
  const sentences: string[] = [];
  for (const check of now)
    if (!was.some((other) => other.id === check.id)) sentences.push(`also looks for ${EVALUATION_WORDS[check.looksAt]}`);
  for (const check of was)
    if (!now.some((other) => other.id === check.id)) sentences.push(`no longer looks for ${EVALUATION_WORDS[check.looksAt]}`);
  for (const check of now) {
    const before = was.find((other) => other.id === check.id);
    if (before === undefined || isSameData(before, check)) continue;
    const found = EVALUATION_WORDS[check.looksAt];
    if (before.looksAt !== check.looksAt) sentences.push(`looks for ${found} (was ${EVALUATION_WORDS[before.looksAt]})`);
    if (before.detectionRate !== check.detectionRate)
      sentences.push(`finds ${percentText(check.detectionRate)} of ${found} (was ${percentText(before.detectionRate)})`);
    if (before.falsePositiveRate !== check.falsePositiveRate)
      sentences.push(
        `raises a false alarm for ${found} in ${percentText(check.falsePositiveRate)} (was ${percentText(before.falsePositiveRate)})`,
      );
  }
  return sentences.length > 0 ? sentences : ['lists its checks in another order'];
}
