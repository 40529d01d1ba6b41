import { inTurn, worstOf } from '../bounds.ts';
import type { Bound, Bounds } from '../kind.ts';
import { type AgentLoopConfig, MOST_ITERATIONS } from './config.ts';

/**
 * Every step at the length of the last one, and every step with the worst tool and all its retries. The spending limit is
 * looked at before a step, so it caps money only together with what one step may cost.
 */
export const agentLoopBounds: Bound<AgentLoopConfig> = (config, _node, view) => {
  const steps = config.maxIterations ?? MOST_ITERATIONS;
  const longestResult = Math.max(0, ...config.tools.map((tool) => tool.resultTokens));
  const tokens = {
    inputTokens: view.inputTokens + steps * (config.stepTokens + longestResult),
    outputTokens: Math.max(view.outputTokens, config.stepTokens),
  };
  const thought = view.below('model', tokens);
  const toolCall = worstOf(config.tools.map((tool) => view.below(tool.id, tokens)));
  const all = inTurn([times(steps, thought), times(steps * (1 + config.toolRetries), toolCall)]);
  if (config.spendingLimitUsd === null) return all;
  const oneStep = inTurn([thought, times(1 + config.toolRetries, toolCall)]);
  return { ...all, usd: Math.min(all.usd, config.spendingLimitUsd + oneStep.usd) };
};

/** What is never called takes no time, even when nothing bounds it. */
const times = (count: number, each: Bounds): Bounds =>
  count === 0
    ? { latencyMs: 0, attempts: 0, usd: 0 }
    : { latencyMs: count * each.latencyMs, attempts: count * each.attempts, usd: count * each.usd };
