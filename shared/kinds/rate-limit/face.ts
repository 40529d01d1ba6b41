import type { Face } from '../kind.ts';
import { durationText, numberText } from '../words.ts';
import type { RateLimitConfig } from './config.ts';

export const rateLimitFace: Face<RateLimitConfig> = {
  title: 'Rate limit',
  purpose: 'Lets only so many requests or tokens a minute pass; the rest is rejected, waits or goes another way.',
  group: 'protection',
  glyph: { name: 'bucket that drips', paths: ['M3.4 3.2h9.2l-1.3 6.6H4.7z', 'M8 11.4v.6', 'M8 13.4v.4'] },
  silhouette: 'plain',
  isCallable: true,
  ports: (config) =>
    config.atLimit === 'downgrade'
      ? [
          { id: 'next', label: 'next', required: true },
          { id: 'over', label: 'over the limit', required: true },
        ]
      : [{ id: 'next', label: 'next', required: true }],
  summary: (config) => `${limitWords(config)}${scopeWords(config)}, ${atLimitWords(config)}`,
  keywords: ['throttle', 'token bucket', 'quota', '429', 'rpm', 'tpm', 'tenant', 'fairness'],
};

/** "600 a minute", "100 000 tokens a minute", "600 and 100 000 tokens a minute" */
export function limitWords({ requestsPerMin, tokensPerMin }: Pick<RateLimitConfig, 'requestsPerMin' | 'tokensPerMin'>): string {
  if (requestsPerMin === null && tokensPerMin === null) return 'no limit';
  if (tokensPerMin === null) return `${numberText(requestsPerMin ?? 0)} a minute`;
  const tokens = `${numberText(tokensPerMin)} tokens a minute`;
  return requestsPerMin === null ? tokens : `${numberText(requestsPerMin)} and ${tokens}`;
}

const scopeWords = ({ scope }: RateLimitConfig): string => (scope === 'all' ? '' : scope === 'user' ? ' for each user' : ' for each value');

function atLimitWords(config: RateLimitConfig): string {
  if (config.atLimit === 'wait') return `waits ${durationText(config.maxWaitMs)}`;
  return config.atLimit === 'reject' ? 'then rejects' : 'then other way';
}
