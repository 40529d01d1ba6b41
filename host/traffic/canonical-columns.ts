import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { MetadataColumn, Traffic } from '../../shared/model/index.ts';

/** A traffic as one list of columns of numbers, and the texts that their codes stand for: how it is hashed, written and read. */

export type ColumnType = 'DOUBLE' | 'FLOAT' | 'INTEGER' | 'UINTEGER' | 'UTINYINT';
type Values = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;
const ARRAYS = {
  DOUBLE: Float64Array,
  FLOAT: Float32Array,
  INTEGER: Int32Array,
  UINTEGER: Uint32Array,
  UTINYINT: Uint8Array,
} as const satisfies Record<ColumnType, unknown>;

export interface CanonicalColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly values: Values;
}

/** Texts by column; those of users under `user`, of metadata under `metadata/KEY`. */
export type Dictionaries = Readonly<Record<string, readonly string[]>>;

export interface CanonicalTraffic {
  /** Unix time of the first request, ms; null = the log counts from a beginning of its own. */
  readonly startUnixMs: number | null;
  readonly columns: readonly CanonicalColumn[];
  readonly dictionaries: Dictionaries;
}

const METADATA = 'metadata/';

export const emptyColumn = (type: ColumnType, rows: number): Values => new ARRAYS[type](rows);

export function canonicalOf(traffic: Traffic): CanonicalTraffic {
  const columns: CanonicalColumn[] = [];
  const dictionaries: Record<string, readonly string[]> = {};
  const add = (name: string, type: ColumnType, values: Values | null | undefined): void => {
    if (values != null) columns.push({ name, type, values });
  };
  const addCoded = (name: string, column: MetadataColumn | null): void => {
    if (column === null) return;
    add(name, 'INTEGER', column.codes);
    dictionaries[name] = column.values;
  };
  add('arrival_ms', 'DOUBLE', traffic.arrivalMs);
  add('input_tokens', 'UINTEGER', traffic.inputTokens);
  add('output_tokens', 'UINTEGER', traffic.outputTokens);
  addCoded('user', traffic.user && { codes: traffic.user, values: traffic.users });
  add('complexity', 'FLOAT', traffic.complexity);
  add('luck_key', 'UINTEGER', traffic.luckKey);
  for (const key of Object.keys(traffic.metadata)) addCoded(`${METADATA}${key}`, traffic.metadata[key]!);
  const { recorded } = traffic;
  if (recorded !== undefined) {
    add('latency_ms', 'FLOAT', recorded.latencyMs);
    add('ttft_ms', 'FLOAT', recorded.ttftMs);
    add('outcome', 'UTINYINT', recorded.outcome);
    addCoded('model', recorded.model);
    addCoded('provider', recorded.provider);
    add('usd', 'DOUBLE', recorded.usd);
  }
  return { startUnixMs: traffic.startUnixMs ?? null, columns, dictionaries };
}

/** The traffic again. Throws when a column is missing or of another type: what is read has been hashed before. */
export function trafficOf({ startUnixMs, columns, dictionaries }: CanonicalTraffic, label: string, origin: Traffic['origin']): Traffic {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const optional = <Type extends ColumnType>(name: string, type: Type): InstanceType<(typeof ARRAYS)[Type]> | null => {
    const column = byName.get(name);
    if (column === undefined) return null;
    if (!(column.values instanceof ARRAYS[type])) throw new Error(`the column “${name}” holds ${column.type}, not ${type}`);
    return column.values as InstanceType<(typeof ARRAYS)[Type]>;
  };
  const needed = <Type extends ColumnType>(name: string, type: Type): InstanceType<(typeof ARRAYS)[Type]> => {
    const values = optional(name, type);
    if (values === null) throw new Error(`the column “${name}” is missing`);
    return values;
  };
  const coded = (name: string): MetadataColumn | null => {
    const codes = optional(name, 'INTEGER');
    if (codes === null) return null;
    const values = dictionaries[name];
    if (values === undefined) throw new Error(`the texts of the column “${name}” are missing`);
    return { codes, values };
  };
  const arrivalMs = needed('arrival_ms', 'DOUBLE');
  const user = coded('user');
  const luckKey = optional('luck_key', 'UINTEGER');
  const latencyMs = optional('latency_ms', 'FLOAT');
  return {
    label,
    origin,
    requestCount: arrivalMs.length,
    arrivalMs,
    ...(startUnixMs !== null && { startUnixMs }),
    inputTokens: needed('input_tokens', 'UINTEGER'),
    outputTokens: needed('output_tokens', 'UINTEGER'),
    user: user?.codes ?? null,
    users: user?.values ?? [],
    complexity: optional('complexity', 'FLOAT'),
    metadata: Object.fromEntries(
      columns
        .filter(({ name }) => name.startsWith(METADATA))
        .map(({ name }): [string, MetadataColumn] => [name.slice(METADATA.length), coded(name)!]),
    ),
    ...(luckKey !== null && { luckKey }),
    ...(latencyMs !== null && {
      recorded: {
        latencyMs,
        ttftMs: optional('ttft_ms', 'FLOAT'),
        outcome: needed('outcome', 'UTINYINT'),
        model: coded('model'),
        provider: coded('provider'),
        usd: optional('usd', 'DOUBLE'),
      },
    }),
  };
}

const HASHED_BYTES = 1 << 23;

/** sha256 over names, types, values and texts, in slices. Bytes are hashed as they lie in memory, little-endian wherever Node runs but on s390x. */
export async function canonicalSha256({ startUnixMs, columns, dictionaries }: CanonicalTraffic, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  hash.update(`${startUnixMs}\n`);
  for (const { name, type, values } of columns) {
    hash.update(`${JSON.stringify(name)} ${type} ${values.length}\n`);
    for (let from = 0; from < values.byteLength; from += HASHED_BYTES) {
      hash.update(new Uint8Array(values.buffer, values.byteOffset + from, Math.min(HASHED_BYTES, values.byteLength - from)));
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
  for (const name of Object.keys(dictionaries).sort()) hash.update(`${JSON.stringify(name)} ${JSON.stringify(dictionaries[name])}\n`);
  return hash.digest('hex');
}
