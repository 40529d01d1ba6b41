import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample-document.ts';
import { readPolicy } from '../format/index.ts';
import type { PolicyDocument } from '../model/index.ts';
import { copyNodes, pasteNodes, removeNodes, setPromise, signOff, withdrawSignOff } from './index.ts';

const opened = (): PolicyDocument => {
  const read = readPolicy(JSON.stringify(sampleDocument()));
  if (!read.ok) throw new Error(read.error.message);
  return read.value.document;
};
const second = { entryId: 'entry', tier: 2 } as const;
const signature = { owner: 'Support lead', date: '2026-11-24', subject: 'Short answers.' };
const promised = setPromise(second, 'Short answers.').apply(opened());
const signed = signOff(second, signature).apply(promised);

test('a promise is written, reworded and taken away again', () => {
  expect(promised.policy.promises).toEqual([{ ...second, text: 'Short answers.', signOff: null }]);
  expect(setPromise(second, 'Short answers.').apply(promised)).toBe(promised);
  expect(setPromise(second, 'Shorter.').apply(promised).policy.promises[0]!.text).toBe('Shorter.');
  expect(setPromise(second, ' ').apply(promised).policy.promises).toEqual([]);
  expect(setPromise(second, '').apply(opened()).policy.promises).toEqual([]);
});

test('only an entry promises anything, and not beyond what the file holds', () => {
  expect(setPromise({ entryId: 'model', tier: 1 }, 'x').apply(promised)).toBe(promised);
  expect(setPromise({ entryId: 'gone', tier: 1 }, 'x').apply(promised)).toBe(promised);
  expect(setPromise(second, 'x'.repeat(2001)).apply(promised)).toBe(promised);
});

test('a signature stays with a text that changes, and goes only when it is withdrawn', () => {
  expect(signed.policy.promises[0]!.signOff).toEqual(signature);
  expect(signOff(second, signature).apply(signed)).toBe(signed);
  expect(setPromise(second, 'Shorter.').apply(signed).policy.promises[0]!.signOff).toEqual(signature);
  const emptied = setPromise(second, '').apply(signed);
  expect(emptied.policy.promises).toEqual([{ ...second, text: '', signOff: signature }]);
  expect(withdrawSignOff(second).apply(emptied).policy.promises).toEqual([]);
  expect(withdrawSignOff(second).apply(signed).policy).toEqual(promised.policy);
});

test('nothing is signed without a promise, a name or a day', () => {
  const nothing = opened();
  expect(signOff(second, signature).apply(nothing)).toBe(nothing);
  expect(signOff(second, { ...signature, owner: ' ' }).apply(promised)).toBe(promised);
  expect(signOff(second, { ...signature, date: 'today' }).apply(promised)).toBe(promised);
});

test('promises go with their entry, and a copy of it is promised but not signed', () => {
  expect(removeNodes(['entry']).apply(signed).policy.promises).toEqual([]);
  expect(removeNodes(['model']).apply(signed).policy.promises).toBe(signed.policy.promises);
  const pasted = pasteNodes(copyNodes(signed, ['entry', 'model']), { x: 0, y: 0 }).apply(signed);
  expect(pasted.policy.promises).toEqual([
    ...signed.policy.promises,
    { entryId: 'entry-2', tier: 2, text: 'Short answers.', signOff: null },
  ]);
});

test('labels name the capability and the tier', () => {
  expect(setPromise(second, '').labelFor?.(signed)).toBe('Promise of Support, tier 2');
  expect(signOff(second, signature).labelFor?.(signed)).toBe('Sign Support, tier 2');
});
