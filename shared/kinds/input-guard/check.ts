import type { Finding } from '../../model/index.ts';
import { fallBackFindings, rateFindings } from '../guardrail.ts';
import type { Check } from '../kind.ts';
import { numberText } from '../words.ts';
import { failureWhenFallingBack } from './behavior.ts';
import type { InputGuardConfig } from './config.ts';

export const inputGuardCheck: Check<InputGuardConfig> = {
  rules: {
    'input-guard/no-better-than-chance': 'warning',
    'input-guard/mostly-false-alarms': 'info',
    'input-guard/nowhere-to-fall-back': 'warning',
    'input-guard/cannot-redact-length': 'warning',
  },
  run(config, node, graph) {
    const findings: Finding[] = [];
    if (config.check !== 'context-window') findings.push(...rateFindings(config, node, 'input-guard'));
    else if (config.action === 'redact') {
      findings.push({
        rule: 'input-guard/cannot-redact-length',
        severity: 'warning',
        nodeId: node.id,
        path: ['action'],
        message: `${node.name} cannot redact a length: requests over ${numberText(config.maxInputTokens)} tokens go on unchanged. Block them or fall back.`,
        fix: { label: 'Fall back', change: { kind: 'set-field', nodeId: node.id, path: ['action'], value: 'fall-back' } },
      });
    }
    findings.push(...fallBackFindings(config.action, failureWhenFallingBack(config.check), node, graph, 'input-guard'));
    return findings;
  },
};
