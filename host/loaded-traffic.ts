import { kinds, routeCounts } from '../shared/kinds/index.ts';
import type { MetadataColumn, Traffic } from '../shared/model/index.ts';
import { type ColumnMapping, type PresetId, summarise } from '../shared/traffic/index.ts';
import { problem } from './files/index.ts';
import { loadTraffic, previewTraffic } from './traffic/index.ts';

/** Each may be a few hundred megabytes, so only the last ones are kept. */
const MOST_TRAFFIC = 4;

/** Values of a column that are offered to a person who writes a condition. */
const MOST_VALUES = 12;

/** Traffic in memory, by handle. Answers in the contract's shapes; paths must already lie inside the boundary. */
export function createTrafficMemory() {
  const kept = new Map<string, { readonly traffic: Traffic; readonly sha256: string }>();
  let loadCount = 0;
  return {
    get: (trafficId: string) => kept.get(trafficId),

    columns(trafficId: string) {
      const traffic = kept.get(trafficId)?.traffic;
      if (traffic === undefined) return null;
      return Object.entries(traffic.metadata).map(([key, column]) => ({ key, values: commonest(column) }));
    },

    routes(trafficId: string, config: Readonly<Record<string, unknown>>) {
      const traffic = kept.get(trafficId)?.traffic;
      if (traffic === undefined) return problem('gone', 'This traffic is no longer in memory. Choose it again.');
      const parsed = kinds.get('router')?.config.schema.safeParse(config);
      if (parsed?.success !== true) return problem('bad-config', 'These routes are not those of a router, so nothing was counted.');
      const counted = routeCounts(parsed.data, traffic);
      if (counted === null) return problem('no-complexity', 'This traffic does not record how hard its requests are.');
      return { ok: true as const, counts: [...counted.counts], requests: counted.requests, of: traffic.requestCount };
    },

    async preview(path: string) {
      const seen = await previewTraffic(path);
      if (!seen.ok) {
        const { reason, message } = seen.error;
        const isKnown = reason === 'not-found' || reason === 'not-readable';
        return problem(isKnown ? reason : 'unknown-format', message);
      }
      const { preset, columns, rows, mapping } = seen.value;
      const { metadata, ...named } = mapping;
      return {
        ok: true as const,
        preset,
        columns: [...columns],
        rows: rows.map((row) => [...row]),
        mapping: { ...named, ...(metadata && { metadata: [...metadata] }) },
      };
    },

    async load(path: string, preset: PresetId | 'auto', mapping: ColumnMapping, signal: AbortSignal | undefined) {
      const loaded = await loadTraffic(path, { preset, mapping, ...(signal && { signal }) });
      if (!loaded.ok) return problem(loaded.error.reason, loaded.error.message);
      const { traffic, sha256, rejected, notes } = loaded.value;
      const trafficId = `traffic-${++loadCount}`;
      kept.set(trafficId, { traffic, sha256 });
      for (const oldest of [...kept.keys()].slice(0, -MOST_TRAFFIC)) kept.delete(oldest);
      const summary = summarise(traffic);
      return {
        ok: true as const,
        traffic: {
          trafficId,
          path,
          sha256,
          summary: { ...summary, metadataColumns: [...summary.metadataColumns] },
          rejected: rejected.map((rows) => ({ ...rows })),
          notes: [...notes],
        },
      };
    },
  };
}

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
