import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../test/draws.ts';
import { ObjectScanner } from './object-scanner.ts';
import { spanOrResource } from './otlp-spans.ts';

/** Whatever stands in the spans and wherever the bytes are cut, the same pieces come out. */
const piecesOf = (text: string, cuts: readonly number[]): { pieces: [string, unknown][]; isWhole: boolean } => {
  const pieces: [string, unknown][] = [];
  const scanner = new ObjectScanner(spanOrResource, (kind, bytes) => pieces.push([kind, JSON.parse(bytes.toString('utf8'))]));
  const bytes = Buffer.from(text);
  const ends = [...new Set(cuts.map((cut) => cut % bytes.length))].sort((a, b) => a - b);
  let from = 0;
  for (const to of [...ends, bytes.length]) {
    scanner.read(bytes.subarray(from, to));
    from = to;
  }
  return { pieces, isWhole: scanner.isWhole };
};

const span = fc.record({
  // Long ones are searched in another way than short ones.
  name: fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('\\', '"', 'a', '}'), minLength: 40, maxLength: 120 })),
  attributes: fc.array(fc.record({ key: fc.string(), value: fc.jsonValue({ maxDepth: 2 }) }), { maxLength: 3 }),
});
const document = fc.record({
  resourceSpans: fc.array(
    fc.record({
      resource: fc.record({
        attributes: fc.array(fc.record({ key: fc.string(), spans: fc.jsonValue({ maxDepth: 2 }) }), { maxLength: 2 }),
      }),
      scopeSpans: fc.array(fc.record({ scope: fc.record({ name: fc.string() }), spans: fc.array(span), schemaUrl: fc.string() })),
    }),
  ),
});

test('every span and resource of a document comes out as it is, in its order', () => {
  fc.assert(
    fc.property(document, fc.array(fc.nat()), fc.constantFrom(undefined, 2), (of, cuts, indent) => {
      const expected = of.resourceSpans.flatMap(({ resource, scopeSpans }) => [
        ['resource', resource],
        ...scopeSpans.flatMap(({ spans }) => spans.map((one) => ['span', one])),
      ]);
      const { pieces, isWhole } = piecesOf(JSON.stringify(of, null, indent), cuts);
      expect(pieces).toEqual(JSON.parse(JSON.stringify(expected)));
      expect(isWhole).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('a document that breaks off is not whole', () => {
  const text = JSON.stringify({ resourceSpans: [{ resource: {}, scopeSpans: [{ spans: [{ name: 'a' }, { name: 'b"}' }] }] }] });
  expect(piecesOf(text, []).pieces).toHaveLength(3);
  for (let at = 1; at < text.length; at++) expect(piecesOf(text.slice(0, at), [at >> 1]).isWhole).toBe(false);
});
