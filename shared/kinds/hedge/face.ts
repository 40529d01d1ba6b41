import type { Face } from '../kind.ts';
import { durationText, plural } from '../words.ts';
import type { HedgeConfig } from './config.ts';

export const hedgeFace: Face<HedgeConfig> = {
  title: 'Hedge',
  purpose: 'Calls a second time when the first call is slow; the first answer wins and the other call is given up.',
  group: 'protection',
  glyph: {
    name: 'two arrows, one starting later',
    paths: ['M2.2 5h10.4', 'M10.2 2.6 12.6 5l-2.4 2.4', 'M6.6 11h7.2', 'M11.4 8.6l2.4 2.4-2.4 2.4'],
  },
  silhouette: 'plain',
  isCallable: true,
  ports: () => [
    { id: 'primary', label: 'first call', required: true },
    { id: 'hedge', label: 'later calls', required: false },
  ],
  summary: (config) =>
    config.delayMs === 0
      ? `${plural(config.maxHedges + 1, 'call')} at once, first answer wins`
      : `${plural(config.maxHedges, 'more call')} after ${durationText(config.delayMs)}${config.maxHedges > 1 ? ' each' : ''}, first answer wins`,
  keywords: ['speculative', 'backup request', 'tail', 'latency', 'p99', 'race', 'parallel'],
};
