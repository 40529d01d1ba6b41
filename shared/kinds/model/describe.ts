import type { Describe } from '../kind.ts';
import { TIER_NAMES } from '../tier.ts';
import { durationText, numberText, percentText, plural, type Sentence, sentencesFor } from '../words.ts';
import type { ModelConfig } from './config.ts';

const rateOf =
  <Key extends keyof ModelConfig>(what: string): Sentence<Record<Key, number>, Key> =>
  (now, was) =>
    `${what} in ${percentText(now)} of calls (was ${percentText(was)})`;

const flawOf =
  <Key extends keyof ModelConfig>(what: string): Sentence<Record<Key, number>, Key> =>
  (now, was) =>
    `${what} in ${percentText(now)} of answers (was ${percentText(was)})`;

const firstTokenAt =
  <Key extends keyof ModelConfig>(where: string): Sentence<Record<Key, number>, Key> =>
  (now, was) =>
    `has its first token after ${durationText(now)} at ${where} (was ${durationText(was)})`;

export const modelDescribe: Describe<ModelConfig> = {
  changes: sentencesFor<ModelConfig>({
    providerId: (now, was) => `is called at ${now || 'no provider'} (was ${was || 'none'})`,
    model: (now, was) => `calls ${now || 'no model'} (was ${was || 'none'})`,
    tier: (now, was) => `answers on tier ${now}, ${TIER_NAMES[now]} (was ${was}, ${TIER_NAMES[was]})`,
    latencyShape: (now, was) => `has a ${SHAPES[now]} time to first token (was ${SHAPES[was]})`,
    ttftP50Ms: firstTokenAt('P50'),
    ttftP95Ms: firstTokenAt('P95'),
    ttftP5Ms: firstTokenAt('P5'),
    ttftP25Ms: firstTokenAt('P25'),
    ttftP75Ms: firstTokenAt('P75'),
    ttftP99Ms: firstTokenAt('P99'),
    ttftMaxMs: firstTokenAt('the slowest call'),
    outputTokensPerS: (now, was) => `writes ${speed(now)} (was ${speed(was)})`,
    maxOutputTokens: (now, was) => `answers with ${longest(now)} (was ${longest(was)})`,
    requestTimeoutMs: (now, was) => `gives up after ${durationText(now)} (was ${durationText(was)})`,
    failureAfterMs: (now, was) => `fails after ${durationText(now)} when it fails (was ${durationText(was)})`,
    serverErrorRate: rateOf('has server errors'),
    connectionRate: rateOf('loses the connection'),
    rateLimitRate: rateOf('is refused by a rate limit'),
    malformedRate: rateOf('gives malformed answers'),
    contentPolicyRate: (now, was) => `refuses ${percentText(now)} of questions on policy grounds (was ${percentText(was)})`,
    timeoutRate: rateOf('hangs'),
    malformedWrittenShare: (now, was) => `writes ${percentText(now)} of a malformed answer (was ${percentText(was)})`,
    successRate: (now, was) => `solves ${percentText(now)} of tasks (was ${percentText(was)})`,
    difficultySpread: (now, was) => `has tasks of a difficulty spread of ${percentText(now)} (was ${percentText(was)})`,
    difficultyShape: (now, was) => `has ${DIFFICULTIES[now]} tasks (was ${DIFFICULTIES[was]})`,
    difficultyKnownShare: (now, was) => `has ${percentText(now)} of tasks as hard as their complexity says (was ${percentText(was)})`,
    hallucinationRate: flawOf('hallucinates'),
    unsafeRate: flawOf('is unsafe'),
    leakRate: flawOf('leaks data'),
    offTopicRate: flawOf('is off topic'),
  }),
};

const DIFFICULTIES = { beta: 'graded', decided: 'decided' } as const;
const SHAPES = { lognormal: 'long-tailed', exponential: 'exponential', constant: 'constant', measured: 'measured' } as const;

const speed = (tokensPerS: number): string => (tokensPerS === 0 ? 'in no time' : `${numberText(tokensPerS)} tokens/s`);
const longest = (tokens: number | null): string => (tokens === null ? 'as many tokens as recorded' : `at most ${plural(tokens, 'token')}`);
