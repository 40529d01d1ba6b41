import type { Bound } from '../kind.ts';
import type { TimeoutConfig } from './config.ts';

/** Ends the waiting, not what was begun: attempts that it gives up are sent and may be paid for. */
export const timeoutBounds: Bound<TimeoutConfig> = (config, _node, view) => {
  const below = view.below('next');
  return { ...below, latencyMs: Math.min(config.timeoutMs, below.latencyMs) };
};
