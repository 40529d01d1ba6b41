import type { Ms } from '../../model/index.ts';
import type { Bound } from '../kind.ts';
import { retryDelayMs } from './behavior.ts';
import type { RetryConfig } from './config.ts';

/** Every call fails and every wait is the longest that its jitter can draw, or the longest hint that is still honoured. */
export const retryBounds: Bound<RetryConfig> = (config, _node, view) => {
  const below = view.below('next');
  const retries = retriesOf(config);
  return {
    latencyMs: (retries + 1) * below.latencyMs + longestWaitsMs(config),
    attempts: (retries + 1) * below.attempts,
    usd: (retries + 1) * below.usd,
  };
};

export const retriesOf = (config: RetryConfig): number => (config.retryOn.length === 0 ? 0 : config.maxRetries);

/** All waits together. */
export function longestWaitsMs(config: RetryConfig): Ms {
  let totalMs = 0;
  let previousMs = 0;
  for (let n = 0; n < retriesOf(config); n++) {
    previousMs = retryDelayMs(config, n, previousMs, 1);
    totalMs += Math.max(previousMs, config.honoursRetryAfter ? config.maxRetryAfterMs : 0);
  }
  return totalMs;
}
