import type { Face } from '../kind.ts';
import { durationText } from '../words.ts';
import type { DeadlineConfig } from './config.ts';

export const deadlineFace: Face<DeadlineConfig> = {
  title: 'Deadline',
  purpose: 'Gives everything below one time to end by, and lets retries know how much of it is left.',
  group: 'protection',
  glyph: { name: 'flag at the end of a way', paths: ['M11 13.6V2.6', 'M11 3h-6.2l1.5 2-1.5 2H11', 'M2.2 13.6h11.6'] },
  silhouette: 'plain',
  isCallable: true,
  ports: () => [{ id: 'next', label: 'next', required: true }],
  summary: (config) => `everything below within ${durationText(config.budgetMs)}`,
  keywords: ['timeout', 'time limit', 'time budget', 'latency', 'sla'],
};
