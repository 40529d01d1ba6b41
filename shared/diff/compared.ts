import { isSameData } from '../kinds/index.ts';

export interface Compared<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  readonly changed: readonly (readonly [was: T, now: T])[];
}

export function compared<T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string): Compared<T> {
  const was = new Map(before.map((item) => [keyOf(item), item]));
  const is = new Set(after.map(keyOf));
  const changed: (readonly [T, T])[] = [];
  for (const item of after) {
    const old = was.get(keyOf(item));
    if (old !== undefined && old !== item && !isSameData(old, item)) changed.push([old, item]);
  }
  return { added: after.filter((item) => !was.has(keyOf(item))), removed: before.filter((item) => !is.has(keyOf(item))), changed };
}
