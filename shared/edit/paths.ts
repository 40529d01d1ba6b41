import { isSameData } from '../kinds/index.ts';

/** Plain JSON values: compared and changed at a path, sharing what does not change. */

export type Path = readonly (string | number)[];

/** `tiers.0.name` → ['tiers', 0, 'name']. A segment of digits is a position in a list. */
export const parsePath = (dotted: string): Path => dotted.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/** Value at a path, or undefined where the path leads nowhere. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** Same root when the value is there already, or when the path leads through something that is neither list nor object. */
export function withValueAt<T>(root: T, path: Path, value: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return isSameData(root, value) ? root : (value as T);
  if (Array.isArray(root)) {
    if (typeof key !== 'number' || key > root.length) return root;
    const after = withValueAt(root[key], rest, value);
    if (key < root.length && after === root[key]) return root;
    const list = [...root];
    list[key] = after;
    return list as T;
  }
  if (typeof root !== 'object' || root === null) return root;
  const before = Object.hasOwn(root, key) ? (root as Record<string | number, unknown>)[key] : undefined;
  // A nested object that does not exist yet is made, so that `backoff.baseMs` can be set before `backoff` was ever written.
  const after = withValueAt(before === undefined && rest.length > 0 ? {} : before, rest, value);
  if (after === before && Object.hasOwn(root, key)) return root;
  return { ...root, [key]: after };
}
