import type { Face } from '../kind.ts';
import { plural } from '../words.ts';
import type { FallbackConfig } from './config.ts';

export const fallbackFace: Face<FallbackConfig> = {
  title: 'Fallback',
  purpose: 'Tries its tiers in order until one of them answers.',
  group: 'flow',
  glyph: { name: 'steps leading down', paths: ['M1.8 3h3.7v4.2h3.7v4.2h4.6', 'm11.6 9.2 2.2 2.2-2.2 2.2'] },
  silhouette: 'fallback',
  isCallable: true,
  ports: (config) => config.tiers.map((tier, index) => ({ id: tier.id, label: `tier ${index + 1}`, required: true })),
  summary: (config) =>
    config.tiers.length === 1
      ? 'one tier, nothing to fall back to'
      : `tries ${plural(config.tiers.length, 'tier')} in order until one answers`,
  keywords: ['tier', 'degrade', 'failover', 'backup', 'chain', 'alternative'],
};
