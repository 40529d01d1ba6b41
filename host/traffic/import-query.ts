import type { TimeUnit } from '../../shared/model/index.ts';
import type { ResolvedMapping } from '../../shared/traffic/index.ts';
import { PART_SEPARATOR } from './outcome-column.ts';
import { quoteName, quoteText } from './sql.ts';
import type { Table } from './table.ts';
import { MISSING, NOT_IN_DICTIONARY } from './text-column.ts';
import { type Clock, clockOf, ticksSql } from './time-column.ts';

/** The one query that reads a log's rows, and what a sample of them tells before: how its times are written, of which unit its durations are, which texts come often. */

/** Row codes of the import query; 0 is a usable row. */
export const REJECTIONS = [
  '',
  'no time',
  'a time that cannot be read',
  'no input tokens',
  'input tokens that are not a whole number of 0 or more',
  'no output tokens',
  'output tokens that are not a whole number of 0 or more',
  'a complexity that is not between 0 and 1',
] as const;
/** Rejections that a failed request is spared: nothing was counted because nothing was answered. */
export const NO_INPUT_TOKENS = 3;
export const NO_OUTPUT_TOKENS = 5;
/** A row that records something else than a call of a model: no request, and nothing wrong with it. */
export const NOT_A_CALL = 200;

/** Stand where a figure of what became of a request would, NaN being one that the log does not give: it gives one that cannot be read; it was answered from a cache. */
export const UNREADABLE = -1;
export const CACHED = -2;

export interface Sampled {
  readonly clock: Clock;
  /** Milliseconds in a unit of the latency column and of the first token's; null = not read. */
  readonly latencyUnitMs: number | null;
  readonly firstTokenUnitMs: number | null;
  /** By text column, texts that come often; empty where few come twice. */
  readonly dictionaries: readonly (readonly string[])[];
  readonly notes: readonly string[];
  /** The unit of durations cannot be told: the person must. */
  readonly asksDurationUnit: boolean;
}

/** A text that is read into codes. `column` is its name in the log; the outcome has none, as it may be several columns. */
export interface TextSource {
  readonly column: string | null;
  readonly sql: string;
}

const SAMPLE = 'sampled_rows';
const SAMPLED_ROWS = 20_000;
/** Longer ones are prose, and prose does not come twice. */
const LONGEST_CODED_TEXT = 200;
const LONGEST_ERROR_TEXT = 160;

const textSql = (column: string): string => `CAST(${quoteName(column)} AS VARCHAR)`;
const dictionaryName = (at: number): string => `dictionary_${at}`;

/** Texts of the import, the outcome last if the log has one. */
export function textsOf(mapping: ResolvedMapping): { readonly texts: readonly TextSource[]; readonly hasOutcome: boolean } {
  const columns = [mapping.user, ...mapping.metadata, mapping.model, mapping.provider].filter((column) => column !== null);
  const texts: TextSource[] = [...new Set(columns)].map((column) => ({ column, sql: textSql(column) }));
  const outcome = outcomeSql(mapping);
  return outcome === null ? { texts, hasOutcome: false } : { texts: [...texts, { column: null, sql: outcome }], hasOutcome: true };
}

/** Status, code and class or message of the error as one text. What differs from error to error, such as a request's id, is taken out of messages. */
function outcomeSql({ status, errorCode, errorText }: ResolvedMapping): string | null {
  if (status === null && errorCode === null && errorText === null) return null;
  const part = (column: string | null): string => (column === null ? 'NULL' : textSql(column));
  if (errorCode === null && errorText === null) return part(status);
  const error =
    errorText === null
      ? 'NULL'
      : `regexp_replace(left(${textSql(errorText)}, ${LONGEST_ERROR_TEXT}), '[0-9a-fA-F-]{12,}|[0-9]{4,}', '#', 'g')`;
  const separator = quoteText(PART_SEPARATOR);
  return `CASE WHEN coalesce(${part(status)}, ${part(errorCode)}, ${part(errorText)}) IS NULL THEN NULL
    ELSE concat(${part(status)}, ${separator}, ${part(errorCode)}, ${separator}, ${error}) END`;
}

/** All columns of the log that the import reads. */
export const columnsOf = (mapping: ResolvedMapping): readonly string[] =>
  [
    ...new Set([
      mapping.arrival,
      mapping.inputTokens,
      mapping.outputTokens,
      mapping.complexity,
      mapping.end,
      mapping.latency,
      mapping.firstTokenAt,
      mapping.firstToken,
      mapping.status,
      mapping.errorCode,
      mapping.errorText,
      mapping.cost,
      mapping.costCurrency,
      mapping.cacheHit,
      mapping.user,
      mapping.model,
      mapping.provider,
      ...mapping.metadata,
      mapping.calls?.column ?? null,
    ]),
  ].filter((column) => column !== null);

/** Reads the first rows, and leaves the dictionaries in the database as types for `importSql`. */
export async function sampleRows(
  { connection }: Table,
  source: string,
  mapping: ResolvedMapping,
  texts: readonly TextSource[],
): Promise<Sampled> {
  const short = texts.map(({ sql }, at) => `, CASE WHEN length(${sql}) <= ${LONGEST_CODED_TEXT} THEN ${sql} END AS text_${at}`);
  const trimmed = (column: string | null): string => (column === null ? 'NULL::VARCHAR' : `trim(${textSql(column)})`);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${SAMPLE} AS SELECT ${trimmed(mapping.arrival)} AS time_text, ${trimmed(mapping.end)} AS end_text,
      ${trimmed(mapping.latency)} AS latency_text, ${trimmed(mapping.firstToken)} AS first_token_text ${short.join('')} FROM ${source} LIMIT ${SAMPLED_ROWS}`,
  );
  const clock = await clockOf(connection, SAMPLE, mapping);
  const durations = await durationUnits(connection, mapping, clock);
  const dictionaries: (readonly string[])[] = [];
  for (const at of texts.keys()) {
    const often = await connection.runAndReadAll(
      `SELECT CASE WHEN 2 * count(DISTINCT text_${at}) <= count(text_${at}) THEN list(DISTINCT text_${at}) FILTER (WHERE text_${at} IS NOT NULL) END FROM ${SAMPLE}`,
    );
    const list = often.getRows()[0]![0] as { readonly items: readonly string[] } | null;
    dictionaries.push(list?.items ?? []);
    if (list !== null && list.items.length > 0) {
      await connection.run(`CREATE TYPE ${dictionaryName(at)} AS ENUM (${list.items.map(quoteText).join(', ')})`);
    }
  }
  return { ...durations, clock, dictionaries, notes: [...(clock.note === null ? [] : [clock.note]), ...durations.notes] };
}

const MS_OF: Readonly<Record<TimeUnit, number>> = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 };

/**
 * The unit of durations: as the name or the person says, else the one in which they agree with the time from start to end. Without that, what a call of a
 * model cannot last tells it (100 s and more as a median, or 0.1 s in whole milliseconds); and where it does not, nothing is assumed.
 */
async function durationUnits(
  connection: Table['connection'],
  { latency, firstToken, latencyUnit, firstTokenUnit, preset }: ResolvedMapping,
  clock: Clock,
): Promise<Pick<Sampled, 'latencyUnitMs' | 'firstTokenUnitMs' | 'notes' | 'asksDurationUnit'>> {
  const found = await connection.runAndReadAll(
    `SELECT median(latency), median(latency / nullif(between_ms, 0)) FILTER (WHERE latency > 0), count(latency), bool_or(latency <> floor(latency)), median(first_token)
     FROM (SELECT TRY_CAST(latency_text AS DOUBLE) AS latency, TRY_CAST(first_token_text AS DOUBLE) AS first_token,
       (${ticksSql('end_text', clock)} - ${ticksSql('time_text', clock)}) / ${clock.ticksPerMs} AS between_ms FROM ${SAMPLE})`,
  );
  const [median, ratio, count, hasFractions, firstMedian] = found.getRows()[0] as [
    number | null,
    number | null,
    bigint,
    boolean | null,
    number | null,
  ];
  let unit = latencyUnit;
  const notes: string[] = [];
  if (unit === null && latency !== null && count > 0n) {
    if (ratio !== null) unit = ratio > 0.5 && ratio < 2 ? 'ms' : ratio > 0.0005 && ratio < 0.002 ? 's' : null;
    // Langfuse has written both, so the size of its figures says nothing.
    else if (preset !== 'langfuse' && (median ?? 0) >= 100) unit = 'ms';
    else if (preset !== 'langfuse' && (median ?? 0) < 60 && hasFractions) unit = 's';
    if (unit !== null && ratio === null) {
      notes.push(
        `“${latency}” holds durations without a unit; they were read as ${unit === 's' ? 'seconds' : 'milliseconds'}, the only one of the two in which a model answers so fast. Say the unit of durations if that is wrong.`,
      );
    }
  }
  const first = firstTokenUnit ?? (latency === null ? sizeOf(firstMedian) : unit);
  const undecided = [
    latency !== null && count > 0n && unit === null ? latency : null,
    firstToken !== null && firstMedian !== null && first === null ? firstToken : null,
  ];
  const asked = undecided.filter((column) => column !== null);
  if (asked.length > 0) {
    notes.push(
      `${asked.map((column) => `“${column}”`).join(' and ')} may be in seconds or in milliseconds, and nothing in the log tells which, so ${asked.length === 1 ? 'it is' : 'they are'} not read. Say the unit of durations (durationUnit=s or durationUnit=ms).`,
    );
  }
  return {
    latencyUnitMs: unit === null ? null : MS_OF[unit],
    firstTokenUnitMs: first === null ? null : MS_OF[first],
    notes,
    asksDurationUnit: asked.length > 0,
  };
}

const sizeOf = (median: number | null): TimeUnit | null =>
  median === null || (median >= 20 && median < 30) ? null : median >= 30 ? 'ms' : 's';

/** Which figures of what became of a request the query gives, in this order, all DOUBLE in ms or USD with NaN, UNREADABLE or CACHED for what is not recorded. */
export interface RecordedFigures {
  readonly latency: boolean;
  readonly firstToken: boolean;
  readonly cost: boolean;
}

export const recordedIn = (mapping: ResolvedMapping, { latencyUnitMs, firstTokenUnitMs }: Sampled): RecordedFigures => ({
  latency: mapping.end !== null || (mapping.latency !== null && latencyUnitMs !== null),
  firstToken: mapping.firstTokenAt !== null || (mapping.firstToken !== null && firstTokenUnitMs !== null),
  cost: mapping.cost !== null,
});

/**
 * Columns: code, UTINYINT; ticks of the time, BIGINT; input, output and complexity if there is one, DOUBLE; the figures of `recordedIn`;
 * each text, VARCHAR, and behind a text with a dictionary its place there, INTEGER, in which case the text is there only where the dictionary does
 * not know it. What is not in a usable row may be NULL. Blanks around a number or a time mean nothing to DuckDB. The innermost query reads each text once;
 * written out, the planner would read it again for every question of the CASE. Last come the columns `asTheyStand`, VARCHAR.
 */
export function importSql(
  source: string,
  mapping: ResolvedMapping,
  sampled: Sampled,
  texts: readonly TextSource[],
  asTheyStand: readonly string[] = [],
): string {
  const { clock, dictionaries } = sampled;
  const has = recordedIn(mapping, sampled);
  const isTokens = (number: string) => `coalesce(${number} >= 0 AND ${number} <= 1e9 AND floor(${number}) = ${number}, false)`;
  const isMissing = (text: string) => `coalesce(trim(${text}), '') = ''`;
  const isUsable = [
    'ticks IS NOT NULL',
    isTokens('input'),
    isTokens('output'),
    ...(mapping.complexity === null ? [] : ['coalesce(complexity BETWEEN 0 AND 1, false)']),
    ...(mapping.calls === null ? [] : ['is_call']),
  ].join(' AND ');
  // Reasons are asked only of rows that have one; the last are those that a failed request is spared.
  const code = `CAST(CASE
    WHEN ${isUsable} THEN 0
    ${mapping.calls === null ? '' : `WHEN NOT is_call THEN ${NOT_A_CALL}`}
    WHEN ${isMissing('time_text')} THEN 1
    WHEN ticks IS NULL THEN 2
    WHEN NOT (${isMissing('input_text')} OR ${isTokens('input')}) THEN 4
    WHEN NOT (${isMissing('output_text')} OR ${isTokens('output')}) THEN 6
    ${mapping.complexity === null ? '' : 'WHEN NOT coalesce(complexity BETWEEN 0 AND 1, false) THEN 7'}
    WHEN ${isMissing('input_text')} THEN ${NO_INPUT_TOKENS}
    ELSE ${NO_OUTPUT_TOKENS} END AS UTINYINT)`;
  const isCoded = (at: number) => dictionaries[at]!.length > 0;
  const outTexts = texts.flatMap((_, at) =>
    isCoded(at)
      ? [
          `CASE WHEN known_${at} IS NULL THEN text_${at} END`,
          `coalesce(CAST(enum_code(known_${at}) AS INTEGER), CASE WHEN text_${at} IS NULL THEN ${MISSING} ELSE ${NOT_IN_DICTIONARY} END)`,
        ]
      : [`text_${at}`],
  );
  const known = texts.map((_, at) => (isCoded(at) ? `, TRY_CAST(text_${at} AS ${dictionaryName(at)}) AS known_${at}` : ''));
  const complexity = mapping.complexity === null ? [] : ['complexity'];
  const read: [text: string, column: string | null][] = [
    ['time_text', mapping.arrival],
    ['input_text', mapping.inputTokens],
    ['output_text', mapping.outputTokens],
    ['complexity_text', mapping.complexity],
    ['call_text', mapping.calls?.column ?? null],
    ['end_text', has.latency ? mapping.end : null],
    ['latency_text', has.latency && sampled.latencyUnitMs !== null ? mapping.latency : null],
    ['first_at_text', has.firstToken ? mapping.firstTokenAt : null],
    ['first_text', has.firstToken && sampled.firstTokenUnitMs !== null ? mapping.firstToken : null],
    ['cost_text', mapping.cost],
    ['currency_text', mapping.cost === null ? null : mapping.costCurrency],
    ['cache_text', mapping.cacheHit],
  ];
  const figures = figuresSql(Object.fromEntries(read), sampled, mapping);
  return `
    SELECT ${[code, 'ticks', 'coalesce(input, 0)', 'coalesce(output, 0)', ...complexity, ...figures.columns, ...outTexts, ...asTheyStand.map((_, at) => `stands_${at}`)].join(', ')}
    FROM (
      SELECT *, ${ticksSql('time_text', clock)} AS ticks, TRY_CAST(input_text AS DOUBLE) AS input, TRY_CAST(output_text AS DOUBLE) AS output
        ${mapping.complexity === null ? '' : ', TRY_CAST(complexity_text AS DOUBLE) AS complexity'}
        ${mapping.calls === null ? '' : `, coalesce(regexp_matches(lower(trim(call_text)), ${quoteText(mapping.calls.pattern)}), false) = ${mapping.calls.isKept} AS is_call`}
        ${figures.read.map((sql) => `, ${sql}`).join('')}
        ${known.join('')}
      FROM (
        SELECT ${read.flatMap(([text, column]) => (column === null ? [] : [`${textSql(column)} AS ${text}`])).join(', ')}
          ${texts.map(({ sql }, at) => `, ${sql} AS text_${at}`).join('')}
          ${asTheyStand.map((column, at) => `, ${textSql(column)} AS stands_${at}`).join('')}
        FROM ${source}))`;
}

/** `read` stands beside the ticks, `columns` in the answer. */
function figuresSql(
  column: Readonly<Record<string, string | null>>,
  { clock, latencyUnitMs, firstTokenUnitMs }: Sampled,
  mapping: ResolvedMapping,
): { readonly read: readonly string[]; readonly columns: readonly string[] } {
  const is = (text: string): boolean => column[text] !== null;
  const read: string[] = [];
  const number = (text: string, name: string, sql: string): void => {
    if (is(text)) read.push(`${sql} AS ${name}`);
  };
  const times = (factor: number): string => (factor === 1 ? '' : ` * ${factor}`);
  number('latency_text', 'latency_number', `TRY_CAST(latency_text AS DOUBLE)${times(latencyUnitMs ?? 1)}`);
  number('first_text', 'first_number', `TRY_CAST(first_text AS DOUBLE)${times(firstTokenUnitMs ?? 1)}`);
  number('cost_text', 'cost_number', `TRY_CAST(ltrim(cost_text, '$ ') AS DOUBLE)${times(mapping.costUnit === 'cents' ? 0.01 : 1)}`);
  number('end_text', 'end_ticks', ticksSql('end_text', clock));
  number('first_at_text', 'first_ticks', ticksSql('first_at_text', clock));

  // NaN is above infinity here, so both are shut out.
  const fits = (figure: string) => `${figure} >= 0 AND ${figure} < 'infinity'::DOUBLE`;
  const since = (ticks: string) => `(CAST(${ticks} - ticks AS DOUBLE) / ${clock.ticksPerMs})`;
  const isGiven = (texts: readonly string[]) => texts.map((text) => `coalesce(trim(${text}), '') <> ''`).join(' OR ');
  const figure = (texts: readonly string[], figures: readonly string[], cached: number | string, condition?: string): string =>
    `CAST(CASE
      ${is('cache_text') ? `WHEN coalesce(lower(trim(cache_text)) IN ('true', 't', '1', 'yes', 'hit'), false) THEN ${cached}` : ''}
      ${figures.map((sql) => `WHEN ${fits(sql)} THEN ${condition === undefined ? sql : `CASE WHEN ${condition.replaceAll('?', sql)} THEN ${sql} ELSE ${NAN} END`}`).join(' ')}
      WHEN ${isGiven(texts)} THEN ${UNREADABLE} ELSE ${NAN} END AS DOUBLE)`;
  const given = (...pairs: readonly (readonly [text: string, sql: string])[]) => pairs.filter(([text]) => is(text));

  const latencies = given(['latency_text', 'latency_number'], ['end_text', since('end_ticks')]);
  const firsts = given(['first_text', 'first_number'], ['first_at_text', since('first_ticks')]);
  const latency = `coalesce(${[...latencies.map(([, sql]) => `CASE WHEN ${fits(sql)} THEN ${sql} END`), "'infinity'::DOUBLE"].join(', ')})`;
  const texts = (of: typeof latencies) => of.map(([text]) => text);
  const numbers = (of: typeof latencies) => of.map(([, sql]) => sql);
  const isDollars = is('currency_text')
    ? `CASE WHEN upper(trim(coalesce(currency_text, ''))) IN ('USD', '') THEN cost_number END`
    : 'cost_number';
  return {
    read,
    columns: [
      ...(latencies.length > 0 ? [figure(texts(latencies), numbers(latencies), CACHED)] : []),
      // A first token that is the last is the whole answer of a call that was not streamed.
      ...(firsts.length > 0 ? [figure(texts(firsts), numbers(firsts), NAN, `? < ${latency}`)] : []),
      ...(is('cost_text') ? [figure(['cost_text'], [isDollars], NAN)] : []),
    ],
  };
}

const NAN = "'nan'::DOUBLE";
