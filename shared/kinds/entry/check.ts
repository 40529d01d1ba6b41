import type { Finding } from '../../model/index.ts';
import type { Check } from '../kind.ts';
import type { EntryConfig } from './config.ts';

export const entryCheck: Check<EntryConfig> = {
  rules: { 'entry/not-connected': 'error', 'entry/no-promise': 'info' },
  run(config, node, graph) {
    const findings: Finding[] = [];
    if (graph.target(node.id, 'next') === undefined) {
      findings.push({
        rule: 'entry/not-connected',
        severity: 'error',
        nodeId: node.id,
        message: `${node.name} leads nowhere, so no request could be answered. Connect it to the first node that a request passes.`,
      });
    }
    if (config.promise.trim() === '') {
      findings.push({
        rule: 'entry/no-promise',
        severity: 'info',
        nodeId: node.id,
        path: ['promise'],
        message: `${node.name} promises nothing in words, so nobody can say whether a lower tier still keeps it. Write what the user is owed.`,
      });
    }
    return findings;
  },
};
