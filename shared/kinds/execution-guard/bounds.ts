import type { Bound } from '../kind.ts';
import type { ExecutionGuardConfig } from './config.ts';

/** One call; how many calls of a request may pass is a matter of whoever calls. */
export const executionGuardBounds: Bound<ExecutionGuardConfig> = (config, _node, view) => {
  const next = view.below('next');
  if (config.approval === 'none') return next;
  const approval = view.below('approve');
  return {
    latencyMs: next.latencyMs + approval.latencyMs,
    attempts: next.attempts + approval.attempts,
    usd: next.usd + approval.usd,
  };
};
