import type { Preset } from './kind.ts';
import { isSameData } from './words.ts';

/** The preset whose every value a config has; which one it is follows from the values, so no field can contradict them. */
export function presetOf<Config extends object>(presets: readonly Preset<Config>[], config: Config): Preset<Config> | undefined {
  return presets.find(({ values }) => (Object.keys(values) as (keyof Config)[]).every((key) => isSame(values[key], config[key])));
}

/** Sets of failures are written in any order. */
function isSame(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || ![...a, ...b].every((item) => typeof item === 'string')) return isSameData(a, b);
  return a.length === b.length && a.every((item) => b.includes(item));
}
