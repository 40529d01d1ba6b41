import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalYaml, parseYaml, readYaml } from './yaml.ts';

test('what is written is read back, whatever it holds, and written again as the same bytes', () => {
  const value = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('', 'a', 'yes', 'null', '1.0', '# no comment', 'a: b', '*', 'os.environ/KEY', 'two\nlines', 0, 1.5, 1e-7, true, null),
      fc.string(),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.string({ minLength: 1 }), tie('any'), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).any;
  fc.assert(
    fc.property(value, (one) => {
      const text = canonicalYaml(one, new Map());
      const read = parseYaml(text);
      expect(read).toEqual({ ok: true, value: one });
      expect(canonicalYaml(read.ok ? read.value : null, new Map())).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test('comments stand above what they speak of', () => {
  const text = canonicalYaml(
    { model_list: [{ model_name: 'a' }], router_settings: { timeout: 3 } },
    new Map([
      ['', 'the file'],
      ['/model_list/0', 'Node a'],
      ['/router_settings', 'All'],
    ]),
  );
  expect(text).toBe('# the file\n\nmodel_list:\n  # Node a\n  - model_name: a\n# All\nrouter_settings:\n  timeout: 3\n');
  expect(() => canonicalYaml({}, new Map([['/gone', 'x']]))).toThrow('/gone');
});

test.each([
  ['', 'empty'],
  ['a: 1\na: 2\n', 'Line 2, column 1: a key stands twice'],
  ['a: [1, 2\nb: 3', 'Line 2'],
  ['a: 1\n---\nb: 2\n', 'Line 2'],
  ['a:\n\t- b', 'Line 2'],
  ['x'.repeat(5_000_001), '5000001 characters'],
  [
    `a: &a [x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n`,
    'anchors',
  ],
])('%# is refused in one sentence', (text, words) => {
  const read = parseYaml(text);
  expect(read.ok ? '' : read.error).toContain(words);
});

test('an anchor that names defaults once is no attack, and places are found by line', () => {
  const read = readYaml('d: &d\n  timeout: 3\na:\n  <<: *d\n  model: x\nlist:\n  - one\n  - two: 2\n');
  if (!read.ok) throw new Error(read.error);
  expect(read.value.value).toMatchObject({ a: { timeout: 3, model: 'x' } });
  expect(
    [
      ['a', 'model'],
      ['list', 1],
      ['list', 1, 'two'],
      ['a', 'gone'],
    ].map((path) => read.value.lineOf(path)),
  ).toEqual([5, 8, 8, 3]);
});

test('readers of YAML 1.1 find the same: no exponents, and what is no text to them stands in quotes', () => {
  const text = canonicalYaml({ a: 6e-7, b: -1.5e-7, c: 1e21, d: 'yes', e: '1:30', f: '6e-7', g: 0.25 }, new Map());
  expect(text).toBe('a: 0.0000006\nb: -0.00000015\nc: 1000000000000000000000\nd: "yes"\ne: "1:30"\nf: "6e-7"\ng: 0.25\n');
});
