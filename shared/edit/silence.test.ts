import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample-document.ts';
import { removeNodes, silenceFinding, unsilenceFinding } from './index.ts';

const document = sampleDocument();
const accepted = { rule: 'breaker/watches-only', nodeId: 'breaker', about: null, reason: 'Until the figures of May are in.' };
const after = silenceFinding(accepted).apply(document);

test('a finding is silenced with its reason, and shown again', () => {
  expect(after.policy.silenced).toEqual([accepted]);
  expect(silenceFinding(accepted).labelFor?.(document)).toBe('Silence breaker/watches-only of OpenAI breaker');
  expect(unsilenceFinding(accepted).apply(after).policy.silenced).toEqual([]);
  expect(unsilenceFinding({ ...accepted, nodeId: null }).apply(after)).toBe(after);
});

test('without a reason nothing is silenced, and another reason takes the place of the first', () => {
  expect(silenceFinding({ ...accepted, reason: '  ' }).apply(document)).toBe(document);
  expect(silenceFinding(accepted).apply(after)).toBe(after);
  expect(silenceFinding({ ...accepted, reason: 'For good.' }).apply(after).policy.silenced).toEqual([{ ...accepted, reason: 'For good.' }]);
});

test('what was silenced on a node goes with it', () => {
  const policyWide = silenceFinding({ rule: 'policy/duplicate-name', nodeId: null, about: null, reason: 'Twins.' }).apply(after);
  expect(
    removeNodes(['breaker'])
      .apply(policyWide)
      .policy.silenced.map(({ rule }) => rule),
  ).toEqual(['policy/duplicate-name']);
  expect(removeNodes(['model']).apply(after).policy.silenced).toBe(after.policy.silenced);
});
