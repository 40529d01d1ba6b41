import type { Bound } from '../kind.ts';
import type { HedgeConfig } from './config.ts';

/** Every call is made; each starts at the delay after the one before, or when that one has failed, whichever comes first. */
export const hedgeBounds: Bound<HedgeConfig> = (config, node, view) => {
  const primary = view.below('primary');
  const hasHedge = view.policy.edges.some((edge) => edge.from === node.id && edge.port === 'hedge');
  const hedge = hasHedge ? view.below('hedge') : primary;
  let startMs = Math.min(config.delayMs, primary.latencyMs);
  let latencyMs = primary.latencyMs;
  for (let n = 0; n < config.maxHedges; n++) {
    latencyMs = Math.max(latencyMs, startMs + hedge.latencyMs);
    startMs += Math.min(config.delayMs, hedge.latencyMs);
  }
  return {
    latencyMs,
    attempts: primary.attempts + config.maxHedges * hedge.attempts,
    usd: primary.usd + config.maxHedges * hedge.usd,
  };
};
