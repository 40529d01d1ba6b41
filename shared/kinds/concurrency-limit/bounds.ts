import type { Bound } from '../kind.ts';
import type { ConcurrencyLimitConfig } from './config.ts';

/** The longest wait comes on top of the longest call below. */
export const concurrencyLimitBounds: Bound<ConcurrencyLimitConfig> = (config, _node, view) => {
  const below = view.below('next');
  return { ...below, latencyMs: below.latencyMs + (config.queueLength === 0 ? 0 : config.maxWaitMs) };
};
