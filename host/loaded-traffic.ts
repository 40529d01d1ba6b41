import { kinds, routeCounts } from '../shared/kinds/index.ts';
import type { MadeFrom, MetadataColumn, PresetId, Traffic } from '../shared/model/index.ts';
import { type ColumnMapping, stepText, summarising } from '../shared/traffic/index.ts';
import { problem } from './files/index.ts';
import { inSlices } from './slices.ts';
import { type LoadOptions, loadTraffic, previewTraffic, type TrafficPreview } from './traffic/index.ts';

/** Each may be a few hundred megabytes, so only the last ones are kept. */
const MOST_TRAFFIC = 4;

/** Values of a column that are offered to a person who writes a condition. */
const MOST_VALUES = 12;

/** A traffic in memory and where it came from. */
export interface KeptTraffic {
  readonly traffic: Traffic;
  /** By which runs name it: of the log's file, or of that and the steps that were done to it since. */
  readonly sha256: string;
  /** Of the log; null where it was not read from one that is known. */
  readonly path: string | null;
}

export type TrafficMemory = ReturnType<typeof createTrafficMemory>;

/** Traffic in memory, by handle. Answers in the contract's shapes; paths must already lie inside the boundary. */
export function createTrafficMemory() {
  const kept = new Map<string, KeptTraffic>();
  let loadCount = 0;

  /** What is used is forgotten last. */
  function get(trafficId: string): KeptTraffic | undefined {
    const found = kept.get(trafficId);
    if (found !== undefined) {
      kept.delete(trafficId);
      kept.set(trafficId, found);
    }
    return found;
  }

  /** Keeps it and hands out its handle. */
  async function put(added: KeptTraffic, signal?: AbortSignal) {
    const { traffic, sha256, path } = added;
    const { metadataColumns, ...summary } = await inSlices(summarising(traffic), { signal });
    const trafficId = `traffic-${++loadCount}`;
    kept.set(trafficId, added);
    for (const oldest of [...kept.keys()].slice(0, -MOST_TRAFFIC)) kept.delete(oldest);
    return {
      trafficId,
      path,
      sha256,
      summary: { ...summary, metadataColumns: [...metadataColumns] },
      rejected: [] as { reason: string; rows: number; firstLine: number | null }[],
      hasOutcomes: traffic.recorded !== undefined,
      ...(traffic.madeFrom && { recipe: recipeOf(traffic.madeFrom) }),
    };
  }

  return {
    get,
    put,

    columns(trafficId: string) {
      const traffic = get(trafficId)?.traffic;
      if (traffic === undefined) return null;
      return Object.entries(traffic.metadata).map(([key, column]) => ({ key, values: commonest(column) }));
    },

    /** Requests by equal spans of the time from the first to the last. */
    arrivals(trafficId: string, spans: number): number[] | null {
      const traffic = kept.get(trafficId)?.traffic;
      if (traffic === undefined) return null;
      const counts = new Array<number>(spans).fill(0);
      const { arrivalMs } = traffic;
      const firstMs = arrivalMs[0] ?? 0;
      // One request, or many at one instant, have no duration and fall into the first span.
      const durationMs = (arrivalMs.at(-1) ?? 0) - firstMs || 1;
      for (const atMs of arrivalMs) counts[Math.min(spans - 1, Math.floor(((atMs - firstMs) / durationMs) * spans))]!++;
      return counts;
    },

    routes(trafficId: string, config: Readonly<Record<string, unknown>>) {
      const traffic = get(trafficId)?.traffic;
      if (traffic === undefined) return problem('gone', 'This traffic is no longer in memory. Choose it again.');
      const parsed = kinds.get('router')?.config.schema.safeParse(config);
      if (parsed?.success !== true) return problem('bad-config', 'These routes are not those of a router, so nothing was counted.');
      const counted = routeCounts(parsed.data, traffic);
      if (counted === null) return problem('no-complexity', 'This traffic does not record how hard its requests are.');
      return { ok: true as const, counts: [...counted.counts], requests: counted.requests, of: traffic.requestCount };
    },

    async preview(path: string, preset: PresetId | 'auto', mapping: ColumnMapping) {
      const seen = await previewTraffic(path, { preset, mapping });
      if (!seen.ok) {
        const { reason, message } = seen.error;
        const isKnown = reason === 'not-found' || reason === 'not-readable';
        return problem(isKnown ? reason : 'unknown-format', message);
      }
      return { ok: true as const, ...structuredClone(seen.value as Mutable<TrafficPreview>) };
    },

    async load(path: string, options: LoadOptions) {
      const loaded = await loadTraffic(path, options);
      if (!loaded.ok) return problem(loaded.error.reason, loaded.error.message);
      const { traffic, sha256, rejected, notes } = loaded.value;
      const handle = await put({ traffic, sha256, path }, options.signal);
      return { ok: true as const, traffic: { ...handle, rejected: rejected.map((rows) => ({ ...rows })), notes: [...notes] } };
    },
  };
}

/** As the contract has it, which knows nothing of what must not be changed. */
type Mutable<T> = T extends object ? { -readonly [Key in keyof T]: Mutable<T[Key]> } : T;

const recipeOf = ({ steps, sentences }: MadeFrom) => steps.map((step, at) => ({ words: stepText(step), sentence: sentences[at]! }));

/** By how many requests have the value; ties in the order of the log. */
function commonest({ codes, values }: MetadataColumn): string[] {
  const counts = new Float64Array(values.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return values
    .map((value, code) => ({ value, count: counts[code]! }))
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_VALUES)
    .map(({ value }) => value);
}
