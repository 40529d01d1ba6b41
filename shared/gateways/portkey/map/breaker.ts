import type { FailureClass } from '../../../model/index.ts';
import { presetOf } from '../../preset-of.ts';
import type { CbConfig } from '../schema.ts';
import { classesSeenAs, statusesOf } from '../statuses.ts';

/** "min: 30s" */
export const SHORTEST_COOLDOWN_MS = 30_000;

/**
 * A drawn breaker as the hosted gateway has it: no window, no trials, full traffic when the cool-down is over. What is said of it is the preset of the kind;
 * of the drawing come its rule, its open time and what counts.
 */
export function hostedBreaker(drawn: Readonly<Record<string, any>>): Record<string, unknown> {
  const byRate = drawn['tripRule'] === 'rate';
  // It opens when the count is exceeded, so that "at the third failure" is a threshold of two; none at all is not known to be allowed.
  const failureCount = Math.max(1, Number(drawn['failureCount']) - (drawn['threshold'] === 'exceeded' ? 0 : 1));
  return {
    ...presetOf('breaker', 'portkey-hosted'),
    tripRule: byRate ? 'rate' : 'count',
    ...(byRate
      ? {
          failureRatio: Math.max(1, Math.min(99, Math.round(100 * Number(drawn['failureRatio'])))) / 100,
          minimumCalls: Math.max(1, Number(drawn['minimumCalls'])),
        }
      : { failureCount }),
    openForMs: Math.max(SHORTEST_COOLDOWN_MS, Math.ceil(Number(drawn['openForMs']))),
    countsAs: classesSeenAs(drawn['countsAs'] as FailureClass[]),
  };
}

/** Of a breaker as `hostedBreaker` has made it. */
export function mapBreaker(config: Readonly<Record<string, any>>): CbConfig {
  return {
    ...(config['tripRule'] === 'rate'
      ? { failure_threshold_percentage: Math.round(100 * Number(config['failureRatio'])), minimum_requests: Number(config['minimumCalls']) }
      : { failure_threshold: Number(config['failureCount']) }),
    cooldown_interval: Number(config['openForMs']),
    failure_status_codes: statusesOf(config['countsAs'] as FailureClass[]),
  };
}
