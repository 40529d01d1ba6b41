import type { Face } from '../kind.ts';
import { durationText, numberText, plural } from '../words.ts';
import type { RetryConfig } from './config.ts';

export const retryFace: Face<RetryConfig> = {
  title: 'Retry',
  purpose: 'Sends the same call again after a failure that may pass, waiting longer each time.',
  group: 'protection',
  glyph: { name: 'an arrow going round', paths: ['M13.2 8.2a5.2 5.2 0 1 1-1.7-3.9', 'M13.4 1.9v3.2h-3.2'] },
  silhouette: 'retry',
  isCallable: true,
  ports: () => [{ id: 'next', label: 'next', required: true }],
  summary(config) {
    if (config.maxRetries === 0) return 'never tries again';
    const growth = config.multiplier === 1 ? '' : ` × ${numberText(config.multiplier)}ⁿ`;
    const jitter = config.jitter === 'none' ? 'no jitter' : `${config.jitter} jitter`;
    const hint = config.honoursRetryAfter ? ', follows Retry-After' : '';
    return `${plural(config.maxRetries, 'retry', 'retries')}, ${durationText(config.baseMs)}${growth}, ${jitter}${hint}`;
  },
  keywords: ['backoff', 'attempt', 'again', 'jitter', 'retry-after', 'exponential'],
};
