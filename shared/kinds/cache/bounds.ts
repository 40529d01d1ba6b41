import type { Bound } from '../kind.ts';
import type { CacheConfig } from './config.ts';

/** The worst case is a miss. */
export const cacheBounds: Bound<CacheConfig> = (config, _node, view) => {
  const next = view.below('next');
  return { latencyMs: config.latencyMs + next.latencyMs, attempts: next.attempts, usd: config.priceUsd + next.usd };
};
