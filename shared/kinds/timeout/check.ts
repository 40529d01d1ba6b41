import type { Check } from '../kind.ts';
import { durationText } from '../words.ts';
import type { TimeoutConfig } from './config.ts';

export const timeoutCheck: Check<TimeoutConfig> = {
  rules: { 'timeout/shorter-than-model': 'warning' },
  run(config, node, graph) {
    const model = graph.target(node.id, 'next');
    const firstTokenMs = model?.kind === 'model' ? model.config['ttftP50Ms'] : undefined;
    if (model === undefined || typeof firstTokenMs !== 'number' || config.timeoutMs >= firstTokenMs) return [];
    return [
      {
        rule: 'timeout/shorter-than-model',
        severity: 'warning',
        nodeId: node.id,
        path: ['timeoutMs'],
        message:
          `${node.name} gives up after ${durationText(config.timeoutMs)}, but ${model.name} needs ${durationText(firstTokenMs)} to its first token ` +
          'in half of all calls, so most calls are paid for and thrown away. Wait longer.',
      },
    ];
  },
};
