import type { Face } from '../kind.ts';
import { durationText } from '../words.ts';
import type { TimeoutConfig } from './config.ts';

export const timeoutFace: Face<TimeoutConfig> = {
  title: 'Timeout',
  purpose: 'Stops waiting after a set time and replies with a timeout.',
  group: 'protection',
  glyph: { name: 'stopwatch', paths: ['M8 4a5 5 0 1 1 0 10A5 5 0 0 1 8 4z', 'M8 6.6V9l1.7 1.2', 'M6.4 1.8h3.2'] },
  silhouette: 'plain',
  isCallable: true,
  ports: () => [{ id: 'next', label: 'next', required: true }],
  summary: (config) => `gives up after ${durationText(config.timeoutMs)}`,
  keywords: ['deadline', 'time limit', 'slow', 'hang', 'latency'],
};
