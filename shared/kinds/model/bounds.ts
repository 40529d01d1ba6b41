import { priceOf } from '../../model/index.ts';
import type { Bound } from '../kind.ts';
import type { ModelConfig } from './config.ts';

/**
 * One attempt, which the client gives up at its time limit whatever the provider does. Priced as listed: a scenario that
 * changes prices, and an incident, are not part of it. Longer than the window costs nothing: it is refused before any work.
 */
export const modelBounds: Bound<ModelConfig> = (config, _node, view) => {
  const provider = view.policy.providers.find(({ id }) => id === config.providerId);
  const price = priceOf(provider, config.model);
  if (price === undefined) return { latencyMs: config.requestTimeoutMs, attempts: 1, usd: 0 };
  const outputTokens = Math.min(view.outputTokens, config.maxOutputTokens ?? Number.POSITIVE_INFINITY);
  // A shorter request of the same kind may fit where the longest does not, so the bound is that of the longest that fits.
  const inputTokens = Math.min(view.inputTokens, price.contextTokens);
  return {
    latencyMs: config.requestTimeoutMs,
    attempts: 1,
    usd: (inputTokens * price.inputUsdPerMTok + outputTokens * price.outputUsdPerMTok) / 1e6,
  };
};
