import type { Finding } from '../../model/index.ts';
import type { Check } from '../kind.ts';
import type { FallbackConfig } from './config.ts';

export const fallbackCheck: Check<FallbackConfig> = {
  rules: { 'fallback/one-tier': 'warning', 'fallback/tier-never-reached': 'warning', 'fallback/tier-id-twice': 'error' },
  run(config, node) {
    const findings: Finding[] = [];
    const { tiers } = config;
    if (tiers.length === 1) {
      findings.push({
        rule: 'fallback/one-tier',
        severity: 'warning',
        nodeId: node.id,
        path: ['tiers'],
        message: `${node.name} has one tier, so nothing answers when it fails. Add a tier, for example a template.`,
      });
    }
    tiers.forEach((tier, index) => {
      if (tiers.findIndex((other) => other.id === tier.id) !== index) {
        findings.push({
          rule: 'fallback/tier-id-twice',
          severity: 'error',
          nodeId: node.id,
          about: tier.id,
          path: ['tiers', index],
          message: `${node.name} has two tiers with the id ${tier.id}, so one wire would stand for both. Remove one of them.`,
        });
      }
      if (index < tiers.length - 1 && tier.continueOn.length === 0) {
        findings.push({
          rule: 'fallback/tier-never-reached',
          severity: 'warning',
          nodeId: node.id,
          about: tier.id,
          path: ['tiers', index, 'continueOn'],
          message: `Tier ${index + 1} of ${node.name} goes on after no failure, so tier ${index + 2} is never reached. Choose the failures that lead on.`,
        });
      }
    });
    return findings;
  },
};
