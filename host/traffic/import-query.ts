import type { ResolvedMapping } from '../../shared/traffic/index.ts';
import { quoteName, quoteText, type Table } from './table.ts';
import { MISSING, NOT_IN_DICTIONARY } from './text-column.ts';
import { type Clock, clockOf, ticksSql } from './time-column.ts';

/** The one query that reads a log's rows, and what a sample of them tells before: how its times are written, which texts come often. */

/** Row codes of the import query; 0 is a usable row. */
export const REJECTIONS = [
  '',
  'no time',
  'a time that cannot be read',
  'no input tokens',
  'input tokens that are not a whole number of 0 or more',
  'no output tokens',
  'output tokens that are not a whole number of 0 or more',
  'a call that failed when it was recorded (0 output tokens): the length of its answer is unknown',
  'a complexity that is not between 0 and 1',
] as const;

export interface Sampled {
  readonly clock: Clock;
  /** By text column, texts that come often; empty where few come twice. */
  readonly dictionaries: readonly (readonly string[])[];
}

const SAMPLE = 'sampled_rows';
const SAMPLED_ROWS = 20_000;
/** Longer ones are prose, and prose does not come twice. */
const LONGEST_CODED_TEXT = 200;

const textSql = (column: string): string => `CAST(${quoteName(column)} AS VARCHAR)`;
const dictionaryName = (at: number): string => `dictionary_${at}`;

/** Reads the first rows, and leaves the dictionaries in the database as types for `importSql`. */
export async function sampleRows(
  { connection }: Table,
  source: string,
  mapping: ResolvedMapping,
  texts: readonly string[],
): Promise<Sampled> {
  const short = texts.map(
    (text, at) => `, CASE WHEN length(${textSql(text)}) <= ${LONGEST_CODED_TEXT} THEN ${textSql(text)} END AS text_${at}`,
  );
  await connection.run(
    `CREATE TEMP TABLE ${SAMPLE} AS SELECT trim(${textSql(mapping.arrival)}) AS time_text ${short.join('')} FROM ${source} LIMIT ${SAMPLED_ROWS}`,
  );
  const clock = await clockOf(connection, SAMPLE, mapping);
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
  return { clock, dictionaries };
}

/**
 * Columns: code, UTINYINT; ticks of the time, BIGINT; input, output and complexity if there is one, DOUBLE; each text, VARCHAR, and behind a text with a
 * dictionary its place there, INTEGER, in which case the text is there only where the dictionary does not know it. What is not in a usable row may
 * be NULL. Blanks around a number or a time mean nothing to DuckDB. The innermost query reads each text once; written out, the planner would
 * read it again for every question of the CASE.
 */
export function importSql(source: string, mapping: ResolvedMapping, { clock, dictionaries }: Sampled, texts: readonly string[]): string {
  const isTokens = (number: string) => `coalesce(${number} >= 0 AND ${number} <= 1e9 AND floor(${number}) = ${number}, false)`;
  const isMissing = (text: string) => `coalesce(trim(${text}), '') = ''`;
  const isFailed = `(${mapping.zeroOutputIsFailure} AND output = 0)`;
  const isUsable = [
    'ticks IS NOT NULL',
    isTokens('input'),
    isTokens('output'),
    ...(mapping.zeroOutputIsFailure ? [`NOT ${isFailed}`] : []),
    ...(mapping.complexity === null ? [] : ['coalesce(complexity BETWEEN 0 AND 1, false)']),
  ].join(' AND ');
  // Reasons are asked only of rows that have one.
  const code = `CAST(CASE
    WHEN ${isUsable} THEN 0
    WHEN ${isMissing('time_text')} THEN 1
    WHEN ticks IS NULL THEN 2
    WHEN ${isMissing('input_text')} THEN 3
    WHEN NOT ${isTokens('input')} THEN 4
    WHEN ${isMissing('output_text')} THEN 5
    WHEN NOT ${isTokens('output')} THEN 6
    WHEN ${isFailed} THEN 7
    ELSE 8 END AS UTINYINT)`;
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
  return `
    SELECT ${[code, 'ticks', 'input', 'output', ...complexity, ...outTexts].join(', ')}
    FROM (
      SELECT *, ${ticksSql('time_text', clock)} AS ticks, TRY_CAST(input_text AS DOUBLE) AS input, TRY_CAST(output_text AS DOUBLE) AS output
        ${mapping.complexity === null ? '' : ', TRY_CAST(complexity_text AS DOUBLE) AS complexity'} ${known.join('')}
      FROM (
        SELECT ${textSql(mapping.arrival)} AS time_text, ${textSql(mapping.inputTokens)} AS input_text, ${textSql(mapping.outputTokens)} AS output_text
          ${mapping.complexity === null ? '' : `, ${textSql(mapping.complexity)} AS complexity_text`}
          ${texts.map((text, at) => `, ${textSql(text)} AS text_${at}`).join('')}
        FROM ${source}))`;
}
