import { useRef } from 'react';

/**
 * Keeps the objects of the last drawing for whatever has not changed: React Flow and every card and wire go by identity, and a card that is dragged
 * must not draw five hundred others again.
 */
export function stable<Item extends { readonly id: string }>(before: readonly Item[], after: readonly Item[]): Item[] {
  const known = new Map(before.map((item) => [item.id, item]));
  let isSame = before.length === after.length;
  const items = after.map((item, position) => {
    const last = known.get(item.id);
    const kept = last !== undefined && isEqual(last, item) ? last : item;
    if (kept !== before[position]) isSame = false;
    return kept;
  });
  return isSame ? (before as Item[]) : items;
}

export function useStable<Item extends { readonly id: string }>(after: readonly Item[]): Item[] {
  const last = useRef<{ readonly from: readonly Item[]; readonly items: Item[] }>({ from: [], items: [] });
  if (last.current.from !== after) last.current = { from: after, items: stable(last.current.items, after) };
  return last.current.items;
}

export const isSameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, position) => item === b[position]);

/** Of plain data. Parts of a document are the same objects as long as they say the same, so most of it ends at the first line. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, position) => isEqual(item, b[position]));
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => isEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
