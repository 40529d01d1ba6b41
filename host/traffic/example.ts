import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Traffic } from '../../shared/model/index.ts';
import { generate, type TrafficSpec, trafficSpecSchema } from '../../shared/traffic/index.ts';

/** File of an example's traffic, and of the description that made it: they stand side by side. */
export const EXAMPLE_TRAFFIC = 'traffic.csv.gz';
export const EXAMPLE_SPEC = 'traffic.spec.json';

/** An example's traffic made anew from its description. Throws when that is missing or wrong: it is ours. */
export async function generateExample(folder: string): Promise<Traffic> {
  const { spec, seed } = parseSpec(await readFile(join(folder, EXAMPLE_SPEC), 'utf8'));
  return generate(spec, seed);
}

/** Label and origin of a shipped example's traffic; null for every other file, which is taken as recorded. */
export async function originOfExample(path: string): Promise<{ label: string; origin: Traffic['origin'] } | null> {
  if (basename(path) !== EXAMPLE_TRAFFIC) return null;
  let text: string;
  try {
    text = await readFile(join(dirname(path), EXAMPLE_SPEC), 'utf8');
  } catch {
    // Somebody's own traffic.csv.gz: nothing says that it was generated.
    return null;
  }
  return { label: parseSpec(text).spec.label, origin: 'generated' };
}

function parseSpec(text: string): { spec: TrafficSpec; seed: number } {
  const { seed, ...spec } = JSON.parse(text);
  return { spec: trafficSpecSchema.parse(spec), seed: Number(seed) };
}
