import { expect, it } from 'vitest';
import { choiceAfter, foldsByItself, shouldFold } from './drawer-fold.ts';

it('folds by itself when nothing is wrong, and advice alone is not wrong', () => {
  expect(foldsByItself([])).toBe(true);
  expect(foldsByItself([{ severity: 'info' }])).toBe(true);
  expect(foldsByItself([{ severity: 'info' }, { severity: 'warning' }])).toBe(false);
});

it('keeps what a person chose against it until they agree again', () => {
  const folded = choiceAfter(true, false);
  expect(shouldFold(folded, false)).toBe(true);
  expect(shouldFold(folded, true)).toBe(true);
  const again = choiceAfter(false, false);
  expect(again).toBe('auto');
  expect(shouldFold(again, true)).toBe(true);
  expect(shouldFold(choiceAfter(false, true), true)).toBe(false);
});
