import type { Finding } from '../../model/index.ts';
import type { Check } from '../kind.ts';
import { durationText } from '../words.ts';
import type { ToolConfig } from './config.ts';

export const toolCheck: Check<ToolConfig> = {
  rules: {
    'tool/p95-below-p50': 'warning',
    'tool/limit-below-latency': 'warning',
    'tool/always-fails': 'warning',
  },
  run(config, node) {
    const findings: Finding[] = [];
    if (config.latencyShape === 'lognormal' && config.latencyP95Ms < config.latencyP50Ms) {
      findings.push({
        rule: 'tool/p95-below-p50',
        severity: 'warning',
        nodeId: node.id,
        path: ['latencyP95Ms'],
        message: `${node.name} has a P95 of ${durationText(config.latencyP95Ms)} below its P50 of ${durationText(config.latencyP50Ms)}, which no measurement gives; it is run without a tail. Correct one of them.`,
        fix: {
          label: 'Set the P95 to the P50',
          change: { kind: 'set-field', nodeId: node.id, path: ['latencyP95Ms'], value: config.latencyP50Ms },
        },
      });
    }
    if (config.timeoutMs < config.latencyP50Ms) {
      findings.push({
        rule: 'tool/limit-below-latency',
        severity: 'warning',
        nodeId: node.id,
        path: ['timeoutMs'],
        message: `${node.name} gives up after ${durationText(config.timeoutMs)} but usually takes ${durationText(config.latencyP50Ms)}, so most calls time out. Wait longer.`,
      });
    }
    if (config.failureRate >= 1) {
      findings.push({
        rule: 'tool/always-fails',
        severity: 'warning',
        nodeId: node.id,
        path: ['failureRate'],
        message: `${node.name} fails at every call, so no step that needs it gets a result. Lower the rate; for an outage, use a scenario.`,
      });
    }
    return findings;
  },
};
