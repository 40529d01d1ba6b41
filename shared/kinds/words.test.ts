import { expect, test } from 'vitest';
import { usdText } from './words.ts';

test.each([
  [0, '$0.00'],
  [2.5, '$2.50'],
  [0.02, '$0.02'],
  [0.021, '$0.021'],
  [0.5, '$0.50'],
  [0.0031, '$0.0031'],
  [0.9999, '$1.00'],
  [1.005, '$1.00'],
  [0.00000015, '$0.00000015'],
  [1234.5, '$1\u2009234.50'],
])('%d dollars', (usd, text) => {
  expect(usdText(usd)).toBe(text);
});
