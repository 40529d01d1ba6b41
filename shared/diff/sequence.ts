import { isSameData } from '../kinds/index.ts';

export interface MergedOrder {
  readonly keys: readonly string[];
  /** Both sides ordered the same items differently, or put different ones at the same place. */
  readonly isConflict: boolean;
}

/**
 * The order of `kept` (keys of items that the merge keeps) out of three orders. What one side alone moved stays moved; what one
 * side alone added follows what it follows there. Where both have an opinion, `first` has its way.
 */
export function mergedOrder(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
  kept: ReadonlySet<string>,
  first: 'mine' | 'theirs',
): MergedOrder {
  const [inMine, inTheirs, inBase] = [new Set(mine), new Set(theirs), new Set(base)];
  const isShared = (key: string): boolean => kept.has(key) && inMine.has(key) && inTheirs.has(key);
  const [ours, their] = [mine.filter(isShared), theirs.filter(isShared)];
  const before = base.filter(isShared);
  const isOld = (key: string): boolean => inBase.has(key);
  const mineMoved = !isSameData(ours.filter(isOld), before);
  const theirsMoved = !isSameData(their.filter(isOld), before);
  const isAgreed = isSameData(ours, their);
  const isContested = !isAgreed && mineMoved === theirsMoved;
  const spine = isAgreed || (isContested ? first === 'mine' : mineMoved) ? ours : their;
  const [mineGaps, theirGaps] = [gapsOf(mine, spine, kept), gapsOf(theirs, spine, kept)];
  let isCrowded = false;
  const keys: string[] = [];
  for (let gap = 0; gap <= spine.length; gap++) {
    const before = spine[gap - 1];
    if (before !== undefined) keys.push(before);
    const [a, b] = [mineGaps.get(gap) ?? [], theirGaps.get(gap) ?? []];
    if (a.length > 0 && b.length > 0) isCrowded = true;
    keys.push(...(first === 'mine' ? [...a, ...b] : [...b, ...a]));
  }
  return { keys, isConflict: isContested || isCrowded };
}

/** Items of one side that are not in the spine, by the number of the place behind which they stand there. */
function gapsOf(side: readonly string[], spine: readonly string[], kept: ReadonlySet<string>): ReadonlyMap<number, readonly string[]> {
  const place = new Map(spine.map((key, at) => [key, at + 1]));
  const gaps = new Map<number, string[]>();
  let gap = 0;
  for (const key of side) {
    if (!kept.has(key)) continue;
    const at = place.get(key);
    if (at !== undefined) gap = at;
    else gaps.set(gap, [...(gaps.get(gap) ?? []), key]);
  }
  return gaps;
}
