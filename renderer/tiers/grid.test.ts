import { expect, it } from 'vitest';
import { placeAfter } from './grid.ts';

const at = (row: number, column: number) => ({ row, column });

it.each([
  ['ArrowRight', false, at(0, 0), at(0, 1)],
  ['ArrowRight', false, at(0, 3), at(0, 3)],
  ['ArrowLeft', false, at(0, 0), at(0, 0)],
  ['ArrowDown', false, at(0, 2), at(1, 2)],
  ['ArrowDown', false, at(2, 2), at(2, 2)],
  ['ArrowUp', false, at(0, 2), at(0, 2)],
  ['Home', false, at(1, 2), at(1, 0)],
  ['End', false, at(1, 0), at(1, 3)],
  ['Home', true, at(1, 2), at(0, 0)],
  ['End', true, at(1, 0), at(2, 3)],
])('%s (with Ctrl: %s) leads from a cell to the next, and never round', (key, isFar, from, to) => {
  expect(placeAfter(key, isFar, from, 3)).toEqual(to);
});

it('leaves other keys alone', () => {
  expect(placeAfter('a', false, at(0, 0), 3)).toBeNull();
});
