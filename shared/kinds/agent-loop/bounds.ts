import type { Bound, Bounds } from '../kind.ts';
import { type AgentLoopConfig, MOST_ITERATIONS } from './config.ts';

/**
 * Every step at the length of the last one. The spending limit is no bound on a single step, so it caps money only together with what
 * one step more may cost.
 */
export const agentLoopBounds: Bound<AgentLoopConfig> = (config, _node, view) => {
  const steps = config.maxIterations ?? MOST_ITERATIONS;
  const longestResult = Math.max(0, ...config.tools.map((tool) => tool.resultTokens));
  const tokens = {
    inputTokens: view.inputTokens + (steps - 1) * (config.stepTokens + longestResult),
    outputTokens: Math.max(view.outputTokens, config.stepTokens),
  };
  // A model refuses what is longer than its window, so its worst case may lie at either end.
  const thought = worst(view.below('model', tokens), view.below('model', { ...tokens, inputTokens: view.inputTokens }));
  const toolCall = config.tools.map((tool) => view.below(tool.id, tokens)).reduce(worst, { latencyMs: 0, attempts: 0, usd: 0 });
  const toolCalls = (steps - 1) * (1 + config.toolRetries);
  const usd = times(steps, thought.usd) + times(toolCalls, toolCall.usd);
  const stepUsd = thought.usd + times(1 + config.toolRetries, toolCall.usd);
  return {
    latencyMs: times(steps, thought.latencyMs) + times(toolCalls, toolCall.latencyMs),
    attempts: times(steps, thought.attempts) + times(toolCalls, toolCall.attempts),
    usd: config.spendingLimitUsd === null ? usd : Math.min(usd, config.spendingLimitUsd + stepUsd),
  };
};

const worst = (a: Bounds, b: Bounds): Bounds => ({
  latencyMs: Math.max(a.latencyMs, b.latencyMs),
  attempts: Math.max(a.attempts, b.attempts),
  usd: Math.max(a.usd, b.usd),
});

/** 0 × Infinity is nothing here: what is never called takes no time. */
const times = (count: number, each: number): number => (count === 0 ? 0 : count * each);
