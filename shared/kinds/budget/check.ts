import type { Finding } from '../../model/index.ts';
import { isMendedAbove } from '../fallback-above.ts';
import type { Check } from '../kind.ts';
import { usdText } from '../words.ts';
import type { BudgetConfig } from './config.ts';
import { limitText } from './money.ts';

export const budgetCheck: Check<BudgetConfig> = {
  rules: {
    'budget/passes-nothing': 'error',
    'budget/used-up-at-start': 'warning',
    'budget/alerts-too-late': 'info',
    'budget/checks-after-paying': 'info',
    'budget/stops-without-answer': 'info',
  },
  run(config, node, graph) {
    const findings: Finding[] = [];
    const found = (rule: string, severity: Finding['severity'], key: keyof BudgetConfig, message: string) =>
      findings.push({ rule: `budget/${rule}`, severity, nodeId: node.id, path: [key], message });
    const spentAtStartUsd = config.scope === 'agent' ? config.spentAtStartUsd : 0;
    if (config.limitUsd === 0 || config.reserveUsd > config.limitUsd) {
      found(
        'passes-nothing',
        'error',
        'limitUsd',
        `${node.name} holds back ${usdText(config.reserveUsd)} for a request and has ${limitText(config.limitUsd)} in all, so no request passes. Raise the limit or hold back less.`,
      );
    } else if (spentAtStartUsd + config.reserveUsd > config.limitUsd) {
      found(
        'used-up-at-start',
        'warning',
        'spentAtStartUsd',
        `${node.name} has spent ${limitText(spentAtStartUsd)} of ${limitText(config.limitUsd)} before the first request, so none passes until the next ${config.period}. Raise the limit or correct what is spent.`,
      );
    }
    if (config.alertAt >= 1) {
      found(
        'alerts-too-late',
        'info',
        'alertAt',
        `${node.name} alerts only when everything is spent, so nobody can act before it ${config.atLimit === 'stop' ? 'stops' : 'downgrades'}. Alert at 80 %, for example.`,
      );
    }
    if (config.reserveUsd === 0) {
      found(
        'checks-after-paying',
        'info',
        'reserveUsd',
        `${node.name} holds nothing back, so requests that are on their way together can overshoot the limit. Hold back what a request costs at most.`,
      );
    }
    if (config.atLimit === 'stop' && !isMendedAbove(graph, node.id, 'over-budget')) {
      found(
        'stops-without-answer',
        'info',
        'atLimit',
        `When ${node.name} is used up, users get an error: no fallback above it goes on after an over-budget failure. Downgrade to a template, or leave it as a hard stop.`,
      );
    }
    return findings;
  },
};
