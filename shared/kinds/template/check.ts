import type { Check } from '../kind.ts';
import type { TemplateConfig } from './config.ts';

export const templateCheck: Check<TemplateConfig> = {
  rules: { 'template/no-text': 'warning' },
  run(config, node) {
    if (config.text.trim() !== '') return [];
    return [
      {
        rule: 'template/no-text',
        severity: 'warning',
        nodeId: node.id,
        path: ['text'],
        message: `${node.name} has no text, so users would get an empty answer. Write what they should read.`,
      },
    ];
  },
};
