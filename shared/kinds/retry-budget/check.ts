import type { Finding } from '../../model/index.ts';
import { ancestors } from '../graph.ts';
import type { Check } from '../kind.ts';
import { numberText } from '../words.ts';
import type { RetryBudgetConfig } from './config.ts';

export const retryBudgetCheck: Check<RetryBudgetConfig> = {
  rules: {
    'retry-budget/no-retry-above': 'warning',
    'retry-budget/refusals-retried': 'warning',
    'retry-budget/allows-no-retry': 'warning',
  },
  run(config, node, graph) {
    const findings: Finding[] = [];
    const above = ancestors(graph, node.id);
    if (config.rule !== 'adaptive' && above.length > 0 && !above.some(({ kind }) => kind === 'retry' || kind === 'hedge')) {
      findings.push({
        rule: 'retry-budget/no-retry-above',
        severity: 'warning',
        nodeId: node.id,
        message: `Nothing above ${node.name} calls again, so it has no retries to count and does nothing. Put it directly below a retry or a hedge.`,
      });
    }
    for (const retry of graph.callers(node.id)) {
      const retryOn = retry.config['retryOn'];
      if (retry.kind !== 'retry' || !Array.isArray(retryOn) || !retryOn.includes('shed')) continue;
      findings.push({
        rule: 'retry-budget/refusals-retried',
        severity: 'warning',
        nodeId: node.id,
        about: retry.id,
        message: `${retry.name} retries after shed, which is how ${node.name} refuses a retry, so it waits and asks again in vain. Take shed out of what it retries on.`,
      });
    }
    const key = keyThatForbids(config);
    if (key !== undefined) {
      findings.push({
        rule: 'retry-budget/allows-no-retry',
        severity: 'warning',
        nodeId: node.id,
        path: [key],
        message: `With ${numberText(config[key])} here, ${node.name} never lets a retry through, so the retry above only waits. Allow some, or remove the retry.`,
      });
    }
    return findings;
  },
};

function keyThatForbids(config: RetryBudgetConfig): 'depositRatio' | 'capacity' | 'budgetRatio' | undefined {
  if (config.rule === 'deposits' && config.depositRatio === 0 && config.floorPerS === 0) return 'depositRatio';
  if (config.rule === 'quota' && config.capacity < Math.min(config.retryCost, config.timeoutCost, config.rateLimitCost)) return 'capacity';
  if (config.rule === 'in-progress' && config.budgetRatio === 0 && config.minConcurrency === 0) return 'budgetRatio';
  return undefined;
}
