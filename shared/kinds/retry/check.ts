import { type Finding, failureInfo } from '../../model/index.ts';
import type { Check } from '../kind.ts';
import { durationText, failuresText } from '../words.ts';
import type { RetryConfig } from './config.ts';

export const retryCheck: Check<RetryConfig> = {
  rules: {
    'retry/retries-permanent-failure': 'warning',
    'retry/base-above-cap': 'warning',
    'retry/never-retries': 'warning',
    'retry/retry-inside-retry': 'warning',
  },
  run(config, node, graph) {
    const findings: Finding[] = [];
    const permanent = config.retryOn.filter((failure) => !failureInfo(failure).retryable);
    if (permanent.length > 0) {
      findings.push({
        rule: 'retry/retries-permanent-failure',
        severity: 'warning',
        nodeId: node.id,
        path: ['retryOn'],
        message: `${node.name} retries after ${failuresText(permanent)}, which the same call will not outlive, so it only adds delay and load. Leave that to the next tier.`,
        fix: {
          label: 'Retry only what may pass',
          change: {
            kind: 'set-field',
            nodeId: node.id,
            path: ['retryOn'],
            value: config.retryOn.filter((failure) => failureInfo(failure).retryable),
          },
        },
      });
    }
    if (config.baseMs > config.capMs) {
      findings.push({
        rule: 'retry/base-above-cap',
        severity: 'warning',
        nodeId: node.id,
        path: ['capMs'],
        message: `${node.name} starts at ${durationText(config.baseMs)} but waits at most ${durationText(config.capMs)}, so every wait is the same. Raise the longest wait.`,
        fix: { label: 'Raise the longest wait', change: { kind: 'set-field', nodeId: node.id, path: ['capMs'], value: config.baseMs } },
      });
    }
    if (config.maxRetries === 0 || config.retryOn.length === 0) {
      findings.push({
        rule: 'retry/never-retries',
        severity: 'warning',
        nodeId: node.id,
        path: [config.maxRetries === 0 ? 'maxRetries' : 'retryOn'],
        message: `${node.name} never tries again, so it does nothing. Allow a retry or remove the node.`,
      });
    }
    const below = graph.target(node.id, 'next');
    if (below?.kind === 'retry') {
      findings.push({
        rule: 'retry/retry-inside-retry',
        severity: 'warning',
        nodeId: node.id,
        message: `${node.name} calls ${below.name}, which retries too, so the numbers of calls multiply during an outage. Keep one of them.`,
      });
    }
    return findings;
  },
};
