import type { Face } from '../kind.ts';
import { numberText, percentText } from '../words.ts';
import type { RetryBudgetConfig } from './config.ts';

export const retryBudgetFace: Face<RetryBudgetConfig> = {
  title: 'Retry budget',
  purpose: 'Lets only so many retries through, so that an outage below is not made worse by those who try again.',
  group: 'protection',
  glyph: {
    name: 'an arrow going round under a limit',
    paths: ['M2.2 2.4h11.6', 'M12.2 9.6a4.2 4.2 0 1 1-1.4-3.2', 'M12.4 4.6v2.6H9.8'],
  },
  silhouette: 'plain',
  isCallable: true,
  ports: () => [{ id: 'next', label: 'next', required: true }],
  summary: (config) => ruleWords(config),
  keywords: ['throttle', 'quota', 'amplification', 'retry storm', 'metastable', 'adaptive', 'finagle', 'grpc', 'envoy', 'aws'],
};

/** "retries up to 20 % of first calls + 10/s" */
export function ruleWords(config: RetryBudgetConfig): string {
  switch (config.rule) {
    case 'deposits':
      return `retries up to ${percentText(config.depositRatio)} of first calls + ${numberText(config.floorPerS)}/s`;
    case 'quota':
      return `${numberText(config.capacity)} tokens, a retry costs ${numberText(config.retryCost)}`;
    case 'throttle':
      return `retries above half of ${numberText(config.maxTokens)} tokens, ${numberText(config.tokenRatio)} an answer`;
    case 'in-progress':
      return `retries up to ${percentText(config.budgetRatio)} in progress, at least ${numberText(config.minConcurrency)}`;
    case 'adaptive':
      return `sends at most ${numberText(config.multiplier)} × what is accepted`;
  }
}
