import { type CostUnit, fail, LOG_COLUMNS, type LogColumn, ok, type PresetId, type Result, type TimeUnit } from '../model/index.ts';
import { type Preset, presetOf, presets } from './presets.ts';

/** What a person may say about the columns of their log; what they leave out is found by name. Null = the log does not have it, whatever its names say. */
export type ColumnMapping = Readonly<Partial<Record<LogColumn, string | null | undefined>>> & {
  readonly metadata?: readonly string[] | undefined;
  readonly timeUnit?: TimeUnit | undefined;
  /** IANA name; of dates that carry no offset. Left out = UTC. */
  readonly timeZone?: string | undefined;
  /** Of latency and time to the first token. */
  readonly durationUnit?: TimeUnit | undefined;
  readonly costUnit?: CostUnit | undefined;
};

/** A mapping whose every name is a column of the file, spelt as the file spells it. */
export type ResolvedMapping = Readonly<Record<LogColumn, string | null>> & {
  readonly preset: PresetId;
  readonly arrival: string;
  readonly inputTokens: string;
  readonly outputTokens: string;
  readonly metadata: readonly string[];
  /** Unit of numeric times; null = from the size of the values. */
  readonly timeUnit: TimeUnit | null;
  readonly timeZone: string | null;
  /** Null = by comparing with the times. */
  readonly latencyUnit: TimeUnit | null;
  readonly firstTokenUnit: TimeUnit | null;
  readonly costUnit: CostUnit;
  readonly zeroOutputIsFailure: boolean;
  /** Rows that are calls of a model; null = all. */
  readonly calls: { readonly column: string; readonly pattern: string; readonly isKept: boolean } | null;
};

export interface MappingError {
  readonly reason: 'no-time-column' | 'no-token-column' | 'unknown-column';
  /** Names the columns found, the one missing and what to do. */
  readonly message: string;
}

/** The most particular preset whose columns are all there. */
export function detectPreset(columns: readonly string[]): PresetId {
  const found = presets.find(({ signatures }) =>
    signatures.some((signature) => signature.every((name) => columnNamed(columns, [name]) !== undefined)),
  );
  return found?.id ?? 'generic';
}

/**
 * Finds the canonical columns of a log; `wanted` goes before what the preset would choose. Of several columns that would do, one that is `empty` as far as was
 * looked is taken last: gateways write columns that nobody fills.
 */
export function mappingFor(
  preset: PresetId | 'auto',
  columns: readonly string[],
  wanted: ColumnMapping = {},
  empty: ReadonlySet<string> = new Set(),
): Result<ResolvedMapping, MappingError> {
  const chosen = presetOf(preset === 'auto' ? detectPreset(columns) : preset);
  for (const name of wantedNames(wanted)) {
    if (columnNamed(columns, [name]) === undefined) {
      return fail({ reason: 'unknown-column', message: `The file has no column “${name}”. ${found(columns)} Choose one of these.` });
    }
  }

  const filled = columns.filter((column) => !empty.has(column));
  const named = (role: LogColumn): string | undefined => {
    const names = chosen.names[role] ?? [];
    return columnOf(filled, wanted[role], names) ?? columnOf(columns, wanted[role], names);
  };
  const arrival = named('arrival') ?? timeWithUnit(columns, wanted.arrival, chosen);
  if (arrival === undefined) {
    return fail({
      reason: 'no-time-column',
      message: `No column says when a request arrived, so it cannot be replayed. ${found(columns)} Say which one is the time (arrival=…).`,
    });
  }
  const inputTokens = named('inputTokens');
  if (inputTokens === undefined) return fail(tokensMissing('input', 'inputTokens', columns));
  const outputTokens = named('outputTokens');
  if (outputTokens === undefined) return fail(tokensMissing('output', 'outputTokens', columns));

  const roles = Object.fromEntries(LOG_COLUMNS.map((role) => [role, named(role) ?? null])) as Record<LogColumn, string | null>;
  const metadata = (wanted.metadata ?? chosen.metadata)
    .map((name) => columnNamed(columns, [name]))
    .filter((column) => column !== undefined);
  const calls = chosen.calls && columnNamed(columns, [chosen.calls.column]);
  const durationUnit = (column: string | null): TimeUnit | null =>
    wanted.durationUnit ?? (column === null ? null : (unitInName(column) ?? chosen.durationUnit));
  return ok({
    ...roles,
    preset: chosen.id,
    arrival,
    inputTokens,
    outputTokens,
    metadata: [...new Set(metadata)],
    timeUnit: wanted.timeUnit ?? unitInName(arrival) ?? unitOfPreset(chosen, arrival),
    timeZone: wanted.timeZone === undefined || wanted.timeZone === 'UTC' ? null : wanted.timeZone,
    latencyUnit: durationUnit(roles.latency),
    firstTokenUnit: durationUnit(roles.firstToken),
    costUnit: wanted.costUnit ?? (roles.cost !== null && /cents?$/i.test(roles.cost) ? 'cents' : chosen.costUnit),
    zeroOutputIsFailure: chosen.zeroOutputIsFailure,
    calls: chosen.calls === null || calls === undefined || calls === null ? null : { ...chosen.calls, column: calls },
  });
}

const wantedNames = (wanted: ColumnMapping): string[] =>
  [...LOG_COLUMNS.map((role) => wanted[role]), ...(wanted.metadata ?? [])].filter(
    (name) => typeof name === 'string' && name !== '',
  ) as string[];

const columnOf = (columns: readonly string[], wanted: string | null | undefined, names: readonly string[]): string | undefined =>
  wanted === null ? undefined : columnNamed(columns, wanted === undefined || wanted === '' ? names : [wanted]);

function timeWithUnit(columns: readonly string[], wanted: string | null | undefined, { names }: Preset): string | undefined {
  if (wanted !== undefined && wanted !== '') return undefined;
  return columns.find((column) => columnNamed([withoutUnit(column)], names.arrival ?? []) !== undefined);
}

/** The preset speaks of its own time column only, not of another one that a person chose. */
const unitOfPreset = (preset: Preset, arrival: string): TimeUnit | null =>
  (preset.names.arrival ?? []).some((name) => bare(name) === bare(arrival)) ? preset.timeUnit : null;

/** An exact name wins over one that only sounds the same. */
function columnNamed(columns: readonly string[], names: readonly string[]): string | undefined {
  for (const name of names) {
    const column = columns.find((candidate) => candidate === name) ?? columns.find((candidate) => bare(candidate) === bare(name));
    if (column !== undefined) return column;
  }
  return undefined;
}

const bare = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const UNIT_WORDS: Readonly<Record<string, TimeUnit>> = {
  s: 's',
  sec: 's',
  secs: 's',
  seconds: 's',
  ms: 'ms',
  millis: 'ms',
  milliseconds: 'ms',
  us: 'us',
  micros: 'us',
  microseconds: 'us',
  ns: 'ns',
  nano: 'ns',
  nanos: 'ns',
  nanoseconds: 'ns',
};

/** `arrival_ms`, `startTimeUnixNano`, `time (s)`: a unit at the end of the name, set apart from it by a sign or a capital. */
function unitInName(column: string): TimeUnit | null {
  const words = column
    .replace(/([a-z])(?=[A-Z])/g, '$1 ')
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== '');
  return words.length < 2 ? null : (UNIT_WORDS[words.at(-1)!.toLowerCase()] ?? null);
}

/** A time column under a usual name with its unit behind it: `created_at_ms`. */
const withoutUnit = (column: string): string => (unitInName(column) === null ? column : column.replace(/[\W_]*[A-Z]?[a-z]+\W*$/, ''));

function tokensMissing(word: string, key: string, columns: readonly string[]): MappingError {
  return {
    reason: 'no-token-column',
    message: `No column gives the ${word} tokens of a request, so neither its cost nor its length is known. ${found(columns)} Say which one it is (${key}=…).`,
  };
}

const MOST_NAMED = 30;

function found(columns: readonly string[]): string {
  if (columns.length === 0) return 'The file has no columns.';
  const named = columns.slice(0, MOST_NAMED).join(', ');
  return `Columns found: ${named}${columns.length > MOST_NAMED ? ` and ${columns.length - MOST_NAMED} more` : ''}.`;
}
