import type { Face } from '../kind.ts';
import { durationText, numberText } from '../words.ts';
import type { ConcurrencyLimitConfig } from './config.ts';

const ADAPTS = { fixed: '', aimd: ', AIMD', gradient2: ', Gradient2' } as const;

export const concurrencyLimitFace: Face<ConcurrencyLimitConfig> = {
  title: 'Concurrency limit',
  purpose: 'Lets a number of calls through at a time, makes the others wait in order of priority, and sheds the rest.',
  group: 'protection',
  glyph: { name: 'a line of dots before a gate', paths: ['M10.2 2.5v3.4M10.2 10.1v3.4', 'M1.8 8h1.2M4.8 8h1.2M7.8 8h1.2', 'M11.6 8h2.6'] },
  silhouette: 'plain',
  isCallable: true,
  ports: () => [{ id: 'next', label: 'next', required: true }],
  summary(config) {
    const slots = `${numberText(config.slots)} at a time${ADAPTS[config.adapts]}`;
    if (config.queueLength === 0) return `${slots}, none waits`;
    const queue = config.queueLength === null ? 'others wait' : `${numberText(config.queueLength)} wait`;
    return `${slots}, ${queue} up to ${durationText(config.maxWaitMs)}`;
  },
  keywords: ['bulkhead', 'semaphore', 'load shedding', 'priority', 'queue', 'overload', 'aimd', 'adaptive', 'backpressure'],
};
