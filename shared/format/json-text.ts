/**
 * Where a JSON text is wrong, where its keys repeat and where a value stands. `JSON.parse` alone cannot tell: V8 names the
 * position of some faults only, and of two equal keys it silently keeps the second.
 */

export interface JsonFault {
  /** UTF-16 offset into the text. */
  readonly offset: number;
  /** "a value", "a comma or a closing brace" … */
  readonly expected: string;
}

export interface JsonScan {
  readonly fault: JsonFault | null;
  /** Keys that an object has twice, with the offset of the later one. */
  readonly repeatedKeys: readonly { readonly key: string; readonly offset: number }[];
}

/** Deeper than any document of ours and shallow enough for recursion. */
const DEEPEST = 500;

/** Reads the whole text once, O(length). `visit` hears of every value with its path (reused: copy to keep) and offset. */
export function scanJson(text: string, visit?: (path: readonly (string | number)[], offset: number) => void): JsonScan {
  const repeatedKeys: { key: string; offset: number }[] = [];
  const path: (string | number)[] = [];
  let at = 0;

  const fault = (expected: string, offset = at): JsonFault => ({ offset, expected });

  function skipSpace(): void {
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      at++;
    }
  }

  function scanValue(): JsonFault | null {
    skipSpace();
    visit?.(path, at);
    const char = text[at];
    if (char === '{') return scanObject();
    if (char === '[') return scanArray();
    if (char === '"') return scanString();
    SCALAR.lastIndex = at;
    const scalar = SCALAR.exec(text);
    if (scalar === null) return fault('a value');
    at += scalar[0].length;
    return null;
  }

  function scanString(): JsonFault | null {
    const start = at;
    STRING.lastIndex = at;
    const string = STRING.exec(text);
    if (string !== null) {
      at += string[0].length;
      return null;
    }
    // The longest right beginning ends where the fault is: a raw line break, a bad escape or the end of the file.
    STRING_START.lastIndex = at;
    at += STRING_START.exec(text)?.[0].length ?? 0;
    return text[at] === '\\' ? fault('an escape such as \\n or \\u0041') : fault('a closing quote', at < text.length ? at : start);
  }

  function scanObject(): JsonFault | null {
    if (path.length >= DEEPEST) return fault(`at most ${DEEPEST} levels of nesting`);
    const keys = new Set<string>();
    at++;
    skipSpace();
    if (text[at] === '}') {
      at++;
      return null;
    }
    while (true) {
      skipSpace();
      const keyAt = at;
      if (text[at] !== '"') return fault('a name in double quotes');
      const badKey = scanString();
      if (badKey !== null) return badKey;
      const key = JSON.parse(text.slice(keyAt, at)) as string;
      if (keys.has(key)) repeatedKeys.push({ key, offset: keyAt });
      keys.add(key);
      skipSpace();
      if (text[at] !== ':') return fault('a colon');
      at++;
      path.push(key);
      const bad = scanValue();
      path.pop();
      if (bad !== null) return bad;
      skipSpace();
      if (text[at] === ',') {
        at++;
        continue;
      }
      if (text[at] !== '}') return fault('a comma or a closing brace');
      at++;
      return null;
    }
  }

  function scanArray(): JsonFault | null {
    if (path.length >= DEEPEST) return fault(`at most ${DEEPEST} levels of nesting`);
    at++;
    skipSpace();
    if (text[at] === ']') {
      at++;
      return null;
    }
    for (let index = 0; ; index++) {
      path.push(index);
      const bad = scanValue();
      path.pop();
      if (bad !== null) return bad;
      skipSpace();
      if (text[at] === ',') {
        at++;
        continue;
      }
      if (text[at] !== ']') return fault('a comma or a closing bracket');
      at++;
      return null;
    }
  }

  let found = scanValue();
  if (found === null) {
    skipSpace();
    if (at < text.length) found = fault('the end of the file');
  }
  return { fault: found, repeatedKeys };
}

const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these inside a string.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const STRING_START = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;

/** Line and column, both from 1; the column counts UTF-16 units. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let at = before.indexOf('\n'); at !== -1; at = before.indexOf('\n', at + 1)) line++;
  return { line, column: offset - lineStart + 1 };
}

/** Where the value at a path begins, or its nearest enclosing value where the path leads nowhere. */
export function locate(text: string, path: readonly PropertyKey[]): { readonly line: number; readonly column: number } {
  let best = 0;
  let bestDepth = -1;
  scanJson(text, (here, offset) => {
    if (here.length <= bestDepth || here.length > path.length) return;
    if (here.every((part, position) => part === path[position])) {
      best = offset;
      bestDepth = here.length;
    }
  });
  return placeOf(text, best);
}
