import type { FlawSet, Ms } from '../../model/index.ts';
import type { Tier } from '../tier.ts';

/**
 * Kept answers by key, in order of use: a doubly linked list in plain arrays, so that it survives JSON and an answer kept or used allocates nothing but the
 * room to grow. Keys are small whole numbers.
 */
export interface Entries {
  /** Place of each key's answer, −1 for none. */
  readonly placeOf: number[];
  readonly key: number[];
  readonly tier: Tier[];
  readonly flaws: FlawSet[];
  readonly storedAtMs: Ms[];
  /** Since when the answer counts as young: when it was stored, or last used where a use refreshes it. */
  readonly freshAtMs: Ms[];
  /** Next more and less recently used place, −1 at the ends. */
  readonly newer: number[];
  readonly older: number[];
  newest: number;
  oldest: number;
}

export const createEntries = (): Entries => ({
  placeOf: [],
  key: [],
  tier: [],
  flaws: [],
  storedAtMs: [],
  freshAtMs: [],
  newer: [],
  older: [],
  newest: -1,
  oldest: -1,
});

/** −1 for none; may be out of date. */
export const placeOf = (entries: Entries, key: number): number => (key < entries.placeOf.length ? entries.placeOf[key]! : -1);

/** Keeps an answer, in the place of the key's former one or of the least recently used. True when that one had to go. */
export function store(entries: Entries, key: number, tier: Tier, flaws: FlawSet, nowMs: Ms, maxEntries: number): boolean {
  while (entries.placeOf.length <= key) entries.placeOf.push(-1);
  let place = entries.placeOf[key]!;
  let hasEvicted = false;
  if (place < 0) {
    hasEvicted = entries.key.length >= maxEntries;
    place = hasEvicted ? entries.oldest : append(entries);
    if (hasEvicted) entries.placeOf[entries.key[place]!] = -1;
    entries.key[place] = key;
    entries.placeOf[key] = place;
  }
  entries.tier[place] = tier;
  entries.flaws[place] = flaws;
  entries.storedAtMs[place] = nowMs;
  entries.freshAtMs[place] = nowMs;
  use(entries, place);
  return hasEvicted;
}

function append(entries: Entries): number {
  const place = entries.key.length;
  entries.key.push(-1);
  entries.tier.push(1);
  entries.flaws.push(0);
  entries.storedAtMs.push(0);
  entries.freshAtMs.push(0);
  entries.newer.push(-1);
  entries.older.push(entries.newest);
  if (entries.newest >= 0) entries.newer[entries.newest] = place;
  entries.newest = place;
  if (entries.oldest < 0) entries.oldest = place;
  return place;
}

/** Makes this place the most recently used one. */
export function use(entries: Entries, place: number): void {
  if (entries.newest === place) return;
  const newer = entries.newer[place]!;
  const older = entries.older[place]!;
  if (older >= 0) entries.newer[older] = newer;
  else entries.oldest = newer;
  entries.older[newer] = older;
  entries.newer[entries.newest] = place;
  entries.older[place] = entries.newest;
  entries.newer[place] = -1;
  entries.newest = place;
}
