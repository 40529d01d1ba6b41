import type { DuckDBConnection } from '@duckdb/node-api';
import { isProse } from './nested-columns.ts';
import { quoteName, quoteText } from './sql.ts';

/**
 * Spans of OpenTelemetry's JSON as rows, out of a file of one span a line: see otlp-spans.ts.
 * Numbers come as text, so that nanoseconds beyond 2^53 keep their digits; both spellings of 64-bit numbers, as text and as number, are read.
 */

const KEY_VALUES = 'STRUCT("key" VARCHAR, "value" STRUCT(stringValue VARCHAR, intValue VARCHAR, doubleValue VARCHAR, boolValue VARCHAR))[]';
/** Type under which a span is read. Events and links, in which prompts are, are not in it. */
const SPAN_TYPE = `STRUCT(traceId VARCHAR, spanId VARCHAR, parentSpanId VARCHAR, "name" VARCHAR, startTimeUnixNano VARCHAR, endTimeUnixNano VARCHAR, attributes ${KEY_VALUES}, status STRUCT(code VARCHAR, message VARCHAR))`;

const LOOKED_AT_SPANS = 2_000;
const MOST_ATTRIBUTES = 60;

const attribute = (key: string): string => `attribute_values[list_position(attribute_keys, ${quoteText(key)})]`;
const IS_ERROR = `coalesce(span.status.code, '') IN ('2', 'STATUS_CODE_ERROR')`;

/** Columns that stand for more than one attribute: conventions have renamed them, and a log may hold both. */
const COLUMNS: Readonly<Record<string, string>> = {
  traceId: 'span.traceId',
  spanId: 'span.spanId',
  parentSpanId: 'span.parentSpanId',
  name: 'span."name"',
  startTimeUnixNano: 'span.startTimeUnixNano',
  endTimeUnixNano: 'span.endTimeUnixNano',
  status: `CASE WHEN ${IS_ERROR} THEN 'error' WHEN span.status.code IN ('1', 'STATUS_CODE_OK') THEN 'ok' ELSE 'unset' END`,
  'service.name': 'service',
  // Emitters before the convention name no operation; a span that names a model is a call of it.
  'gen_ai.operation.name': `coalesce(${attribute('gen_ai.operation.name')}, CASE WHEN ${attribute('gen_ai.request.model')} IS NOT NULL THEN 'chat' END)`,
  'gen_ai.provider.name': `coalesce(${attribute('gen_ai.provider.name')}, ${attribute('gen_ai.system')})`,
  'gen_ai.request.model': attribute('gen_ai.request.model'),
  'gen_ai.response.model': `coalesce(${attribute('gen_ai.response.model')}, ${attribute('gen_ai.request.model')})`,
  'gen_ai.usage.input_tokens': `coalesce(${attribute('gen_ai.usage.input_tokens')}, ${attribute('gen_ai.usage.prompt_tokens')})`,
  'gen_ai.usage.output_tokens': `coalesce(${attribute('gen_ai.usage.output_tokens')}, ${attribute('gen_ai.usage.completion_tokens')})`,
  'gen_ai.conversation.id': attribute('gen_ai.conversation.id'),
  'error.type': `coalesce(${attribute('error.type')}, CASE WHEN ${IS_ERROR} THEN nullif(span.status.message, '') END)`,
};

const REPLACED = new Set(['gen_ai.system', 'gen_ai.usage.prompt_tokens', 'gen_ai.usage.completion_tokens']);

/** Table function over files of one span a line. */
export const spansReader = (paths: readonly string[]): string =>
  `read_json([${paths.map(quoteText).join(', ')}], format = 'newline_delimited', compression = 'uncompressed', columns = {service: 'VARCHAR', span: '${SPAN_TYPE}'})`;

const spansOf = (reader: string): string => `(SELECT service, span, list_transform(span.attributes, lambda x: x."key") AS attribute_keys,
    list_transform(span.attributes, lambda x: coalesce(x."value".stringValue, x."value".intValue, x."value".doubleValue, x."value".boolValue)) AS attribute_values
  FROM ${reader})`;

/** Columns of the spans: the known ones, and attributes of the first spans that are no prose. */
export async function otlpColumns(connection: DuckDBConnection, reader: string): Promise<string[]> {
  const found = await connection.runAndReadAll(
    `SELECT DISTINCT unnest(attribute_keys) FROM (SELECT attribute_keys FROM ${spansOf(reader)} LIMIT ${LOOKED_AT_SPANS}) ORDER BY 1`,
  );
  const others = found
    .getRows()
    .map(([key]) => String(key))
    .filter((key) => !Object.hasOwn(COLUMNS, key) && !REPLACED.has(key) && !isProse(key));
  return [...Object.keys(COLUMNS), ...others.slice(0, MOST_ATTRIBUTES)];
}

export function otlpSource(reader: string, columns: readonly string[]): string {
  const cells = columns.map((column) => `${COLUMNS[column] ?? attribute(column)} AS ${quoteName(column)}`);
  return `(SELECT ${cells.join(', ')} FROM ${spansOf(reader)})`;
}
