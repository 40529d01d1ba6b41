import type { Describe } from '../kind.ts';
import { durationText, numberText, percentText, plural, sentencesFor, usdText } from '../words.ts';
import type { CacheConfig } from './config.ts';
import { KEPT } from './face.ts';

const columnText = (key: string): string => (key === '' ? 'without a name' : key);

export const cacheDescribe: Describe<CacheConfig> = {
  changes: sentencesFor<CacheConfig>({
    mode: (now) => (now === 'semantic' ? 'finds near questions too' : 'finds only the same question'),
    ttlMs: (now, was) => `keeps an answer for ${durationText(now)} (was ${durationText(was)})`,
    refreshOnHit: (now) => (now ? 'keeps an answer longer with every hit' : 'no longer keeps an answer longer with every hit'),
    keepsDownToTier: (now, was) => `keeps ${KEPT[now]} (was ${KEPT[was]})`,
    maxEntries: (now, was) =>
      `has room for ${now === null ? 'any number of answers' : plural(now, 'answer')} (was ${was === null ? 'any number' : numberText(was)})`,
    keys: (now) => (now === 'metadata' ? 'knows a question by a column of the traffic' : 'knows a question by an assumption'),
    key: (now, was) => `reads questions from the column ${columnText(now)} (was ${columnText(was)})`,
    questions: (now, was) => `expects ${plural(now, 'different question')} (was ${numberText(was)})`,
    zipfExponent: (now, was) => `expects them with a Zipf exponent of ${numberText(now)} (was ${numberText(was)})`,
    nearMatchRate: (now, was) => `expects ${percentText(now)} near matches (was ${percentText(was)})`,
    falseHitRate: (now, was) => `expects ${percentText(now)} of near matches to be wrong (was ${percentText(was)})`,
    staleRate: (now, was) => `expects ${percentText(now)} of older answers to hold no longer (was ${percentText(was)})`,
    staleAfterMs: (now, was) => `takes an answer for old after ${durationText(now)} (was ${durationText(was)})`,
    staleIfErrorMs: (now, was) => `after a failure uses answers up to ${durationText(now)} out of date (was ${durationText(was)})`,
    latencyMs: (now, was) => `looks up in ${durationText(now)} (was ${durationText(was)})`,
    priceUsd: (now, was) => `costs ${usdText(now)} a lookup (was ${usdText(was)})`,
  }),
};
