import { expect, test } from 'vitest';
import { durationText, isSameData, numberText, percentText, plural, shortened, usdText } from './words.ts';

const plain = (text: string) => text.replaceAll('\u2009', ' ');

test.each([
  [0, '0 ms'],
  [500, '500 ms'],
  [1_500, '1.5 s'],
  [60_000, '60 s'],
  [90_000, '90 s'],
  [120_000, '2 min'],
  [150_000, '150 s'],
  [3_600_000, '1 h'],
])('%d ms is %s', (ms, text) => {
  expect(plain(durationText(ms))).toBe(text);
});

test.each([
  [0, '$0.00'],
  [2.5, '$2.50'],
  [0.15, '$0.15'],
  [0.0031, '$0.0031'],
  [60_000, '$60 000.00'],
])('%d dollars', (usd, text) => {
  expect(plain(usdText(usd))).toBe(text);
});

test('numbers are grouped and rounded, shares are in percent, one is one', () => {
  expect(plain(numberText(19_366))).toBe('19 366');
  expect(numberText(999)).toBe('999');
  expect(numberText(2.12345)).toBe('2.123');
  expect(percentText(0.995)).toBe('99.5 %');
  expect(plural(1, 'retry', 'retries')).toBe('1 retry');
  expect(plural(2, 'retry', 'retries')).toBe('2 retries');
});

test('a long text is cut at a word within its limit', () => {
  expect(shortened('one two three', 13)).toBe('one two three');
  expect(shortened('one two three', 9)).toBe('one two…');
  expect(shortened('unbreakable-word-of-some-length', 10)).toBe('unbreakab…');
});

test('data is compared by value, whatever the order of its keys', () => {
  expect(isSameData({ a: [1, { b: null }], c: 2 }, { c: 2, a: [1, { b: null }] })).toBe(true);
  expect(isSameData({ a: 1 }, { a: 1, b: undefined })).toBe(false);
  expect(isSameData([1, 2], [2, 1])).toBe(false);
  expect(isSameData([], {})).toBe(false);
});
