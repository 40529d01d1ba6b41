import type { TableFile } from './file-format.ts';
import { ObjectScanner } from './object-scanner.ts';
import { type SplitFile, splitObjects } from './split-objects.ts';

/**
 * Logs whose rows stand in a list inside one object, as the answers of most APIs do: `{"data": [...], "meta": {...}}` of Langfuse, `{"requests": [...]}`. Pages of
 * such answers, one a line, are one log.
 */

const WRAPPERS = new Set([
  'data',
  'traces',
  'observations',
  'generations',
  'requests',
  'results',
  'rows',
  'records',
  'items',
  'logs',
  'entries',
  'hits',
]);
export const WRAPPER_EXAMPLES = '“data”, “traces”, “observations”, “requests”, “results”, “rows”, “records”, “items”, “logs”';
/** Said about a list before it. Any other field means that the object is itself a row, which happens to hold a list. */
const BESIDE =
  /^(meta|metadata|pagination|paging|links|object|status|success|ok|count|total|total_?count|total_?items|total_?pages|page|page_?size|limit|offset|cursor|next|next_?cursor|previous|has_?more|version|exported_?at|generated_?at|project_?id)$/i;

/** Name of the list that holds the rows of a document with this start; null = its rows stand where they are looked for. */
export function wrapperOf(head: Buffer): string | null {
  const text = head.toString('utf8').replace(/^\uFEFF/, '');
  if (!/^\s*\{/.test(text)) return null;
  let found: string | null = null;
  const scanner = new ObjectScanner<never>(
    (keys) => {
      if (found === null && keys.length === 3 && WRAPPERS.has(keys[1]!) && keys[2] === '') found = keys[1]!;
      return null;
    },
    () => undefined,
  );
  scanner.read(Buffer.from(text));
  return found !== null && topKeysOf(text).every((key) => key === found || BESIDE.test(key)) ? found : null;
}

/** Keys of the outermost object in the start of a document. */
function topKeysOf(start: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  for (const [token, key] of start.matchAll(/"((?:[^"\\]|\\.)*)"\s*:|"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1 && key !== undefined) keys.push(key);
  }
  return keys;
}

/** One row a line of a temporary file; `most` rows, then the rest is left. */
export function unwrapRows(file: TableFile & { readonly rowsUnder: string }, most: number, signal?: AbortSignal): Promise<SplitFile> {
  const line = { head: Buffer.alloc(0), tail: Buffer.from('\n') };
  const { rowsUnder } = file;
  return splitObjects(
    file,
    {
      wantedAt: (keys) => (keys.length === 3 && keys[1] === rowsUnder && keys[2] === '' ? 'row' : null),
      lineOf: () => line,
    },
    most,
    signal,
  );
}
