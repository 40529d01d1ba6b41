import { expect, test } from 'vitest';
import { clockMs } from './clock.ts';

test.each([
  ['12:30', 750_000],
  ['1:12:30', 4_350_000],
  [' 90 ', 90_000],
  ['90:00', 5_400_000],
  ['0:00.5', 500],
  ['12:75', null],
  ['1:75:00', null],
  ['', null],
  ['noon', null],
  ['1:2:3:4', null],
  ['-1:00', null],
])('%s', (text, ms) => expect(clockMs(text)).toBe(ms));
