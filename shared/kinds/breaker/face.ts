import type { Face } from '../kind.ts';
import { durationText, numberText, percentText } from '../words.ts';
import type { BreakerConfig } from './config.ts';

export const breakerFace: Face<BreakerConfig> = {
  title: 'Circuit breaker',
  purpose: 'After repeated failures it stops calling for a while, so the next tier answers at once.',
  group: 'protection',
  glyph: {
    name: 'an open switch',
    paths: [
      'M1.4 8.2h2.7M11.9 8.2h2.7',
      'M5.3 7.5 10.6 4.4',
      'M4.1 8.2a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0',
      'M10.5 8.2a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0',
    ],
  },
  silhouette: 'breaker',
  isCallable: true,
  ports: () => [{ id: 'next', label: 'next', required: true }],
  summary(config) {
    const trip = `${config.threshold === 'exceeded' ? 'more than ' : ''}${
      config.tripRule === 'rate' ? percentText(config.failureRatio) : numberText(config.failureCount)
    } ${windowText(config)}`;
    return config.mode === 'observe-only'
      ? `watches only: would open after ${trip}`
      : `opens after ${trip}, tries again after ${durationText(config.openForMs)}`;
  },
  keywords: ['breaker', 'cooldown', 'trip', 'open', 'half-open', 'outage', 'cascade'],
};

function windowText(config: BreakerConfig): string {
  const inARow = config.tripRule === 'consecutive';
  if (config.windowKind === 'calls') return `${inARow ? 'in a row ' : ''}of ${numberText(config.windowCalls)} calls`;
  if (config.windowKind === 'none') return inARow ? 'in a row' : 'since it closed';
  return `${inARow ? 'in a row ' : ''}in ${durationText(config.windowMs)}`;
}
