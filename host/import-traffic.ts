import type { PresetId } from '../shared/model/index.ts';
import type { ColumnMapping } from '../shared/traffic/index.ts';
import { type Boundary, problem } from './files/index.ts';
import type { TrafficMemory } from './loaded-traffic.ts';
import { writeRejects } from './traffic/index.ts';

export interface ImportRequest {
  readonly path: string;
  readonly preset: PresetId | 'auto';
  readonly mapping: ColumnMapping;
  readonly hashUsers: boolean;
}

/** `rows` is 0 while they are being counted. */
export interface ReadingOn {
  readonly kind: 'progress';
  readonly rowsRead: number;
  readonly rows: number;
}

/** Reads a log into memory, saying how far it is. Stopped, it rejects with the signal's reason. */
export async function importTraffic(
  boundary: Boundary,
  memory: TrafficMemory,
  { path, preset, mapping, hashUsers }: ImportRequest,
  say: (event: ReadingOn) => void,
  signal: AbortSignal,
) {
  const inside = await boundary.resolve(path, 'read');
  if (!inside.ok) return { kind: 'refused' as const, reason: inside.reason, message: inside.message };
  say({ kind: 'progress', rowsRead: 0, rows: 0 });
  const onProgress = (rowsRead: number, rows: number): void => say({ kind: 'progress', rowsRead, rows });
  const read = await memory.load(inside.path, { preset, mapping, hashUsers, onProgress, signal });
  return read.ok
    ? { kind: 'read' as const, traffic: read.traffic }
    : { kind: 'refused' as const, reason: read.reason, message: read.message };
}

/** Writes what such an import leaves out where the person points. */
export async function saveRejects(
  boundary: Boundary,
  { path, target, mayReplace, preset, mapping, hashUsers }: ImportRequest & { readonly target: string; readonly mayReplace: boolean },
  signal: AbortSignal | undefined,
) {
  const inside = await boundary.resolve(path, 'read');
  if (!inside.ok) return inside;
  const outside = await boundary.resolve(target, 'write');
  if (!outside.ok) return outside;
  const options = { preset, mapping, hashUsers, ...(signal && { signal }) };
  const rows = await writeRejects(inside.path, { target: outside.path, mayReplace }, options);
  return rows.ok ? { ok: true as const, path: outside.path, rows: rows.value } : problem(rows.error.reason, rows.error.message);
}
