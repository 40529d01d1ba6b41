import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample-document.ts';
import type { Policy, TierPromise } from '../model/index.ts';
import { lint } from './index.ts';

const promise = (tier: 1 | 2 | 3, text: string): TierPromise => ({ entryId: 'entry', tier, text, signOff: null });
const found = (promises: TierPromise[], change: (policy: Policy) => Policy = (policy) => policy) =>
  lint(change({ ...sampleDocument().policy, promises }))
    .filter(({ rule }) => rule.startsWith('tiers/') && rule.includes('promise'))
    .map(({ rule, about }) => `${rule} ${about}`);

test('a capability that nobody began to describe is left in peace', () => {
  expect(found([])).toEqual([]);
  expect(found([promise(1, ' ')])).toEqual([]);
});

test('a tier that answers without a promise is named, and only that one', () => {
  expect(found([promise(1, 'Answers with sources.')])).toEqual(['tiers/answers-without-promise tier-3']);
  expect(found([promise(1, 'Answers with sources.'), promise(3, 'Names the phone line.')])).toEqual([]);
});

test('a promise at a tier where nothing answers is a warning', () => {
  const all = [promise(1, 'a'), promise(2, 'b'), promise(3, 'c')];
  expect(found(all)).toEqual(['tiers/promise-without-answer tier-2']);
  // The template goes.
  const withoutTemplate = (policy: Policy): Policy => ({ ...policy, edges: policy.edges.filter(({ to }) => to !== 'template') });
  expect(found(all, withoutTemplate)).toEqual(['tiers/promise-without-answer tier-2', 'tiers/promise-without-answer tier-3']);
});
