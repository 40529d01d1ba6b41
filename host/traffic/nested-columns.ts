import type { DuckDBConnection } from '@duckdb/node-api';
import { presets } from '../../shared/traffic/index.ts';
import { quoteName, quoteText } from './sql.ts';

/** Fields inside columns that hold objects, under names such as `usage_details.input`: logs keep tokens, costs and errors there. */

export interface NestedColumn {
  readonly column: string;
  /** Keys from the column inwards. */
  readonly steps: readonly string[];
}

const LOOKED_AT_ROWS = 50;
const LONGEST_OBJECT = 20_000;
const MOST_KEYS = 40;

/** Columns that hold what people and models wrote, by their names. They are neither looked into nor shown. */
const PROSE =
  /(^|[._])(prompts?|messages?|contents?|completions?|body|text|input|inputs|output|outputs|response|request|arguments|instructions|documents?|transcript|query|question|answer)$/i;
export const isProse = (column: string): boolean =>
  PROSE.test(column.replace(/([a-z])(?=[A-Z])/g, '$1_')) || /^(proxy_server_request|hash_ids)$/i.test(column);

/**
 * Looks into the first rows. A field is found if one of them has it with a single value in it, or if a preset speaks of it and the column may hold objects; a
 * column that is empty in the first rows may. Tells too which columns and fields are empty there.
 */
export async function nestedColumns(
  connection: DuckDBConnection,
  source: string,
  textOf: (column: string) => string,
  columns: readonly string[],
): Promise<{ readonly nested: ReadonlyMap<string, NestedColumn>; readonly empty: ReadonlySet<string> }> {
  const looked = columns.filter((column) => !isProse(column));
  const found = new Map<string, NestedColumn>();
  const empty = new Set<string>();
  if (looked.length === 0) return { nested: found, empty };
  const cells = looked.map((column) => `left(ltrim(${textOf(column)}), ${LONGEST_OBJECT})`).join(', ');
  const rows = (await connection.runAndReadAll(`SELECT ${cells} FROM ${source} LIMIT ${LOOKED_AT_ROWS}`)).getRows() as (string | null)[][];
  const mayHold = new Set<string>();
  looked.forEach((column, at) => {
    const texts = rows.map((row) => row[at] ?? '').filter((text) => text !== '');
    if (rows.length > 0 && texts.every((text) => text.trim() === '' || text === '{}')) empty.add(column);
    if (!texts.every((text) => text.startsWith('{'))) return;
    mayHold.add(column);
    const keys = new Set<string>();
    for (const text of texts) for (const key of singleValues(text)) keys.add(key);
    for (const key of [...keys].filter((name) => !isProse(name)).slice(0, MOST_KEYS)) {
      const name = `${column}.${key}`;
      if (!columns.includes(name)) found.set(name, { column, steps: [key] });
    }
  });
  for (const name of presetFields) {
    const [first, ...steps] = name.split('.') as [string, ...string[]];
    const column = looked.find((candidate) => candidate === first);
    if (column === undefined || !mayHold.has(column) || columns.includes(name)) continue;
    // Seen in no row; of what stands deeper nothing is known.
    if (steps.length === 1 && !found.has(name)) empty.add(name);
    found.set(name, { column, steps });
  }
  return { nested: found, empty };
}

const presetFields = [...new Set(presets.flatMap(({ names, metadata }) => [...Object.values(names).flat(), ...metadata]))].filter((name) =>
  name.includes('.'),
);

function singleValues(text: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Cut off, or an object in another notation: it has no fields that could be read.
    return [];
  }
  return Object.entries(value as object).flatMap(([key, field]) => (field !== null && typeof field === 'object' ? [] : [key]));
}

/** SQL of the field's text, NULL where there is none or the column holds no object. */
export const nestedSql = (text: string, { steps }: NestedColumn): string => {
  const pointer = steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return `TRY(json_extract_string(${text}, ${quoteText(pointer)}))`;
};

/** The log's table with the chosen columns as text, those inside others among them. */
export const withNested = (
  chosen: readonly string[],
  nested: ReadonlyMap<string, NestedColumn>,
  textOf: (column: string) => string,
  source: (columns: readonly string[]) => string,
): string => {
  const real = [...new Set(chosen.map((column) => nested.get(column)?.column ?? column))];
  if (real.length === chosen.length && chosen.every((column) => !nested.has(column) && textOf(column) === quoteName(column)))
    return source(real);
  const cells = chosen.map((column) => {
    const inside = nested.get(column);
    const sql = inside === undefined ? textOf(column) : nestedSql(textOf(inside.column), inside);
    return `${sql} AS ${quoteName(column)}`;
  });
  return `(SELECT ${cells.join(', ')} FROM ${source(real)})`;
};
