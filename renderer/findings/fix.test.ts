import { expect, it } from 'vitest';
import type { Finding, FindingFix } from '../../shared/model/index.ts';
import { repairsOfRule } from './fix.ts';

const found = (rule: string, change?: FindingFix): Finding => ({
  rule,
  severity: 'warning',
  message: 'm',
  ...(change !== undefined && { fix: { label: 'Repair it', change } }),
});
const set = (nodeId: string, ...path: (string | number)[]): FindingFix => ({ kind: 'set-field', nodeId, path, value: 1 });

it('repairs all of a rule at once only where every repair is of the same kind', () => {
  const same = [found('a/b', set('x', 'jitter')), found('a/b', set('y', 'jitter')), found('a/c')];
  expect(repairsOfRule('a/b', same)).toHaveLength(2);
  expect(repairsOfRule('a/c', same)).toEqual([]);
  expect(repairsOfRule('a/b', [...same, found('a/b')])).toEqual([]);
  expect(repairsOfRule('a/b', [...same, found('a/b', { kind: 'remove-node', nodeId: 'z' })])).toEqual([]);
  expect(repairsOfRule('a/b', [...same, found('a/b', set('z', 'capMs'))])).toEqual([]);
  const inLists = [found('a/b', set('x', 'tiers', 0, 'name')), found('a/b', set('x', 'tiers', 1, 'name'))];
  expect(repairsOfRule('a/b', inLists)).toHaveLength(2);
});
