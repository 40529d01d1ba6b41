import { createHash, randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import { numberText } from '../../shared/kinds/index.ts';
import { fail, type MetadataColumn, ok, type PresetId, type Result, type Traffic } from '../../shared/model/index.ts';
import { buildingTraffic, type ColumnMapping, mappingFor, type ResolvedMapping } from '../../shared/traffic/index.ts';
import { inSlices } from '../slices.ts';
import { EXAMPLE_TRAFFIC, originOfExample } from './example.ts';
import type { TableFile } from './file-format.ts';
import { digestLog, logFiles } from './log-files.ts';
import type { TrafficProblem } from './problem.ts';
import { type Rows, readRows } from './rows.ts';
import { damageOf, openTable, type Table } from './table.ts';

export interface LoadOptions {
  readonly preset?: PresetId | 'auto';
  readonly mapping?: ColumnMapping;
  /** Called about every 100 000 rows, and at the end; first with 0, once the rows are counted. */
  readonly onProgress?: (rowsRead: number, rows: number) => void;
  /** Aborting it stops the import: the promise rejects with the signal's reason, as Node's own functions do. */
  readonly signal?: AbortSignal;
  /** Users become sha256 of a salt and their name. The salt is made for this import and forgotten, so that nobody can try names against what is kept. */
  readonly hashUsers?: boolean;
  /** Memory that is free for the columns; left out = what the system says. */
  readonly availableBytes?: number;
}

/** Rows that could not be used. `firstLine` counts from 1, the header included; a quoted line break moves it. Null where several files were read as one log. */
export interface RejectedRows {
  readonly reason: string;
  readonly rows: number;
  readonly firstLine: number | null;
}

export interface LoadedTraffic {
  readonly traffic: Traffic;
  /** Of the file's bytes as they are on disk; of several files, of their sha256s, one a line in the order of their paths. */
  readonly sha256: string;
  readonly rejected: readonly RejectedRows[];
  readonly mapping: ResolvedMapping;
  /** What was assumed or repaired while reading, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads CSV, TSV, JSON lines, JSON or Parquet into canonical columns: one file, or all that a pattern (`logs/*.parquet`) names, as one log. Rows are streamed, so
 * that only the columns have to fit into memory. Rows that cannot be used are counted, never dropped in silence.
 */
export async function loadTraffic(path: string, options: LoadOptions = {}): Promise<Result<LoadedTraffic, TrafficProblem>> {
  const { signal } = options;
  signal?.throwIfAborted();
  const files = await logFiles(path);
  if (!files.ok) return files;
  // Beside the import: it reads the same bytes, and what it finds wrong goes before what DuckDB makes of them.
  const digesting = digestLog(files.value, signal);
  const [digest, read] = await Promise.all([digesting, readLog(path, files.value, options).catch((error: unknown) => ({ thrown: error }))]);
  if (!digest.ok) return digest;
  if ('thrown' in read) throw read.thrown;
  return read.ok ? ok({ ...read.value, sha256: digest.value }) : read;
}

async function readLog(
  path: string,
  files: readonly TableFile[],
  options: LoadOptions,
): Promise<Result<Omit<LoadedTraffic, 'sha256'>, TrafficProblem>> {
  const { signal } = options;
  let table: Table | undefined;
  // What DuckDB is at would else go on to its end before the import hears of the abort.
  const interrupt = (): void => table?.connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    table = await openTable(files, { signal });
    signal?.throwIfAborted();
    const mapping = mappingFor(options.preset ?? 'auto', table.columns, options.mapping, table.empty);
    if (!mapping.ok) return fail(problemOf(basename(path), mapping.error.reason, mapping.error.message));
    const rows = await readRows(table, mapping.value, firstLineOf(files), options);
    if (!rows.ok) return fail({ ...rows.error, message: `“${basename(path)}” ${rows.error.message}` });

    const source = (await originOfExample(path)) ?? { label: basename(path), origin: 'recorded' };
    const columns = options.hashUsers ? withHashedUsers(rows.value.columns) : rows.value.columns;
    const built = await inSlices(buildingTraffic({ ...source, ...columns }), { signal });
    if (!built.ok) return fail({ reason: 'bad-values', message: `“${basename(path)}”: ${built.error}` });
    const { traffic, outOfOrder } = built.value;
    const notes = [...rows.value.notes];
    if (outOfOrder > 0) {
      notes.push(
        `${numberText(outOfOrder)} of ${numberText(traffic.requestCount)} requests stood later in the log than a request that came after them; they were sorted by time.`,
      );
    }
    const steps = stepsOf(traffic);
    if (steps !== null) notes.push(steps);
    return ok({ traffic, rejected: rows.value.rejected, mapping: mapping.value, notes });
  } catch (error) {
    signal?.throwIfAborted();
    return fail(damageOf(files, basename(path), error));
  } finally {
    signal?.removeEventListener('abort', interrupt);
    table?.close();
  }
}

/** The traffic that an example ships in its folder. */
export const trafficFromExample = (folder: string, options: LoadOptions = {}): Promise<Result<LoadedTraffic, TrafficProblem>> =>
  loadTraffic(join(folder, EXAMPLE_TRAFFIC), options);

/** From half a second on, bursts are made by the clock of the log and not by its users. */
const COARSE_STEP_MS = 500;
const FEWEST_REQUESTS = 100;

/** A sentence where most requests share their instant with others, as in a log whose clock is coarse; null elsewhere. */
function stepsOf({ arrivalMs, requestCount }: Traffic): string | null {
  const last = arrivalMs[requestCount - 1]!;
  let instants = 1;
  for (let at = 1; at < requestCount; at++) if (arrivalMs[at] !== arrivalMs[at - 1]) instants++;
  const stepMs = instants < 2 ? 0 : last / (instants - 1);
  if (requestCount < FEWEST_REQUESTS || 2 * instants > requestCount || stepMs < COARSE_STEP_MS) return null;
  return `Its times come in steps of about ${Number((stepMs / 1000).toPrecision(2))} s with ${Math.round(requestCount / instants)} requests each, so figures of windows shorter than three steps are those of its clock.`;
}

/** Of the first row, counted from 1; null where several files are read as one. */
export const firstLineOf = (files: readonly TableFile[]): number | null => (files.length > 1 ? null : files[0]?.format === 'csv' ? 2 : 1);

/** Enough that two users of one log are never the same. */
const HASH_CHARACTERS = 24;

function withHashedUsers(columns: Rows['columns']): Rows['columns'] {
  const salt = randomBytes(32);
  const hashed = columns.users.map((user) => createHash('sha256').update(salt).update(user).digest('hex').slice(0, HASH_CHARACTERS));
  const metadata = Object.entries(columns.metadata).map(([key, column]): [string, MetadataColumn] => [
    key,
    // A router may read the user too; it is then the same column.
    column.codes === columns.user ? { ...column, values: hashed } : column,
  ]);
  return { ...columns, users: hashed, metadata: Object.fromEntries(metadata) };
}

function problemOf(name: string, reason: 'no-time-column' | 'no-token-column' | 'unknown-column', message: string): TrafficProblem {
  // A table whose time is there but whose tokens are not is a table of something else.
  return { reason: reason === 'no-time-column' ? 'no-time-column' : 'unknown-format', message: `“${name}”: ${message}` };
}
