import type { Bound } from '../kind.ts';
import type { DeadlineConfig } from './config.ts';

/** Time ends the waiting, not what was begun: attempts and money stay those of everything that may be tried below. */
export const deadlineBounds: Bound<DeadlineConfig> = (config, _node, view) => {
  const below = view.below('next');
  return { ...below, latencyMs: Math.min(config.budgetMs, below.latencyMs) };
};
