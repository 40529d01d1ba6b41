import type { Bound } from '../kind.ts';
import type { RateLimitConfig } from './config.ts';

export const rateLimitBounds: Bound<RateLimitConfig> = (config, _node, view) => {
  const next = view.below('next');
  if (config.atLimit === 'wait') return { ...next, latencyMs: config.maxWaitMs + next.latencyMs };
  if (config.atLimit === 'reject') return next;
  const over = view.below('over');
  return {
    latencyMs: Math.max(next.latencyMs, over.latencyMs),
    attempts: Math.max(next.attempts, over.attempts),
    usd: Math.max(next.usd, over.usd),
  };
};
