import type { Cache } from '../schema.ts';

/** Of an answer in the cache: 60 s to 90 days, in whole seconds. */
export const SHORTEST_AGE_MS = 60_000;
export const LONGEST_AGE_MS = 7_776_000_000;

export const keptForMs = (ttlMs: number): number => Math.min(LONGEST_AGE_MS, Math.max(SHORTEST_AGE_MS, Math.ceil(ttlMs / 1_000) * 1_000));

export const mapCache = (config: Readonly<Record<string, any>>): Cache => ({
  mode: config['mode'] === 'semantic' ? 'semantic' : 'simple',
  max_age: Number(config['ttlMs']) / 1_000,
});
