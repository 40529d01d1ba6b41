import fc from 'fast-check';
import { expect, test } from 'vitest';
import { locate, placeOf, scanJson } from './json-text.ts';
import { parseText } from './read-error.ts';

test('the scanner accepts exactly what JSON.parse accepts', () => {
  const parses = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(
      // JSON with one character taken out, put in or replaced: near misses are where two parsers differ.
      fc.json({ maxDepth: 4 }),
      fc.nat(),
      fc.constantFrom('', ',', '"', '{', '}', '[', ']', ':', '0', '-', '.', 'e', '\\', '\n', '\t', ' ', 't', '\u0001', '\u2028'),
      fc.boolean(),
      (json, at, char, isInserted) => {
        const position = at % (json.length + 1);
        const text = json.slice(0, position) + char + json.slice(isInserted ? position : position + 1);
        expect(scanJson(text).fault === null).toBe(parses(text));
      },
    ),
    { numRuns: 2000 },
  );
});

test.each([
  ['{\n  "a": 1,\n}', 3, 1, '"}" stands where a name in double quotes was expected', 'A comma too many stands before it.'],
  ['{\n  "a" 1\n}', 2, 7, '"1" stands where a colon was expected', ''],
  ['{\n  "a": ,\n}', 2, 8, '"," stands where a value was expected', ''],
  ['[1, 2', 1, 6, 'the file ends where a comma or a closing bracket was expected', ''],
  ['{"a": 1} x', 1, 10, '"x" stands where the end of the file was expected', ''],
  ['{"a": "b\n"}', 1, 9, 'a line break stands where a closing quote was expected', ''],
  ["{'a': 1}", 1, 2, `"'" stands where a name in double quotes was expected`, 'JSON wants double quotes.'],
  ['// note\n{}', 1, 1, '"/" stands where a value was expected', 'JSON has no comments.'],
  ['{"a": 01}', 1, 7, '"0" stands where a value was expected', ''],
  ['{"a": "\\x"}', 1, 8, '"\\" stands where an escape such as \\n or \\u0041 was expected', ''],
])('%j is refused with its place', (text, line, column, sentence, hint) => {
  const result = parseText(text);
  expect(result).toMatchObject({ ok: false, error: { reason: 'not-json', line, column } });
  const message = result.ok ? '' : result.error.message;
  expect(message).toContain(`Line ${line}, column ${column}: ${sentence}`);
  expect(message).toContain(hint);
});

test('an empty file says so', () => {
  expect(parseText(' \n')).toMatchObject({
    ok: false,
    error: { reason: 'not-json', message: 'The file is empty, so there is nothing to open.' },
  });
});

test('a conflict of git is named with its line, whatever line ends the file has', () => {
  for (const lineEnd of ['\n', '\r\n']) {
    const text = ['{', '  "a": 1,', '<<<<<<< HEAD', '  "b": 1', '=======', '  "b": 2', '>>>>>>> other', '}', ''].join(lineEnd);
    expect(parseText(text)).toMatchObject({ ok: false, error: { reason: 'conflict-markers', line: 3 } });
  }
});

test('a text that only speaks of conflict markers opens', () => {
  expect(parseText('{"a": "<<<<<<< HEAD"}')).toEqual({ ok: true, value: { a: '<<<<<<< HEAD' } });
});

test('of two equal keys none is silently lost', () => {
  expect(parseText('{\n "a": 1,\n "a": 2\n}')).toMatchObject({ ok: false, error: { reason: 'invalid', line: 3 } });
  expect(parseText('{"a": 1, "\\u0061": 2}')).toMatchObject({ ok: false, error: { reason: 'invalid' } });
});

test('a byte order mark is passed over and does not shift columns', () => {
  expect(parseText('\uFEFF{"a": 1}')).toEqual({ ok: true, value: { a: 1 } });
  expect(parseText('\uFEFF{"a" 1}')).toMatchObject({ ok: false, error: { line: 1, column: 7 } });
});

test('nesting that would overflow the stack is a fault, not a crash', () => {
  expect(parseText('['.repeat(100_000))).toMatchObject({ ok: false, error: { reason: 'not-json' } });
});

test('a path is found in the text, or what encloses it', () => {
  const text = '{\n  "nodes": [\n    { "id": "a" },\n    { "id": "b" }\n  ]\n}';
  expect(locate(text, ['nodes', 1, 'id'])).toEqual({ line: 4, column: 13 });
  expect(locate(text, ['nodes', 1, 'kind'])).toEqual({ line: 4, column: 5 });
  expect(placeOf('a\nb', 2)).toEqual({ line: 2, column: 1 });
});
