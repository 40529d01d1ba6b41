import { fallBackFindings, rateFindings } from '../guardrail.ts';
import type { Check } from '../kind.ts';
import type { OutputGuardConfig } from './config.ts';

export const outputGuardCheck: Check<OutputGuardConfig> = {
  rules: {
    'output-guard/no-better-than-chance': 'warning',
    'output-guard/mostly-false-alarms': 'info',
    'output-guard/nowhere-to-fall-back': 'warning',
  },
  run: (config, node, graph) => [
    ...rateFindings(config, node, 'output-guard'),
    ...fallBackFindings(config.action, 'content-policy', node, graph, 'output-guard'),
  ],
};
