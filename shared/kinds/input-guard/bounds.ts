import { inTurn } from '../bounds.ts';
import type { Bound } from '../kind.ts';
import type { InputGuardConfig } from './config.ts';

/** A guard that stops long requests bounds what is called below it. */
export const inputGuardBounds: Bound<InputGuardConfig> = (config, _node, view) => {
  const stopsLength = config.check === 'context-window' && (config.action === 'block' || config.action === 'fall-back');
  const inputTokens = stopsLength ? Math.min(view.inputTokens, config.maxInputTokens) : view.inputTokens;
  return inTurn([
    { latencyMs: config.latencyMs, attempts: 0, usd: config.priceUsd },
    ...(config.action === 'review' ? [view.below('review')] : []),
    view.below('next', { inputTokens, outputTokens: view.outputTokens }),
  ]);
};
