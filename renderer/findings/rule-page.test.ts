import { expect, it } from 'vitest';
import { kinds } from '../../shared/kinds/index.ts';
import { rules } from '../../shared/lint/index.ts';
import { rulePage, sectionOf } from './rule-page.ts';

it('has something to read about every rule that can be reported', () => {
  const ids = [...rules.map(({ id }) => id), ...[...kinds.values()].flatMap(({ check }) => Object.keys(check.rules))];
  expect(ids.length).toBeGreaterThan(40);
  expect(ids.filter((id) => (rulePage(id) ?? '').length < 40)).toEqual([]);
});

it('takes a part of a guide from its heading to the next one of its level', () => {
  const guide = '# Kind\n\n## Checks\n\n### kind/one\n\nFirst.\n\n#### More\n\nDeeper.\n\n### kind/two\n\nSecond.\n';
  expect(sectionOf(guide, 'kind/one')).toBe('First.\n\n#### More\n\nDeeper.');
  expect(sectionOf(guide, 'kind/two')).toBe('Second.');
  expect(sectionOf(guide, 'kind/three')).toBeUndefined();
});
