import type { Describe } from '../kind.ts';
import { TIER_NAMES } from '../tier.ts';
import { durationText, sentencesFor, shortened } from '../words.ts';
import type { TemplateConfig } from './config.ts';

export const templateDescribe: Describe<TemplateConfig> = {
  changes: sentencesFor<TemplateConfig>({
    text: (now, was) => `says ${quoted(now)} (was ${quoted(was)})`,
    tier: (now, was) => `answers on tier ${now}, ${TIER_NAMES[now]} (was ${was}, ${TIER_NAMES[was]})`,
    latencyMs: (now, was) => `takes ${durationText(now)} (was ${durationText(was)})`,
  }),
};

const quoted = (text: string): string => (text === '' ? 'nothing' : `“${shortened(text, 80)}”`);
