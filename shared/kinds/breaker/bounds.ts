import type { Bound } from '../kind.ts';
import type { BreakerConfig } from './config.ts';

/**
 * A breaker calls what is below once or not at all, so its worst case is the one below. Where callers wait for a trial, one more such time comes before it:
 * an open time longer than a call leaves room for no second trial while the first runs; a shorter one, or one that a hint
 * may shorten, leaves nothing that bounds the wait.
 */
export const breakerBounds: Bound<BreakerConfig> = (config, _node, view) => {
  const below = view.below('next');
  if (config.halfOpen !== 'wait') return below;
  const isOneTrialAtATime = config.openForMs > below.latencyMs && !config.honoursRetryAfter;
  return { ...below, latencyMs: isOneTrialAtATime ? 2 * below.latencyMs : Number.POSITIVE_INFINITY };
};
