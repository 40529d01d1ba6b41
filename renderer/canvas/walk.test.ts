import { expect, it } from 'vitest';
import { type Sheet, stepFrom } from './walk.ts';

const calls: Readonly<Record<string, readonly string[]>> = {
  entry: ['tiers'],
  tiers: ['retry', 'shared', 'words'],
  retry: ['shared'],
  shared: [],
  words: [],
};
const sheet: Sheet = {
  order: ['entry', 'tiers', 'retry', 'shared', 'words', 'note:n'],
  callsOf: (id) => calls[id] ?? [],
  callersOf: (id) => Object.keys(calls).filter((from) => calls[from]?.includes(id)),
};
const steps = (from: string, ...directions: Parameters<typeof stepFrom>[2][]) =>
  directions.reduce<string | null>((at, direction) => (at === null ? null : stepFrom(sheet, at, direction)), from);

it('goes into the first call and back to the caller', () => {
  expect(steps('entry', 'into', 'into')).toBe('retry');
  expect(steps('retry', 'back', 'back', 'back')).toBeNull();
  expect(steps('words', 'into')).toBeNull();
});

it('goes back the way that was come, where a card has several callers', () => {
  expect(stepFrom(sheet, 'shared', 'back', 'retry')).toBe('retry');
  expect(stepFrom(sheet, 'shared', 'back', 'tiers')).toBe('tiers');
  expect(stepFrom(sheet, 'shared', 'back', 'entry')).toBe('tiers');
});

it('steps through the calls of one caller, and over their end on in call order, so that everything is come to', () => {
  expect(steps('retry', 'next', 'next')).toBe('words');
  expect(steps('words', 'next')).toBe('note:n');
  expect(steps('retry', 'previous')).toBe('tiers');
  expect(steps('note:n', 'next')).toBeNull();
  const seen = new Set<string>(['entry']);
  for (let at: string | null = 'entry'; at !== null; at = stepFrom(sheet, at, 'next')) seen.add(at);
  expect([...seen]).toEqual(sheet.order);
});
