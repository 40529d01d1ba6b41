import type { Describe } from '../kind.ts';
import { durationText, numberText, plural, sentencesFor } from '../words.ts';
import type { RateLimitConfig } from './config.ts';

const WHO: Readonly<Record<RateLimitConfig['scope'], string>> = {
  all: 'all requests together',
  user: 'each user',
  metadata: 'each value of a column',
};

const AT_LIMIT: Readonly<Record<RateLimitConfig['atLimit'], string>> = {
  reject: 'rejects what is over the limit',
  wait: 'lets what is over the limit wait',
  downgrade: 'sends what is over the limit another way',
};
const INSTEAD: Readonly<Record<RateLimitConfig['atLimit'], string>> = {
  reject: 'rejecting it',
  wait: 'letting it wait',
  downgrade: 'sending it another way',
};

const rateText = (perMin: number | null, what: string): string => `${perMin === null ? 'any number of' : numberText(perMin)} ${what}`;
const wasText = (perMin: number | null): string => (perMin === null ? 'any number' : numberText(perMin));

export const rateLimitDescribe: Describe<RateLimitConfig> = {
  changes: sentencesFor<RateLimitConfig>({
    requestsPerMin: (now, was) => `lets ${rateText(now, 'requests')} a minute pass (was ${wasText(was)})`,
    burst: (now, was) => `lets ${plural(now, 'request')} pass at once (was ${numberText(was)})`,
    tokensPerMin: (now, was) => `lets ${rateText(now, 'tokens')} a minute pass (was ${wasText(was)})`,
    scope: (now, was) => `counts for ${WHO[now]} (was ${WHO[was]})`,
    key: (now, was) => `counts by the column ${now === '' ? 'without a name' : now} (was ${was === '' ? 'without a name' : was})`,
    atLimit: (now, was) => `${AT_LIMIT[now]} instead of ${INSTEAD[was]}`,
    maxWaitMs: (now, was) => `lets a request wait at most ${durationText(now)} (was ${durationText(was)})`,
  }),
};
