import { expect, test } from 'vitest';
import { dayOfIsoText, enumerated, listText, momentText, oneOfText, plural } from './locale.ts';

test('one and many are told apart by the language, and other stands in for what it has no form of', () => {
  const errors = (count: number): string => plural(count, { one: `${count} error`, other: `${count} errors` });
  expect([0, 1, 2].map(errors)).toEqual(['0 errors', '1 error', '2 errors']);
  expect(plural(1, { other: 'some' })).toBe('some');
});

test('lists are joined as the language joins them', () => {
  expect([['a'], ['a', 'b'], ['a', 'b', 'c']].map(listText)).toEqual(['a', 'a and b', 'a, b and c']);
  expect([[], ['a', 'b', 'c']].map(oneOfText)).toEqual(['', 'a, b or c']);
  expect(enumerated(['a', 'b', 'c'])).toBe('a, b, c');
});

test('an instant of today is told by its time, another by its day', () => {
  const now = new Date(2026, 10, 24, 18, 30);
  expect(momentText(new Date(2026, 10, 24, 14, 2).toISOString(), now)).toBe('today 14:02');
  expect(momentText(new Date(2026, 10, 23, 23, 59).toISOString(), now)).toBe('23 Nov');
});

test('a day is written out, and what is no day stays as it is', () => {
  expect(dayOfIsoText('2026-11-24')).toBe('24 Nov 2026');
  expect(dayOfIsoText('soon')).toBe('soon');
});
