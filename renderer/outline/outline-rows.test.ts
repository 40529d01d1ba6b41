import { expect, it } from 'vitest';
import { callTree, kinds } from '../../shared/kinds/index.ts';
import type { Finding, Policy } from '../../shared/model/index.ts';
import { findByLetters, outlineRows } from './outline-rows.ts';

const node = (id: string, kind: string, config: Record<string, unknown> = {}) => ({
  id,
  kind,
  name: id,
  config: { ...kinds.get(kind)?.config.defaults, ...config },
});
const policy = {
  nodes: [
    node('entry', 'entry'),
    node('tiers', 'fallback', {
      tiers: [
        { id: 't1', name: '', continueOn: [] },
        { id: 't2', name: '', continueOn: [] },
      ],
      onExhausted: 'last-failure',
    }),
    node('inner', 'fallback', {
      tiers: [
        { id: 'a', name: '', continueOn: [] },
        { id: 'b', name: '', continueOn: [] },
      ],
      onExhausted: 'last-failure',
    }),
    node('large', 'breaker'),
    node('last', 'breaker'),
  ],
  edges: [
    { from: 'entry', port: 'next', to: 'tiers' },
    { from: 'tiers', port: 't1', to: 'inner' },
    { from: 'inner', port: 'a', to: 'large' },
    { from: 'inner', port: 'b', to: 'last' },
    { from: 'tiers', port: 't2', to: 'last' },
  ],
  providers: [],
} as unknown as Policy;
const ids = (folded: readonly string[]) => outlineRows(callTree(policy), policy, [], new Set(folded)).map(({ node: { id } }) => id);

it('hides everything under a folded row, also what is folded inside it', () => {
  const keyOf = (id: string) => callTree(policy).find((row) => row.node.id === id)?.key ?? '';
  expect(ids([keyOf('inner')])).not.toContain('large');
  const loose = ids([keyOf('tiers'), keyOf('inner')]);
  expect(loose).not.toContain('large');
  expect(loose).not.toContain('inner');
});

it('says in words what the row shows by signs', () => {
  const findings = [
    { rule: 'r', severity: 'error', nodeId: 'inner', message: '' },
    { rule: 's', severity: 'warning', nodeId: 'inner', message: '' },
    { rule: 't', severity: 'info', nodeId: 'inner', message: '' },
  ] as Finding[];
  const inner = outlineRows(callTree(policy), policy, findings, new Set()).find((row) => row.node.id === 'inner');
  expect(inner).toMatchObject({ errors: 1, warnings: 1, callText: 'tier 1' });
  expect(inner?.unseen).toContain('1 error, 1 warning');
});

it('goes on from row to row when a letter is pressed again, and narrows while more are typed', () => {
  const rows = outlineRows(callTree(policy), policy, [], new Set());
  const name = (place: number | null) => (place === null ? null : rows[place]?.node.name);
  const first = findByLetters(rows, 0, 'l');
  const second = findByLetters(rows, first ?? 0, 'l');
  expect(new Set([name(first), name(second)])).toEqual(new Set(['large', 'last']));
  expect(name(findByLetters(rows, second ?? 0, 'las'))).toBe('last');
  expect(findByLetters(rows, 0, 'zz')).toBeNull();
});
