import { expect, test } from 'vitest';
import { hashOf, secondWord, threefry, toUniform } from './threefry.ts';

// Known-answer vectors of Random123's kat_vectors for threefry2x32 with 20 rounds.
test.each([
  [
    [0, 0, 0, 0],
    [0x6b200159, 0x99ba4efe],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0x1cb996fc, 0xbb002be7],
  ],
  [
    [0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3],
    [0xc4923a9c, 0x483df7a0],
  ],
])('block %# matches the published vector', ([k0, k1, c0, c1], words) => {
  const firstWord = threefry(k0 as number, k1 as number, c0 as number, c1 as number);
  expect([firstWord >>> 0, secondWord >>> 0]).toEqual(words);
});

test('a uniform never touches 0 or 1, so its logarithm is finite', () => {
  expect(toUniform(0)).toBeGreaterThan(0);
  expect(toUniform(0xffffffff)).toBeLessThan(1);
});

test('ids that differ in one letter get other counters', () => {
  expect(hashOf('breaker-a')).not.toBe(hashOf('breaker-b'));
});
