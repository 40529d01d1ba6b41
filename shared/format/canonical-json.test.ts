import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, figuresJson, indentedJson } from './canonical-json.ts';

test('key order, absent values and spelling of numbers do not change the text', () => {
  expect(canonicalJson({ b: 1.0, a: [1e3, -0, undefined], c: undefined })).toBe('{"a":[1000,0,null],"b":1}');
  expect(canonicalJson({ a: { y: 1, x: 2 } })).toBe(canonicalJson({ a: { x: 2, y: 1 } }));
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])('%s has no canonical text, so a hash can never cover a broken figure', (value) => {
  expect(() => canonicalJson({ value })).toThrow(/number/);
});

test('every writer gives back the value that it was given', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const normal = JSON.parse(JSON.stringify(value));
      for (const write of [canonicalJson, indentedJson, figuresJson]) expect(JSON.parse(write(value))).toEqual(normal);
    }),
  );
});

test('lists of figures stay on one line', () => {
  expect(figuresJson({ a: [1, 2, null], b: [{ c: [] }] })).toBe('{\n  "a": [1, 2, null],\n  "b": [\n    {\n      "c": []\n    }\n  ]\n}\n');
});
