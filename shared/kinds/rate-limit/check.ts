import type { Finding } from '../../model/index.ts';
import { isMendedAbove } from '../fallback-above.ts';
import { ancestors } from '../graph.ts';
import type { Check } from '../kind.ts';
import { numberText } from '../words.ts';
import type { RateLimitConfig } from './config.ts';

export const rateLimitCheck: Check<RateLimitConfig> = {
  rules: {
    'rate-limit/no-column': 'error',
    'rate-limit/limits-nothing': 'warning',
    'rate-limit/downgrades-to-the-same': 'warning',
    'rate-limit/above-provider-limit': 'info',
    'rate-limit/rejects-without-answer': 'info',
  },
  run(config, node, graph) {
    const findings: Finding[] = [];
    const found = (rule: string, severity: Finding['severity'], key: keyof RateLimitConfig, message: string) =>
      findings.push({ rule: `rate-limit/${rule}`, severity, nodeId: node.id, path: [key], message });
    if (config.scope === 'metadata' && config.key.trim() === '') {
      found(
        'no-column',
        'error',
        'key',
        `${node.name} has a limit for each value of a column but names no column, so all requests would share one. Write the name of a metadata column.`,
      );
    }
    if (config.requestsPerMin === null && config.tokensPerMin === null) {
      found(
        'limits-nothing',
        'warning',
        'requestsPerMin',
        `${node.name} counts neither requests nor tokens, so everything passes. Set a limit or remove the node.`,
      );
    }
    const next = graph.target(node.id, 'next');
    if (config.atLimit === 'downgrade' && next !== undefined && graph.target(node.id, 'over')?.id === next.id) {
      found(
        'downgrades-to-the-same',
        'warning',
        'atLimit',
        `${node.name} sends what is over the limit to ${next.name} as well, so nothing is limited. Connect the second way out elsewhere.`,
      );
    }
    const provider = typeof next?.config['providerId'] === 'string' ? graph.provider(next.config['providerId']) : undefined;
    if (
      config.scope === 'all' &&
      config.requestsPerMin !== null &&
      provider?.requestsPerMin != null &&
      config.requestsPerMin > provider.requestsPerMin
    ) {
      found(
        'above-provider-limit',
        'info',
        'requestsPerMin',
        `${node.name} lets ${numberText(config.requestsPerMin)} requests a minute pass, but ${provider.name} takes ${numberText(provider.requestsPerMin)}, so the provider still refuses. Lower the limit to the provider’s.`,
      );
    }
    const isRetried = ancestors(graph, node.id).some((above) => above.kind === 'retry');
    if (config.atLimit === 'reject' && !isRetried && !isMendedAbove(graph, node.id, 'rate-limit')) {
      found(
        'rejects-without-answer',
        'info',
        'atLimit',
        `When ${node.name} is at its limit, users get an error: nothing above it retries or goes on after a rate limit. Downgrade to a template, or leave it as a hard limit.`,
      );
    }
    return findings;
  },
};
