import { basename } from 'node:path';
import { fail, ok, type Result } from '../../shared/model/index.ts';
import { type ColumnMapping, detectPreset, mappingFor, type PresetId } from '../../shared/traffic/index.ts';
import { logFiles } from './log-files.ts';
import type { TrafficProblem } from './problem.ts';
import { quoteName } from './sql.ts';
import { damageOf, openTable, type Table } from './table.ts';

export interface TrafficPreview {
  readonly preset: PresetId;
  readonly columns: readonly string[];
  /** First rows as text, '' where a value is missing. */
  readonly rows: readonly (readonly string[])[];
  /** What was recognised; columns that were not are left out for the person to choose. */
  readonly mapping: ColumnMapping;
}

const PREVIEW_ROWS = 20;

/** Columns and first rows of a log, and what it seems to be. Reads the start of the file only. */
export async function previewTraffic(path: string): Promise<Result<TrafficPreview, TrafficProblem>> {
  const files = await logFiles(path);
  if (!files.ok) return files;
  let table: Table | undefined;
  try {
    table = await openTable(files.value);
    const { columns } = table;
    if (columns.length === 0) {
      return fail({
        reason: 'unknown-format',
        message: `“${basename(path)}” has no columns, so it is not a log. Choose a table with a header.`,
      });
    }
    const texts = columns.map((column) => `CAST(${quoteName(column)} AS VARCHAR)`);
    const read = await table.connection.runAndReadAll(`SELECT ${texts.join(', ')} FROM ${table.source(columns)} LIMIT ${PREVIEW_ROWS}`);
    const preset = detectPreset(columns);
    return ok({
      preset,
      columns,
      rows: read.getRows().map((row) => row.map((value) => (value === null ? '' : String(value)))),
      mapping: recognisedMapping(preset, columns),
    });
  } catch (error) {
    return fail(damageOf(files.value, basename(path), error));
  } finally {
    table?.close();
  }
}

/** Each column is looked for by itself, so that one that is missing does not hide those that were found. */
function recognisedMapping(preset: PresetId, columns: readonly string[]): ColumnMapping {
  const any = columns[0]!;
  const stand = { arrival: any, inputTokens: any, outputTokens: any };
  const found: Record<string, string> = {};
  let metadata: readonly string[] = [];
  for (const key of ['arrival', 'inputTokens', 'outputTokens'] as const) {
    const resolved = mappingFor(preset, columns, { ...stand, [key]: undefined });
    if (!resolved.ok) continue;
    found[key] = resolved.value[key];
    metadata = resolved.value.metadata;
    if (resolved.value.user !== null) found['user'] = resolved.value.user;
    if (resolved.value.complexity !== null) found['complexity'] = resolved.value.complexity;
  }
  return { ...found, metadata };
}
