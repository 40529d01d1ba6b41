import { kinds } from '../kinds/index.ts';

/** Values of a kind's preset. Throws when the kind no longer has it: a dialect that rests on it would then quietly be another. */
export function presetOf(kind: string, id: string): Readonly<Record<string, unknown>> {
  const preset = kinds.get(kind)?.presets?.find((one) => one.id === id);
  if (preset === undefined) throw new Error(`the kind ${kind} has no preset ${id}`);
  return preset.values as Readonly<Record<string, unknown>>;
}
