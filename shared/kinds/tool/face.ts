import type { Face } from '../kind.ts';
import { durationText, percentText } from '../words.ts';
import type { ToolConfig } from './config.ts';

export const toolFace: Face<ToolConfig> = {
  title: 'Tool',
  purpose: 'Does one thing for a step of an agent: a search, a look-up, a payment.',
  group: 'answers',
  glyph: {
    name: 'wrench',
    paths: ['M10.2 2.4a3.6 3.6 0 0 0-3.4 4.9L2.6 11.5a1.3 1.3 0 0 0 1.9 1.9l4.2-4.2a3.6 3.6 0 0 0 4.7-4.6l-2.1 2.1-2-2z'],
  },
  silhouette: 'plain',
  isCallable: true,
  ports: () => [],
  summary: (config) =>
    `answers in ${durationText(config.latencyP50Ms)}, fails ${percentText(config.failureRate)}${config.isIrreversible ? ', cannot be undone' : ''}`,
  keywords: ['function', 'api', 'mcp', 'search', 'database', 'action', 'call', 'plugin', 'irreversible'],
};
