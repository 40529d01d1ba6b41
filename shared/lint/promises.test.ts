import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample-document.ts';
import { answersOf } from '../kinds/index.ts';
import type { Policy, TierPromise } from '../model/index.ts';
import { subjectOf } from '../tiers/index.ts';
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

test('a signature that no longer fits is told where the change is made', () => {
  const signed = (subject: string): TierPromise => ({
    ...promise(1, 'Answers with sources.'),
    signOff: { owner: 'Support lead', date: '2026-11-24', subject },
  });
  const found = (subject: string) =>
    lint({ ...sampleDocument().policy, promises: [signed(subject)] }).filter(({ rule }) => rule === 'tiers/signed-for-something-else');
  const answers = answersOf(sampleDocument().policy, 'entry', { inputTokens: 0, outputTokens: 0, longOutputTokens: 0 });
  const now = subjectOf(
    'Answers with sources.',
    answers.filter(({ tier }) => tier === 1),
  );
  expect(found(now)).toEqual([]);
  expect(found(now.replace('gpt-4o', 'gpt-5'))).toEqual([
    expect.objectContaining({
      severity: 'info',
      nodeId: 'entry',
      about: 'tier-1',
      message: expect.stringContaining('what answers there has changed'),
    }),
  ]);
});
