import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rebased, type TextEdit, textEdits } from './text-edits.ts';

const applied = (text: string, edits: readonly TextEdit[]): string =>
  edits.toReversed().reduce((at, { offset, length, text: put }) => at.slice(0, offset) + put + at.slice(offset + length), text);

const lines = fc.array(fc.constantFrom('{', '}', '  "a": 1,', '  "b": 2,', ''), { maxLength: 30 }).map((list) => list.join('\n'));

test('the edits of two texts turn the one into the other, in order and apart', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const edits = textEdits(before, after);
      expect(applied(before, edits)).toBe(after);
      edits.forEach((edit, i) => {
        const previous = edits[i - 1];
        if (previous !== undefined) expect(edit.offset).toBeGreaterThan(previous.offset + previous.length);
      });
    }),
    { numRuns: 500 },
  );
});

test('two changed lines far from each other are two small edits', () => {
  const before = Array.from({ length: 2000 }, (_, i) => `line ${i}\n`);
  const after = before.with(10, 'first\n').with(1990, 'second\n');
  const edits = textEdits(before.join(''), after.join(''));
  expect(edits.map(({ text }) => text)).toEqual(['first\n', 'second\n']);
});

test('texts without anything in common are one edit, at once', () => {
  const text = (word: string): string => Array.from({ length: 50_000 }, (_, i) => `${word} ${i}\n`).join('');
  const started = performance.now();
  expect(textEdits(text('old'), text('new'))).toHaveLength(1);
  expect(performance.now() - started).toBeLessThan(2000);
});

test('a change elsewhere is carried into a text that is being typed in', () => {
  const base = 'one\ntwo\nthree\nfour\n';
  const typed = 'one\nt\nthree\nfour\n';
  const { edits, isWhole } = rebased(textEdits(base, 'ONE\ntwo\nthree\nfour\nfive\n'), base, typed);
  expect(isWhole).toBe(true);
  expect(applied(typed, edits)).toBe('ONE\nt\nthree\nfour\nfive\n');
});

test('a change of the very line that is being typed in is left out and told', () => {
  const base = 'one\ntwo\nthree\n';
  const { edits, isWhole } = rebased(textEdits(base, 'one\nTWO\nTHREE\n'), base, 'one\ntw\nthree\n');
  expect({ edits, isWhole }).toEqual({ edits: [], isWhole: false });
});
