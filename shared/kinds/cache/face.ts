import type { Face } from '../kind.ts';
import { durationText, numberText } from '../words.ts';
import type { CacheConfig } from './config.ts';

/** Which answers are kept, by the lowest tier of them. */
export const KEPT: Readonly<Record<CacheConfig['keepsDownToTier'], string>> = {
  1: 'answers of tier 1 only',
  2: 'answers of tier 1 and 2',
  3: 'answers of every tier',
};

export const cacheFace: Face<CacheConfig> = {
  title: 'Cache',
  purpose: 'Answers from what it has kept; what it does not know it asks below, and keeps the answer.',
  group: 'answers',
  glyph: { name: 'box of cards', paths: ['M2.6 6.4h10.8v7H2.6z', 'M4.2 4.4h7.6', 'M5.6 2.4h4.8', 'M6.4 9.2h3.2'] },
  silhouette: 'plain',
  isCallable: true,
  ports: () => [{ id: 'next', label: 'on a miss', required: true }],
  summary(config) {
    const room = config.maxEntries === null ? '' : `, ${numberText(config.maxEntries)} answers`;
    return `${config.mode}, keeps ${durationText(config.ttlMs)}${config.refreshOnHit ? ' since last hit' : ''}${room}`;
  },
  keywords: ['memory', 'semantic', 'hit', 'ttl', 'reuse', 'embedding', 'lru', 'stale'],
};
