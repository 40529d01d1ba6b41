import { expect, test } from 'vitest';
import { splitConflict } from './conflict.ts';

const lines = (...all: string[]): string => all.join('\n');

test('each side is a whole text, with the name that git gave it', () => {
  const text = lines('{', '<<<<<<< HEAD', '  "a": 1', '=======', '  "a": 2', '>>>>>>> topic/x', '}', '');
  expect(splitConflict(text)).toEqual({
    ok: true,
    value: {
      ours: { label: 'HEAD', text: lines('{', '  "a": 1', '}', '') },
      theirs: { label: 'topic/x', text: lines('{', '  "a": 2', '}', '') },
      base: null,
    },
  });
});

test('diff3 says how both began, and counts only when it does so everywhere', () => {
  const one = ['<<<<<<< ours', '1', '||||||| 3f2c1ab', '0', '=======', '2', '>>>>>>> theirs'];
  const two = ['<<<<<<< ours', 'x', '=======', 'y', '>>>>>>> theirs'];
  const whole = splitConflict(lines(...one, 'end'));
  expect(whole.ok && whole.value.base).toEqual({ label: '3f2c1ab', text: lines('0', 'end') });
  const half = splitConflict(lines(...one, ...two));
  expect(half.ok && half.value.base).toBe(null);
});

test('line ends of Windows stay with their lines', () => {
  const split = splitConflict('a\r\n<<<<<<< HEAD\r\n1\r\n=======\r\n2\r\n>>>>>>> x\r\nb\r\n');
  expect(split.ok && [split.value.ours.text, split.value.theirs.label]).toEqual(['a\r\n1\r\nb\r\n', 'x']);
});

test.each([
  ['no marker', '{}', 'no-conflict'],
  ['an end without a beginning', lines('=======', '>>>>>>> x'), 'out-of-order'],
  ['a beginning without an end', lines('<<<<<<< HEAD', '1', '=======', '2'), 'out-of-order'],
  ['a conflict within a conflict', lines('<<<<<<< a', '<<<<<<< b', '=======', '>>>>>>> b'), 'out-of-order'],
])('%s is refused', (_what, text, error) => {
  expect(splitConflict(text)).toEqual({ ok: false, error });
});
