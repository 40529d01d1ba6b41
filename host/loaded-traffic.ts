import type { Traffic } from '../shared/model/index.ts';
import { type ColumnMapping, type PresetId, summarise } from '../shared/traffic/index.ts';
import { problem } from './files/index.ts';
import { loadTraffic, previewTraffic } from './traffic/index.ts';

/** Each may be a few hundred megabytes, so only the last ones are kept. */
const MOST_TRAFFIC = 4;

/** Traffic in memory, by handle. Answers in the contract's shapes; paths must already lie inside the boundary. */
export function createTrafficMemory() {
  const kept = new Map<string, { readonly traffic: Traffic; readonly sha256: string }>();
  let loadCount = 0;
  return {
    get: (trafficId: string) => kept.get(trafficId),

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
