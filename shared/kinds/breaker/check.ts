import type { Finding } from '../../model/index.ts';
import { ancestors } from '../graph.ts';
import type { Check } from '../kind.ts';
import { durationText, numberText } from '../words.ts';
import type { BreakerConfig } from './config.ts';

export const breakerCheck: Check<BreakerConfig> = {
  rules: {
    'breaker/never-opens': 'error',
    'breaker/trial-may-hang': 'warning',
    'breaker/more-trials-than-failures': 'info',
    'breaker/no-fallback-above': 'info',
    'breaker/timeout-above': 'warning',
    'breaker/watches-only': 'info',
  },
  run(config, node, graph) {
    const findings: Finding[] = [];
    if (config.countsAs.length === 0) {
      findings.push({
        rule: 'breaker/never-opens',
        severity: 'error',
        nodeId: node.id,
        path: ['countsAs'],
        message: `${node.name} counts nothing as a failure, so it never opens and protects nothing. Choose the failures that count.`,
      });
    }
    if (config.trialTimeoutMs === 0) {
      findings.push({
        rule: 'breaker/trial-may-hang',
        severity: 'warning',
        nodeId: node.id,
        path: ['trialTimeoutMs'],
        message: `${node.name} waits for ever for a trial call, so one that hangs keeps it half-open and rejecting. Give the trial a time limit.`,
        fix: {
          label: 'Limit the trial to 60 s',
          change: { kind: 'set-field', nodeId: node.id, path: ['trialTimeoutMs'], value: 60_000 },
        },
      });
    }
    if (config.tripRule === 'count' && config.closeAfterSuccesses > config.failureCount) {
      findings.push({
        rule: 'breaker/more-trials-than-failures',
        severity: 'info',
        nodeId: node.id,
        path: ['closeAfterSuccesses'],
        message:
          `${node.name} opens after ${numberText(config.failureCount)} failures but needs ${numberText(config.closeAfterSuccesses)} successes in a row to close, ` +
          'so it opens more easily than it closes. Lower the successes if recovery seems slow.',
      });
    }
    if (config.mode === 'observe-only') {
      findings.push({
        rule: 'breaker/watches-only',
        severity: 'info',
        nodeId: node.id,
        path: ['mode'],
        message: `${node.name} only watches, so calls go through during an outage. Set it to active when its timeline looks right.`,
      });
    }
    const above = ancestors(graph, node.id);
    // A breaker that nothing calls yet is a drawing in progress; lint's rule on unreachable nodes speaks about it.
    if (above.length > 0 && !above.some((other) => other.kind === 'fallback')) {
      findings.push({
        rule: 'breaker/no-fallback-above',
        severity: 'info',
        nodeId: node.id,
        message: `No fallback stands above ${node.name}, so users get an error while it is open. Put a fallback above it.`,
      });
    }
    const timeouts = graph.callers(node.id).filter((caller) => caller.kind === 'timeout');
    for (const timeout of timeouts) {
      findings.push({
        rule: 'breaker/timeout-above',
        severity: 'warning',
        nodeId: node.id,
        message:
          `${timeout.name} stands directly above ${node.name}, so calls that it gives up${timeoutText(timeout.config['timeoutMs'])} never count as failures here. ` +
          'Put the timeout below the breaker.',
      });
    }
    return findings;
  },
};

const timeoutText = (ms: unknown): string => (typeof ms === 'number' ? ` after ${durationText(ms)}` : '');
