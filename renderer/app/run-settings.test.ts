import { expect, it } from 'vitest';
import { MAX_REPLICATIONS, MAX_SEED, wholeWithin } from './run-settings.ts';

it('takes whole numbers within their bounds and nothing else', () => {
  expect(wholeWithin('12', 1, MAX_REPLICATIONS)).toBe(12);
  expect(wholeWithin('4 294 967 295', 0, MAX_SEED)).toBe(MAX_SEED);
  for (const text of ['', '0', '31', '1.5', '-2', '1e1', 'ten']) expect(wholeWithin(text, 1, MAX_REPLICATIONS)).toBeNull();
  expect(wholeWithin('4294967296', 0, MAX_SEED)).toBeNull();
});
