import { inTurn } from '../bounds.ts';
import type { Bound } from '../kind.ts';
import type { OutputGuardConfig } from './config.ts';

export const outputGuardBounds: Bound<OutputGuardConfig> = (config, _node, view) =>
  inTurn([
    view.below('next'),
    { latencyMs: config.latencyMs, attempts: 0, usd: config.priceUsd },
    ...(config.action === 'review' ? [view.below('review')] : []),
  ]);
